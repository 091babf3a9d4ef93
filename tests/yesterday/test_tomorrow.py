"""A later release stored more than this one knows, and then the desk went back to this one: it reads, lists, changes,
answers and delivers all the same, shows plainly what it doesn't know, and loses nothing of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.worklist import Work
from chalicelib.services.sla import tick
from chalicelib.services.worklist import Became
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket, problem, walked
from tests.jobs.interruptions import let_leases_run_out
from tests.services.mail.correspondence import Correspondence
from tests.support.cuts import cut
from tests.support.desk import Desk, Person

Item = dict[str, Any]
LATER = "later-7"
"""What stands for everything that this release doesn't know: as an attribute, a member of a document, a word."""
MINUTE = timedelta(minutes=1)
URGENT = {"priority": "urgent", "notify_customer": False}


class Table:
    """The desk's items, past everything of ours."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.name = desk, desk.environment["TABLE_NAME"]

    def items(self, kind: str = "") -> list[Item]:
        pages = client("dynamodb").get_paginator("scan").paginate(TableName=self.name)
        found = [item for page in pages for item in page["Items"]]
        return [item for item in found if kind in ("", item["type"]["S"])]

    def put(self, item: Item) -> None:
        client("dynamodb").put_item(TableName=self.name, Item=item)
        self.desk.ports.settings.forget("acme")

    def ticket(self, number: int, **attributes: Any) -> Item:
        """Give a ticket's item these attributes, and return it."""
        (item,) = [one for one in self.items("ticket") if one["n"]["N"] == str(number)]
        self.put(item | attributes)
        return item | attributes

    def document(self, type_: str, has: str = "", **members: Any) -> Item:
        """Give the only document of a type, or the one with a text in it, these members."""
        (item,) = [one for one in self.items(type_) if has in one["d"]["S"]]
        item["d"] = packed({**json.loads(item["d"]["S"]), **members})
        self.put(item)
        return item

    def marks(self) -> dict[str, int]:
        """How many things of a later release there are in each item that has any."""
        counted = {
            f"{one['pk']['S']} {one['sk']['S']}": json.dumps(one, default=repr).count(LATER) for one in self.items()
        }
        return {key: count for key, count in counted.items() if count}


def packed(document: Any) -> dict[str, str]:
    return {"S": json.dumps(document, ensure_ascii=False, separators=(",", ":"))}


def call(desk: Desk, method: str, path: str, body: Any = None, token: str = "") -> Any:
    """What the API answers with success; None for nothing."""
    answer = desk.http(method, f"/v1/acme/{path}", json=body, token=token or desk.admin.token)
    assert answer.status < 300, f"{method} {path}: {answer.status} {answer.text[:300]}"
    return answer.json() if answer.content else None


def in_a_month(desk: Desk) -> str:
    at: datetime = desk.ports.clock.now() + timedelta(days=30)
    return at.isoformat()


def scheduled(desk: Desk, body: str) -> str:
    """The id of a reply to the first ticket that waits for a month."""
    made = call(desk, "POST", "tickets/TKT-0001/replies", {"body": body, "send_at": in_a_month(desk)})
    return str(made["id"])


def link_in(desk: Desk, recipient: str) -> str:
    """The path of the tracking page in the last mail to somebody."""
    mail = [mail for mail in desk.sent if mail.to == (recipient,)][-1]
    found = re.search(r"http://help\.test(/portal/acme/t/[\w.]+)", mail.text)
    assert found is not None
    return found[1]


# -- what a later release adds to every item ------------------------------------------------------------------------

BY_PLACE = {
    "ticket": {"k": lambda clock: clock["p"].append(LATER)},
    "message": {"w": lambda author: author.append(LATER)},
    "note": {"w": lambda author: author.append(LATER)},
    "action": {
        "w": lambda actor: actor.append(LATER),
        "e": lambda events: [*(event.append(LATER) for event in events), events.append([f"ticket.{LATER}", {}])],
        "r": lambda people: [person.append(LATER) for person in people],
        "pl": lambda places: [place.append(LATER) for place in places if place],
    },
    "more": {
        "d": lambda more: [
            part.append(LATER)
            for part in (
                *more.get("participants", ()),
                *more.get("planned", ()),
                *(more[one] for one in ("escalation", "csat", "merger") if one in more),
            )
        ]
    },
    "audit": {"d": lambda entry: entry["actor"].append(LATER)},
    "seen": {"d": lambda seen: seen.append(LATER)},
    "once": {"d": lambda once: once.append(LATER)},
}
"""Lists whose places mean something, by the type of the item and its attribute: one place more."""


def of_tomorrow(item: Item) -> Item:
    """The same item with an attribute more, and in each of its documents a member more."""
    changed = {**item, "zz": {"M": {"kind": {"S": LATER}}}}
    for name, value in item.items():
        if "S" not in value or value["S"][:1] not in ("{", "["):
            continue
        document = json.loads(value["S"])
        if places := BY_PLACE.get(item["type"]["S"], {}).get(name):
            places(document)
        for each in _objects(document):
            each["zz"] = LATER
        changed[name] = packed(document)
    return changed


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """The objects of a document, but for those that map something to lists: what changed, by field."""
    if isinstance(document, dict):
        for value in document.values():
            yield from _objects(value)
        if not all(isinstance(value, list) for value in document.values()) or not document:
            yield document
    elif isinstance(document, list):
        for value in document:
            yield from _objects(value)


