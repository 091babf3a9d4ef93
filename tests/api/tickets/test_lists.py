"""Lists: every item once whatever the page's size, and cursors that belong to one caller and one question."""

from __future__ import annotations

import base64
from collections import Counter
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.asking import CONTACTS, TICKETS, new_ticket, pages, problem, walked
from tests.support.desk import SUPPORT, Desk

SIZES = (1, 2, 100)
STATUSES = ("open", "in_progress", "waiting", "resolved", "closed")
PRIORITIES = ("urgent", "high", "medium", "low")


@pytest.fixture(scope="module")
def full_desk(standing_desk: Desk) -> Desk:
    """Twenty tickets of every status and priority, some of them assigned, from seven customers."""
    desk = standing_desk
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    for number in range(20):
        new_ticket(
            desk,
            title=f"Request {number}",
            status=STATUSES[number % 5],
            priority=PRIORITIES[number % 4],
            type="bug_report" if number % 3 else "feature_request",
            channel="phone" if number % 2 else "chat",
            assignee_id=(None, desk.admin.id, agent.id)[number % 3],
            contact={"email": f"customer{number % 7}@example.com", "name": ("", "Ada", "ada", "Édith")[number % 4]},
            notify_customer=False,
        )
    return desk


FILTERS = {
    "": 20,
    "status=open": 4,
    "status=open,closed": 8,
    "status=open,open,": 4,
    "priority=high,low": 10,
    "type=feature_request": 7,
    "channel=phone": 10,
    "assignee=me": 7,
    "assignee=none": 7,
    "assignee=me,none": 14,
    "assignee=none&status=open,waiting&priority=urgent": 2,
    "contact=c_nobody": 0,
    "label=l_none": 0,
}


@pytest.mark.parametrize(("query", "count"), FILTERS.items(), ids=str)
def test_a_list_gives_every_ticket_once_newest_change_first(full_desk: Desk, query: str, count: int) -> None:
    whole = walked(full_desk, f"{TICKETS}?{query}", full_desk.admin.token, 100)
    assert len(whole) == count
    assert [ticket["updated_at"] for ticket in whole] == sorted((t["updated_at"] for t in whole), reverse=True)
    refs = [ticket["ref"] for ticket in whole]
    assert len(set(refs)) == count
    for size in SIZES:
        assert [
            ticket["ref"] for ticket in walked(full_desk, f"{TICKETS}?{query}", full_desk.admin.token, size)
        ] == refs


def test_a_filter_keeps_what_it_says_and_nothing_else(full_desk: Desk) -> None:
    everything = walked(full_desk, TICKETS, full_desk.admin.token, 100)
    for status in STATUSES:
        for priority in PRIORITIES:
            found = walked(full_desk, f"{TICKETS}?status={status}&priority={priority}", full_desk.admin.token, 100)
            wanted = [t["ref"] for t in everything if (t["status"], t["priority"]) == (status, priority)]
            assert [ticket["ref"] for ticket in found] == wanted
    contact = everything[0]["contact"]["id"]
    found = walked(full_desk, f"{TICKETS}?contact={contact}", full_desk.admin.token, 2)
    assert [t["ref"] for t in found] == [t["ref"] for t in everything if t["contact"]["id"] == contact]


@pytest.mark.parametrize("path", [CONTACTS, "/v1/acme/members", "/v1/acme/suspended-mails"])
def test_other_lists_give_every_item_once_in_one_order(full_desk: Desk, path: str) -> None:
    _park_mails(full_desk)
    ids = [item["id"] for item in walked(full_desk, path, full_desk.admin.token, 100)]
    assert len(ids) == len(set(ids)) == {CONTACTS: 7, "/v1/acme/members": 2, "/v1/acme/suspended-mails": 3}[path]
    for size in SIZES:
        assert [item["id"] for item in walked(full_desk, path, full_desk.admin.token, size)] == ids


def test_contacts_of_odd_names_are_all_in_the_list(desk: Desk) -> None:
    names = ["", "\x01\x02", "\U0010ffff", "  ", "#", "\u202e", "İ", "ß" * 200, "汉" * 200, "😀" * 200, "a\0b", "~"]
    made = [
        desk.http("POST", CONTACTS, json={"name": name, "email": f"c{number}@example.com"}, token=desk.admin.token)
        for number, name in enumerate(names)
    ]
    ids = sorted(answer.json()["id"] for answer in made)
    for size in SIZES:
        assert sorted(item["id"] for item in walked(desk, CONTACTS, desk.admin.token, size)) == ids


