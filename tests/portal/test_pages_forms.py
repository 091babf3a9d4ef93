"""The forms: what is sent, what is kept, and how problems are told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.portal import pages
from chalicelib.portal.content import TICKET_TYPES, PageDesk, Problem, SubmitForm
from tests.portal.page_reader import is_ours, read
from tests.portal.page_samples import DESK, EMPTY, INVITED, REPLY, ticket


def test_an_empty_form_offers_the_four_types_and_starts_with_a_support_ticket() -> None:
    options = read(pages.submit_page(DESK, EMPTY)).one("select", name="type").all("option")
    assert tuple(option.attributes["value"] for option in options) == TICKET_TYPES
    assert [o.attributes["value"] for o in options if "selected" in o.attributes] == ["support_ticket"]


def test_the_form_carries_its_nonce_and_the_signed_time() -> None:
    page = read(pages.submit_page(DESK, EMPTY))
    assert page.one("input", name="nonce").attributes == {"type": "hidden", "name": "nonce", "value": "n-1"}
    assert page.one("input", name="opened").attributes["value"] == "1741780000.sig"


def test_the_trap_is_out_of_reach_of_people_and_screen_readers() -> None:
    page = read(pages.submit_page(DESK, EMPTY))
    (around,) = [e for e in page.all("div", class_="trap") if e.all("input", name="homepage")]
    assert around.attributes["aria-hidden"] == "true"
    assert around.one("input").attributes["tabindex"] == "-1"
    assert around.one("input").attributes["autocomplete"] == "off"


def test_what_was_typed_is_kept_even_a_line_break_at_the_start() -> None:
    typed = SubmitForm(
        nonce="n", opened="t", name="Maya", email="maya@", title="502", description="\nIt fails", type="bug_report"
    )
    html = pages.submit_page(DESK, typed, [Problem("email", "invalid")])
    page = read(html)
    assert page.one("input", name="name").attributes["value"] == "Maya"
    assert page.one("input", name="email").attributes["value"] == "maya@"
    assert page.one("input", name="title").attributes["value"] == "502"
    assert "selected" in page.one("option", value="bug_report").attributes
    # HTML drops one line break after the tag, so two must be there for one to be kept.
    assert page.one("textarea", name="description").parts == ["\n\nIt fails"]


def test_a_problem_is_told_in_the_title_in_the_summary_and_at_the_field() -> None:
    page = read(pages.submit_page(DESK, EMPTY, [Problem("email", "invalid"), Problem("title", "required")]))
    assert page.one("title").text.startswith("Error: ")
    links = page.one("div", role="alert").all("a")
    assert [link.attributes["href"] for link in links] == ["#email", "#title"]
    field = page.one("input", id="email")
    assert field.attributes["aria-invalid"] == "true"
    assert "name@example.com" in page.one("p", id=field.attributes["aria-describedby"]).text


def test_a_field_without_a_problem_is_not_marked() -> None:
    page = read(pages.submit_page(DESK, EMPTY, [Problem("email", "invalid")]))
    assert "aria-invalid" not in page.one("input", id="name").attributes


def test_a_hint_and_a_problem_both_describe_the_field() -> None:
    page = read(pages.submit_page(DESK, EMPTY, [Problem("description", "required")]))
    field = page.one("textarea", id="description")
    assert field.attributes["aria-describedby"].split() == ["description-hint", "description-error"]


def test_a_problem_of_the_whole_form_stands_in_the_summary_without_a_link() -> None:
    summary = read(pages.submit_page(DESK, EMPTY, [Problem("form", "too_old")])).one("div", role="alert")
    assert "open for too long" in summary.text
    assert not summary.all("a")


def test_without_problems_there_is_no_summary_and_no_error_in_the_title() -> None:
    page = read(pages.submit_page(DESK, EMPTY))
    assert not page.all("div", role="alert")
    assert not page.one("title").text.startswith("Error")


def test_a_code_without_words_is_refused_rather_than_shown() -> None:
    with pytest.raises(KeyError):
        pages.submit_page(DESK, EMPTY, [Problem("email", "no_such_code")])


def test_what_people_type_is_never_markup() -> None:
    evil = "\"'></textarea><script>alert(1)</script>"
    form = SubmitForm(nonce=evil, opened=evil, name=evil, email=evil, title=evil, description=evil, type=evil)
    page = read(pages.submit_page(replace(DESK, name=evil, intro=evil), form, [Problem("email", "invalid")]))
    assert all(is_ours(script) for script in page.all("script"))
    assert page.one("input", name="title").attributes["value"] == evil
    assert page.one("textarea").parts == ["\n" + evil]


def test_a_desk_s_own_words_replace_the_ordinary_welcome() -> None:
    assert "weekdays" in pages.submit_page(replace(DESK, intro="We answer on weekdays."), EMPTY)
    assert "weekdays" not in pages.submit_page(DESK, EMPTY)


def test_a_slug_can_not_lead_a_form_elsewhere() -> None:
    odd = PageDesk(slug='../x"/y?', name="Odd", color="#000000")
    action = read(pages.submit_page(odd, EMPTY)).one("form").attributes["action"]
    assert action == "/portal/..%2Fx%22%2Fy%3F"


def test_a_token_can_not_lead_an_answer_elsewhere() -> None:
    page = read(pages.tracking_page(DESK, ticket(token="../../a?b#c"), (), REPLY))
    assert page.one("form").attributes["action"] == "/portal/acme/t/..%2F..%2Fa%3Fb%23c/replies"


def test_a_new_password_is_filed_under_the_member_s_address() -> None:
    page = read(pages.password_page(DESK, INVITED))
    assert page.one("input", name="password").attributes["autocomplete"] == "new-password"
    assert page.one("input", autocomplete="username").attributes["value"] == "bo@example.com"
    assert page.one("input", name="token").attributes["value"] == "t-1"


def test_a_password_is_never_written_back_into_the_page() -> None:
    page = read(pages.password_page(DESK, INVITED, [Problem("password", "too_short")]))
    assert page.one("input", name="password").attributes["value"] == ""
    assert "12 characters at least" in page.one("p", id="password-error").text


def test_an_invitation_and_a_reset_are_told_apart() -> None:
    assert "Welcome" in read(pages.password_page(DESK, INVITED)).one("h1").text
    assert "Welcome" not in read(pages.password_page(DESK, replace(INVITED, purpose="reset"))).one("h1").text