# -- a desk with something of everything ----------------------------------------------------------------------------


READ = [
    *(
        "tickets/counts",
        "tickets/changes",
        "reports/overview",
        "inbox",
        "suspended-mails",
        "contacts",
        "contacts?q=maya",
    ),
    *("labels", "views", "canned-responses", "widgets", "api-keys", "members", "mailboxes", "sla-policies", "audit"),
    *("settings", "portal", "preferences", "ai-engine", "sign-in-rules", "business-hours", "mail-domains"),
    *("weekly-report", "masking"),
]


class Life:
    """A desk on which all sorts of things happened."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.post = desk, Correspondence(desk)
        self.gil: Person = desk.add_member("Gil G.", "gil@acme.example", "agent")
        self.label = call(desk, "POST", "labels", {"name": "Billing", "color": "#a13a00"})["id"]
        self.view = call(desk, "POST", "views", {"name": "Open", "filters": {"status": "open"}})["id"]
        self.canned = call(desk, "POST", "canned-responses", {"name": "Hi", "body": "Hello"})["id"]
        self.widget = call(desk, "POST", "widgets", {"name": "Shop", "origins": ["https://shop.example"]})["id"]
        self.key = call(desk, "POST", "api-keys", {"name": "Shop", "scopes": ["tickets:read"]})
        call(desk, "POST", "mail-domains", {"domain": "shop.example"})
        call(desk, "PATCH", "business-hours", {"week": [[{"start": "09:00", "end": "17:00"}]] * 7, "always": True})
        call(desk, "PATCH", "preferences", {"mentioned": "none"})
        call(desk, "PATCH", "ai-engine", {"daily_tokens": 5})
        call(desk, "PATCH", "sign-in-rules", {"grace_days": 5})
        call(desk, "PATCH", "weekly-report", {"members": [self.gil.id]})
        call(desk, "PATCH", "masking", {"kinds": ["card"], "patterns": ["E-#####"]})
        self.post.write("It broke.", Cc="Ops <ops@example.com>", files=[("a.txt", "text/plain", b"text")])
        self.post.write("Win", sender="Spam <spam@example.net>", verdicts={"spam": "FAIL"})
        self.talk("TKT-0001")
        self.planned = scheduled(desk, "Next month, I think.")
        self.late = new_ticket(desk, **URGENT, assignee_id=self.gil.id)["ref"]
        double = new_ticket(desk, title="The same")["ref"]
        call(desk, "POST", f"tickets/{self.late}/merge", {"duplicate": double})
        desk.settle()
        self.link = link_in(desk, "maya@example.com")

    def talk(self, ref: str) -> None:
        self.do("POST", f"tickets/{ref}/escalate", {"reason": "The shop is down"})
        self.do("POST", f"tickets/{ref}/replies", {"body": "Which cards?"})
        self.do("POST", f"tickets/{ref}/notes", {"body": "Look at this, @Gil G."})
        self.post.write("All of them.", Subject=f"[{ref}] Checkout")
        self.do("POST", f"tickets/{ref}/resolve", {"resolution": "Restarted.", "csat_estimate": 4})
        rated = self.desk.http("POST", link_in(self.desk, "maya@example.com") + "/rate", form={"score": "5"})
        assert rated.status == 303, rated.text
        self.do("PATCH", f"tickets/{ref}", {"status": "waiting", "labels": [self.label]})

    def do(self, method: str, path: str, body: Any) -> None:
        call(self.desk, method, path, body)
        self.desk.settle()

    def reads(self) -> list[str]:
        tickets = [
            "tickets" + query
            for query in ("", "?status=open,waiting", "?assignee=none", "?sort=sla_due", "?q=checkout")
        ]
        every = [
            f"tickets/{ref}{of}"
            for ref in self.post.refs()
            for of in ("", "/timeline", "/timeline?order=newest", "/scheduled", "/assistant")
        ]
        return [*tickets, *every, *READ]

    def writes(self) -> list[tuple[str, str, Any]]:
        contact = self.post.ticket()["contact"]["id"]
        policy = call(self.desk, "GET", "sla-policies")["items"][0]["id"]
        entry = call(self.desk, "GET", "inbox")["items"][0]["id"]
        return [
            (
                "PATCH",
                "tickets/TKT-0001",
                {"title": "Another", "description": "More", "participants": ["ops@example.com", "it@example.com"]},
            ),
            ("PATCH", f"tickets/{self.late}", {"priority": "low"}),
            ("PUT", "tickets/TKT-0001/presence", {"state": "viewing"}),
            ("POST", "tickets/TKT-0001/notes", {"body": "Noted."}),
            ("PATCH", f"tickets/TKT-0001/scheduled/{self.planned}", {"send_at": in_a_month(self.desk)}),
            ("POST", "tickets/TKT-0001/replies", {"body": "Here you are.", "status": "in_progress"}),
            ("POST", "tickets/bulk", {"refs": ["TKT-0001"], "set": {"assignee_id": self.gil.id}}),
            ("POST", "tickets/TKT-0001/resolve", {"resolution": "Restarted again."}),
            ("POST", f"tickets/{self.late}/archive", None),
            ("PATCH", f"contacts/{contact}", {"company": "Northpier"}),
            ("PATCH", f"members/{self.gil.id}", {"name": "Gil Gold"}),
            ("PATCH", "preferences", {"escalated": "none"}),
            ("PATCH", f"labels/{self.label}", {"color": "#000000"}),
            ("PATCH", f"views/{self.view}", {"name": "Still open"}),
            ("PATCH", f"views/{self.view}", {"shared": True}),
            ("PATCH", f"canned-responses/{self.canned}", {"body": "Good day"}),
            ("PATCH", f"widgets/{self.widget}", {"name": "Shop 2"}),
            ("PATCH", f"api-keys/{self.key['id']}", {"name": "Shop 2"}),
            ("PATCH", "mailboxes/support@acme.example", {"signature": "Yours"}),
            ("PATCH", f"sla-policies/{policy}", {"resolution_minutes": 300}),
            ("PATCH", "business-hours", {"zone": "Europe/Berlin"}),
            ("PATCH", "settings", {"color": "#14693a", "auto_close_days": 3, "max_mail_mb": 9}),
            ("PATCH", "portal", {"text": "Write to us."}),
            ("PATCH", "ai-engine", {"daily_tokens": 6}),
            ("PATCH", "sign-in-rules", {"grace_days": 6}),
            ("PATCH", "weekly-report", {"members": [self.gil.id, self.desk.admin.id]}),
            ("PATCH", "masking", {"kinds": ["card", "iban"]}),
            ("POST", "inbox/read", {"ids": [entry]}),
        ]


def test_what_a_later_release_added_anywhere_is_still_there_after_everything_was_read_and_changed(desk: Desk) -> None:
    life, table = Life(desk), Table(desk)
    for item in table.items():
        table.put(of_tomorrow(item))
    before = table.marks()
    assert len(before) > 60
    for path in life.reads():
        call(desk, "GET", path)
    for page in (life.link, f"{life.link}/rate", f"/widget/{life.widget}"):
        assert desk.http("GET", page).status == 200, page
    for method, path, body in life.writes():
        call(desk, method, path, body)
        desk.settle()
        assert _lost(before, table) == {}, f"{method} {path}"
    life.post.write("Thanks!", Subject="[TKT-0001] Checkout")
    desk.advance(5 * 24 * 60 * MINUTE)
    assert _lost(before, table) == {}
    assert life.post.ticket()["title"] == "Another"
    call(desk, "POST", f"tickets/{life.late}/unmerge", {"duplicate": "TKT-0003"})
    for path in life.reads():
        call(desk, "GET", path)


def _lost(before: dict[str, int], table: Table) -> dict[str, tuple[int, int]]:
    """The items that have less of a later release than they had, but for what is made anew: what searches go by, the
    assistant's summaries, work that is done or asked for again, a view that is shared now, and news of work that waits
    for somebody until it is taken."""
    now = table.marks()
    passing = ("RATE#", "#VIEWS#", "#NAMES#view", "#X#", "#D#", "SUMMARY#", "#WORK", "#INBOX#unassigned", "#MAILS#")
    kept = {key: count for key, count in before.items() if not any(part in key for part in passing)}
    return {key: (count, now.get(key, 0)) for key, count in kept.items() if now.get(key, 0) < count}


def test_what_a_later_release_added_to_a_view_moves_with_it(desk: Desk) -> None:
    view = call(desk, "POST", "views", {"name": "Open", "filters": {"status": "open"}})["id"]
    Table(desk).document("view", zz=LATER)
    call(desk, "PATCH", f"views/{view}", {"shared": True})
    assert [json.loads(item["d"]["S"])["zz"] for item in Table(desk).items("view")] == [LATER]


# -- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attribute", "field"), [("s", "status"), ("p", "priority"), ("y", "type"), ("ch", "channel"), ("so", "source")]
)
def test_a_tickets_word_of_tomorrow_is_told_as_it_is_and_kept(desk: Desk, attribute: str, field: str) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    table.ticket(1, **{attribute: {"S": "on_ice"}})
    shown = [post.ticket(), *call(desk, "GET", "tickets")["items"], *call(desk, "GET", "tickets?q=checkout")["items"]]
    assert [one[field] for one in shown] == ["on_ice"] * 3
    path = link_in(desk, "maya@example.com")
    page = desk.http("GET", path)
    assert page.status == 200
    assert ("On ice" in page.text) is (field == "status")
    assert desk.http("POST", f"{path}/replies", form={"body": "And now?"}).status == 303
    post.change(title="Another", assignee_id=desk.admin.id)
    post.reply()
    desk.advance(24 * 60 * MINUTE)
    assert (post.ticket()[field], post.ticket()["title"]) == ("on_ice", "Another")
    (item,) = table.items("ticket")
    assert item[attribute] == {"S": "on_ice"}
    post.change(status="resolved", priority="low", type="bug_report")
    assert call(desk, "POST", "tickets/bulk", {"refs": ["TKT-0001"], "set": {"status": "open"}})["results"][0]["ok"]


def test_a_link_of_tomorrow_is_told_as_it_is_and_kept(desk: Desk) -> None:
    table = Table(desk)
    for _ in range(3):
        new_ticket(desk)
    call(desk, "PUT", "tickets/TKT-0001/links/TKT-0002", {"kind": "report"})
    (item,) = [one for one in table.items("more") if '"report"' in one["d"]["S"]]
    table.put(item | {"d": {"S": item["d"]["S"].replace('"report"', f'"{LATER}"')}})
    assert call(desk, "GET", "tickets/TKT-0001")["links"][0]["kind"] == LATER
    call(desk, "PUT", "tickets/TKT-0001/links/TKT-0003", {"kind": "report"})
    done = call(desk, "POST", "tickets/TKT-0001/links/replies", {"body": "It works again."})
    assert [one["ref"] for one in done["results"]] == ["TKT-0003"]
    assert [one["kind"] for one in call(desk, "GET", "tickets/TKT-0001")["links"]] == [LATER, "report"]
    call(desk, "DELETE", "tickets/TKT-0001/links/TKT-0002")
    assert [one["kind"] for one in call(desk, "GET", "tickets/TKT-0001")["links"]] == ["report"]


@pytest.mark.parametrize(("before", "sla"), [("waiting", "paused"), ("open", "breached")])
def test_the_clock_goes_on_as_it_did_in_a_status_of_tomorrow(desk: Desk, before: str, sla: str) -> None:
    ref = new_ticket(desk, **URGENT, status=before)["ref"]
    Table(desk).ticket(1, s={"S": "on_ice"})
    call(desk, "PATCH", f"tickets/{ref}", {"title": "Another"})
    desk.advance(300 * MINUTE)
    assert call(desk, "GET", f"tickets/{ref}")["sla"]["status"] == sla


def test_the_customer_is_told_of_a_status_of_tomorrow_in_plain_words(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    post.change(status="waiting")
    (job,) = [one for one in table.items("mail") if "status_changed" in one["d"]["S"]]
    key = {"id": job["sk"]["S"].removeprefix("MAIL#").replace("#", "."), "workspace": "acme", "number": 1}
    table.document("mail", "status_changed", status="on_ice")
    table.put({**table.document("mail", "status_changed"), "s": {"S": "queued"}})
    table.ticket(1, s={"S": "on_ice"})
    client("sqs").send_message(
        QueueUrl=desk.environment["MAIL_QUEUE_URL"], MessageBody=json.dumps({**key, "zz": LATER})
    )
    desk.advance(timedelta(seconds=12))
    assert "On ice" in desk.sent[-1].text


def test_an_event_of_tomorrow_stands_plainly_in_the_time_line_and_tells_nobody(desk: Desk) -> None:
    ref = new_ticket(desk)["ref"]
    desk.settle()
    table = Table(desk)
    (action,) = table.items("action")
    events = [["ticket.dozed", {"until": [None, "2030-01-01T09:00:00Z"]}, LATER]]
    line = {
        **action,
        "sk": {"S": "L#7ZZZZZZZZZZZZZZZZZZZZZZZZZ"},
        "e": packed(events),
        "w": packed(["rule", "r_1", "Night"]),
    }
    table.put(line)
    desk.settle()
    (entry,) = [one for one in walked(desk, f"{TICKETS}/{ref}/timeline", desk.admin.token, 5) if "dozed" in str(one)]
    assert entry["event"] == {
        "type": "ticket.dozed",
        "changes": {"until": {"from": None, "to": "2030-01-01T09:00:00Z"}},
        "undone": False,
    }
    assert entry["author"] == {"kind": "rule", "id": "r_1", "name": "Night"}
    assert desk.sent == []


def test_a_line_of_tomorrow_stands_in_the_time_line_by_its_name_and_customers_never_see_it(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    call(desk, "POST", "tickets/TKT-0001/notes", {"body": "Between us."})
    (note,) = table.items("note")
    table.put(
        {**note, "sk": {"S": "L#7ZZZZZZZZZZZZZZZZZZZZZZZZZ"}, "type": {"S": "side_talk"}, "k": {"S": "side_talk"}}
    )
    assert post.happened()[-1] == "side_talk"
    assert "Between us." not in desk.http("GET", link_in(desk, "maya@example.com")).text
    post.write("Hello?", Subject="[TKT-0001] Checkout")
    assert "[TKT-0001]" in post.reply("Yes?").subject


def test_a_kind_of_message_of_tomorrow_is_shown_plainly_to_both_sides(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    post.reply("We called you.")
    (message,) = table.items("message")
    table.put({**message, "k": {"S": "phone_call"}, "dl": {"M": {"abcdefgh": {"S": "on_hold"}}}})
    (entry,) = [one for one in post.entries() if one["body_text"] == "We called you."]
    assert (entry["kind"], entry["delivery"]["status"]) == ("phone_call", "on_hold")
    page = desk.http("GET", link_in(desk, "maya@example.com"))
    assert "We called you." in page.text
    assert "Phone call" in page.text
    held = call(desk, "POST", "tickets/TKT-0001/replies", {"body": "Oh.", "undo_seconds": 30})
    call(desk, "DELETE", f"tickets/TKT-0001/replies/{held['id']}")
    desk.settle()
    assert table.items("message")[0]["k"] == {"S": "phone_call"}


def test_a_signature_of_tomorrow_is_told_as_it_is_and_kept(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    post.write("All of them.", Subject="[TKT-0001] Checkout")
    table.document("more", signed="ssh")
    (message,) = table.items("message")
    table.put({**message, "sg": {"S": "ssh"}})
    post.change(title="Another")
    assert (post.ticket()["signed"], post.entries()[1]["signed"]) == ("ssh", "ssh")


@pytest.mark.parametrize("member", ["kind", "state"])
def test_a_mail_job_of_tomorrow_is_put_back_and_never_lost(desk: Desk, member: str) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    job = table.document("mail", **({"kind": "csat_survey"} if member == "kind" else {}))
    job = {**job, "s": {"S": "queued" if member == "kind" else "scheduled"}}
    table.put(job)
    before = len(desk.sent)
    key = {"id": job["sk"]["S"].removeprefix("MAIL#").replace("#", "."), "workspace": "acme", "number": 1}
    client("sqs").send_message(QueueUrl=desk.environment["MAIL_QUEUE_URL"], MessageBody=json.dumps(key))
    for _ in range(8):
        desk.advance(16 * MINUTE)
    assert (len(desk.sent), table.items("mail")) == (before, [job])
    table.put({**table.document("mail", kind="confirmation"), "s": {"S": "queued"}})
    desk.advance(16 * MINUTE)
    assert len(desk.sent) == before + 1


def test_a_reply_that_waits_in_a_way_of_tomorrow_is_shown_to_members_alone_and_not_sent(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    call(desk, "POST", "tickets/TKT-0001/replies", {"body": "On Monday.", "undo_seconds": 60})
    (message,) = table.items("message")
    table.put({**message, "ss": {"S": "scheduled"}})
    desk.advance(20 * MINUTE)
    assert ("agent_reply", "On Monday.") in post.said()
    assert "On Monday." not in desk.http("GET", link_in(desk, "maya@example.com")).text
    assert [mail for mail in desk.sent if "On Monday." in mail.text] == []


def test_a_reply_that_was_stopped_for_a_reason_of_tomorrow_is_told_by_its_word_and_not_sent(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    reply_id = scheduled(desk, "On Monday.")
    (more,) = [one for one in table.items("more") if "planned" in one["d"]["S"]]
    document = json.loads(more["d"]["S"])
    document["planned"][0][3] = LATER
    table.put({**more, "d": packed(document)})
    assert [one["why"] for one in call(desk, "GET", "tickets/TKT-0001")["scheduled"]] == [LATER]
    assert [one["why"] for one in call(desk, "GET", "tickets/TKT-0001/scheduled")["items"]] == [LATER]
    desk.advance(31 * 24 * 60 * MINUTE)
    assert "On Monday." not in [text for _, text in post.said()]
    call(desk, "POST", f"tickets/TKT-0001/scheduled/{reply_id}/send")
    assert "On Monday." in [text for _, text in post.said()]


def test_a_role_of_tomorrow_may_do_nothing_is_listed_and_survives_another_change(desk: Desk) -> None:
    gil, table = desk.add_member("Gil G.", "gil@acme.example", "agent"), Table(desk)
    table.document("member", "gil@", role="light_agent")
    assert [one["role"] for one in call(desk, "GET", "members")["items"] if one["id"] == gil.id] == ["light_agent"]
    assert desk.http("GET", "/v1/me", token=gil.token).status == 200
    assert desk.http("GET", TICKETS, token=gil.token).status == 403
    call(desk, "PATCH", f"members/{gil.id}", {"name": "Gil Gold"})
    new_ticket(desk, contact={"email": "maya@example.com"})
    desk.settle()
    assert json.loads(table.document("member", "gil@")["d"]["S"])["role"] == "light_agent"


@pytest.mark.parametrize("choice", ["push", {"mine": ["push"]}])
def test_a_preference_of_tomorrow_counts_as_the_usual_one_and_is_kept(desk: Desk, choice: Any) -> None:
    gil, table = desk.add_member("Gil G.", "gil@acme.example", "agent"), Table(desk)
    table.document("member", "gil@", preferences={"ticket.assigned": choice, "ticket.dozed": "push"})
    told = call(desk, "GET", "preferences", token=gil.token)["assigned"]
    assert told == (choice if isinstance(choice, str) else "both")
    new_ticket(desk, assignee_id=gil.id)
    desk.settle()
    desk.advance(timedelta(seconds=20))
    assert [mail.to for mail in desk.sent] == [(gil.email,)]
    assert len(call(desk, "GET", "inbox", token=gil.token)["items"]) == 1
    call(desk, "PATCH", "preferences", {"escalated": "none"}, token=gil.token)
    kept = json.loads(table.document("member", "gil@")["d"]["S"])["preferences"]
    assert kept == {"ticket.assigned": choice, "ticket.dozed": "push", "ticket.escalated": "none"}


@pytest.mark.parametrize("order", [{"rail": ["v_1"]}, "by_name", [7, {"id": "v_1"}]])
def test_an_order_of_views_of_tomorrow_is_none_and_is_kept(desk: Desk, order: Any) -> None:
    table = Table(desk)
    views = [
        call(desk, "POST", "views", {"name": name, "filters": {"status": "open"}, "shared": True})["id"]
        for name in ("B", "A")
    ]
    table.document("member", "ana@", preferences={"view_order": order})
    assert [view["id"] for view in call(desk, "GET", "views")["items"]] == views
    assert call(desk, "GET", "preferences")["view_order"] == []
    call(desk, "PATCH", "preferences", {"escalated": "none"})
    assert json.loads(table.document("member", "ana@")["d"]["S"])["preferences"]["view_order"] == order
    assert call(desk, "PATCH", "preferences", {"view_order": views[1:]})["view_order"] == views[1:]


def test_a_scope_of_tomorrow_gives_nothing_and_is_kept(desk: Desk) -> None:
    key, table = call(desk, "POST", "api-keys", {"name": "Shop", "scopes": ["tickets:read"]}), Table(desk)
    for item in table.items("api_key"):
        data = json.loads(item["d"]["S"])
        table.put({**item, "d": packed({**data, "scopes": ["calls:read", *data["scopes"]], "zz": LATER})})
    assert call(desk, "GET", "api-keys")["items"][0]["scopes"] == ["calls:read", "tickets:read"]
    assert desk.http("GET", TICKETS, token=key["key"]).status == 200
    assert desk.http("POST", TICKETS, json={"title": "x"}, token=key["key"]).status == 403
    call(desk, "PATCH", f"api-keys/{key['id']}", {"name": "Shop 2"})
    stored = [json.loads(item["d"]["S"]) for item in table.items("api_key")]
    assert [(one["scopes"][0], one["name"], one["zz"]) for one in stored] == [("calls:read", "Shop 2", LATER)] * 2


def test_settings_of_tomorrow_leave_the_pages_standing_and_are_kept(desk: Desk) -> None:
    post, table = Correspondence(desk), Table(desk)
    widget = call(desk, "POST", "widgets", {"name": "Shop", "origins": ["https://shop.example"]})["id"]
    post.write("It broke.")
    strange = {"color": "auto", "language": "tlh"}
    table.document("workspace", **strange, portal_color="brand", portal_types={"riddle": "I have a riddle"})
    for kind in ("widget", "widget_key"):
        table.document(kind, **strange)
    table.document("mailbox", confirmation="Hello {{customer_pronoun}}")
    table.document("policy", "p_urgent", priority="someday")
    for page in ("/portal/acme", "/portal/acme/theme.css", f"/widget/{widget}", link_in(desk, "maya@example.com")):
        assert desk.http("GET", page).status == 200, page
    policies = call(desk, "GET", "sla-policies")["items"]
    assert "someday" in [one["priority"] for one in policies]
    assert call(desk, "GET", "portal")["color"] == "brand"
    assert call(desk, "GET", "settings")["language"] == "tlh"
    for path, change in (
        ("settings", {"name": "Acme"}),
        ("portal", {"types": {"bug_report": "It is broken"}}),
        (f"widgets/{widget}", {"name": "Shop 2"}),
        ("sla-policies/p_urgent", {"resolution_minutes": 300}),
        ("mailboxes/support@acme.example", {"name": "Acme"}),
    ):
        call(desk, "PATCH", path, change)
    post.write("Again.", Subject="Another")
    assert [call(desk, "GET", f"widgets/{widget}")[name] for name in strange] == ["auto", "tlh"]
    kept = [json.loads(table.document(kind)["d"]["S"])["color"] for kind in ("widget", "widget_key", "workspace")]
    assert kept == ["auto"] * 3
    types = json.loads(table.document("workspace")["d"]["S"])["portal_types"]
    assert types == {"riddle": "I have a riddle", "bug_report": "It is broken"}


def test_an_engine_of_tomorrow_is_as_none_and_is_kept(desk: Desk) -> None:
    ref, table = new_ticket(desk)["ref"], Table(desk)
    call(desk, "PATCH", "ai-engine", {"daily_tokens": 5})
    table.document("ai_engine", engine="on_device", zz=LATER)
    assert call(desk, "GET", f"tickets/{ref}/assistant")["summary"]["engine"] == "model_free"
    assert call(desk, "PATCH", "ai-engine", {"daily_tokens": 6})["engine"] == "on_device"
    assert json.loads(table.document("ai_engine")["d"]["S"])["zz"] == LATER


def test_a_notice_of_tomorrow_is_listed_by_its_word_and_can_be_read(desk: Desk) -> None:
    gil, table = desk.add_member("Gil G.", "gil@acme.example", "agent"), Table(desk)
    new_ticket(desk, assignee_id=gil.id)
    desk.settle()
    table.document("inbox", event="ticket.snooze_over", zz=LATER)
    (entry,) = call(desk, "GET", "inbox", token=gil.token)["items"]
    assert entry["event"] == "ticket.snooze_over"
    call(desk, "POST", "inbox/read", {"ids": [entry["id"]]}, token=gil.token)
    assert call(desk, "GET", "inbox", token=gil.token)["unread"] == 0
    assert json.loads(table.document("inbox")["d"]["S"])["zz"] == LATER


# -- links and reply addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["contact", "participant"])
def test_links_and_reply_addresses_with_ids_of_sixteen_characters_are_good_too(desk: Desk, who: str) -> None:
    post = Correspondence(desk)
    post.write("It broke.", Cc="Ops <ops@example.com>")
    with desk.ports.open("acme") as room:
        ticket = room.tickets.get(1, DescribedTicket)
        assert ticket is not None
        assert ticket.contact is not None
        long = (
            links.contact_recipient_id(ticket.contact.id, 16)
            if who == "contact"
            else links.participant_recipient_id("ops@example.com", 16)
        )
        nobody = long[:15] + ("b" if long.endswith("a") else "a")
        link, reply, other = (
            str(links.token("acme", ticket, recipient, purpose))
            for recipient, purpose in ((long, Purpose.MAILED), (long, Purpose.REPLY), (nobody, Purpose.MAILED))
        )
    sender = "maya@example.com" if who == "contact" else "ops@example.com"
    assert len(long) == 16
    assert desk.http("GET", f"/portal/acme/t/{link}").status == 200
    assert desk.http("GET", f"/portal/acme/t/{other}").status == 404
    post.write("By the address.", sender=sender, to=f"reply+{reply}@acme.example", Subject="Re: x")
    post.write("By the mail.", sender=sender, Subject="Re: y", In_Reply_To=f"<{reply}.01ABC@acme.example>")
    assert [text for _, text in post.said()] == ["By the address.", "By the mail."]
    assert post.refs() == ["TKT-0001"]


# -- places ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def vault(desk: Desk) -> Table:
    """Ticket 1, by mail, which a later release has put into a vault while its first response was nearly due."""
    post, table = Correspondence(desk), Table(desk)
    post.write("It broke.")
    item = table.ticket(1)
    gone = {name: value for name, value in item.items() if name not in ("as_pk", "as_sk", "sl_pk", "sl_sk")}
    table.put(gone | {"bk": {"S": "vault"}, "st_pk": {"S": "W#acme#S#vault"}})
    return table


COMMANDS: list[tuple[str, str, Any]] = [
    ("PATCH", "", {"title": "Another"}),
    ("POST", "/replies", {"body": "Hello"}),
    ("POST", "/notes", {"body": "Hello"}),
    ("POST", "/resolve", {"resolution": "Done."}),
    ("POST", "/escalate", {"reason": "Now"}),
    ("POST", "/archive", None),
    ("PUT", "/snooze", {"until_reply": True}),
    ("POST", "/merge", {"duplicate": "TKT-0002"}),
]


@pytest.mark.parametrize(("method", "rest", "body"), COMMANDS, ids=[rest or "change" for _, rest, _ in COMMANDS])
def test_a_ticket_in_an_unknown_place_is_not_written(
    desk: Desk, vault: Table, method: str, rest: str, body: Any
) -> None:
    new_ticket(desk)
    desk.settle()
    before = vault.items("ticket")
    answer = desk.http(method, f"{TICKETS}/TKT-0001{rest}", json=body, token=desk.admin.token)
    assert problem(answer, 409, "unknown_place")["place"] == "vault"
    assert vault.items("ticket") == before


def test_a_bulk_change_says_so_for_that_ticket_alone(desk: Desk, vault: Table) -> None:
    other = new_ticket(desk)["ref"]
    body = {"refs": ["TKT-0001", other], "set": {"priority": "low"}}
    assert [one["code"] for one in call(desk, "POST", "tickets/bulk", body)["results"]] == ["unknown_place", None]


def test_a_ticket_in_an_unknown_place_is_read_and_listed_but_not_by_its_status(desk: Desk, vault: Table) -> None:
    assert call(desk, "GET", "tickets/TKT-0001")["status"] == "open"
    assert len(call(desk, "GET", "tickets/TKT-0001/timeline")["items"]) == 1
    listed = {
        query: len(call(desk, "GET", f"tickets{query}")["items"])
        for query in ("", "?status=open", "?assignee=none", "?q=checkout")
    }
    assert listed == {"": 1, "?status=open": 0, "?assignee=none": 0, "?q=checkout": 1}


def test_a_customer_is_told_that_it_can_only_be_read_and_a_mail_is_parked(desk: Desk, vault: Table) -> None:
    path = link_in(desk, "maya@example.com")
    assert desk.http("GET", path).status == 200
    for rest, form in (("/replies", {"body": "Hello?"}), ("/resolved", {})):
        refused = desk.http("POST", path + rest, form=form)
        assert refused.status == 409
        assert "can't be changed right now" in unescape(refused.text)
    post = Correspondence(desk)
    post.write("Hello?", Subject="[TKT-0001] Checkout")
    assert post.parked() == ["unknown_place"]


def test_neither_the_tick_nor_a_reactor_touches_it(desk: Desk, vault: Table) -> None:
    (action,) = vault.items("action")
    line = {**action, "sk": {"S": "L#7ZZZZZZZZZZZZZZZZZZZZZZZZZ"}, "a": {"S": desk.admin.id}}
    moved = packed(
        [
            ["ticket.assigned", {"assignee_id": [None, desk.admin.id]}],
            ["ticket.status_changed", {"status": ["open", "waiting"]}],
        ]
    )
    vault.put({**line, "e": moved, "pl": packed([["open", None], ["vault", None]])})
    before, sent = vault.items("ticket"), len(desk.sent)
    desk.advance(60 * MINUTE * 24 * 30)
    run = tick.tick(desk.ports, 20)
    assert ({one.became for one in run.outcomes}, run.lag) == ({Became.LEFT}, timedelta(0))
    assert (vault.items("ticket"), len(desk.sent)) == (before, sent)
    assert call(desk, "GET", "inbox")["items"] == []
    assert call(desk, "GET", "tickets/counts")["open"] == 0


# -- who acted ------------------------------------------------------------------------------------------------------


def test_the_actions_of_a_bulk_change_share_a_batch_and_others_have_none(desk: Desk) -> None:
    refs = [new_ticket(desk)["ref"] for _ in range(2)]
    for priority in ("low", "high"):
        call(
            desk, "POST", "tickets/bulk", {"refs": refs, "set": {"priority": priority, "archived": priority == "high"}}
        )
    batches: dict[str, int] = {}
    for item in Table(desk).items("action"):
        batch = item.get("ba", {"S": "none"})["S"]
        batches[batch] = batches.get(batch, 0) + 1
    assert batches.pop("none") == 2
    assert sorted(batches.values()) == [2, 4]


def test_what_an_action_follows_from_is_read_back(desk: Desk) -> None:
    new_ticket(desk)
    table = Table(desk)
    (item,) = table.items("action")
    with desk.ports.open("acme") as room:
        action_id = item["sk"]["S"].removeprefix("L#")
        old = room.timeline.action(1, action_id)
        table.put({**item, "ca": {"S": "rule_7"}, "ba": {"S": "batch_9"}})
        new = room.timeline.action(1, action_id)
    assert old is not None
    assert new is not None
    assert ((old.cause, old.batch), (new.cause, new.batch)) == ((None, None), ("rule_7", "batch_9"))


# -- the work list --------------------------------------------------------------------------------------------------


class Steps:
    """A kind of work of three steps, which counts what it did."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.desk, self.did = desk, set[int]()
        self.between: Callable[[], object] = lambda: None
        monkeypatch.setattr(tick, "KINDS", {**tick.KINDS, "count": self.step})
        self.ask("count")

    def ask(self, kind: str) -> None:
        with self.desk.ports.enter("acme"):
            now = self.desk.ports.clock.now()
            self.desk.ports.work.ask(Work(workspace="acme", kind=kind, id="x", at=now, state={"left": 3, "zz": LATER}))

    def step(self, _desk: Any, _room: Any, work: Work) -> Work | None:
        left = work.state["left"]
        self.did.add(left)
        self.between()
        state = {**work.state, "left": left - 1}
        return Work(workspace="acme", kind="count", id="x", at=work.at, state=state) if left > 1 else None

    def run(self) -> list[Became]:
        return [one.became for one in tick.tick(self.desk.ports, 20).outcomes]


