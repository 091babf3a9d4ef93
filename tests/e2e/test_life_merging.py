"""A merge through everything that goes on meanwhile: mails by any clue, chains, closed primaries, and the way back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.e2e.life import (
    CLUES,
    MAYA,
    NOOR,
    answer_by_mail,
    ask,
    done,
    entries,
    mailed,
    mails_to,
    merge,
    opened,
    read,
    refused,
    said,
    unmerge,
)
from tests.support.desk import Desk

ONE, TWO, THREE = "TKT-0001", "TKT-0002", "TKT-0003"


@pytest.mark.parametrize("clue", CLUES)
@pytest.mark.parametrize("owner", [MAYA, NOOR])
def test_mail_to_a_duplicate_is_on_the_primary_while_merged_and_on_the_duplicate_after(
    desk: Desk, owner: str, clue: str
) -> None:
    opened(desk, MAYA)
    opened(desk, owner)
    desk.settle()
    thread = mails_to(desk, owner)[-1]
    answer_by_mail(desk, thread, "before the merge", clue)
    merge(desk, ONE, TWO)
    desk.settle()
    assert said(desk, ONE) == ["before the merge"]
    answer_by_mail(desk, thread, "while merged", clue)
    assert said(desk, ONE) == ["before the merge", "while merged"]
    assert {entry["merged_from"] for entry in entries(desk, ONE) if entry["kind"] != "event"} == {TWO}
    unmerge(desk, ONE, TWO)
    assert (said(desk, ONE), said(desk, TWO)) == ([], ["before the merge", "while merged"])
    answer_by_mail(desk, thread, "after it", clue)
    assert (said(desk, ONE), said(desk, TWO)) == ([], ["before the merge", "while merged", "after it"])


@pytest.mark.parametrize("clue", CLUES)
def test_the_duplicates_customer_answers_a_reply_of_the_primary_on_their_own_ticket(desk: Desk, clue: str) -> None:
    opened(desk, MAYA)
    opened(desk, NOOR)
    merge(desk, ONE, TWO)
    done(ask(desk, "POST", f"{ONE}/replies", {"body": "We are on it"}))
    desk.settle()
    answer_by_mail(desk, mails_to(desk, NOOR)[-1], "Thank you", clue)
    (thanks,) = [entry for entry in entries(desk, ONE) if entry["body_text"] == "Thank you"]
    assert (thanks["merged_from"], thanks["from_stranger"]) == (TWO, False)
    unmerge(desk, ONE, TWO)
    assert said(desk, TWO) == ["Thank you"]


def test_a_message_on_the_duplicate_reopens_the_primary_and_tells_its_agents(desk: Desk) -> None:
    opened(desk, MAYA)
    opened(desk, MAYA)
    desk.settle()
    merge(desk, ONE, TWO)
    done(ask(desk, "PATCH", ONE, {"status": "waiting"}))
    answer_by_mail(desk, mails_to(desk, MAYA)[1], "Any news?")
    assert (read(desk, ONE)["status"], read(desk, TWO)["status"]) == ("open", "closed")
    inbox = desk.http("GET", "/v1/acme/inbox", token=desk.admin.token).json()["items"]
    assert (inbox[0]["event"], inbox[0]["ref"]) == ("ticket.customer_replied", ONE)


def test_a_message_on_the_duplicate_of_an_archived_primary_restores_it(desk: Desk) -> None:
    opened(desk, MAYA)
    opened(desk, MAYA)
    desk.settle()
    merge(desk, ONE, TWO)
    done(ask(desk, "POST", f"{ONE}/archive"))
    answer_by_mail(desk, mails_to(desk, MAYA)[1], "Any news?")
    assert read(desk, ONE)["archived"] is False


@pytest.mark.parametrize("owner", [MAYA, NOOR])
def test_a_message_on_the_duplicate_of_a_closed_primary_opens_a_ticket_for_its_writer(desk: Desk, owner: str) -> None:
    opened(desk, MAYA, "Mayas secret matter")
    opened(desk, owner, "Noors matter")
    desk.settle()
    confirmation = mails_to(desk, owner)[-1]
    merge(desk, ONE, TWO)
    done(ask(desk, "PATCH", ONE, {"status": "closed"}))
    desk.settle()
    answer_by_mail(desk, confirmation, "Once more")
    follow_up = read(desk, THREE)
    assert (follow_up["contact"]["email"], follow_up["follow_up_of"]) == (owner, ONE)
    assert (follow_up["title"], follow_up["description"]) == ("Noors matter", "Once more")
    assert read(desk, ONE)["follow_ups"] == [THREE]


def test_a_message_on_a_closed_and_archived_ticket_restores_it_and_opens_another(desk: Desk) -> None:
    opened(desk, MAYA)
    desk.settle()
    done(ask(desk, "PATCH", ONE, {"status": "closed"}))
    done(ask(desk, "POST", f"{ONE}/archive"))
    answer_by_mail(desk, mails_to(desk, MAYA)[0], "Once more")
    closed = read(desk, ONE)
    assert (closed["status"], closed["archived"], closed["follow_ups"]) == ("closed", False, [TWO])


def test_a_members_mail_to_a_duplicate_is_an_answer_on_the_primary(desk: Desk) -> None:
    opened(desk, MAYA)
    opened(desk, MAYA)
    desk.settle()
    merge(desk, ONE, TWO)
    answer_by_mail(desk, mails_to(desk, MAYA)[1], "We are on it", sender=desk.admin.email)
    (answer,) = [entry for entry in entries(desk, ONE) if entry["kind"] == "agent_reply"]
    assert (answer["body_text"], answer["merged_from"]) == ("We are on it", None)


def test_a_chain_reads_as_one_and_comes_apart_link_by_link(desk: Desk) -> None:
    for number in range(1, 4):
        opened(desk, MAYA)
        done(ask(desk, "POST", f"TKT-{number:04d}/notes", {"body": f"note {number}"}))
    merge(desk, ONE, TWO)
    merge(desk, THREE, ONE)
    assert said(desk, THREE) == ["note 1", "note 2", "note 3"]
    assert said(desk, ONE) == ["note 1", "note 2"]
    for primary, duplicate in ((ONE, THREE), (TWO, THREE), (ONE, TWO), (THREE, TWO)):
        refused(ask(desk, "POST", f"{primary}/merge", {"duplicate": duplicate}), *_impossible(primary, duplicate))
    unmerge(desk, THREE, ONE)
    assert (said(desk, THREE), said(desk, ONE)) == (["note 3"], ["note 1", "note 2"])
    unmerge(desk, ONE, TWO)
    assert (said(desk, ONE), said(desk, TWO)) == (["note 1"], ["note 2"])


def _impossible(primary: str, duplicate: str) -> tuple[int, str]:
    """3 ← 1 ← 2: into its own duplicate is wrong at the field, anything else with a merged ticket is too late."""
    return (422, "validation_failed") if (primary, duplicate) == (ONE, THREE) else (409, "merged")


def test_twenty_tickets_are_one_family_even_as_one_long_chain(desk: Desk) -> None:
    for _ in range(21):
        done(desk.http("POST", "/v1/acme/tickets", json={"title": "Again"}, token=desk.admin.token))
    done(ask(desk, "POST", f"{ONE}/notes", {"body": "at the far end"}))
    refs = [f"TKT-{number:04d}" for number in range(1, 22)]
    for duplicate, primary in pairwise(refs[:20]):
        merge(desk, primary, duplicate)
    refused(ask(desk, "POST", f"{refs[20]}/merge", {"duplicate": refs[19]}), 409, "family_too_large")
    assert said(desk, refs[19]) == ["at the far end"]


def test_a_reply_names_what_was_said_on_the_duplicate_meanwhile(desk: Desk) -> None:
    opened(desk, MAYA)
    opened(desk, MAYA)
    desk.settle()
    merge(desk, ONE, TWO)
    seen = done(ask(desk, "POST", f"{ONE}/notes", {"body": "read so far"}))["id"]
    answer_by_mail(desk, mails_to(desk, MAYA)[1], "It works again")
    body = {"body": "Please try again", "last_seen": seen}
    document = refused(ask(desk, "POST", f"{ONE}/replies", body), 409, "stale_conversation")
    assert [entry["body_text"] for entry in document["entries"]] == ["It works again"]


def test_an_answer_from_the_duplicates_page_leads_back_to_that_page(desk: Desk) -> None:
    opened(desk, MAYA)
    for owner in (MAYA, NOOR):
        page = mailed(desk, opened(desk, owner))
    merge(desk, ONE, TWO)
    merge(desk, ONE, THREE)
    answered = desk.http("POST", f"{page}/replies", form={"body": "Any news?", "nonce": "n1"})
    assert (answered.status, answered.headers["location"]) == (303, f"http://help.test{page}?notice=replied")
    assert desk.http("GET", page).status == 200
    assert said(desk, ONE) == ["Any news?"]


def test_the_duplicates_page_says_how_far_the_primary_is(desk: Desk) -> None:
    opened(desk, MAYA)
    page = mailed(desk, opened(desk, NOOR))
    merge(desk, ONE, TWO)
    assert "Closed" not in desk.http("GET", page).text
    done(ask(desk, "PATCH", ONE, {"status": "waiting"}))
    assert "Waiting for your reply" in desk.http("GET", page).text
