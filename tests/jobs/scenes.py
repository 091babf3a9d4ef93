"""What may happen at a desk, as scenes: how things stand, what then happens, and which functions carry that on.

`sweeps` names the functions to be cut off in the scene; `api_handler` is the HTTP request itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain.accounts.api_keys import ApiKey, secret_digest
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.notices.preferences import WantedNotices
from chalicelib.domain.notices.push import PushAnswer, PushOutcome, PushSubscription
from chalicelib.domain.notices.ways import NoticeWay, Scope
from chalicelib.domain.people.people import Absence, Member, Role
from chalicelib.domain.tickets.links import Purpose, member_token
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.notices import reminders
from chalicelib.services.privacy import erasure
from chalicelib.services.seat import Seat
from chalicelib.services.settings import absences, macros, members
from chalicelib.services.tickets.access import ticket_by_number
from infra.local.ses import Refusal
from infra.local.ses_events import BOUNCES
from tests.jobs.interruptions import HTTP, Failing, put_in
from tests.jobs.world import count_from_the_first_number
from tests.support.desk import SUPPORT, Answer, Desk

CUSTOMER = "maya@example.com"
SECRET = "no-secret-at-all-but-long-enough-for-one"
AGENT = "m_11111111111111111111111111111111"
TICKET = "/v1/acme/tickets/TKT-7100001"


@dataclass
class Stage:
    """A desk with two members, a caller, and what it was answered. `began` is when all was ready, on this machine's
    own clock."""

    desk: Desk
    key: str
    answers: list[Answer]
    reply_id: str = ""
    undone_at: str = ""
    message_id: str = ""
    send_at: str = ""
    until: str = ""
    macro_id: str = ""
    silent_macro_id: str = ""
    began: float = 0.0

    def call(self, method: str, path: str, json: Any = None, *, form: dict[str, str] | None = None) -> Answer:
        """One request. Made again, it has the same idempotency key."""
        headers = {"Idempotency-Key": f"the key of {json}"} if method == "POST" and form is None else {}
        answer = self.desk.http(method, path, json=json, form=form, headers=headers, token=self.key)
        self.answers.append(answer)
        return answer

    def mail(self, text: str, *, to: str = SUPPORT, verdicts: dict[str, str] | None = None, **headers: str) -> None:
        """A mail from the customer, unless `From` says otherwise."""
        message = EmailMessage()
        given = {
            "From": f"Maya Osei <{CUSTOMER}>",
            "To": to,
            "Subject": "Checkout",
            "Message-ID": "<1@mail.example.com>",
        }
        for name, value in {**given, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
            message[name] = value
        message.set_content(text)
        if "files" in text:
            message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bill.pdf")
        self.desk.receive(message.as_bytes(), message["From"].rpartition("<")[2].strip(">"), [to], verdicts)

    @property
    def reply_address(self) -> str:
        """Where the last mail to the customer asks for answers."""
        mail = next(mail for mail in reversed(self.desk.sent) if mail.to == (CUSTOMER,))
        return mail.addresses("Reply-To")[0]

    @property
    def tracking_path(self) -> str:
        mail = next(mail for mail in self.desk.sent if mail.to == (CUSTOMER,))
        link = next(word for word in mail.text.split() if "/portal/acme/t/" in word)
        return urlsplit(link).path


def stage(desk: Desk) -> Stage:
    """The desk of every scene. Day and minute are young, whenever it is played: what their ends do is no part of it."""
    now = desk.ports.clock.now()
    desk.ports.clock.offset += now.replace(hour=8, minute=0, second=0, microsecond=0) - now
    desk.create_workspace("acme", "Acme Support", SUPPORT)
    count_from_the_first_number(desk)
    with desk.ports.enter("acme"):
        for member_id, name, role in ((AGENT, "Ana K.", Role.AGENT), ("m_2222", "Bo L.", Role.ADMIN)):
            email = f"{name.split()[0].lower()}@acme.example"
            desk.ports.settings.add_member("acme", member_id, Member(id=member_id, name=name, email=email, role=role))
        scopes = ("tickets:read", "tickets:write", "tickets:delete", "contacts:write", "settings:write")
        key = ApiKey(id="0123456789abcdef", workspace="acme", name="test", scopes=scopes, digest=secret_digest(SECRET))
        desk.ports.accounts.add_api_key(key)
    return Stage(desk, f"wtk_{key.id}_{SECRET}", [])


Act = Callable[[Stage], object]


@dataclass(frozen=True)
class Scene:
    name: str
    sweeps: tuple[str, ...]
    act: Act
    before: tuple[Act, ...] = ()


def create(contact: str = CUSTOMER, **more: Any) -> Act:
    body = {"title": "Checkout", "description": "502", "contact": {"email": contact, "name": "Maya Osei"}, **more}
    return lambda stage: stage.call("POST", "/v1/acme/tickets", body)


def reply(**more: Any) -> Act:
    def act(stage: Stage) -> None:
        answer = stage.call("POST", f"{TICKET}/replies", {"body": "Which cards?", **more})
        stage.reply_id = answer.json()["id"]

    return act


def wait_with_a_reply(stage: Stage) -> None:
    """A reply that goes out an hour later. Asked for again, it is to go out at the same instant."""
    stage.send_at = stage.send_at or (stage.desk.ports.clock.now() + timedelta(hours=1)).isoformat()
    reply(send_at=stage.send_at)(stage)


def reply_unwanted(stage: Stage) -> None:
    stage.call("DELETE", f"{TICKET}/scheduled/{stage.reply_id}")


def snooze(stage: Stage) -> None:
    """Out of sight for three hours. Asked for again, it is until the same instant."""
    stage.until = stage.until or (stage.desk.ports.clock.now() + timedelta(hours=3)).isoformat()
    stage.call("PUT", f"{TICKET}/snooze", {"until": stage.until})


def snooze_two(stage: Stage) -> None:
    body = {"refs": ["TKT-7100001", "TKT-7100002"], "set": {"snooze": {"until_reply": True}}}
    stage.call("POST", "/v1/acme/tickets/bulk", body)


def wake(stage: Stage) -> None:
    stage.call("DELETE", f"{TICKET}/snooze")


def wants_to_be_reminded(stage: Stage) -> None:
    """Ana, in two hours."""
    with stage.desk.ports.open("acme") as room:
        at = stage.desk.ports.clock.now() + timedelta(hours=2)
        reminders.remind(stage.desk.ports, room, 7100001, room.workspace.members[AGENT], at, "Call Maya")


def change(**fields: Any) -> Act:
    return lambda stage: stage.call("PATCH", TICKET, fields)


def note(stage: Stage) -> None:
    stage.call("POST", f"{TICKET}/notes", {"body": "Ask billing."})


def settled(stage: Stage) -> None:
    stage.desk.settle()


def answer_by_mail(text: str = "German ones.", **headers: str) -> Act:
    return lambda stage: stage.mail(text, to=stage.reply_address, **headers)


def member_answers(text: str) -> Act:
    """Ana answers by her own address what she was told of the ticket."""

    def act(stage: Stage) -> None:
        with stage.desk.ports.open("acme") as room:
            ticket, ana = ticket_by_number(room, 7100001, Ticket), room.workspace.members[AGENT]
            token = member_token("acme", ticket, ana, Purpose.MEMBER)
        sender = {"From": "Ana K. <ana@acme.example>", "verdicts": {"dmarc": "PASS"}}
        stage.mail(text, to=f"reply+{token}@acme.example", **sender)  # type: ignore[arg-type]

    return act


def hand_over_two(stage: Stage) -> None:
    for number in (7100001, 7100002):
        stage.call("PATCH", f"/v1/acme/tickets/TKT-{number}", {"assignee_id": AGENT})


def wants_quiet(stage: Stage) -> None:
    """Qi, who is not to be disturbed for the next hour, and gets two tickets."""
    now = stage.desk.ports.clock.now()
    hours = {"from": f"{now - timedelta(minutes=5):%H:%M}", "to": f"{now + timedelta(hours=1):%H:%M}", "zone": "UTC"}
    made = Member(
        id="m_3333", name="Qi R.", email="qi@acme.example", role=Role.AGENT, preferences={"quiet_hours": hours}
    )
    with stage.desk.ports.enter("acme"):
        stage.desk.ports.settings.add_member("acme", made.id, made)
    for title in ("Router", "Printer"):
        stage.call("POST", "/v1/acme/tickets", {"title": title, "assignee_id": made.id})


def goes_away(stage: Stage) -> None:
    """Ana is away from tomorrow on, and her ticket goes to Bo then."""
    days = [(stage.desk.ports.clock.now() + timedelta(days=ahead)).date().isoformat() for ahead in (1, 3)]
    with stage.desk.ports.open("acme") as room:
        seat = Seat(stage.desk.ports, room, Actor(ActorKind.AGENT, AGENT, "Ana K."))
        absences.set_absence(seat, AGENT, Absence(*days, "m_2222"), hand_over=True)


def answer_by_portal(stage: Stage) -> None:
    stage.call("POST", f"{stage.tracking_path}/replies", form={"body": "German ones.", "nonce": "n1"})


def solve_by_portal(stage: Stage) -> None:
    stage.call("POST", f"{stage.tracking_path}/resolved", form={"nonce": "n1"})


def find_by_portal(stage: Stage) -> None:
    stage.call("POST", "/portal/acme/find", form={"email": CUSTOMER, "ref": ""})


def submit(email: str) -> Act:
    form = {"name": "Maya Osei", "email": email, "title": "Checkout", "description": "502", "type": "bug_report"}
    return lambda stage: stage.call("POST", "/portal/acme", form={**form, "nonce": "n1"})


def register(stage: Stage) -> None:
    stage.desk.ports.identity.create("cy@acme.example")


def forget_the_password(stage: Stage) -> None:
    body = {"email": "cy@acme.example"}
    stage.answers.append(stage.desk.http("POST", "/v1/auth/forgot-password", json=body))


class PushServices:
    """They take whatever they are sent."""

    def send(self, *_: Any) -> PushAnswer:
        return PushAnswer(PushOutcome.TAKEN)


def notified_in_a_browser(stage: Stage) -> None:
    """The agent chose to be pushed what customers answer."""
    ports, keys = stage.desk.ports, {"p256dh": "p", "auth": "a"}
    object.__setattr__(ports, "push", PushServices())
    endpoint = "https://fcm.googleapis.com/fcm/send/a"
    ports.pushes.add(AGENT, PushSubscription(endpoint=endpoint, seed=ports.secrets.seed(b""), **keys), 2**31)
    with ports.open("acme") as room:
        both = frozenset({NoticeWay.PUSH, NoticeWay.INBOX})
        wanted = WantedNotices(words={}, ways={"customer_replied": {Scope.MINE: both}}, rest={})
        members.choose_preferences(ports, room, room.workspace.members[AGENT], wanted)


def do(verb: str, **fields: Any) -> Act:
    return lambda stage: stage.call("POST", f"{TICKET}/{verb}", fields)


def undo(stage: Stage) -> None:
    stage.call("DELETE", f"{TICKET}/replies/{stage.reply_id}")


def just_done(path: str, **fields: Any) -> Act:
    """A change, or a bulk change, of which something will be undone."""

    def act(stage: Stage) -> None:
        method = "POST" if path else "PATCH"
        done = stage.call(method, path or TICKET, fields).json()
        batch = f"/v1/acme/tickets/bulk/{done['batch_id']}" if path else ""
        stage.undone_at = f"{batch or TICKET + '/actions/' + done['action_id']}/undo"

    return act


def undo_it(stage: Stage) -> None:
    stage.call("POST", stage.undone_at, {})


def has_a_macro(stage: Stage) -> None:
    """One that does something of each kind."""
    canned = stage.call("POST", "/v1/acme/canned-responses", {"name": "Sorry", "body": "We look into it."}).json()
    actions = [
        {"do": "set", "field": "priority", "value": "high"},
        {"do": "assign", "member": "m_2222"},
        {"do": "add_participant", "address": "ops@example.com"},
        {"do": "notify", "members": [AGENT], "text": "Look at this one"},
        {"do": "snooze", "until": "days:2"},
    ]
    reply = {"do": "reply", "canned_response": canned["id"]}
    with stage.desk.ports.open("acme") as room:
        seat = Seat(stage.desk.ports, room, Actor(ActorKind.AGENT, AGENT, "Ana K."))
        stage.macro_id = macros.add_macro(seat, "Reply", [reply, *actions], shared=True).id
        stage.silent_macro_id = macros.add_macro(seat, "Triage", actions, shared=True).id


def run_macro(stage: Stage) -> None:
    done = stage.call("POST", f"{TICKET}/macros/{stage.macro_id}", {}).json()["ticket"]
    stage.undone_at = f"{TICKET}/actions/{done['action_id']}/undo"


def run_macro_on_two(stage: Stage) -> None:
    """Without a reply: the same words on both at once are first found on either."""
    body = {"refs": ["TKT-7100001", "TKT-7100002"], "set": {"macro": stage.silent_macro_id}}
    stage.call("POST", "/v1/acme/tickets/bulk", body)


def hard_times(function: str) -> Act:
    """The function fails at its first event, and with it goes the other way there is for such events."""
    return lambda stage: put_in(stage.desk, function, Failing)


def later(**span: int) -> Act:
    """So much time goes by, and what became due in it is found at its end."""
    return lambda stage: stage.desk.advance(timedelta(**span))


def told(stage: Stage) -> None:
    """What was collected for members is sent."""
    stage.desk.settle()
    stage.desk.advance(timedelta(minutes=1))
    stage.desk.pumps.advance(timedelta(minutes=15))
    stage.desk.settle()


def deleted(stage: Stage) -> None:
    stage.call("DELETE", TICKET)


def redact(stage: Stage) -> None:
    stage.call("POST", f"{TICKET}/redactions", {"words": ["502", "German", "Maya"]})


def knows_the_newest_file(stage: Stage) -> None:
    """Which message brought it: who splits it off has it before their eyes."""
    with stage.desk.ports.open("acme") as room:
        newest = room.timeline.page(7100001, 20, None, newest_first=True, consistent=True).items
    stage.message_id = next(one.id for one in newest if isinstance(one, PublicMessage) and one.attachments)


def split(stage: Stage) -> None:
    """What the customer wrote last, with a file, becomes a ticket of its own."""
    if not stage.message_id:
        knows_the_newest_file(stage)
    made = stage.call("POST", f"{TICKET}/messages/{stage.message_id}/split", {"title": "Cards"}).json()
    stage.undone_at = f"/v1/acme/tickets/{made['ref']}/actions/{made['action_id']}/undo"


def linked(*numbers: int) -> Act:
    """Those tickets report the first one."""

    def act(stage: Stage) -> None:
        for number in numbers:
            stage.call("PUT", f"{TICKET}/links/TKT-{number}", {"kind": "report"})

    return act


def erase_the_customer(stage: Stage) -> None:
    """Ana has the customer erased, which takes an admin in person."""
    with stage.desk.ports.open("acme") as room:
        contact = room.contacts.by_address(CUSTOMER)
        assert contact
        ana = Actor(ActorKind.AGENT, AGENT, "Ana K.")
        erasure.ask(Seat(stage.desk.ports, room, ana), contact.id)


def never_at_work(stage: Stage) -> None:
    """The desk has no business hours any more, and a minute later everybody knows."""
    stage.call("PATCH", "/v1/acme/business-hours", {"week": [[]] * 7})
    stage.desk.advance(timedelta(minutes=1))


def suspended(stage: Stage) -> None:
    """AWS lets the account send nothing."""
    stage.desk.outbox.refusal = Refusal("AccountSuspendedException")


def mended(stage: Stage) -> None:
    stage.desk.outbox.refusal = None


def reply_while_suspended(stage: Stage) -> None:
    """A reply is held, then goes out, and nothing is held any more."""
    for act in (suspended, reply(), settled, mended, minutes(4)):
        act(stage)


def four_days_suspended(stage: Stage) -> None:
    """What was held all the time is given up; what was so for a part of it goes out in the end."""
    for act in (later(days=4, hours=1), settled, mended, later(hours=2), minutes(3)):
        act(stage)


def minutes(many: int) -> Act:
    """So many minutes go by, one by one."""

    def act(stage: Stage) -> None:
        for _ in range(many):
            stage.desk.advance(timedelta(minutes=1))

    return act


MAIL, NEWS, OUT, CAME, WEB = ("ingest_mail",), ("notify",), ("deliver_mail",), ("record_delivery",), (HTTP,)
INDEX, TICK = ("index",), ("sla_tick",)
OPEN = (create(), settled)
CLOSED = (*OPEN, change(status="closed"), settled)
WITH_PARTICIPANT = (create(participants=["ops@example.com"]), settled)
TWO = (*OPEN, create("jo@example.com", labels=[]), settled)
REPORTED = (*TWO, create("kim@example.com", title="Cards"), settled, linked(7100002, 7100003), settled)
MERGED = (*TWO, do("merge", duplicate="TKT-7100002", across_contacts=True), settled)
OF_AGENT = (create(assignee_id=AGENT), settled)
OTHER = (create("jo@example.com"), settled, do("merge", duplicate="TKT-7100002", across_contacts=True), settled)
SAID = (*OPEN, answer_by_mail("German ones, see the files."), reply(), note, settled, later(seconds=30))
SPLIT = (*SAID, split, settled)
TO_ALL = "👍"
"""No word, which the dictionary would have of whichever ticket was the last of those that are answered at once."""
URGENT = (create(priority="urgent", assignee_id=AGENT), settled, later(seconds=17))
"""An hour to answer, four to resolve; whose it is was told."""
CHANGED = just_done("", status="waiting", priority="low", assignee_id=AGENT)
CHANGED_MANY = just_done(
    "/v1/acme/tickets/bulk", refs=["TKT-7100001", "TKT-7100002"], set={"status": "waiting"}, notify_customers=True
)
HELD = (*OPEN, suspended, reply(), settled)
SNOOZED = (*OPEN, snooze, settled)
WAITING = (*OPEN, wait_with_a_reply, settled)
UNDOABLE = (*OPEN, reply(undo_seconds=10), settled)

SCENES = (
    Scene("a mail opens a ticket", MAIL, lambda stage: stage.mail("It broke.", Cc="ops@example.com")),
    Scene("a mail with a file opens a ticket", MAIL, lambda stage: stage.mail("See the files.")),
    Scene("a mail too long for a message", MAIL, lambda stage: stage.mail("word " * 25_000)),
    Scene("a mail answers", MAIL, answer_by_mail("It broke, see the files."), OPEN),
    Scene("a mail reopens", MAIL, answer_by_mail(), (*OPEN, change(status="waiting"), settled)),
    Scene("a mail on a closed ticket", MAIL, answer_by_mail(), CLOSED),
    Scene("a stranger's mail on a closed ticket", MAIL, answer_by_mail(From="Jo <jo@example.net>"), CLOSED),
    Scene("a mail on a merged ticket", MAIL, answer_by_mail(), MERGED),
    Scene("a member's mail", MAIL, answer_by_mail(From="Ana K. <ana@acme.example>"), OPEN),
    Scene("a member's answer that hands over and closes", MAIL, member_answers("#assign bo\n#close\nDone."), OPEN),
    Scene("a member's answer that isn't understood", MAIL, member_answers("#foo"), OPEN),
    Scene("news of two tickets for one member", (*NEWS, *OUT), hand_over_two, TWO),
    Scene("the end of quiet hours", (*TICK, *OUT), later(hours=2), (wants_quiet, settled)),
    Scene(
        "the first day of an absence",
        (*TICK, *NEWS),
        later(days=1),
        (create(assignee_id=AGENT), reply(status="resolved"), told, goes_away),
    ),
    Scene("an automatic answer", MAIL, answer_by_mail(Auto_Submitted="auto-replied"), OPEN),
    Scene("spam", MAIL, lambda stage: stage.mail("Win!", verdicts={"spam": "FAIL"})),
    Scene("a mail to nobody", MAIL, lambda stage: stage.mail("Hello?", to="sales@acme.example")),
    Scene("a request by the portal", (*WEB, *NEWS, *INDEX), submit(CUSTOMER)),
    Scene("a ticket made for a customer", (*WEB, *NEWS), create(assignee_id=AGENT)),
    Scene("a reply to two", (*WEB, *NEWS, *OUT), reply(), WITH_PARTICIPANT),
    Scene("a reply that bounces", CAME, reply(), (create(BOUNCES), settled)),
    Scene("a reply to two in hard times", ("react_retry",), reply(), (*WITH_PARTICIPANT, hard_times("notify"))),
    Scene("a reply that resolves", (*WEB, *NEWS), reply(status="resolved"), WITH_PARTICIPANT),
    Scene("a reply that may be undone", (*NEWS, *OUT), reply(undo_seconds=10), OPEN),
    Scene("a reply undone", WEB, undo, UNDOABLE),
    Scene("a change undone", (*WEB, *NEWS), undo_it, (*OPEN, CHANGED, settled)),
    Scene("a change undone before anybody heard of it", (*WEB, *NEWS, *OUT), undo_it, (*OPEN, CHANGED)),
    Scene("a bulk change undone", (*WEB, *NEWS), undo_it, (*TWO, CHANGED_MANY, settled)),
    Scene("a note", WEB, note, OPEN),
    Scene("a change of much", (*WEB, *NEWS), change(title="New", priority="low", assignee_id=AGENT), OPEN),
    Scene("another contact", WEB, change(contact={"email": "new@example.com"}, description="More"), OPEN),
    Scene("a change of status", NEWS, change(status="waiting"), OPEN),
    Scene("resolving", (*WEB, *NEWS), do("resolve", resolution="Restarted it"), OPEN),
    Scene("escalating", (*WEB, *NEWS), do("escalate", reason="The shop is down"), OPEN),
    Scene("archiving", WEB, do("archive"), OPEN),
    Scene("merging", (*WEB, *NEWS, *INDEX), do("merge", duplicate="TKT-7100002", across_contacts=True), TWO),
    Scene("unmerging", WEB, do("unmerge", duplicate="TKT-7100002"), MERGED),
    Scene("splitting", (*WEB, *NEWS, *INDEX), split, (*SAID, knows_the_newest_file)),
    Scene("a split undone", (*WEB, *NEWS), undo_it, (*SAID, split)),
    Scene("words are taken out of what was split", TICK, minutes(3), (*SPLIT, redact, settled)),
    Scene("linking", WEB, linked(7100002), TWO),
    Scene("answering all reports", (*WEB, *NEWS, *OUT), do("links/replies", body=TO_ALL), REPORTED),
    Scene("resolving all reports", (*WEB, *NEWS), do("links/resolve", resolution=TO_ALL), REPORTED),
    Scene("a ticket with links is erased", TICK, minutes(2), (*REPORTED, deleted, settled, later(days=31))),
    Scene("an answer by the portal", (*WEB, *NEWS), answer_by_portal, OPEN),
    Scene("an answer by the portal on a closed ticket", (*WEB, *NEWS), answer_by_portal, CLOSED),
    Scene("an answer shown by a browser", (*NEWS, *OUT), answer_by_portal, (*OF_AGENT, notified_in_a_browser)),
    Scene("a reply while nothing may be sent", OUT, reply_while_suspended, OPEN),
    Scene("mail goes again", (*TICK, *OUT), minutes(4), (*HELD, mended)),
    Scene("nothing is held any more", TICK, minutes(3), (*HELD, mended, minutes(1))),
    Scene("a reply that is given up", (*TICK, *OUT), four_days_suspended, HELD),
    Scene("a customer calls it solved", WEB, solve_by_portal, OPEN),
    Scene("a customer's links sent again", OUT, find_by_portal, OPEN),
    Scene("an answer due soon", (*TICK, *NEWS, *OUT), later(minutes=46), URGENT),
    Scene("two targets overdue", TICK, later(hours=5), URGENT),
    Scene(
        "a resolved ticket's time to close", (*TICK, *NEWS), later(days=8), (*OPEN, change(status="resolved"), settled)
    ),
    Scene("a reply that waits", WEB, wait_with_a_reply, OPEN),
    Scene("a reply that waited is sent", (*TICK, *NEWS, *OUT), later(hours=2), WAITING),
    Scene("a mail before the reply that waits", MAIL, answer_by_mail(), WAITING),
    Scene("a reply that nobody wants sent", TICK, minutes(2), (*WAITING, reply_unwanted)),
    Scene("a snooze", (*WEB, *NEWS, *INDEX), snooze, OPEN),
    Scene("many snoozed", NEWS, snooze_two, TWO),
    Scene("a snooze that is ended", WEB, wake, SNOOZED),
    Scene("a snooze is over", (*TICK, *NEWS), later(hours=4), (*OF_AGENT, later(minutes=2), snooze, settled)),
    Scene("a mail on a snoozed ticket", (*MAIL, *NEWS), answer_by_mail(), SNOOZED),
    Scene("a macro", (*WEB, *NEWS, *OUT, *INDEX), run_macro, (*OPEN, has_a_macro)),
    Scene("a macro undone", (*WEB, *NEWS), undo_it, (*OPEN, has_a_macro, run_macro)),
    Scene("a macro on two", NEWS, run_macro_on_two, (*TWO, has_a_macro)),
    Scene("a reminder is due", TICK, later(hours=3), (*OF_AGENT, later(minutes=2), wants_to_be_reminded)),
    Scene("a ticket's time in the trash is over", TICK, later(days=31), (*SAID, deleted, settled)),
    Scene("what is deleted is erased", TICK, minutes(2), (*SAID, *OTHER, deleted, settled, later(days=31))),
    Scene("words are taken out", TICK, minutes(2), (*SAID, redact, settled)),
    Scene("a person is erased", TICK, minutes(2), (*SAID, erase_the_customer, settled)),
    Scene("other business hours", TICK, never_at_work, URGENT),
    Scene("a forgotten password", OUT, forget_the_password, (register,)),
)
