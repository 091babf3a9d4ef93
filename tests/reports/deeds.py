"""What is done in a play, each deed as often as its weight says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.message import EmailMessage
from typing import Any

from chalicelib.domain.tickets.links import contact_recipient_id
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import find_ticket, link_token
from tests.reports.acting import CHANNELS, PRIORITIES, STATUSES, TYPES, Act, T, email, ref
from tests.support.desk import SUPPORT

Deed = Callable[[Act], None]


def _fields(act: Act, most: int) -> dict[str, Any]:
    chance = act.chance
    every: dict[str, Any] = {
        "status": chance.choice(STATUSES),
        "priority": chance.choice(PRIORITIES),
        "type": chance.choice(TYPES),
        "channel": chance.choice(CHANNELS),
        "assignee_id": chance.choice([None, *(one.id for one in act.actors.members[:4])]),
        "labels": chance.sample(act.actors.labels, chance.randrange(3)),
    }
    if chance.random() < 0.4:
        every["contact"] = {"email": email(chance)}
    return dict(chance.sample(sorted(every.items()), chance.randrange(1, most + 1)))


def create(act: Act) -> None:
    new = {"title": f"Matter {next(act.serial)}", "contact": {"email": email(act.chance)}, **_fields(act, 5)}
    if act.chance.random() < 0.7:
        new.pop("status", None)
    made = act.do("create", act.somebody(), "POST", T, new)
    if made:
        act.born(made["number"])


def write_in(act: Act) -> None:
    """A mail comes in, which is filed when the desk settles."""
    sender, message = email(act.chance), EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, SUPPORT, f"Matter {next(act.serial)}"
    message["Message-ID"] = f"<{next(act.serial)}@customer.example>"
    message.set_content("It doesn't work.")
    act.desk.receive(message.as_bytes(), sender, [SUPPORT], {"dmarc": "PASS"})
    act.done["write in"] += 1


def reply(act: Act) -> None:
    """With a status or without, held or not, and then perhaps taken back."""
    chance = act.chance
    body: dict[str, Any] = {"body": "Please try again.", "undo_seconds": chance.choice([0, 0, 10, 60])}
    if chance.random() < 0.5:
        body["status"] = chance.choice(STATUSES[1:])
    number, who = act.somewhere(), act.somebody()
    said = act.on(number, "reply", "POST", "/replies", body, who)
    if said and body["undo_seconds"]:
        act.held.append((who, number, said["id"]))


def withdraw(act: Act) -> None:
    if act.held:
        who, number, reply_id = act.held.pop()
        act.on(number, "withdraw", "DELETE", f"/replies/{reply_id}", who=who)


def note(act: Act) -> None:
    act.on(act.somewhere(), "note", "POST", "/notes", {"body": "They are nice."})


def change(act: Act) -> None:
    act.on(act.somewhere(), "change", "PATCH", "", _fields(act, 3))


def resolve(act: Act) -> None:
    number = act.somewhere()
    if act.on(number, "resolve", "POST", "/resolve", {"resolution": "Rolled back.", "notify_customer": False}):
        act.resolved.add(number)


def reopen(act: Act) -> None:
    status = act.chance.choice(["open", "in_progress", "waiting"])
    act.on(act.somewhere(act.resolved), "reopen", "PATCH", "", {"status": status})


def escalate(act: Act) -> None:
    act.on(act.somewhere(), "escalate", "POST", "/escalate", {"reason": "They lose orders."})


def label(act: Act) -> None:
    method = act.chance.choice(["PUT", "DELETE"])
    act.on(act.somewhere(), "label", method, f"/labels/{act.chance.choice(act.actors.labels)}")


def archive(act: Act) -> None:
    number = act.somewhere()
    if act.on(number, "archive", "POST", "/archive"):
        act.archived.add(number)


def restore(act: Act) -> None:
    number = act.somewhere(act.archived)
    if act.on(number, "restore", "POST", "/restore"):
        act.archived.discard(number)


def spam(act: Act) -> None:
    number = act.somewhere()
    if act.on(number, "spam", "POST", "/spam"):
        act.spam.add(number)


def not_spam(act: Act) -> None:
    number = act.somewhere(act.spam)
    if act.on(number, "not spam", "DELETE", "/spam"):
        act.spam.discard(number)


def merge(act: Act) -> None:
    primary, duplicate = act.somewhere(), act.somewhere()
    body = {"duplicate": ref(duplicate), "across_contacts": True}
    if act.on(primary, "merge", "POST", "/merge", body):
        act.merged[duplicate] = primary
        act.recent.append(duplicate)


def unmerge(act: Act) -> None:
    duplicate = act.somewhere(act.merged.keys())
    primary = act.merged.get(duplicate)
    if primary and act.on(primary, "unmerge", "POST", "/unmerge", {"duplicate": ref(duplicate)}):
        act.merged.pop(duplicate)
        act.recent.append(duplicate)


def split(act: Act) -> None:
    """One of a customer's messages becomes a ticket of its own. Nobody takes that back: it would end in the trash."""
    number, who = act.somewhere(), act.somebody()
    said = act.do("read", who, "GET", f"{T}/{ref(number)}/timeline?limit=100")
    messages = [
        one["id"]
        for one in (said or {"items": []})["items"]
        if one["kind"] == "customer_message" and not one["merged_from"]
    ]
    if messages:
        path = f"{T}/{ref(number)}/messages/{act.chance.choice(messages)}/split"
        made = act.do("split", who, "POST", path, {"title": f"Matter {next(act.serial)}"})
        if made:
            act.born(made["number"])


