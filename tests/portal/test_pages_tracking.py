"""The tracking page: what happened, in words a customer understands, and what to do next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import get_args

import pytest
from markupsafe import Markup

from chalicelib.portal import pages
from chalicelib.portal.content import NOTICES, Notice, Problem, Status
from chalicelib.portal.tracked import Entry, File
from tests.portal.page_reader import Element, is_ours, read
from tests.portal.page_samples import DESK, ENTRIES, NOON, REPLY, ticket


def _page(status: Status = "in_progress", entries: tuple[Entry, ...] = ENTRIES) -> Element:
    return read(pages.tracking_page(DESK, ticket(status), entries, REPLY))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("open", "Open"),
        ("in_progress", "In progress"),
        ("waiting", "Waiting for your reply"),
        ("resolved", "Resolved"),
        ("closed", "Closed"),
    ],
)
def test_the_status_is_said_in_plain_words_with_a_shape_of_its_own(status: Status, words: str) -> None:
    badge = _page(status).one("span", class_=f"status {status}")
    assert badge.text == words
    assert badge.one("svg").all()


def test_reference_title_and_date_stand_at_the_top() -> None:
    page = _page()
    assert page.one("title").text == "TKT-0042 Checkout returns 502 – Acme Support"
    assert page.one("p", class_="ref").text == "Reference TKT-0042"
    assert page.one("p", class_="facts").one("time").text == "12 March 2025, 12:05 (UTC)"


def test_a_time_is_told_in_the_desks_zone_whatever_zone_it_comes_in() -> None:
    tokyo = timezone(timedelta(hours=9))
    late = Entry(kind="agent_reply", author="Ana K.", at=datetime(2025, 1, 1, 8, 30, tzinfo=tokyo), body=Markup("x"))
    for zone, text in (
        ("UTC", "31 December 2024, 23:30 (UTC)"),
        ("Europe/Berlin", "1 January 2025, 00:30 (Europe/Berlin)"),
    ):
        page = read(pages.tracking_page(replace(DESK, zone=zone), ticket(), (late,), REPLY))
        (time,) = [e for e in page.all("time") if e.attributes["datetime"] == "2024-12-31T23:30:00Z"]
        assert time.text == text


def test_the_conversation_starts_with_the_description_and_keeps_its_order() -> None:
    messages = _page().one("ol").all("article")
    assert [message.one("h3").text for message in messages] == ["Maya Osei", "Ana K.", "Maya Osei"]
    assert messages[0].one("div", class_="words").text == "Every payment ends in a 502."


def test_only_the_team_s_messages_are_marked_as_such() -> None:
    messages = _page().one("ol").all("article")
    assert ["Team" in message.one("header").text for message in messages] == [False, True, False]


def test_a_message_is_shown_as_the_sanitised_html_it_is() -> None:
    assert _page().one("ol").one("em").text == "reproduce"


def test_quoted_text_is_folded_and_escaped() -> None:
    quoting = Entry(kind="customer_message", author="Maya", at=NOON, body=Markup("<p>Yes</p>"), quoted="> <img src=x>")
    details = _page(entries=(quoting,)).one("details")
    assert "open" not in details.attributes
    assert details.one("div", class_="quoted").text == "> <img src=x>"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (34_120, "34 KB"),
        (999_499, "999 KB"),
        (999_999, "1.0 MB"),
        (2_350_000, "2.4 MB"),
    ],
)
def test_an_attachment_shows_its_name_size_and_link(size: int, words: str) -> None:
    file = File(name="<b>.png", size=size, url="/files/1?a=1&b=2")
    entry = Entry(kind="customer_message", author="Maya", at=NOON, body=Markup("x"), files=(file,))
    item = _page(entries=(entry,)).one("ul", class_="files").one("li")
    assert item.one("a").attributes["href"] == "/files/1?a=1&b=2"
    assert item.one("a").text == "<b>.png"
    assert item.one("span").text == words


@pytest.mark.parametrize(
    ("url", "links", "words"),
    [("/files/1", 1, "checkout.log 4 KB"), (None, 0, "checkout.log 4 KB Blocked: contains a virus")],
)
def test_an_attachment_is_a_link_or_says_why_it_is_none(url: str | None, links: int, words: str) -> None:
    file = File(name="checkout.log", size=4_000, url=url)
    entry = Entry(kind="customer_message", author="Maya", at=NOON, body=Markup("x"), files=(file,))
    item = _page(entries=(entry,)).one("ul", class_="files").one("li")
    assert (len(item.all("a")), " ".join(item.text.split())) == (links, words)


def test_a_solved_request_shows_how_and_that_an_answer_reopens_it() -> None:
    solved = ticket("resolved", resolution=Markup("<p>We rolled it back.</p>"))
    outcome = read(pages.tracking_page(DESK, solved, (), REPLY)).one("section", class_="outcome")
    assert "We rolled it back." in outcome.text
    assert "Reply below" in outcome.text


def test_a_request_solved_without_notes_only_says_that_an_answer_reopens_it() -> None:
    assert not _page("resolved").one("section", class_="outcome").all("div")


def test_a_closed_request_says_that_an_answer_opens_a_new_one() -> None:
    page = _page("closed")
    assert "new request linked" in page.one("section", class_="outcome closed").text
    assert page.one("form").one("button").text == "Send as new request"


def test_a_request_under_way_has_no_note_about_its_end() -> None:
    assert "outcome" not in pages.tracking_page(DESK, ticket("waiting"), ENTRIES, REPLY)


def test_only_who_may_say_so_gets_the_button_this_is_solved() -> None:
    page = read(pages.tracking_page(DESK, ticket(may_solve=True), (), REPLY))
    (answer, solve) = page.all("form")
    assert answer.attributes["action"] == "/portal/acme/t/42.c1.abc/replies"
    assert solve.attributes["action"] == "/portal/acme/t/42.c1.abc/resolved"
    assert solve.one("input", name="nonce").attributes["value"] == "n-2"
    assert len(_page().all("form")) == 1


def test_an_answer_that_was_refused_is_kept() -> None:
    page = read(
        pages.tracking_page(DESK, ticket(), (), type(REPLY)(nonce="n", body="Half a"), [Problem("body", "too_long")])
    )
    assert page.one("textarea", name="body").text == "Half a"
    assert page.one("textarea", name="body").attributes["aria-describedby"] == "body-error"


@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_is_announced(notice: Notice) -> None:
    page = read(pages.tracking_page(DESK, ticket(), (), REPLY, notice=notice))
    assert page.one("p", role="status").text


def test_there_is_no_announcement_without_a_notice() -> None:
    assert not _page().all("p", role="status")


def test_names_and_titles_are_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    entry = Entry(kind="agent_reply", author=evil, at=NOON, body=Markup("x"))
    page = read(pages.tracking_page(DESK, ticket(title=evil), (entry,), REPLY))
    assert all(is_ours(script) for script in page.all("script"))
    assert page.one("h1").text == evil


@pytest.mark.parametrize("kind", get_args(pages.MessageKind))
def test_every_message_says_what_is_the_matter_and_what_to_do(kind: pages.MessageKind) -> None:
    page = read(pages.message_page(DESK, kind))
    assert page.one("h1").text in page.one("title").text
    assert page.one("main").one("p", class_="lead").text.endswith(".")


def test_a_page_without_a_desk_tells_nothing_about_one() -> None:
    page = read(pages.message_page(None, "not_found"))
    assert not page.all("header")
    assert [link.attributes["href"] for link in page.all("a")] == ["#main"]


def test_after_setting_a_password_the_way_to_sign_in_is_shown() -> None:
    page = read(pages.password_done_page(DESK, "https://desk.example.com/console"))
    assert page.one("main").one("a").attributes["href"] == "https://desk.example.com/console"
