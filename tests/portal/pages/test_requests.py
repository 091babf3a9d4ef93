"""Requests that the portal takes: each one once, its words harmless, and nothing done by reading."""

from __future__ import annotations

import itertools
from urllib.parse import quote_plus

from tests.api.asking import FORM, TICKETS, portal_form, submitted, tracking_path, walked
from tests.api.portal import MARKUP, PORTAL, post, refused, stored
from tests.support.desk import Desk


def test_the_longest_words_are_taken_in_any_script_with_space_around_them(desk: Desk) -> None:
    typed = {"name": "é" * 200, "title": "汉" * 300, "description": "\n" + "😀" * 100_000 + "\n "}
    submitted(desk, **typed)
    path = submitted(desk, email="x" * 50 + "@" + ".".join(["d" * 60] * 3) + ".example")
    ticket = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()
    assert (ticket["title"], ticket["description"]) == (typed["title"], typed["description"].strip())
    answered = post(desk, {"body": " " + "😀" * 100_000 + "\r\n"}, f"{path}/replies")
    assert answered.status == 303, answered.text[:300]


def test_markup_in_a_request_is_harmless_on_its_page_and_in_its_mails(desk: Desk) -> None:
    path = submitted(desk, name=MARKUP, title=MARKUP, description=MARKUP)
    said = {"body": MARKUP}
    assert post(desk, said, f"{path}/replies").status == 303
    assert desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=said, token=desk.admin.token).status == 201
    desk.settle()
    public = [desk.http("GET", path).text, *(mail.html for mail in desk.sent)]
    assert len(public) == 3
    for text in public:
        assert "<script>" not in text
        assert "<img" not in text
        assert "onerror=alert(1)>{{" not in text


def test_line_breaks_in_a_title_or_name_forge_no_header(desk: Desk) -> None:
    submitted(desk, name="Maya\r\nBcc: all@example.com", title="Help\r\nBcc: all@example.com\r\n\r\nOther text")
    reply = {"body": "Which one?"}
    assert desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=reply, token=desk.admin.token).status == 201
    desk.settle()
    assert len(desk.sent) == 2
    for mail in desk.sent:
        assert mail.to == ("maya@example.com",)
        assert mail.message["Bcc"] is None
        assert "\n" not in mail.subject


def test_bytes_that_are_no_utf_8_are_replaced_and_never_a_fault(desk: Desk) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    odd = (b"%ff%fe%C3", b"%ED%A0%80", b"%00a%00", b"a\xff\xfeb", b"%zz", b"%E2%80%AEa")
    for number, (name, value) in enumerate(itertools.product(("name", "title", "description"), odd)):
        rest = "&".join(f"{field}={quote_plus(typed)}" for field, typed in FORM.items() if field != name)
        body = rest.encode() + f"&{name}=".encode() + value
        answer = desk.http("POST", PORTAL, body=body, headers=headers, address=f"203.0.113.{number}")
        assert answer.status == 303, answer.text[:300]
        assert desk.http("GET", tracking_path(answer)).status == 200


def test_a_field_given_twice_counts_once(desk: Desk) -> None:
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in FORM.items()) + "&title=Second"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert desk.http("POST", PORTAL, body=body.encode(), headers=headers).status == 303
    (ticket,) = walked(desk, TICKETS, desk.admin.token, 100)
    assert ticket["title"] == FORM["title"]


def test_a_form_sent_twice_or_replayed_is_one_ticket_and_one_mail(desk: Desk) -> None:
    form = portal_form(desk)
    answers = [post(desk, form) for _ in range(3)]
    desk.settle()
    assert {answer.status for answer in answers} == {303}
    assert len({tracking_path(answer) for answer in answers}) == 1
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1
    assert len(desk.sent) == 1


def test_the_same_words_in_a_form_opened_anew_are_another_request(desk: Desk) -> None:
    assert submitted(desk) != submitted(desk)
    desk.settle()
    assert len(desk.sent) == 2


def test_a_form_replayed_after_its_ticket_was_given_to_somebody_else_gives_no_link_to_theirs(desk: Desk) -> None:
    form = portal_form(desk)
    assert post(desk, form).status == 303
    other = {"contact": {"email": "other@example.com"}}
    assert desk.http("PATCH", f"{TICKETS}/TKT-0001", json=other, token=desk.admin.token).status == 200
    refused(post(desk, form), 404)


def test_reading_by_get_and_head_changes_nothing(desk: Desk) -> None:
    path = submitted(desk)
    desk.settle()
    before, mails = stored(desk), len(desk.sent)
    for target in (
        PORTAL,
        f"{PORTAL}?name=x&email=y",
        f"{PORTAL}/theme.css",
        path,
        f"{path}?notice=solved",
        f"{path}/rate",
    ):
        for method in ("GET", "HEAD"):
            assert desk.http(method, target).status == 200
    desk.settle()
    assert stored(desk) == before
    assert len(desk.sent) == mails


def test_the_button_and_nothing_else_records_a_rating(desk: Desk) -> None:
    path = submitted(desk)
    solved = {"resolution": "Rolled back"}
    assert desk.http("POST", f"{TICKETS}/TKT-0001/resolve", json=solved, token=desk.admin.token).status == 200
    desk.settle()
    before, mails = stored(desk), len(desk.sent)
    for number in range(20):
        for method in ("GET", "HEAD"):
            query = f"?score={number % 5 + 1}&comment=x&notice=rated"
            assert desk.http(method, f"{path}/rate{query}", address=f"203.0.113.{number}").status == 200
    desk.settle()
    assert stored(desk) == before
    assert len(desk.sent) == mails
    assert desk.http("POST", f"{path}/rate", form={"score": "4", "comment": "Quick"}).status == 303
    rating = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()["csat"]
    assert (rating["score"], rating["comment"]) == (4, "Quick")


def test_what_stands_in_the_query_is_not_written_into_a_page(desk: Desk) -> None:
    path = submitted(desk)
    for target in (f"{path}?notice={quote_plus(MARKUP)}", f"{PORTAL}?title={quote_plus(MARKUP)}", f"{path}?notice=x"):
        page = desk.http("GET", target)
        assert page.status == 200
        assert "alert(1)" not in page.text
        assert 'role="status"' not in page.text


def test_a_host_header_gets_into_no_page_and_no_link(desk: Desk) -> None:
    page = desk.http("GET", PORTAL, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert "evil.example" not in page.text
    sent = desk.http("POST", PORTAL, form=portal_form(desk), headers={"host": "evil.example"})
    assert sent.headers["location"].startswith("http://help.test/portal/acme/t/")


def test_words_that_a_member_changed_are_marked_as_edited_and_the_former_ones_are_not_shown(desk: Desk) -> None:
    path = submitted(desk)
    before = desk.http("GET", path).text
    assert FORM["description"] in before
    assert "edited by the team" not in before
    ticket = f"{TICKETS}/TKT-0001"
    assert desk.http("PATCH", ticket, json={"priority": "high"}, token=desk.admin.token).status == 200
    assert "edited by the team" not in desk.http("GET", path).text
    changed = {"description": "All is well."}
    assert desk.http("PATCH", ticket, json=changed, token=desk.admin.token).status == 200
    after = desk.http("GET", path).text
    assert "All is well." in after
    assert "edited by the team" in after
    assert FORM["description"] not in after
    assert "vom Team bearbeitet" in desk.http("GET", f"{path}?lang=de").text
