"""The portal as its desk has it: on or off, its name, colour, logo and text, and what a preview shows of them."""

from __future__ import annotations

import html
import re
import time
from typing import Any

import pytest
import requests

from infra.local.aws import client
from tests.api.asking import FORM, TICKETS, fields, portal_form, problem, submitted, walked
from tests.api.portal import MARKUP, PORTAL, post, refused, stored
from tests.support.desk import Answer, Desk
from tests.support.multipart import HEADERS, multipart

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels"
USUAL = {
    "on": True,
    "name": None,
    "color": None,
    "text": "",
    "logo_url": None,
    "types": {"support_ticket": None, "customer_request": None, "bug_report": None, "feature_request": None},
    "privacy_text": "",
    "privacy_url": "",
    "url": "http://help.test/portal/acme",
    "preview_url": "http://help.test/portal/acme?preview=1",
}


def _settings(desk: Desk) -> dict[str, Any]:
    answer = desk.http("GET", "/v1/acme/portal", token=desk.admin.token)
    assert answer.status == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def _change(desk: Desk, **changes: Any) -> Answer:
    return desk.http("PATCH", "/v1/acme/portal", json=changes, token=desk.admin.token)


def _changed(desk: Desk, **changes: Any) -> dict[str, Any]:
    answer = _change(desk, **changes)
    assert answer.status == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


def _sent_file(desk: Desk, content: bytes = PNG, content_type: str = "image/png", token: str = "") -> str:
    about = {"name": "logo", "type": content_type, "size": len(content)}
    offer = desk.http("POST", "/v1/acme/attachments", json=about, token=token or desk.admin.token).json()
    form = offer["upload"]
    answer = requests.post(form["url"], data=form["fields"], files={"file": ("logo", content)}, timeout=5)
    assert answer.status_code == 204, answer.text
    sent: str = offer["id"]
    return sent


def test_a_new_desk_has_a_portal_that_looks_like_the_desk(desk: Desk) -> None:
    found = _settings(desk)
    legibility = found.pop("legibility")
    assert found == USUAL
    assert legibility["color"] == "#3b4fd8"
    assert min(legibility["button"], legibility["link_light"], legibility["link_dark"]) >= 4.5


def test_what_is_named_changes_on_the_page_at_once_and_the_rest_stays(desk: Desk) -> None:
    changed = _changed(
        desk, name="Acme Hilfe", color="#AA3300", text="We answer within a day.\n\nTry the manual first."
    )
    assert (changed["name"], changed["color"], changed["on"]) == ("Acme Hilfe", "#aa3300", True)
    page = desk.http("GET", PORTAL).text
    assert "<bdi>Acme Hilfe</bdi>" in page
    assert "We answer within a day." in page
    assert "#aa3300" in desk.http("GET", f"{PORTAL}/theme.css").text
    assert desk.http("GET", "/v1/acme/settings", token=desk.admin.token).json()["name"] == "Acme Support"
    assert _changed(desk, name=None, color=None, text="") == _settings(desk)
    assert "<bdi>Acme Support</bdi>" in desk.http("GET", PORTAL).text


def test_customers_choose_by_the_desk_s_own_words_or_the_usual_ones_of_their_language(desk: Desk) -> None:
    changed = _changed(desk, types={"bug_report": "A parcel is damaged <b>", "feature_request": None})
    assert changed["types"] == {**USUAL["types"], "bug_report": "A parcel is damaged <b>"}
    page = desk.http("GET", f"{PORTAL}?lang=de").text
    assert "Ich brauche Hilfe" in page
    assert "A parcel is damaged &lt;b&gt;" in page
    assert "Etwas funktioniert nicht" not in page
    assert _changed(desk, types={})["types"] == USUAL["types"]
    assert "Something is broken" in desk.http("GET", PORTAL).text


def test_what_becomes_of_what_customers_write_stands_under_every_form(desk: Desk) -> None:
    path = submitted(desk)
    pages = (PORTAL, f"{PORTAL}/find", path, f"{path}/rate")
    assert all("How we use" not in desk.http("GET", page).text for page in pages)
    _changed(desk, privacy_text="We keep it for <2> years.", privacy_url="https://acme.example/privacy?a=1&b=2")
    for page in pages:
        text = desk.http("GET", page).text
        assert "We keep it for &lt;2&gt; years." in text
        assert 'href="https://acme.example/privacy?a=1&amp;b=2" target="_blank" rel="noopener"' in text
    _changed(desk, privacy_url="")
    assert "How we use" not in desk.http("GET", PORTAL).text