def test_the_inbox_gives_every_notice_once_newest_first(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    refs = [new_ticket(desk, assignee_id=agent.id)["ref"] for _ in range(5)]
    desk.settle()
    for size in SIZES:
        assert [entry["ref"] for entry in walked(desk, "/v1/acme/inbox", agent.token, size)] == refs[::-1]
    assert walked(desk, "/v1/acme/inbox", desk.admin.token, 100) == []


def test_what_is_read_of_the_inbox_is_no_longer_counted_as_unread(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    for _ in range(5):
        new_ticket(desk, assignee_id=agent.id)
    desk.settle()

    def unread() -> tuple[int, int]:
        """As it is told, and as it is counted among the notices."""
        inbox = desk.http("GET", "/v1/acme/inbox?limit=100", token=agent.token).json()
        return inbox["unread"], sum(not notice["read"] for notice in inbox["items"])

    def read(**body: Any) -> None:
        assert desk.http("POST", "/v1/acme/inbox/read", json=body, token=agent.token).status == 204

    assert unread() == (5, 5)
    ids = [notice["id"] for notice in walked(desk, "/v1/acme/inbox", agent.token, 100)]
    for _ in range(2):
        read(ids=[ids[0], ids[3]])
        assert unread() == (3, 3)
    read(all=True)
    assert unread() == (0, 0)
    new_ticket(desk, assignee_id=agent.id)
    desk.settle()
    assert unread() == (1, 1)


def test_what_changes_during_a_walk_makes_nothing_come_twice_and_nothing_else_be_missed(desk: Desk) -> None:
    refs = [new_ticket(desk)["ref"] for _ in range(12)]
    changed, seen = {refs[0], refs[11]}, Counter[str]()
    for page in pages(desk, TICKETS, desk.admin.token, 2):
        seen.update(ticket["ref"] for ticket in page["items"])
        for ref in changed:
            desk.http("PATCH", f"{TICKETS}/{ref}", json={"title": f"Seen {seen.total()}"}, token=desk.admin.token)
        new_ticket(desk, title="Meanwhile")
    assert max(seen.values()) == 1
    assert set(refs) - changed <= set(seen)


def test_a_contact_that_comes_during_a_walk_disturbs_nobody_else(desk: Desk) -> None:
    names = [f"Person {letter}" for letter in "bdfhj"]
    for name in names:
        desk.http("POST", CONTACTS, json={"name": name}, token=desk.admin.token)
    seen = []
    for number, page in enumerate(pages(desk, CONTACTS, desk.admin.token, 1)):
        seen += [contact["name"] for contact in page["items"]]
        desk.http("POST", CONTACTS, json={"name": f"Person a{number}"}, token=desk.admin.token)
    assert [name for name in seen if name in names] == names


@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_the_time_line_is_whole_in_both_orders_however_its_actions_fall_on_pages(desk: Desk, order: str) -> None:
    path = _eventful_ticket(desk)
    whole = walked(desk, f"{path}?order=oldest", desk.admin.token, 100)
    kinds = Counter(entry["event"]["type"] if entry["event"] else entry["kind"] for entry in whole)
    assert kinds["agent_reply"] == kinds["customer_message"] + 2 == kinds["internal_note"] + 1 == 2
    assert kinds["ticket.title_changed"] == kinds["ticket.priority_changed"] == kinds["ticket.assigned"] - 1 == 2
    ids = [entry["id"] for entry in whole]
    assert len(ids) == len(set(ids))
    assert [entry["at"] for entry in whole] == sorted(entry["at"] for entry in whole)
    wanted = ids if order == "oldest" else ids[::-1]
    for size in (1, 2, 3, 4, 100):
        assert [e["id"] for e in walked(desk, f"{path}?order={order}", desk.admin.token, size)] == wanted


def test_entries_that_come_during_a_walk_of_the_time_line_are_found_at_its_end(desk: Desk) -> None:
    path = _eventful_ticket(desk)
    notes = path.replace("timeline", "notes")
    seen: list[dict[str, Any]] = []
    for page in pages(desk, path, desk.admin.token, 2):
        seen += page["items"]
        if len(seen) < 8:
            desk.http("POST", notes, json={"body": f"after {len(seen)}"}, token=desk.admin.token)
    assert [entry["id"] for entry in seen] == [e["id"] for e in walked(desk, path, desk.admin.token, 100)]


def test_a_cursor_that_was_altered_is_refused(full_desk: Desk) -> None:
    token = full_desk.admin.token
    cursor = full_desk.http("GET", f"{TICKETS}?limit=2", token=token).json()["next_cursor"]
    payload, _, signature = cursor.partition(".")
    forged = base64.urlsafe_b64encode(b"9999-12-31T00:00:00.000Z#0000000001").decode().rstrip("=")
    key_id, _, mac = signature.partition(".")
    bad = [
        cursor + "a",
        cursor[1:],
        payload,
        f"{forged}.{signature}",
        f"{payload}.k2.{mac}",
        f"{payload}.{key_id}.{'b' if mac[0] == 'a' else 'a'}{mac[1:]}",
        f"{payload}..",
        "x",
        "\0",
        "ü.ü",
        "😀" * 100,
    ]
    for given in bad:
        problem(full_desk.http("GET", f"{TICKETS}?limit=2&cursor={quote(given)}", token=token), 400, "bad_cursor")
    assert full_desk.http("GET", f"{TICKETS}?limit=2&cursor={quote(cursor)}", token=token).status == 200


def test_a_cursor_is_worth_nothing_elsewhere(full_desk: Desk) -> None:
    desk, token = full_desk, full_desk.admin.token
    cursor = desk.http("GET", f"{TICKETS}?limit=2&status=open", token=token).json()["next_cursor"]
    desk.create_workspace("globex", "Globex", "help@globex.example")
    theirs = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex").token
    elsewhere = [
        (f"{TICKETS}?status=closed", token),
        (f"{TICKETS}?status=open&priority=high", token),
        (TICKETS, token),
        (f"{TICKETS}?status=open", desk.api_key("tickets:read")),
        ("/v1/globex/tickets?status=open", theirs),
        (CONTACTS, token),
        (f"{TICKETS}/TKT-0001/timeline", token),
        ("/v1/acme/members", token),
        ("/v1/acme/inbox", token),
    ]
    for path, caller in elsewhere:
        joint = "&" if "?" in path else "?"
        problem(desk.http("GET", f"{path}{joint}cursor={quote(cursor)}", token=caller), 400, "bad_cursor")


def test_a_cursor_of_one_time_line_is_worth_nothing_on_another_nor_in_the_other_order(desk: Desk) -> None:
    first, second = _eventful_ticket(desk), _eventful_ticket(desk)
    cursor = desk.http("GET", f"{first}?limit=2", token=desk.admin.token).json()["next_cursor"]
    for path in (f"{second}?limit=2", f"{first}?order=newest"):
        problem(desk.http("GET", f"{path}&cursor={quote(cursor)}", token=desk.admin.token), 400, "bad_cursor")


def test_mine_is_the_callers_own(desk: Desk) -> None:
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    mine = new_ticket(desk, assignee_id=agent.id)["ref"]
    theirs = new_ticket(desk, assignee_id=desk.admin.id)["ref"]
    assert [t["ref"] for t in walked(desk, f"{TICKETS}?assignee=me", agent.token, 1)] == [mine]
    assert [t["ref"] for t in walked(desk, f"{TICKETS}?assignee=me", desk.admin.token, 1)] == [theirs]
    problem(desk.http("GET", f"{TICKETS}?assignee=me", token=desk.api_key("tickets:read")), 422, "validation_failed")


def _eventful_ticket(desk: Desk) -> str:
    """A ticket with replies, a note, and two actions of three events each; the path of its time line."""
    ref = new_ticket(desk, contact={"email": "maya@example.com"})["ref"]
    path = f"{TICKETS}/{ref}"
    for number, priority in enumerate(("high", "low")):
        several = {"title": f"Title {number}", "priority": priority, "assignee_id": (desk.admin.id, None)[number]}
        assert desk.http("PATCH", path, json=several, token=desk.admin.token).status == 200
        said = desk.http("POST", f"{path}/replies", json={"body": f"Reply {number}"}, token=desk.admin.token)
        assert said.status == 201
    desk.http("POST", f"{path}/notes", json={"body": "For us alone"}, token=desk.admin.token)
    desk.settle()
    return f"{path}/timeline"


def _park_mails(desk: Desk) -> None:
    """Three mails that are parked, once."""
    if desk.http("GET", "/v1/acme/suspended-mails", token=desk.admin.token).json()["items"]:
        return
    for number in range(3):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"s{number}@example.com", SUPPORT, "Win"
        mail["Message-ID"] = f"<{number}@example.com>"
        mail.set_content("Buy now")
        desk.receive(mail.as_bytes(), f"s{number}@example.com", [SUPPORT], {"spam": "FAIL"})
    desk.settle()
