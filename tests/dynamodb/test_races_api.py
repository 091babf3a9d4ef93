"""Many callers at once, over HTTP: nothing is lost, nothing done twice, and whoever lost is told."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.dynamodb.racing import race
from tests.support.desk import Answer, Desk

TICKETS = "/v1/acme/tickets"


def post(desk: Desk, path: str, body: dict[str, Any], **headers: str) -> Answer:
    return desk.http("POST", TICKETS + path, json=body, headers=headers, token=desk.admin.token)


def get(desk: Desk, path: str) -> Any:
    answer = desk.http("GET", TICKETS + path, token=desk.admin.token)
    assert answer.status == 200, answer.text
    return answer.json()


def created(desk: Desk, **fields: Any) -> str:
    answer = post(desk, "", {"title": "Checkout returns 502", **fields})
    assert answer.status == 201, answer.text
    ref: str = answer.json()["ref"]
    return ref


def statuses(answers: list[Answer]) -> Counter[int]:
    return Counter(answer.status for answer in answers)


def whole_timeline(desk: Desk, ref: str) -> list[Any]:
    items: list[Any] = []
    cursor = ""
    while True:
        page = get(desk, f"/{ref}/timeline?limit=100{cursor}")
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


def test_tickets_created_at_once_have_different_references_and_one_contact(desk: Desk) -> None:
    contact = {"email": "maya@example.com", "name": "Maya Osei"}
    answers = race(lambda n: [post(desk, "", {"title": f"{n}.{m}", "contact": contact}) for m in range(3)], 16)
    tickets = [answer.json() for some in answers for answer in some]
    assert statuses([answer for some in answers for answer in some]) == {201: 48}
    assert len({ticket["ref"] for ticket in tickets}) == 48
    assert len({ticket["contact"]["id"] for ticket in tickets}) == 1
    listed = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"]
    assert [found["email"] for found in listed] == ["maya@example.com"]


def test_no_reply_and_no_change_of_a_ticket_is_lost(desk: Desk) -> None:
    """Each success is one version and one entry in the history; whoever met too many others was told so."""
    ref = created(desk)

    def act(number: int) -> list[Answer]:
        if number % 2:
            return [post(desk, f"/{ref}/replies", {"body": f"reply {number}.{m}"}) for m in range(3)]
        path = f"{TICKETS}/{ref}"
        titles = [{"title": f"title {number}.{m}"} for m in range(3)]
        return [desk.http("PATCH", path, json=title, token=desk.admin.token) for title in titles]

    answers = [answer for some in race(act, 12) for answer in some]
    outcome = statuses(answers)
    assert set(outcome) <= {200, 201, 409}
    ticket = get(desk, f"/{ref}")
    assert ticket["version"] == 1 + outcome[200] + outcome[201]
    entries = whole_timeline(desk, ref)
    said = {entry["body_text"] for entry in entries if entry["kind"] == "agent_reply"}
    assert said == {answer.json()["body_text"] for answer in answers if answer.status == 201}
    changes = [entry["event"]["changes"]["title"] for entry in entries if _is_event(entry, "ticket.title_changed")]
    assert len(changes) == outcome[200]
    assert changes[-1]["to"] == ticket["title"]
    assert [change["from"] for change in changes[1:]] == [change["to"] for change in changes[:-1]]
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)


def _is_event(entry: Any, kind: str) -> bool:
    return bool(entry["kind"] == "event" and entry["event"]["type"] == kind)


def test_notes_written_at_once_are_never_turned_away(desk: Desk) -> None:
    ref = created(desk)
    answers = race(lambda n: [post(desk, f"/{ref}/notes", {"body": f"note {n}.{m}"}) for m in range(3)], 16)
    assert statuses([answer for some in answers for answer in some]) == {201: 48}
    assert len({entry["body_text"] for entry in whole_timeline(desk, ref) if entry["kind"] == "internal_note"}) == 48
    assert get(desk, f"/{ref}")["version"] == 49


def test_of_members_who_take_a_ticket_at_once_one_gets_it(desk: Desk) -> None:
    members = [desk.add_member(f"Agent {n}", f"agent{n}@acme.example", "agent") for n in range(8)]
    ref = created(desk)

    def take(number: int) -> Answer:
        body = {"assignee_id": members[number].id, "expected_assignee_id": None}
        return desk.http("PATCH", f"{TICKETS}/{ref}", json=body, token=members[number].token)

    answers = race(take, 8)
    assert statuses(answers) == {200: 1, 409: 7}
    assert {answer.json()["code"] for answer in answers if answer.status == 409} == {"already_assigned"}
    (winner,) = (number for number, answer in enumerate(answers) if answer.status == 200)
    assert get(desk, f"/{ref}")["assignee"]["id"] == members[winner].id


def test_of_changes_based_on_one_version_one_gets_through(desk: Desk) -> None:
    ref = created(desk)

    def change(number: int) -> Answer:
        headers = {"If-Match": '"1"'}
        body = {"title": f"title {number}"}
        return desk.http("PATCH", f"{TICKETS}/{ref}", json=body, headers=headers, token=desk.admin.token)

    assert statuses(race(change, 8)) == {200: 1, 412: 7}
    assert get(desk, f"/{ref}")["version"] == 2


def test_one_idempotency_key_from_eight_callers_at_once_makes_one_ticket(desk: Desk) -> None:
    body = {"title": "Checkout returns 502", "contact": {"email": "maya@example.com"}}
    answers = race(lambda _: post(desk, "", body, **{"Idempotency-Key": "one"}), 8)
    assert statuses(answers) == {201: 8}
    assert len({answer.text for answer in answers}) == 1
    assert len(get(desk, "")["items"]) == 1
    desk.settle()
    assert len(desk.sent) == 1


def test_one_idempotency_key_from_eight_callers_at_once_makes_one_reply(desk: Desk) -> None:
    ref = created(desk)
    answers = race(lambda _: post(desk, f"/{ref}/replies", {"body": "Hello"}, **{"Idempotency-Key": "one"}), 8)
    assert statuses(answers) == {201: 8}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert get(desk, f"/{ref}")["version"] == 2


def test_sixteen_writers_on_five_tickets_lose_hardly_anything(desk: Desk) -> None:
    refs = [created(desk) for _ in range(5)]

    def act(number: int) -> list[Answer]:
        return [post(desk, f"/{refs[(number + m) % 5]}/replies", {"body": f"{number}.{m}"}) for m in range(4)]

    outcome = statuses([answer for some in race(act, 16) for answer in some])
    assert set(outcome) <= {201, 409}
    assert outcome[409] <= 3
    assert sum(get(desk, f"/{ref}")["version"] - 1 for ref in refs) == outcome[201]


def test_tickets_merged_in_a_ring_at_once_never_end_up_in_a_circle(desk: Desk) -> None:
    """Each is to become the primary of the next: whatever gets through, every chain has an end."""
    refs = [created(desk) for _ in range(6)]
    merges = race(lambda n: post(desk, f"/{refs[n]}/merge", {"duplicate": refs[(n + 1) % 6]}), 6)
    outcome = statuses(merges)
    assert set(outcome) <= {200, 409}
    assert 1 <= outcome[200] <= 5
    merged_into = {ref: get(desk, f"/{ref}")["merged_into"] for ref in refs}
    assert sum(primary is not None for primary in merged_into.values()) == outcome[200]
    for ref in refs:
        chain = [ref]
        while (primary := merged_into[chain[-1]]) is not None:
            chain.append(primary)
            assert len(set(chain)) == len(chain), f"a circle: {chain}"
