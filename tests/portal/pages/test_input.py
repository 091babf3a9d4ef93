"""Whatever is typed into the portal's forms, or sent in their place."""

from __future__ import annotations

import html
import time

from tests.api.asking import FORM, TICKETS, hidden, portal_form, submitted, walked
from tests.api.portal import MARKUP, PORTAL, post, refused, stored, wrong_fields
from tests.support.desk import Desk


def test_an_empty_field_is_named_and_the_others_keep_what_was_typed(desk: Desk) -> None:
    for field in ("name", "email", "title", "description"):
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


def test_a_field_ten_times_too_long_is_named_and_kept(desk: Desk) -> None:
    for field, longest in (("name", 200), ("email", 254), ("title", 300), ("description", 100_000)):
        typed = "x" * (longest * 10)
        page = refused(post(desk, portal_form(desk) | {field: typed}))
        assert wrong_fields(page) == [field]
        assert typed in page


WRONG = (
    ("email", "maya@localhost"),
    ("email", "a@example.com,b@example.com"),
    ("email", "maya@example.com\r\nBcc: all@example.com"),
    ("email", "Maya <maya@example.com>"),
    ("type", "incident"),
    ("type", ""),
)


def test_what_cannot_be_is_named(desk: Desk) -> None:
    before = stored(desk)
    for field, typed in WRONG:
        assert wrong_fields(refused(post(desk, portal_form(desk) | {field: typed}))) == [field]
    assert stored(desk) == before


def test_markup_in_every_field_comes_back_as_text(desk: Desk) -> None:
    page = refused(post(desk, dict.fromkeys((*FORM, "nonce", "opened"), MARKUP)))
    assert html.escape(MARKUP, quote=False).replace('"', "&#34;") in page
    for part in ("<script>", "<img", "</textarea>{{", "7006652"):
        assert part not in page.replace("</textarea>\n", "")


def test_markup_and_ten_times_too_much_in_every_other_form_come_back_as_text(desk: Desk) -> None:
    path = submitted(desk)
    too_much = MARKUP * 2_500
    forms = {
        f"{path}/replies": {"body": too_much, "nonce": MARKUP, "upload": MARKUP, "arrived": MARKUP},
        f"{path}/rate": {"score": MARKUP, "comment": too_much},
        f"{PORTAL}/find": {"email": too_much, "ref": too_much},
    }
    for place, form in forms.items():
        page = refused(post(desk, form, place))
        assert html.escape(MARKUP, quote=False).replace('"', "&#34;") in page
        for part in ("<script>", "<img", "7006652"):
            assert part not in page


def test_other_content_types_are_refused_with_a_page(desk: Desk) -> None:
    before = stored(desk)
    for kind in ("application/json", "text/plain", "", "multipart/mixed; boundary=x", "x" * 5000):
        refused(desk.http("POST", PORTAL, body=b"name=x", headers={"content-type": kind}), 415)
    assert stored(desk) == before


def test_a_form_that_is_too_large_or_has_too_many_fields_is_refused_with_a_page(desk: Desk) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    page = refused(desk.http("POST", PORTAL, body=b"name=" + b"x" * 3_000_000, headers=headers), 413)
    assert "This is too large" in page
    refused(desk.http("POST", PORTAL, body=b"&".join(b"a%d=1" % n for n in range(100_000)), headers=headers), 400)


def test_a_hundred_megabytes_are_refused_by_form_and_by_the_file_store_s_form(desk: Desk) -> None:
    """API Gateway refuses such a form itself; what it says has to help whoever reads it in their browser."""
    before = stored(desk)
    size = 100 * 1024 * 1024
    boundary = {"content-type": "multipart/form-data; boundary=x"}
    answer = desk.http("POST", PORTAL, body=b"x" * size, headers=boundary)
    assert answer.status == 413
    assert "go back" in answer.json()["detail"]
    offer = {"nonce": "n1", "name": "film.mp4", "type": "video/mp4", "size": str(size)}
    refused(post(desk, offer, f"{PORTAL}/uploads"))
    assert stored(desk) == before


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


def test_a_form_that_was_open_for_longer_than_a_day_keeps_all_that_was_typed(desk: Desk) -> None:
    seconds = int(time.time()) - 24 * 3600 - 1
    opened = f"{seconds}.{desk.ports.secrets.sign('form', str(seconds).encode())}"
    old = portal_form(desk) | {"opened": opened}
    page = post(desk, old)
    text = refused(page)
    assert "open for too long" in text
    for typed in (FORM["name"], FORM["email"], FORM["title"], FORM["description"], old["nonce"]):
        assert typed in text
    assert '<option value="bug_report" selected>' in text
    assert post(desk, old | hidden(page)).status == 303
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1


def test_other_methods_are_refused(desk: Desk) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        for path in (PORTAL, f"{PORTAL}/t/1.aaaaaaaa", "/account/password/k1.x"):
            assert desk.http(method, path).status == 405


def test_a_desk_that_is_not_there_is_a_page_that_says_so(desk: Desk) -> None:
    for slug in ("nowhere", "ACME", "acme%00", "%2e%2e", "a" * 4000, "acme%2Ft", "-"):
        refused(desk.http("GET", f"/portal/{slug}"), 404)
        refused(desk.http("POST", f"/portal/{slug}", form=FORM), 404)


def test_a_blocked_contact_is_refused_and_keeps_what_was_typed(desk: Desk) -> None:
    from chalicelib.storage.table.guard import workspace_scope
    from chalicelib.storage.table.records import ContactRecord

    submitted(desk)
    contact = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"][0]["id"]
    with workspace_scope("acme"):
        record = ContactRecord.get(f"W#acme#C#{contact}", "CONTACT")
        record.data = {**record.data, "blocked": True}
        record.save()
    page = refused(post(desk, portal_form(desk)), 403)
    assert FORM["description"] in page
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1
