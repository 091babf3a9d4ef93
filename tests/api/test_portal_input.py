"""Whatever is typed into the portal's forms, or sent in their place."""

from __future__ import annotations

import html
from typing import Any
from urllib.parse import quote_plus

import pytest

from infra.local.aws import client
from tests.api.asking import FORM, TICKETS, hidden, portal_form, submitted, tracking_path, walked
from tests.support.desk import Answer, Desk

PORTAL = "/portal/acme"
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</textarea>'


def post(desk: Desk, form: dict[str, str], path: str = PORTAL) -> Answer:
    return desk.http("POST", path, form=form)


def refused(answer: Answer, status: int = 422) -> str:
    """The page that a refusal must be; its text."""
    assert answer.status == status, f"{answer.status} {answer.text[:300]}"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"]
    return answer.text


def wrong_fields(page: str) -> list[str]:
    """The fields that a page marks as wrong, in its order."""
    return [name for name in ("name", "email", "type", "title", "description") if f'id="{name}-error"' in page]


def stored(desk: Desk) -> dict[str, Any]:
    """Everything in the table but the counters of the rate limits, as the table has it."""
    table = desk.environment["TABLE_NAME"]
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table)
    items = [item for page in pages for item in page["Items"]]
    keyed = {f"{item['pk']['S']}|{item['sk']['S']}": item for item in items}
    return {key: item for key, item in keyed.items() if not key.startswith("RATE#")}


@pytest.mark.parametrize("field", ["name", "email", "title", "description"])
def test_an_empty_field_is_named_and_the_others_keep_what_was_typed(desk: Desk, field: str) -> None:
    for empty in ("", "  \t "):
        page = refused(post(desk, portal_form(desk) | {field: empty}))
        assert wrong_fields(page) == [field]
        for name, typed in FORM.items():
            if name not in (field, "type"):
                assert typed in page
        assert '<option value="bug_report" selected>' in page


def test_a_form_of_nothing_names_every_field(desk: Desk) -> None:
    page = refused(post(desk, {"nonce": ""}))
    assert wrong_fields(page) == ["name", "email", "title", "description"]
    assert refused(desk.http("POST", PORTAL, headers={"content-type": "application/x-www-form-urlencoded"}))


@pytest.mark.parametrize(
    ("field", "longest"), [("name", 200), ("email", 254), ("title", 300), ("description", 100_000)]
)
def test_a_field_ten_times_too_long_is_named_and_kept(desk: Desk, field: str, longest: int) -> None:
    typed = "x" * (longest * 10)
    page = refused(post(desk, portal_form(desk) | {field: typed}))
    assert wrong_fields(page) == [field]
    assert typed in page


def test_the_longest_words_are_taken_in_any_script_with_space_around_them(desk: Desk) -> None:
    typed = {"name": "é" * 200, "title": "汉" * 300, "description": "\n" + "😀" * 100_000 + "\n "}
    submitted(desk, **typed)
    path = submitted(desk, email="x" * 50 + "@" + ".".join(["d" * 60] * 3) + ".example")
    ticket = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()
    assert (ticket["title"], ticket["description"]) == (typed["title"], typed["description"].strip())
    answered = post(desk, {"body": " " + "😀" * 100_000 + "\r\n"}, f"{path}/replies")
    assert answered.status == 303, answered.text[:300]


WRONG = {
    "an address without a dot": ("email", "maya@localhost"),
    "two addresses": ("email", "a@example.com,b@example.com"),
    "an address in two lines": ("email", "maya@example.com\r\nBcc: all@example.com"),
    "an address with a name": ("email", "Maya <maya@example.com>"),
    "an unknown type": ("type", "incident"),
    "no type": ("type", ""),
}


