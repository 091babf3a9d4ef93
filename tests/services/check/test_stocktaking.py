"""Taking stock finds nothing where nothing is wrong, and finds and mends whatever was planted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.api.asking import TICKETS, new_ticket
from tests.services.check.faults import FAULTS, FOR_PEOPLE, IN_THE_WAY, drop, put, whole
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk
from tests.support.stock import differences


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201, 204), answer.text
    return answer.json() if answer.text else None


@pytest.fixture(scope="module")
def lived(standing_desk: Desk) -> Desk:
    """A desk on which most of what can happen did."""
    desk = standing_desk
    post = Correspondence(desk)
    post.write("It broke this morning.", Subject="Checkout returns 502")
    label = ask(desk, "POST", "/v1/acme/labels", {"name": "Billing", "color": "#a13a00"})["id"]
    one, two, three = f"{TICKETS}/TKT-0001", f"{TICKETS}/TKT-0002", f"{TICKETS}/TKT-0003"
    new_ticket(desk, contact={"email": "maya@example.com"}, participants=["ops@example.com"], labels=[label])
    new_ticket(desk, contact={"email": "noor@example.com"}, description="Where is my invoice?")
    ask(desk, "PATCH", one, {"priority": "high", "assignee_id": desk.admin.id, "title": "Checkout is down"})
    ask(desk, "POST", f"{one}/replies", {"body": "We are looking into it."})
    taken_back = ask(desk, "POST", f"{one}/replies", {"body": "Wrong.", "undo_seconds": 10})
    desk.http("DELETE", f"{one}/replies/{taken_back['id']}", token=desk.admin.token)
    ask(desk, "POST", f"{one}/notes", {"body": "The proxy again."})
    _schedule_replies(desk, one)
    post.write("Any news?", Subject="[TKT-0001] Re: Checkout returns 502")
    stopped = ask(desk, "GET", f"{one}/scheduled")["items"][-1]["id"]
    send_at = (desk.ports.clock.now() + timedelta(days=9)).isoformat()
    ask(desk, "PATCH", f"{one}/scheduled/{stopped}", {"send_at": send_at})
    ask(desk, "POST", f"{one}/merge", {"duplicate": "TKT-0002"})
    ask(desk, "POST", f"{three}/resolve", {"resolution": "Sent the invoice again."})
    ask(desk, "POST", f"{three}/archive", {})
    spam = new_ticket(desk, contact={"email": "watches@example.com"})
    ask(desk, "POST", f"{TICKETS}/{spam['ref']}/spam", {})
    undone = ask(desk, "PATCH", two.replace("2", "5"), {"status": "waiting"}) if new_ticket(desk) else None
    ask(desk, "POST", f"{TICKETS}/TKT-0005/actions/{undone['action_id']}/undo", {})
    ask(desk, "PUT", f"{TICKETS}/TKT-0005/hold", {"reason": "Lawsuit of maya@example.com"})
    ask(desk, "PUT", f"{two}/hold", {"reason": "A mistake"})
    ask(desk, "DELETE", f"{two}/hold")
    desk.settle()
    return desk


def _schedule_replies(desk: Desk, ticket: str) -> None:
    """One that is sent, one that nobody wants sent, and two that the customer forestalls; of those one is put off."""
    for words in ("Sent at once", "Cancelled", "Too late", "Once more"):
        send_at = (desk.ports.clock.now() + timedelta(days=3)).isoformat()
        planned = ask(desk, "POST", f"{ticket}/replies", {"body": words, "send_at": send_at})
        path = f"{ticket}/scheduled/{planned['id']}"
        if words == "Sent at once":
            ask(desk, "POST", f"{path}/send", {})
        elif words == "Cancelled":
            ask(desk, "DELETE", path)


@pytest.fixture
def whole_again(lived: Desk) -> Iterator[Desk]:
    """The same desk, whose table is as it was once the test is over."""
    before = whole(lived)
    yield lived
    kept = {(item["pk"]["S"], item["sk"]["S"]) for item in before}
    for item in whole(lived):
        if (item["pk"]["S"], item["sk"]["S"]) not in kept:
            drop(lived, item)
    for item in before:
        put(lived, item)


def test_a_desk_that_lived_has_no_differences(lived: Desk) -> None:
    assert [str(one) for one in differences(lived.ports)] == []


@pytest.mark.parametrize("name", FAULTS)
def test_what_was_planted_is_found_and_mended(whole_again: Desk, name: str) -> None:
    lived = whole_again
    plant, kind = FAULTS[name]
    sent = len(lived.sent)
    before = whole(lived)
    plant(lived)
    assert whole(lived) != before, "nothing was planted"
    found = differences(lived.ports)
    assert kind in {one.what for one in found}, [str(one) for one in found]
    assert not any("Something else" in str(one) or "@" in str(one) for one in found)
    differences(lived.ports, mend=True)
    assert [str(one) for one in differences(lived.ports)] == []
    assert len(lived.sent) == sent


def test_what_was_planted_all_at_once_is_found_and_mended_in_one_going_through(whole_again: Desk) -> None:
    planted = {name: fault for name, fault in FAULTS.items() if name not in IN_THE_WAY}
    assert len(planted) > 20
    sent = len(whole_again.sent)
    for plant, _ in planted.values():
        plant(whole_again)
    assert {kind for _, kind in planted.values()} <= {one.what for one in differences(whole_again.ports, mend=True)}
    assert [str(one) for one in differences(whole_again.ports)] == []
    assert len(whole_again.sent) == sent


@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_what_nothing_can_tell_is_told_each_time(whole_again: Desk, name: str) -> None:
    plant, kind = FOR_PEOPLE[name]
    plant(whole_again)
    for mend in (True, False, False):
        assert kind in {one.what for one in differences(whole_again.ports, mend=mend)}