def link(act: Act) -> None:
    number, other = act.somewhere(), act.somewhere()
    method, kind = act.chance.choice([("PUT", "report"), ("PUT", "related"), ("DELETE", None)])
    act.on(number, "link", method, f"/links/{ref(other)}", {"kind": kind} if kind else None)


def answer_all(act: Act) -> None:
    act.on(act.somewhere(), "answer all", "POST", "/links/replies", {"body": "It works.", "status": "waiting"})


def resolve_all(act: Act) -> None:
    act.on(act.somewhere(), "resolve all", "POST", "/links/resolve", {"resolution": "A new proxy."})


def undo(act: Act) -> None:
    """Also what was done a little before: others may have gone on since."""
    if act.undoable:
        place = act.chance.randrange(len(act.undoable))
        who, number, action = act.undoable[place]
        del act.undoable[place]
        act.on(number, "undo", "POST", f"/actions/{action}/undo", who=who)


def bulk(act: Act) -> None:
    chance, who = act.chance, act.somebody()
    every: dict[str, Any] = {
        "status": chance.choice(STATUSES),
        "priority": chance.choice(PRIORITIES),
        "assignee_id": chance.choice([None, act.desk.admin.id]),
        "add_labels": [chance.choice(act.actors.labels)],
        "archived": chance.random() < 0.5,
        "spam": chance.random() < 0.3,
    }
    wanted = dict(chance.sample(sorted(every.items()), chance.randrange(1, 4)))
    refs = [ref(act.somewhere()) for _ in range(chance.randrange(1, 4))]
    done = act.do("bulk", who, "POST", f"{T}/bulk", {"refs": refs, "set": wanted})
    if done and done["batch_id"]:
        act.batches.append((who, done["batch_id"]))


def undo_bulk(act: Act) -> None:
    if act.batches:
        who, batch = act.batches.pop()
        act.do("undo bulk", who, "POST", f"{T}/bulk/{batch}/undo")


def _page(act: Act, number: int) -> str:
    """The contact's own page of a ticket; empty for what is nobody's, or gone."""
    with act.desk.ports.open("acme") as room:
        ticket = find_ticket(room, number, Ticket)
        if ticket is None or ticket.contact is None:
            return ""
        return f"/portal/acme/t/{link_token(room, ticket, contact_recipient_id(ticket.contact.id), proven=True)}"


def _send(act: Act, number: int, name: str, place: str, form: dict[str, str]) -> None:
    page, visitor = _page(act, number), next(act.serial)
    address = f"10.1.{visitor >> 8 & 255}.{visitor & 255}"
    if page and act.noted(name, act.desk.http("POST", page + place, form=form, address=address)) is not None:
        act.recent.append(number)


def say(act: Act) -> None:
    """What is said on a closed ticket opens another one."""
    _send(act, act.somewhere(), "say", "/replies", {"body": "It still doesn't work."})


def solved(act: Act) -> None:
    _send(act, act.somewhere(), "solved", "/resolved", {})


def rate(act: Act) -> None:
    """For the first time or anew, with a comment or without."""
    form = {"score": str(act.chance.randrange(1, 6)), "comment": act.chance.choice(["", "", "Thanks.", "Slow."])}
    _send(act, act.somewhere(act.resolved), "rate", "/rate", form)


DEEDS: Mapping[str, tuple[int, Deed]] = {
    "create": (10, create),
    "write in": (3, write_in),
    "reply": (14, reply),
    "withdraw": (5, withdraw),
    "note": (2, note),
    "change": (12, change),
    "resolve": (7, resolve),
    "reopen": (5, reopen),
    "escalate": (2, escalate),
    "label": (4, label),
    "archive": (4, archive),
    "restore": (4, restore),
    "spam": (2, spam),
    "not spam": (3, not_spam),
    "merge": (4, merge),
    "unmerge": (3, unmerge),
    "split": (8, split),
    "link": (8, link),
    "answer all": (4, answer_all),
    "resolve all": (2, resolve_all),
    "undo": (14, undo),
    "bulk": (3, bulk),
    "undo bulk": (2, undo_bulk),
    "say": (8, say),
    "solved": (2, solved),
    "rate": (8, rate),
}