@pytest.mark.parametrize(("field", "typed"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_named(desk: Desk, field: str, typed: str) -> None:
    before = stored(desk)
    assert wrong_fields(refused(post(desk, portal_form(desk) | {field: typed}))) == [field]
    assert stored(desk) == before


def test_markup_in_every_field_comes_back_as_text(desk: Desk) -> None:
    page = refused(post(desk, dict.fromkeys((*FORM, "nonce", "opened"), MARKUP)))
    assert html.escape(MARKUP, quote=False).replace('"', "&#34;") in page
    for part in ("<script", "<img", "</textarea>{{", "49"):
        assert part not in page.replace("</textarea>\n", "")


def test_markup_in_a_request_is_harmless_on_its_page_and_in_its_mails(desk: Desk) -> None:
    path = submitted(desk, name=MARKUP, title=MARKUP, description=MARKUP)
    said = {"body": MARKUP}
    assert post(desk, said, f"{path}/replies").status == 303
    assert desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=said, token=desk.admin.token).status == 201
    desk.settle()
    public = [desk.http("GET", path).text, *(mail.html for mail in desk.sent)]
    assert len(public) == 3
    for text in public:
        assert "<script" not in text
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


@pytest.mark.parametrize("name", ["name", "title", "description"])
def test_bytes_that_are_no_utf_8_are_replaced_and_never_a_fault(desk: Desk, name: str) -> None:
    form = "&".join(f"{field}={quote_plus(value)}" for field, value in FORM.items() if field != name)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for value in (b"%ff%fe%C3", b"%ED%A0%80", b"%00a%00", b"a\xff\xfeb", b"%zz", b"%E2%80%AEa"):
        body = form.encode() + f"&{name}=".encode() + value
        answer = desk.http("POST", PORTAL, body=body, headers=headers, address=f"203.0.113.{len(value)}")
        assert answer.status == 303, answer.text[:300]
        assert desk.http("GET", tracking_path(answer)).status == 200


def test_other_content_types_are_refused_with_a_page(desk: Desk) -> None:
    before = stored(desk)
    for kind in ("application/json", "text/plain", "", "multipart/form-data; boundary=x", "x" * 5000):
        refused(desk.http("POST", PORTAL, body=b"name=x", headers={"content-type": kind}), 415)
    assert stored(desk) == before


def test_a_form_that_is_too_large_or_has_too_many_fields_is_refused_with_a_page(desk: Desk) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    refused(desk.http("POST", PORTAL, body=b"name=" + b"x" * 3_000_000, headers=headers), 413)
    refused(desk.http("POST", PORTAL, body=b"&".join(b"a%d=1" % n for n in range(100_000)), headers=headers), 400)


def test_a_field_given_twice_counts_once(desk: Desk) -> None:
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in FORM.items()) + "&title=Second"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert desk.http("POST", PORTAL, body=body.encode(), headers=headers).status == 303
    (ticket,) = walked(desk, TICKETS, desk.admin.token, 100)
    assert ticket["title"] == FORM["title"]


def test_a_machine_that_fills_in_what_nobody_sees_is_refused(desk: Desk) -> None:
    before = stored(desk)
    refused(post(desk, portal_form(desk) | {"homepage": "https://spam.example"}))
    assert stored(desk) == before


def test_a_forged_or_old_stamp_is_answered_with_a_fresh_form_that_works(desk: Desk) -> None:
    form = portal_form(desk)
    shown, _, signature = form["opened"].partition(".")
    for stamp in (f"{int(shown) - 90_000}.{signature}", f"{shown}.k1.aaaa", "x", f"{shown}{signature}", "\u0660.x"):
        page = post(desk, form | {"opened": stamp})
        refused(page)
        assert FORM["description"] in page.text
    assert post(desk, form | hidden(page)).status == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(desk: Desk, method: str) -> None:
    for path in (PORTAL, f"{submitted(desk)}", "/account/password/k1.x"):
        assert desk.http(method, path).status == 405


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
    for target in (PORTAL, f"{PORTAL}?name=x&email=y", f"{PORTAL}/theme.css", path, f"{path}?notice=solved"):
        for method in ("GET", "HEAD"):
            assert desk.http(method, target).status == 200
    desk.settle()
    assert stored(desk) == before
    assert len(desk.sent) == mails


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


@pytest.mark.parametrize("slug", ["nowhere", "ACME", "acme%00", "%2e%2e", "a" * 4000, "acme%2Ft", "-"])
def test_a_desk_that_is_not_there_is_a_page_that_says_so(desk: Desk, slug: str) -> None:
    refused(desk.http("GET", f"/portal/{slug}"), 404)
    refused(desk.http("POST", f"/portal/{slug}", form=FORM), 404)


def test_a_blocked_contact_is_refused_and_keeps_what_was_typed(desk: Desk) -> None:
    from chalicelib.storage.guard import workspace_scope
    from chalicelib.storage.records import ContactRecord

    submitted(desk)
    contact = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"][0]["id"]
    with workspace_scope("acme"):
        record = ContactRecord.get(f"W#acme#C#{contact}", "CONTACT")
        record.data = {**record.data, "blocked": True}
        record.save()
    page = refused(post(desk, portal_form(desk)), 403)
    assert FORM["description"] in page
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1