def test_what_a_portal_cannot_be_is_refused_at_its_field(desk: Desk) -> None:
    before = _settings(desk)
    wrong: list[tuple[str, Any]] = [
        ("on", "yes"),
        ("on", None),
        ("name", " "),
        ("name", "Acme\r\nX: y"),
        ("name", "x" * 201),
        ("color", "blue"),
        ("color", "#fff"),
        *(
            ("privacy_url", url)
            for url in ("javascript:alert(1)", "http://acme.example", "https://", "https://a b", "/x")
        ),
        ("privacy_url", "https://acme.example@evil.example/"),
        ("privacy_text", "x" * 501),
        ("types", {"bug_report": " "}),
        ("types", {"bug_report": "x" * 61}),
        ("types", {"riddle": "x"}),
        ("text", "x" * 2_001),
        ("text", None),
        ("logo", "a_" + "0" * 26),
        ("logo", "../attachments/globex/a"),
        ("portal_on", False),
    ]
    for name, value in wrong:
        document = problem(_change(desk, **{name: value}), 422, "validation_failed")
        assert [field.partition(".")[0] for field in fields(document)] == [name], (name, value)
    assert _settings(desk) == before


def test_markup_in_name_and_text_comes_back_as_text(desk: Desk) -> None:
    _changed(desk, name=MARKUP, text=MARKUP)
    page = desk.http("GET", PORTAL).text
    assert "<script>" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") >= 2


def test_every_colour_is_told_with_what_comes_of_it_and_can_be_read(desk: Desk) -> None:
    for color in ("#ffffff", "#000000", "#ffee00", "#7f7f7f", "#00ff88"):
        legibility = _changed(desk, color=color)["legibility"]
        assert legibility["color"] == color
        assert min(legibility["button"], legibility["link_light"], legibility["link_dark"]) >= 4.5, legibility


def test_a_logo_is_shown_on_every_page_and_goes_when_it_is_taken_away(desk: Desk) -> None:
    path = submitted(desk)
    logo = _changed(desk, logo=_sent_file(desk))["logo_url"]
    place = logo.removeprefix("http://help.test")
    for shown in (PORTAL, f"{PORTAL}/find", path):
        assert f'<img class="logo" src="{place}" alt="">' in desk.http("GET", shown).text
    fetched = desk.http("GET", place)
    assert fetched.status == 302
    image = requests.get(fetched.headers["location"], timeout=5)
    assert (image.content, image.headers["content-type"]) == (PNG, "image/png")
    assert _changed(desk, logo=None)["logo_url"] is None
    assert "<img" not in desk.http("GET", PORTAL).text
    assert desk.http("GET", place).status == 404


def test_a_replaced_logo_is_not_kept_and_a_page_may_keep_the_way_to_it_while_that_is_good(desk: Desk) -> None:
    first = _changed(desk, logo=_sent_file(desk))["logo_url"]
    second = _changed(desk, logo=_sent_file(desk, PNG + b"other"))["logo_url"]
    assert _logos(desk) == [PNG + b"other"]
    assert desk.http("GET", first.removeprefix("http://help.test")).status == 404
    way = desk.http("GET", second.removeprefix("http://help.test"))
    kept = re.fullmatch(r"public, max-age=(\d+)", way.headers["cache-control"])
    good = re.search(r"X-Amz-Expires=(\d+)", way.headers["location"])
    assert kept
    assert good
    assert 0 < int(kept[1]) < int(good[1])


def _logos(desk: Desk) -> list[bytes]:
    """The newest version of all logos that the file store has, and of nothing that a message might have."""
    store, bucket = client("s3"), desk.environment["FILES_BUCKET"]
    there = store.list_objects_v2(Bucket=bucket).get("Contents", [])
    keys = [one["Key"] for one in there if not one["Key"].startswith("pending/")]
    return [store.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]


def test_nothing_but_the_logo_is_given_out_by_its_address(desk: Desk) -> None:
    _changed(desk, logo=_sent_file(desk))
    other = _sent_file(desk)
    for wrong in (other, "logo", "..%2F..%2Fsecrets", "%00"):
        assert desk.http("GET", f"{PORTAL}/logo/{wrong}").status == 404


@pytest.mark.parametrize(
    ("content", "content_type", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", "PNG, JPEG or GIF"),
        (b"%PDF-1.7 x", "application/pdf", "PNG, JPEG or GIF"),
        (PNG + b"x" * 256 * 1024, "image/png", "256 KB"),
        (b"<html><script>alert(1)</script>", "image/png", ""),
    ],
)
def test_what_is_no_picture_is_no_logo(desk: Desk, content: bytes, content_type: str, words: str) -> None:
    document = problem(_change(desk, logo=_sent_file(desk, content, content_type)), 422, "validation_failed")
    assert fields(document) == ["logo"]
    assert words in document["errors"][0]["message"]
    assert _settings(desk)["logo_url"] is None


def test_nobody_takes_a_file_for_the_logo_that_somebody_else_sent(desk: Desk) -> None:
    other = desk.add_member("Bo B.", "bo@acme.example", "admin")
    theirs = _sent_file(desk, token=other.token)
    assert fields(problem(_change(desk, logo=theirs), 422, "validation_failed")) == ["logo"]


