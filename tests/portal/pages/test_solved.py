"""The button "this is solved", which only the person who asked may press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.api.asking import TICKETS, hidden, new_ticket, submitted, walked
from tests.api.portal import refused, stored
from tests.support.desk import Desk

BUTTON = "Yes, it&#39;s resolved"


def _ticket(desk: Desk, ref: str = "TKT-0001") -> dict[str, Any]:
    found: dict[str, Any] = desk.http("GET", f"{TICKETS}/{ref}", token=desk.admin.token).json()
    return found


def _links(desk: Desk) -> dict[str, str]:
    """The path of the tracking page in the last mail to each customer."""
    desk.settle()
    words = {mail.to[0]: word for mail in desk.sent for word in mail.text.split() if "/t/" in word}
    return {person: link.removeprefix("http://help.test").removesuffix("/rate") for person, link in words.items()}


def _answered(desk: Desk, **reply: Any) -> None:
    said = desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Hello", **reply}, token=desk.admin.token)
    assert said.status == 201


def test_whether_it_is_solved_is_asked_once_somebody_has_answered(desk: Desk) -> None:
    path = submitted(desk)
    assert BUTTON not in desk.http("GET", path).text
    note = {"body": "Only for us"}
    assert desk.http("POST", f"{TICKETS}/TKT-0001/notes", json=note, token=desk.admin.token).status == 201
    _answered(desk, undo_seconds=10)
    assert BUTTON not in desk.http("GET", path).text, "this answer may still be taken back"
    desk.advance(timedelta(seconds=11))
    assert BUTTON in desk.http("GET", path).text


def test_the_customer_calls_it_solved_and_is_asked_for_a_rating(desk: Desk) -> None:
    path = submitted(desk)
    _answered(desk)
    page = desk.http("GET", path)
    assert BUTTON in page.text
    sent = desk.http("POST", f"{path}/resolved", form=hidden(page))
    assert sent.status == 303
    assert sent.headers["location"] == f"http://help.test{path}?notice=solved"
    ticket = _ticket(desk)
    assert ticket["status"] == "resolved"
    assert ticket["resolution"] is None
    after = desk.http("GET", f"{path}?notice=solved").text
    assert "Thank you for letting us know" in after
    assert BUTTON not in after
    assert all(f'name="score" value="{score}"' in after for score in range(1, 6))
    assert f'action="{path}/rate"' in after
    assert desk.http("GET", f"{path}/rate").status == 200


def test_a_rating_given_with_the_request_is_told_there_and_can_be_changed(desk: Desk) -> None:
    path = submitted(desk)
    desk.http("POST", f"{path}/resolved", form={})
    sent = desk.http("POST", f"{path}/rate", form={"score": "4"})
    assert sent.headers["location"] == f"http://help.test{path}/rate?notice=rated"
    page = desk.http("GET", path).text
    assert "Your rating: Satisfied" in page
    assert f'href="{path}/rate"' in page
    assert 'name="score"' not in page


def test_nobody_is_mailed_what_they_did_themselves(desk: Desk) -> None:
    path = submitted(desk)
    desk.settle()
    before = len(desk.sent)
    desk.http("POST", f"{path}/resolved", form={})
    desk.settle()
    assert len(desk.sent) == before
    entries = walked(desk, f"{TICKETS}/TKT-0001/timeline", desk.admin.token, 100)
    assert entries[-1]["author"]["kind"] == "customer"


def test_pressing_twice_or_after_the_team_changes_nothing_more(desk: Desk) -> None:
    path = submitted(desk)
    for _ in range(2):
        assert desk.http("POST", f"{path}/resolved", form={"nonce": "n1"}).status == 303
    assert _ticket(desk)["version"] == 2
    for status in ("closed", "in_progress"):
        desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"status": status}, token=desk.admin.token)
        assert desk.http("POST", f"{path}/resolved", form={"nonce": "n1"}).status == 303  # by the back button
        assert _ticket(desk)["status"] == status


def test_an_answer_opens_it_again(desk: Desk) -> None:
    path = submitted(desk)
    desk.http("POST", f"{path}/resolved", form={})
    answer = desk.http("POST", f"{path}/replies", form={"body": "It broke again."})
    assert answer.headers["location"].endswith("?notice=reopened")
    assert _ticket(desk)["status"] == "open"


def test_a_participant_has_no_button_and_is_refused_without_it(desk: Desk) -> None:
    new_ticket(desk, contact={"email": "maya@example.com"}, participants=["ops@example.com"])
    desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Hello"}, token=desk.admin.token)
    path = _links(desk)["ops@example.com"]
    assert BUTTON not in desk.http("GET", path).text
    before = stored(desk)
    assert "Only the person who sent this request" in refused(desk.http("POST", f"{path}/resolved", form={}), 403)
    assert stored(desk) == before


def _merged(desk: Desk, other: str) -> dict[str, str]:
    """TKT-0002 of `other` was merged into TKT-0001, Maya's."""
    new_ticket(desk, contact={"email": "maya@example.com"})
    new_ticket(desk, title="The same", contact={"email": other})
    merge = {"duplicate": "TKT-0002", "across_contacts": True}
    assert desk.http("POST", f"{TICKETS}/TKT-0001/merge", json=merge, token=desk.admin.token).status == 200
    return _links(desk)


def test_on_a_merged_ticket_it_counts_for_the_one_it_was_merged_into(desk: Desk) -> None:
    path = _merged(desk, "maya@example.com")["maya@example.com"]
    _answered(desk)
    assert BUTTON in desk.http("GET", path).text
    assert desk.http("POST", f"{path}/resolved", form={}).status == 303
    assert _ticket(desk)["status"] == "resolved"


def test_on_a_ticket_merged_into_somebody_else_s_there_is_no_such_button(desk: Desk) -> None:
    path = _merged(desk, "noor@example.com")["noor@example.com"]
    _answered(desk)
    assert BUTTON not in desk.http("GET", path).text
    refused(desk.http("POST", f"{path}/resolved", form={}), 403)
    assert _ticket(desk)["status"] == "in_progress"


def test_how_somebody_else_s_ticket_was_solved_is_not_told(desk: Desk) -> None:
    path = _merged(desk, "noor@example.com")["noor@example.com"]
    solution = {"resolution": "Maya had typed her card number wrong."}
    assert desk.http("POST", f"{TICKETS}/TKT-0001/resolve", json=solution, token=desk.admin.token).status == 200
    assert "card number" not in desk.http("GET", path).text
    own = _links(desk)["maya@example.com"]
    assert "card number" in desk.http("GET", own).text
