"""What waits for somebody is one entry for everybody who watches, read and done with by each for themselves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.events import Action, Actor, ActorKind
from chalicelib.domain.tickets import lifecycle
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.notices.tell import tell
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import carry_out
from infra.local import template
from tests.api.asking import TICKETS, new_ticket, problem
from tests.services.mail.correspondence import Correspondence
from tests.support.capacity import Layout
from tests.support.cuts import cut
from tests.support.desk import Desk, Person
from tests.support.meter import metering

MAYA = {"name": "Maya Osei", "email": "maya@example.com"}


@pytest.fixture
def gil(desk: Desk) -> Person:
    return desk.add_member("Gil G.", "gil@acme.example", "agent")


@pytest.fixture
def vic(desk: Desk) -> Person:
    return desk.add_member("Vic V.", "vic@acme.example", "viewer")


def page(desk: Desk, person: Person, **query: Any) -> dict[str, Any]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    found: dict[str, Any] = desk.http("GET", f"/v1/acme/inbox?{asked}", token=person.token).json()
    return found


def inbox(desk: Desk, person: Person) -> list[tuple[str, str, str]]:
    return [(one["event"].removeprefix("ticket."), one["ref"], one["scope"]) for one in page(desk, person)["items"]]


def ids(desk: Desk, person: Person) -> list[str]:
    return [one["id"] for one in page(desk, person)["items"]]


def post_to(desk: Desk, person: Person, path: str, json: Any) -> None:
    assert desk.http("POST", f"/v1/acme/inbox/{path}", json=json, token=person.token).status == 204


def choose(desk: Desk, person: Person, event: str, **scopes: list[str]) -> None:
    body = {"notices": {event: scopes}}
    assert desk.http("PATCH", "/v1/acme/preferences", json=body, token=person.token).status == 200


def change(desk: Desk, person: Person, ref: str, **fields: Any) -> Any:
    answer = desk.http("PATCH", f"{TICKETS}/{ref}", json=fields, token=person.token)
    assert answer.status == 200
    desk.settle()
    return answer.json()


def test_new_work_is_in_the_inbox_of_everybody_who_could_take_it_and_of_nobody_else(
    post: Correspondence, gil: Person, vic: Person
) -> None:
    desk = post.desk
    post.write("It broke.\nBadly.")
    for person in (desk.admin, gil):
        (entry,) = page(desk, person)["items"]
        assert (entry["event"], entry["scope"], entry["read"]) == ("ticket.created", "unassigned", False)
        assert (entry["title"], entry["status"], entry["preview"]) == ("Checkout", "open", "It broke. Badly.")
        assert page(desk, person)["unread"] == 1
    assert page(desk, vic) == {"items": [], "unread": 0, "next_cursor": None}


def test_nobody_is_told_of_what_they_did_themselves(desk: Desk, gil: Person) -> None:
    ref = new_ticket(desk)["ref"]
    desk.settle()
    assert inbox(desk, desk.admin) == []
    assert inbox(desk, gil) == [("created", ref, "unassigned")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.com>", "List_Unsubscribe": "<mailto:off@news.example.com>"},
        {"sender": "Shop <no-reply@shop.example>"},
    ],
)
def test_what_a_machine_mails_tells_nobody(post: Correspondence, headers: dict[str, str]) -> None:
    post.write("Order 7 was shipped.", **headers)
    assert post.refs() == ["TKT-0001"]
    assert inbox(post.desk, post.desk.admin) == []


def test_what_people_write_by_a_group_is_heard_of(post: Correspondence) -> None:
    post.write(List_Id="<support.acme.example>", List_Post="<mailto:support@acme.example>")
    assert inbox(post.desk, post.desk.admin) == [("created", "TKT-0001", "unassigned")]


def test_it_goes_for_everybody_once_somebody_takes_it_and_all_that_came_before(
    post: Correspondence, gil: Person
) -> None:
    desk = post.desk
    post.write()
    post.write("Still broken.", Subject="Re: [TKT-0001] Checkout")
    other = new_ticket(desk)["ref"]
    desk.settle()
    happened = [event for event, ref, _ in inbox(desk, gil) if ref != other]
    assert happened == ["customer_replied", "created"]
    change(desk, gil, "TKT-0001", assignee_id=gil.id)
    assert inbox(desk, gil) == [("created", other, "unassigned")]
    assert inbox(desk, desk.admin) == []
    assert page(desk, desk.admin)["unread"] == 0


def test_it_goes_with_the_ticket_and_stays_while_somebody_has_yet_to_take_it(post: Correspondence, gil: Person) -> None:
    post.write()
    change(post.desk, post.desk.admin, "TKT-0001", status="resolved")
    assert inbox(post.desk, gil) == [("created", "TKT-0001", "unassigned")]
    assert post.call("POST", "/tickets/TKT-0001/archive", {}).status == 200
    post.desk.settle()
    assert inbox(post.desk, gil) == []


def test_whoever_hears_of_all_keeps_it_whoever_takes_it(post: Correspondence, gil: Person, vic: Person) -> None:
    desk = post.desk
    choose(desk, vic, "created", all=["inbox"])
    choose(desk, gil, "created", all=["inbox"])
    post.write()
    assert inbox(desk, vic) == [("created", "TKT-0001", "all")]
    assert inbox(desk, gil) == [("created", "TKT-0001", "unassigned")]
    change(desk, desk.admin, "TKT-0001", assignee_id=gil.id)
    assert inbox(desk, vic) == [("created", "TKT-0001", "all")]
    assert inbox(desk, gil) == [("assigned", "TKT-0001", "mine"), ("created", "TKT-0001", "all")]


@pytest.mark.parametrize("scope", ["mine", "unassigned", "all"])
@pytest.mark.parametrize("role", ["admin", "agent", "viewer"])
@pytest.mark.parametrize("event", ["created", "customer_replied"])
def test_each_hears_of_exactly_what_they_chose_once(post: Correspondence, event: str, role: str, scope: str) -> None:
    """One ticket of their own, as far as they can have one, one of another's, one of nobody's."""
    desk = post.desk
    who = desk.add_member("Zed Z.", "zed@acme.example", role)
    for name in ("created", "customer_replied", "assigned"):
        choose(desk, who, name, **({"mine": []} if name == "assigned" else {"mine": [], "unassigned": [], "all": []}))
    ways = ["inbox"] if event == "customer_replied" else ["inbox", "email"]
    choose(desk, who, event, **{scope: ways})
    owners = {"mine": who.id if role != "viewer" else None, "all": desk.admin.id, "unassigned": None}
    refs = {}
    for place, owner in owners.items():
        given = {"title": place, "contact": {"email": "maya@example.com"}, "assignee_id": owner}
        refs[place] = desk.http("POST", TICKETS, json=given, token=desk.admin.token).json()["ref"]
        desk.settle()
        desk.advance(timedelta(seconds=20))  # by itself: what comes shortly after one another is one mail
    if event == "customer_replied":
        for ref in refs.values():
            post.write("And?", Subject=f"Re: [{ref}] Checkout")
    nobodys = {refs["unassigned"]} | ({refs["mine"]} if role == "viewer" else set())
    heard = {
        "mine": set() if role == "viewer" else {refs["mine"]},
        "unassigned": nobodys,
        "all": set(refs.values()),
    }[scope]
    assert sorted(inbox(desk, who)) == sorted((event, ref, scope) for ref in heard)
    if "email" in ways:
        assert len([mail for mail in desk.sent if mail.to == (who.email,)]) == len(heard)


def test_reading_and_being_done_is_each_ones_own(post: Correspondence, gil: Person) -> None:
    desk = post.desk
    for subject in ("One", "Two", "Three"):
        post.write(Subject=subject)
    three, two, one = ids(desk, gil)
    post_to(desk, gil, "read", {"ids": [three, two]})
    assert [entry["read"] for entry in page(desk, gil)["items"]] == [True, True, False]
    for _ in range(2):
        post_to(desk, gil, "done", {"ids": [two]})
    assert ids(desk, gil) == [three, one]
    assert (page(desk, gil)["unread"], page(desk, desk.admin)["unread"]) == (1, 3)
    post_to(desk, gil, "read", {"all": True})
    assert page(desk, gil)["unread"] == 0
    post.write(Subject="Four")
    assert [entry["read"] for entry in page(desk, gil)["items"]] == [False, True, True]
    assert len(ids(desk, desk.admin)) == 4


def test_ids_of_what_is_not_there_do_nothing(post: Correspondence, gil: Person) -> None:
    post.write()
    for path in ("read", "done"):
        post_to(post.desk, gil, path, {"ids": ["01AAAAAAAAAAAAAAAAAAAAAAAA"]})
    problem(post.desk.http("POST", "/v1/acme/inbox/done", json={"ids": []}, token=gil.token), 422, "validation_failed")
    assert page(post.desk, gil)["unread"] == 1


def actions(desk: Desk, number: int) -> Iterator[Action]:
    with desk.ports.open("acme") as room:
        found = room.timeline.page(number, 100, None, newest_first=False)
        yield from (entry for entry in found.items if isinstance(entry, Action))


def test_what_is_done_stays_away_however_often_it_is_told_again(desk: Desk, gil: Person) -> None:
    """A reaction that failed half-way is repeated later, when what it had told may be done with."""
    new_ticket(desk, assignee_id=gil.id)
    new_ticket(desk)
    desk.settle()
    post_to(desk, gil, "done", {"ids": ids(desk, gil)})
    with desk.ports.open("acme") as room:
        for number in (1, 2):
            for action in actions(desk, number):
                tell(desk.ports, room, action)
    assert inbox(desk, gil) == []


def test_being_cut_off_anywhere_and_repeated_tells_once(post: Correspondence, gil: Person, vic: Person) -> None:
    desk = post.desk
    choose(desk, vic, "created", all=["inbox"])
    post.write()
    (action,) = actions(desk, 1)
    for number in itertools.count(1):
        with desk.ports.open("acme") as room:
            room.inbox.remove("unassigned", action.id)
            room.inbox.remove("all", action.id)
            with cut(after=number) as calls:
                tell(desk.ports, room, action)
            tell(desk.ports, room, action)
        assert (inbox(desk, gil), inbox(desk, vic)) == (
            [("created", "TKT-0001", "unassigned")],
            [("created", "TKT-0001", "all")],
        )
        if not calls.was_cut:
            break
    assert number > 3


def test_an_entry_that_is_told_late_is_none_once_somebody_has_the_ticket(post: Correspondence, gil: Person) -> None:
    post.write()
    change(post.desk, post.desk.admin, "TKT-0001", assignee_id=post.desk.admin.id)
    with post.desk.ports.open("acme") as room:
        for action in list(actions(post.desk, 1))[:1]:
            tell(post.desk.ports, room, action)
    assert inbox(post.desk, gil) == []


def test_what_somebody_takes_and_gives_back_at_once_waits_again(post: Correspondence, gil: Person) -> None:
    desk = post.desk
    post.write()
    post.write("Still broken.", Subject="Re: [TKT-0001] Checkout")
    before = page(desk, gil)
    post_to(desk, gil, "done", {"ids": [before["items"][1]["id"]]})
    done = change(desk, desk.admin, "TKT-0001", assignee_id=desk.admin.id)["action_id"]
    assert inbox(desk, gil) == []
    assert desk.http("POST", f"{TICKETS}/TKT-0001/actions/{done}/undo", token=desk.admin.token).status == 200
    desk.settle()
    assert inbox(desk, gil) == [("customer_replied", "TKT-0001", "unassigned")]
    assert inbox(desk, desk.admin)[1:] == [("created", "TKT-0001", "unassigned")]


def test_a_large_team_costs_no_more_to_tell_and_three_ranges_to_read(post: Correspondence, gil: Person) -> None:
    desk = post.desk
    for number in range(8):
        desk.add_member(f"M {number}", f"m{number}@acme.example", "agent")
    choose(desk, gil, "created", all=["inbox"])
    post.write()
    (action,) = actions(desk, 1)
    with desk.ports.open("acme") as room:
        for scope in ("unassigned", "all"):
            room.inbox.remove(scope, action.id)
        with metering(Layout.of(template.table())) as meter:
            tell(desk.ports, room, action)
    assert meter.writes_to("#INBOX#") == 2
    assert [one.operation for one in meter.requests if one.writes and one.touches(("#INBOX#",))] == ["PutItem"] * 2
    with metering(Layout.of(template.table())) as meter:
        page(desk, gil)
    reading = [one for one in meter.requests if one.touches(("#INBOX#",))]
    assert sorted(one.operation for one in reading) == ["GetItem", "Query", "Query", "Query"]
    with metering(Layout.of(template.table())) as meter:
        desk.http("GET", f"{TICKETS}/changes", token=gil.token)
    assert len([one for one in meter.requests if one.touches(("#INBOX#",)) and one.operation == "Query"]) == 3


def test_the_feed_of_changes_says_how_many_are_unread(post: Correspondence, gil: Person, vic: Person) -> None:
    post.write()
    assert [post.desk.http("GET", f"{TICKETS}/changes", token=one.token).json()["unread"] for one in (gil, vic)] == [
        1,
        0,
    ]


def test_pages_go_through_all_that_is_there_once(post: Correspondence, gil: Person) -> None:
    desk = post.desk
    choose(desk, gil, "created", all=["inbox"])
    refs = [new_ticket(desk, assignee_id=gil.id if number % 2 else None)["ref"] for number in range(7)]
    desk.settle()
    found, cursor = [], ""
    while cursor is not None:
        part = page(desk, gil, limit=2, **({"cursor": cursor} if cursor else {}))
        found += [entry["ref"] for entry in part["items"]]
        cursor = part["next_cursor"]
    assert found == refs[::-1]
    assert part["unread"] == 7


def test_a_long_message_is_shown_by_how_it_begins(post: Correspondence, gil: Person) -> None:
    post.write("word " * 100)
    preview = page(post.desk, gil)["items"][0]["preview"]
    assert len(preview) <= 140
    assert preview.startswith("word word")
    assert preview.endswith("…")


@pytest.mark.parametrize(("score", "admins"), [(5, 0), (2, 1)])
def test_a_rating_is_told_once_and_a_poor_one_to_admins(
    post: Correspondence, gil: Person, score: int, admins: int
) -> None:
    desk = post.desk
    post.write()
    change(desk, desk.admin, "TKT-0001", assignee_id=gil.id, status="resolved")
    with desk.ports.open("acme") as room:
        seat = Seat(desk.ports, room, Actor(ActorKind.CUSTOMER, None, "Maya Osei"))
        carry_out(seat, 1, Ticket, lambda ticket, moment: lifecycle.rate(ticket, score, "", moment))
        desk.settle()
        for action in actions(desk, 1):
            tell(desk.ports, room, action)
    assert inbox(desk, gil).count(("rated", "TKT-0001", "mine")) == 1
    assert inbox(desk, desk.admin).count(("rated", "TKT-0001", "mine")) == admins