def test_a_portal_that_is_off_takes_no_request_and_still_shows_those_there_are(desk: Desk) -> None:
    path, form = submitted(desk), portal_form(desk)
    _changed(desk, on=False)
    for answer in (desk.http("GET", PORTAL), post(desk, form)):
        page = refused(answer, 403)
        assert "This page is turned off" in page
        assert "<form" not in page
        assert f'href="{PORTAL}/find"' in page
    upload = form | {"name": "a.txt", "type": "text/plain", "size": "3"}
    assert desk.http("POST", f"{PORTAL}/uploads", form=upload).status == 403
    assert f'href="{PORTAL}">Send another request' not in desk.http("GET", path).text
    assert post(desk, {"body": "One thing more."}, f"{path}/replies").status == 303
    assert desk.http("GET", f"{PORTAL}/find").status == 200
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == 1
    _changed(desk, on=True)
    assert post(desk, form | {"nonce": "n2"}).status == 303


def test_a_widget_has_its_own_switch(desk: Desk) -> None:
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    key = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token).json()["id"]
    _changed(desk, on=False, text="We answer within a day.")
    page = desk.http("GET", f"/widget/{key}")
    assert (page.status, "We answer within a day." in page.text) == (200, True)


def _preview(desk: Desk) -> str:
    address: str = _settings(desk)["preview_url"]
    return address.removeprefix("http://help.test")


@pytest.mark.parametrize("on", [True, False])
def test_a_preview_is_shown_in_the_console_alone_and_keeps_nothing(desk: Desk, on: bool) -> None:
    _changed(desk, on=on, name="Acme Hilfe")
    desk.settle()
    path, before = _preview(desk), stored(desk)
    shown = desk.http("GET", path)
    assert "frame-ancestors http://desk.test" in shown.headers["content-security-policy"]
    assert "Acme Hilfe" in shown.text
    assert f'action="{html.escape(path)}"' in shown.text
    wrong = desk.http("POST", path, form=FORM | {"email": "maya"})
    assert (wrong.status, 'id="email-error"' in wrong.text) == (422, True)
    good = desk.http("POST", path, form=FORM)
    assert (good.status, "This was a preview" in good.text) == (200, True)
    desk.settle()
    assert stored(desk) == before
    assert "frame-ancestors 'none'" in desk.http("GET", PORTAL).headers["content-security-policy"]


@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("form", [FORM, FORM | {"email": "maya"}])
def test_a_preview_takes_no_file_whichever_way_one_is_sent(desk: Desk, on: bool, form: dict[str, str]) -> None:
    _changed(desk, on=on)
    desk.settle()
    path, before = _preview(desk), (stored(desk), _files(desk))
    sent = form | {"nonce": "n0", "arrived": "pending/acme/u_1/x"}
    shown = desk.http("POST", path, body=multipart(sent, [("a.txt", "text/plain", b"kept?")]), headers=HEADERS)
    assert shown.status == (200 if form is FORM else 422)
    asked = {"name": "a.txt", "type": "text/plain", "size": "5", "nonce": "n0"}
    refused(desk.http("POST", path.replace("?", "/uploads?"), form=asked), 403)
    assert (stored(desk), _files(desk)) == before


@pytest.mark.parametrize("word", ["preview", "preview=", "preview=0", "preview=11", "preview=true"])
def test_nothing_but_the_one_word_makes_a_preview(desk: Desk, word: str) -> None:
    shown = desk.http("GET", f"{PORTAL}?{word}")
    assert "frame-ancestors 'none'" in shown.headers["content-security-policy"]
    _changed(desk, on=False)
    refused(desk.http("GET", f"{PORTAL}?{word}"), 403)


def test_a_portal_that_is_off_is_previewed_by_those_alone_who_read_its_settings(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    _changed(desk, on=False, text="Soon to open")
    signed = _preview(desk).partition("?")[2]
    for query in ("preview=1", signed[:-1], f"preview=1&opened={time.time():.0f}.x.y"):
        assert "Soon to open" not in refused(desk.http("GET", f"{PORTAL}?{query}"), 403)
    assert "Soon to open" in desk.http("GET", f"{PORTAL}?{signed}").text
    admin = desk.add_member("Gil", "gil@globex.example", "admin", workspace="globex")
    desk.http("PATCH", "/v1/globex/portal", json={"on": False}, token=admin.token)
    refused(desk.http("GET", f"/portal/globex?{signed}"), 403)


def test_a_preview_of_a_portal_that_is_off_ends_after_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _changed(desk, on=False)
    path, now = _preview(desk), time.time()
    assert desk.http("GET", path).status == 200
    monkeypatch.setattr(time, "time", lambda: now + 24 * 3600 + 2)
    refused(desk.http("GET", path), 403)


def _files(desk: Desk) -> list[str]:
    found = client("s3").list_objects_v2(Bucket=desk.environment["FILES_BUCKET"]).get("Contents", [])
    return [one["Key"] for one in found]


def test_a_change_is_in_the_audit_log_with_what_it_was_before(desk: Desk) -> None:
    _changed(desk, text="We answer within a day.")
    entry = walked(desk, "/v1/acme/audit", desk.admin.token, 100)[0]
    assert entry["changes"] == {"portal_text": {"from": "", "to": "We answer within a day."}}
