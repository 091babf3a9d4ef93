"""A reply that is sent later, where its ticket, its author or what it says gives trouble meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.services.files.links import file_key
from tests.api.asking import TICKETS, fields, problem
from tests.api.tickets.scheduling import (
    MAYA,
    NOT_SENT,
    ONE,
    SOON,
    WORDS,
    answer,
    ask,
    at,
    heard,
    later,
    mailed,
    said,
    texts,
)
from tests.api.tickets.scheduling import waiting as planned
from tests.services.mail.correspondence import Correspondence
from tests.services.mail.test_files_sent import came, uploaded
from tests.support.desk import WORKSPACE, Desk, Person
from tests.support.stock import differences

LONG = "Long words. " * 4000
SHEET = ("days.csv", b"day;hours\r\n1;8\r\n")
DAY = timedelta(days=1)


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("The checkout broke.")
    return correspondence


@pytest.fixture
def bo(desk: Desk) -> Person:
    return desk.add_member("Bo L.", "bo@acme.example", "agent")


def refused(desk: Desk, status: int, code: str, token: str | None = None, **given: Any) -> dict[str, Any]:
    body = {"body": WORDS, "send_at": at(desk), **given}
    return problem(desk.http("POST", f"{ONE}/replies", json=body, token=token or desk.admin.token), status, code)


def out(desk: Desk) -> None:
    desk.advance(SOON + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("ends", "status", "code"),
    [
        (("PATCH", ONE, {"status": "closed"}), 422, "validation_failed"),
        (("POST", f"{ONE}/spam", {}), 409, "is_spam"),
        (("DELETE", ONE, None), 409, "in_trash"),
        (("POST", f"{TICKETS}/TKT-0002/merge", {"duplicate": "TKT-0001"}), 409, "merged"),
    ],
    ids=["closed", "spam", "deleted", "merged"],
)
def test_on_what_takes_no_reply_none_is_planned_changed_or_sent(
    desk: Desk, post: Correspondence, ends: tuple[str, str, Any], status: int, code: str
) -> None:
    ask(desk, "POST", TICKETS, {"title": "The same", "contact": {"email": MAYA}})
    path = f"{ONE}/scheduled/{later(desk)['id']}"
    ask(desk, *ends)
    refused(desk, status, code)
    answer = desk.http("PATCH", path, json={"send_at": at(desk)}, token=desk.admin.token)
    problem(answer, status, code)
    if code != "validation_failed":  # a closed ticket is opened again by an answer, as ever
        problem(desk.http("POST", f"{path}/send", token=desk.admin.token), status, code)
    out(desk)
    assert (said(desk), mailed(desk)) == ([], 0)


def test_a_viewer_and_a_key_without_the_scope_plan_nothing(desk: Desk, post: Correspondence) -> None:
    viewer = desk.add_member("Vi", "vi@acme.example", "viewer")
    refused(desk, 403, "forbidden", viewer.token)
    refused(desk, 403, "forbidden", desk.api_key("tickets:read", "notes:read"))
    assert desk.http("GET", f"{ONE}/scheduled", token=viewer.token).json()["items"] == []
    problem(desk.http("GET", f"{ONE}/scheduled", token=desk.api_key("contacts:read")), 403, "forbidden")
    assert planned(desk) == []


@pytest.mark.parametrize("wrong", ["2030-03-31T02:30:00", "2030-02-30T09:00:00Z", "tomorrow", "", 1893456000, "9999"])
def test_what_is_no_instant_is_refused_at_its_field(desk: Desk, post: Correspondence, wrong: Any) -> None:
    assert fields(refused(desk, 422, "validation_failed", send_at=wrong)) == ["send_at"]


def test_the_same_instant_is_meant_in_any_zone(desk: Desk, post: Correspondence) -> None:
    moment: datetime = desk.ports.clock.now().replace(second=0, microsecond=0) + DAY
    ahead = f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"
    shifted = (moment + timedelta(hours=9)).isoformat().replace("+00:00", "+09:00")
    for when in (ahead, shifted):
        later(desk, send_at=when)
    assert {one["send_at"] for one in planned(desk)} == {ahead}


def test_who_is_in_copy_is_on_the_ticket_once_it_is_out(desk: Desk, post: Correspondence) -> None:
    assert fields(refused(desk, 422, "validation_failed", cc=["nobody"])) == ["cc.0"]
    later(desk, cc=["kim@example.com"])
    assert [one["cc"] for one in planned(desk)] == [["kim@example.com"]]
    assert ask(desk, "GET", ONE)["participants"] == []
    out(desk)
    assert ask(desk, "GET", ONE)["participants"] == ["kim@example.com"]
    assert {mail.to[0] for mail in desk.sent if WORDS in mail.text} == {MAYA, "kim@example.com"}


def test_its_files_travel_with_it(desk: Desk, post: Correspondence) -> None:
    later(desk, attachments=[uploaded(post, *SHEET)])
    assert [one["name"] for reply in planned(desk) for one in reply["attachments"]] == [SHEET[0]]
    desk.advance(timedelta(hours=1))
    answered = ask(desk, "POST", f"{ONE}/scheduled/{planned(desk)[0]['id']}/send")
    desk.settle()
    assert [one["name"] for one in answered["attachments"]] == [SHEET[0]]
    (mail,) = [one for one in desk.sent if WORDS in one.text and one.to == (MAYA,)]
    assert came(mail) == [SHEET]


@pytest.mark.parametrize("hours", [1, 40], ids=["soon", "after what is loose was looked at"])
def test_its_files_and_its_long_text_are_there_until_it_is_out(desk: Desk, post: Correspondence, hours: int) -> None:
    later(desk, span=timedelta(hours=48), body=LONG, attachments=[uploaded(post, *SHEET)])
    desk.advance(timedelta(hours=hours))
    desk.advance(timedelta(hours=49 - hours))
    assert said(desk) == [LONG]
    assert came(desk.sent[-1]) == [SHEET]


def test_cancelled_it_leaves_neither_file_nor_text_behind(desk: Desk, post: Correspondence) -> None:
    made = later(desk, body=LONG, attachments=[uploaded(post, *SHEET)])
    key = file_key(WORKSPACE, made["attachments"][0]["id"])
    assert texts(desk)
    assert desk.ports.files.names(key)
    ask(desk, "DELETE", f"{ONE}/scheduled/{made['id']}")
    desk.advance(timedelta(minutes=2))
    assert (texts(desk), list(desk.ports.files.names(key))) == ([], [])


def test_with_its_ticket_it_is_erased_for_good(desk: Desk, post: Correspondence) -> None:
    made = later(desk, body=LONG, attachments=[uploaded(post, *SHEET)])
    ask(desk, "DELETE", ONE)
    desk.advance(timedelta(days=31))
    desk.advance(timedelta(minutes=2))
    key = file_key(WORKSPACE, made["attachments"][0]["id"])
    assert (texts(desk), list(desk.ports.files.names(key))) == ([], [])
    problem(desk.http("GET", f"{ONE}/scheduled", token=desk.admin.token), 404, "not_found")


@pytest.mark.parametrize("body", ["The code is sesame-77.", f"The code is sesame-77. {LONG}"], ids=["short", "long"])
def test_words_that_are_taken_out_of_a_ticket_are_not_sent_later(desk: Desk, post: Correspondence, body: str) -> None:
    later(desk, body=body)
    ask_for(desk, f"{ONE}/redactions", {"words": ["sesame-77"]})
    assert "sesame-77" not in planned(desk)[0]["body_text"]
    out(desk)
    (sent,) = said(desk)
    assert "sesame-77" not in sent
    assert not any("sesame-77" in mail.text for mail in desk.sent)


def ask_for(desk: Desk, path: str, body: Any) -> None:
    """Something long is asked for, and done."""
    assert desk.http("POST", path, json=body, token=desk.admin.token).status == 202
    desk.settle()
    desk.advance(timedelta(minutes=2))


def test_erased_with_its_customer_it_is_not_sent(desk: Desk, post: Correspondence) -> None:
    later(desk, body=LONG)
    ask_for(desk, f"/v1/{WORKSPACE}/contacts/{ask(desk, 'GET', ONE)['contact']['id']}/erasure", {})
    out(desk)
    assert (said(desk), mailed(desk), texts(desk), planned(desk)) == ([], 0, [], [])
    assert [str(one) for one in differences(desk.ports)] == []


def test_what_the_desk_masks_is_not_kept_for_later_either(desk: Desk, post: Correspondence) -> None:
    card = "4111 1111 1111 1111"
    ask(desk, "PATCH", f"/v1/{WORKSPACE}/masking", {"kinds": ["card"]})
    made = later(desk, body=f"Your card {card} was charged.")
    assert card not in planned(desk)[0]["body_text"]
    changed = ask(desk, "PATCH", f"{ONE}/scheduled/{made['id']}", {"body": f"We took {card}."})
    assert card not in changed["body_text"]
    out(desk)
    assert "1111" in said(desk)[0]
    assert not any(card in text for text in [*said(desk), *(mail.text for mail in desk.sent)])


def test_a_snoozed_ticket_is_answered_and_stays_snoozed(desk: Desk, post: Correspondence) -> None:
    """As it does when somebody answers it at once: only its customer, its time or its end wakes it."""
    until = at(desk, 3 * SOON)
    later(desk)
    ask(desk, "PUT", f"{ONE}/snooze", {"until": until})
    out(desk)
    assert (said(desk), mailed(desk)) == ([WORDS], 1)
    assert ask(desk, "GET", ONE)["snoozed_until"] is not None
    desk.advance(3 * SOON)
    assert ask(desk, "GET", ONE)["snoozed_until"] is None


def test_one_that_resolves_a_snoozed_ticket_wakes_it(desk: Desk, post: Correspondence) -> None:
    later(desk, status="resolved")
    ask(desk, "PUT", f"{ONE}/snooze", {"until_reply": True})
    out(desk)
    shown = ask(desk, "GET", ONE)
    assert (shown["status"], shown["snoozed_until_reply"], mailed(desk)) == ("resolved", False, 1)


def test_the_customer_of_a_snoozed_ticket_wakes_it_and_stops_the_reply(
    desk: Desk, post: Correspondence, bo: Person
) -> None:
    later(desk, bo)
    ask(desk, "PUT", f"{ONE}/snooze", {"until_reply": True})
    answer(post, "Never mind.")
    out(desk)
    shown = ask(desk, "GET", ONE)
    assert (shown["snoozed_until_reply"], mailed(desk)) == (False, 0)
    assert (NOT_SENT, "customer_wrote") in heard(desk, bo)


def test_it_goes_out_while_its_author_is_away(desk: Desk, post: Correspondence, bo: Person) -> None:
    later(desk, bo)
    today = desk.ports.clock.now().date()
    away = {"first": today.isoformat(), "last": (today + DAY).isoformat()}
    ask(desk, "PUT", f"/v1/{WORKSPACE}/members/{bo.id}/absence", away)
    out(desk)
    assert (said(desk), mailed(desk)) == ([WORDS], 1)
    last = [one for one in ask(desk, "GET", f"{ONE}/timeline")["items"] if one["kind"] == "agent_reply"][-1]
    assert last["author"]["id"] == bo.id


@pytest.mark.parametrize("role", ["viewer", None], ids=["may only read", "gone"])
def test_its_text_is_there_for_others_once_its_author_may_not_answer(
    desk: Desk, post: Correspondence, bo: Person, role: str | None
) -> None:
    made = later(desk, bo)
    if role:
        ask(desk, "PATCH", f"/v1/{WORKSPACE}/members/{bo.id}", {"role": role})
    else:
        ask(desk, "DELETE", f"/v1/{WORKSPACE}/members/{bo.id}")
    out(desk)
    assert [(one["body_text"], one["why"]) for one in planned(desk)] == [(WORDS, "author_gone")]
    assert mailed(desk) == 0
    ask(desk, "DELETE", f"{ONE}/scheduled/{made['id']}")
    assert planned(desk) == []