def test_work_is_done_step_by_step_and_gone_then(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps(desk, monkeypatch)
    assert (steps.run(), steps.did, Table(desk).items("work")) == ([Became.DONE], {3, 2, 1}, [])
    assert steps.run() == []


def test_while_somebody_does_it_nobody_else_does(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    steps, others = Steps(desk, monkeypatch), []
    steps.between = lambda: others.extend(steps.run()) if len(steps.did) == 1 else None
    assert steps.run() == [Became.DONE]
    assert others == [Became.NOT_DONE]


def test_whoever_lost_it_stores_nothing_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lease ran out, or the same was asked for anew."""
    steps = Steps(desk, monkeypatch)
    steps.between = lambda: steps.ask("count") if len(steps.did) == 2 else None
    assert steps.run() == [Became.NOT_DONE]
    (item,) = Table(desk).items("work")
    assert json.loads(item["d"]["S"])["left"] == 3


def test_cut_off_anywhere_it_is_finished_once_the_lease_is_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    steps, calls, was_cut = Steps(desk, monkeypatch), 0, True
    while was_cut:
        calls += 1
        steps.ask("count")
        steps.did.clear()
        with cut(after=calls) as made:
            steps.run()
        was_cut = made.was_cut
        let_leases_run_out(desk)
        steps.run()
        assert (steps.did, Table(desk).items("work")) == ({3, 2, 1}, []), f"cut off after call {calls}"
    assert calls > 8


def test_work_of_tomorrow_is_put_off_ever_longer_counted_and_never_dropped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = Steps(desk, monkeypatch)
    steps.run()
    steps.ask("weigh_later")
    told = []
    for span in (0.0, 0.5, 0.6, 1.5, 0.6):
        desk.ports.clock.offset += span * MINUTE
        told.append(steps.run())
    assert told == [[Became.UNKNOWN], [], [Became.UNKNOWN], [], [Became.UNKNOWN]]
    capsys.readouterr()
    desk.advance(60 * MINUTE)
    assert '"outcome": "unknown"' in capsys.readouterr().out
    (item,) = Table(desk).items("work")
    assert (item["sk"]["S"], json.loads(item["d"]["S"])["zz"]) == ("weigh_later#x", LATER)
    tick.KINDS["weigh_later"] = lambda *_: None  # type: ignore[index]
    desk.advance(7 * 60 * MINUTE)
    assert Table(desk).items("work") == []


def test_work_that_fails_is_put_off_and_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps(desk, monkeypatch)
    steps.between = lambda: 1 / 0
    assert (steps.run(), steps.run()) == ([Became.FAILED], [])
    steps.between = lambda: None
    desk.advance(MINUTE)
    assert Table(desk).items("work") == []


def test_timing_anew_that_was_asked_for_before_there_was_a_work_list_is_done(desk: Desk) -> None:
    ref = new_ticket(desk, **URGENT)["ref"]
    call(desk, "PATCH", "business-hours", {"week": [[]] * 7})
    table = Table(desk)
    (work,) = table.items("work")
    client("dynamodb").delete_item(TableName=table.name, Key={"pk": work["pk"], "sk": work["sk"]})
    at = (datetime.now(UTC) + MINUTE).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    state = {"id": "01ABC", "statuses": ["waiting", "resolved"], "position": None}
    old = {"pk": "W#acme", "sk": "RETIMING", "type": "retiming", "du_pk": "DUE#0", "du_sk": f"{at}#W#acme"}
    table.put({**{name: {"S": value} for name, value in old.items()}, "d": packed(state)})
    desk.advance(2 * MINUTE)
    assert call(desk, "GET", f"tickets/{ref}")["sla"]["resolution"]["never_due"]
    assert table.items("retiming") == []
    assert [item["sk"]["S"] for item in table.items("work") if item["sk"]["S"].startswith("retime")] == []
