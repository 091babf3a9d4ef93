"""Two customers whose tickets are merged never read each other, by no page and no mail, however the merges lie."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.e2e.life import (
    MAYA,
    NOOR,
    answer_by_mail,
    ask,
    done,
    everything_for,
    mailed,
    mails_to,
    merge,
    opened,
    said,
    unmerge,
)
from tests.support.desk import Desk

ONE, TWO, THREE = "TKT-0001", "TKT-0002", "TKT-0003"
NOTE = "plumtree-for-members-alone"


def with_participant(desk: Desk, ref: str, address: str) -> None:
    done(ask(desk, "PATCH", ref, {"participants": [address]}))


def speak(desk: Desk, ref: str, words: str) -> None:
    done(ask(desk, "POST", f"{ref}/replies", {"body": words}))
    done(ask(desk, "POST", f"{ref}/notes", {"body": NOTE}))
    desk.settle()


def page_in(desk: Desk, address: str) -> str:
    """The tracking page that somebody's last mail leads to."""
    text = mails_to(desk, address)[-1].text
    return "/portal/" + text.partition("http://help.test/portal/")[2].split()[0]


def test_participants_of_one_hear_what_is_said_from_now_on_and_nothing_of_before(desk: Desk) -> None:
    opened(desk, MAYA, "Mayas matter")
    opened(desk, NOOR, "Noors matter")
    with_participant(desk, ONE, "ops@example.com")
    with_participant(desk, TWO, "kim@example.com")
    speak(desk, ONE, "plums for Maya")
    speak(desk, TWO, "pears for Noor")
    merge(desk, ONE, TWO)
    speak(desk, ONE, "apples for all")
    for address in (NOOR, "kim@example.com"):
        seen = everything_for(desk, address, page_in(desk, address))
        assert "apples for all" in seen
        assert "pears for Noor" in seen
        assert not any(word in seen for word in ("plums", "Maya", "maya", "ops@", NOTE))
    for address in (MAYA, "ops@example.com"):
        seen = everything_for(desk, address, page_in(desk, address))
        assert "apples for all" in seen
        assert "plums for Maya" in seen
        assert not any(word in seen for word in ("pears", "Noor", "noor", "kim@", NOTE))


@pytest.mark.parametrize("order", [(NOOR, MAYA, MAYA), (MAYA, MAYA, NOOR), (MAYA, NOOR, MAYA)])
def test_in_a_chain_everybody_reads_their_own_and_the_replies_from_the_top(desk: Desk, order: tuple[str, ...]) -> None:
    """1 is merged into 2, and that into 3."""
    pages = [mailed(desk, opened(desk, owner, f"matter-{number}")) for number, owner in enumerate(order, 1)]
    desk.settle()
    for ref, owner in zip((ONE, TWO, THREE), order, strict=True):
        confirmation = mails_to(desk, owner)[order[: int(ref[-1])].count(owner) - 1]
        answer_by_mail(desk, confirmation, f"words-of-{owner}")
        speak(desk, ref, f"reply-to-{owner}")
    merge(desk, TWO, ONE)
    speak(desk, TWO, "reply-on-2")
    merge(desk, THREE, TWO)
    speak(desk, THREE, "reply-on-3")
    for page, owner in zip(pages, order, strict=True):
        other = NOOR if owner == MAYA else MAYA
        seen = everything_for(desk, owner, page)
        assert "reply-on-3" in desk.http("GET", page).text
        assert f"words-of-{owner}" in seen
        assert not any(word in seen for word in (f"words-of-{other}", f"reply-to-{other}", NOTE)), order
        assert ("reply-on-2" in seen) == (owner in order[:2])


def test_of_one_customers_merged_tickets_every_page_shows_everything(desk: Desk) -> None:
    pages = [mailed(desk, opened(desk, MAYA, f"matter-{number}")) for number in (1, 2)]
    speak(desk, ONE, "plums")
    speak(desk, TWO, "pears")
    merge(desk, ONE, TWO)
    for page in pages:
        text = desk.http("GET", page).text
        assert "plums" in text
        assert "pears" in text
        assert text.count("Since this morning every payment ends in a 502.") == 2
        assert NOTE not in text


def test_the_other_customer_is_told_of_the_solution_by_their_own_link_and_rates_their_own_ticket(desk: Desk) -> None:
    opened(desk, MAYA, "Mayas matter")
    page = mailed(desk, opened(desk, NOOR, "Noors matter"))
    merge(desk, ONE, TWO)
    desk.advance(timedelta(seconds=12))
    before = len(desk.sent)
    done(ask(desk, "POST", f"{ONE}/resolve", {"resolution": "plums for Maya"}))
    desk.advance(timedelta(seconds=12))
    assert sorted(mail.to[0] for mail in desk.sent[before:]) == [MAYA, NOOR]
    assert not any(word in everything_for(desk, NOOR, page) for word in ("plums", "Maya", ONE))
    rated = desk.http("POST", f"{page}/rate", form={"score": "2", "comment": "slow"})
    assert rated.status == 303, rated.text
    scores = [done(ask(desk, "GET", ref))["csat"]["score"] for ref in (ONE, TWO)]
    assert scores == [None, 2]


def test_a_held_reply_is_not_mailed_to_somebody_parted_from_the_ticket_meanwhile(desk: Desk) -> None:
    opened(desk, MAYA)
    opened(desk, NOOR)
    merge(desk, ONE, TWO)
    desk.settle()
    before = len(desk.sent)
    done(ask(desk, "POST", f"{ONE}/replies", {"body": "for the right one", "undo_seconds": 10}))
    desk.settle()
    unmerge(desk, ONE, TWO)
    desk.advance(timedelta(seconds=20))
    assert [mail.to[0] for mail in desk.sent[before:]] == [MAYA]


def test_members_read_the_duplicates_notes_on_the_primary(desk: Desk) -> None:
    opened(desk, MAYA)
    opened(desk, NOOR)
    done(ask(desk, "POST", f"{TWO}/notes", {"body": NOTE}))
    merge(desk, ONE, TWO)
    assert said(desk, ONE) == [NOTE]
