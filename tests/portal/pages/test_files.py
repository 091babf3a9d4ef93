"""Files sent with the portal's forms, without any script in the browser."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import Any

from tests.api.asking import FORM, TICKETS, hidden, portal_form, submitted, tracking_path, walked
from tests.api.portal import MARKUP, PORTAL, refused, stored
from tests.support.desk import Answer, Desk
from tests.support.multipart import HEADERS, File, multipart

PNG: File = ("shot.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"pixels")
LOG: File = ("checkout log.txt", "text/plain", b"502 Bad Gateway")
HTML_AS_PNG: File = ("shot.png", "image/png", b"<html><script>alert(1)</script>")


def _send(desk: Desk, fields: dict[str, Any], *files: File, path: str = PORTAL) -> Answer:
    return desk.http("POST", path, body=multipart(fields, files), headers=HEADERS)


def _uploads(page: str) -> dict[str, str]:
    """The files that a page keeps, by id."""
    found = re.findall(r'name="upload" value="(\w+)" checked> <bdi>([^<]*)</bdi>', page)
    return dict(found)


def _attached(desk: Desk, path: str) -> list[str]:
    """The names of the files on a tracking page, each of which can be fetched."""
    found = re.findall(r'<a href="([^"]+/files/[^"]+)"><bdi>([^<]*)</bdi>', desk.http("GET", path).text)
    for link, _ in found:
        assert desk.http("GET", link).status == 302
    return [name for _, name in found]


def test_a_request_takes_its_files_along(desk: Desk) -> None:
    sent = _send(desk, portal_form(desk), PNG, LOG)
    assert sent.status == 303, sent.text
    assert _attached(desk, tracking_path(sent)) == ["shot.png", "checkout log.txt"]
    (ticket,) = walked(desk, TICKETS, desk.admin.token, 100)
    whole = desk.http("GET", f"{TICKETS}/{ticket['ref']}", token=desk.admin.token).json()
    assert [(file["name"], file["type"], file["size"]) for file in whole["attachments"]] == [
        ("shot.png", "image/png", 14),
        ("checkout log.txt", "text/plain", 15),
    ]


def test_an_answer_may_be_files_alone(desk: Desk) -> None:
    path = submitted(desk)
    answer = _send(desk, {"body": "", "nonce": "n1"}, PNG, path=f"{path}/replies")
    assert answer.status == 303, answer.text
    assert _attached(desk, path) == ["shot.png"]


def test_files_are_kept_while_something_else_is_wrong(desk: Desk) -> None:
    form = portal_form(desk)
    page = refused(_send(desk, form | {"email": "x"}, PNG, LOG))
    kept = _uploads(page)
    assert list(kept.values()) == ["shot.png", "checkout log.txt"]
    first, second = kept
    sent = _send(desk, form | {"upload": [second]})
    assert sent.status == 303
    assert _attached(desk, tracking_path(sent)) == ["checkout log.txt"]
    assert first


def test_an_answer_keeps_its_files_too(desk: Desk) -> None:
    path = submitted(desk)
    page = refused(_send(desk, {"body": "x" * 200_000, "nonce": "n1"}, LOG, path=f"{path}/replies"))
    (upload,) = _uploads(page)
    assert _send(desk, {"body": "short", "upload": [upload]}, path=f"{path}/replies").status == 303
    assert _attached(desk, path) == ["checkout log.txt"]


def test_a_file_that_lies_about_its_type_is_named_as_wrong_and_the_good_one_kept(desk: Desk) -> None:
    page = refused(_send(desk, portal_form(desk), HTML_AS_PNG, LOG))
    assert 'id="files-error"' in page
    assert "match its name" in page
    assert list(_uploads(page).values()) == ["checkout log.txt"]
    assert FORM["description"] in page


def test_what_can_not_be_attached_is_said_at_the_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    wrong: dict[str, list[File]] = {
        "4 MB at most": [("a.bin", "application/octet-stream", b"x" * 2_100_000)] * 2,
        "Too many attachments: 20 at most": [LOG] * 21,
        "is empty": [("a.txt", "text/plain", b"")],
        "did not upload": [("a.txt", "no type at all", b"x")],
    }
    for words, files in wrong.items():
        page = refused(_send(desk, portal_form(desk), *files))
        assert words in page
        assert FORM["description"] in page
    assert walked(desk, TICKETS, desk.admin.token, 100) == []


def test_nobody_takes_a_file_of_another_form_or_link(desk: Desk) -> None:
    theirs = portal_form(desk)
    (upload,) = _uploads(refused(_send(desk, theirs | {"email": "x"}, LOG)))
    assert "did not upload" in refused(_send(desk, portal_form(desk) | {"upload": [upload]}))
    path = submitted(desk)
    assert "did not upload" in refused(_send(desk, {"body": "x", "upload": [upload]}, path=f"{path}/replies"))
    assert _send(desk, theirs | {"upload": [upload]}).status == 303


def test_a_form_with_files_sent_twice_is_one_request(desk: Desk) -> None:
    form = portal_form(desk)
    answers = [_send(desk, form, PNG) for _ in range(3)]
    assert {answer.status for answer in answers} == {303}
    assert len({tracking_path(answer) for answer in answers}) == 1
    assert _attached(desk, tracking_path(answers[0])) == ["shot.png"]


def test_a_hostile_name_comes_back_as_text_and_downloads_as_a_harmless_one(desk: Desk) -> None:
    name = '"><script>alert(1)</script>\r\nX: y.html'
    sent = _send(desk, portal_form(desk), (name, "text/html", b"<script>alert(1)</script>"))
    assert sent.status == 303
    page = desk.http("GET", tracking_path(sent)).text
    assert "<script>" not in page
    link = re.findall(r'href="([^"]+/files/[^"]+)"', page)[0]
    location = desk.http("GET", link).headers["location"]
    assert "response-content-disposition=attachment" in location
    assert "%0D" not in location.upper()


def test_a_machine_that_fills_in_what_nobody_sees_can_leave_no_files_here(desk: Desk) -> None:
    page = refused(_send(desk, portal_form(desk) | {"homepage": "x"}, LOG))
    assert _uploads(page) == {}


def test_files_are_counted_like_anything_written(desk: Desk) -> None:
    codes = []
    for _ in range(4):
        page = _send(desk, {**FORM, "email": "x", **hidden(desk.http("GET", PORTAL))}, *[LOG] * 20)
        codes.append("too many" in page.text.lower())
    assert codes[0] is False
    assert codes[-1] is True


def _arrived(desk: Desk, path: str, name: str, content: bytes) -> str:
    """Send a file by the file store's own form; where the file store sends the browser."""
    import requests

    page = desk.http("GET", f"{path}/files")
    assert page.status == 200
    form = re.search(r'<form method="post" action="([^"]+)" enctype="multipart/form-data">', page.text)
    assert form
    fields = {html.unescape(field): html.unescape(value) for field, value in hidden_fields(page)}
    answer = requests.post(
        html.unescape(form[1]), data=fields, files={"file": (name, content)}, timeout=5, allow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"].startswith(f"http://help.test{path}/files?")
    return answer.headers["location"].removeprefix("http://help.test")


def hidden_fields(page: Answer) -> list[tuple[str, str]]:
    return re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)


def test_a_file_too_large_for_the_form_goes_to_the_file_store_and_is_added_on_the_next_page(desk: Desk) -> None:
    path = submitted(desk)
    assert f'href="{path}/files"' in desk.http("GET", path).text
    before = stored(desk)
    back = _arrived(desk, path, 'big "one" ü.png', PNG[2] + b"x" * 9_000_000)
    page = desk.http("GET", back)
    assert "Your file is uploaded" in page.text
    assert stored(desk) == before
    assert _attached(desk, path) == []
    form = dict(hidden_fields(page))
    answers = [desk.http("POST", f"{path}/replies", form={**_plain(form), "body": ""}) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303], answers[0].text
    assert _attached(desk, path) == ["big _one_ ü.png"]
    entries = walked(desk, f"{TICKETS}/TKT-0001/timeline", desk.admin.token, 100)
    files = [file for entry in entries for file in entry["attachments"]]
    assert [(file["type"], file["size"]) for file in files] == [("image/png", 9_000_014)]


def _plain(form: dict[str, str]) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in form.items()}


def test_the_file_store_takes_no_more_than_the_policy_says_and_only_there(desk: Desk) -> None:
    path = submitted(desk)
    fields = _plain(dict(hidden_fields(desk.http("GET", f"{path}/files"))))
    policy = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    assert ["content-length-range", 1, 25 * 1024 * 1024] in policy
    folder = fields["key"].removesuffix("${filename}")
    assert ["starts-with", "$key", folder] in policy
    assert folder.startswith("pending/acme/link.1.")


def test_nobody_adds_the_large_file_of_another_link(desk: Desk) -> None:
    mine, theirs = submitted(desk), submitted(desk, email="noor@example.com")
    back = _arrived(desk, theirs, "a.bin", b"x" * 5_000_000)
    place = dict(hidden_fields(desk.http("GET", back)))["arrived"]
    assert "Your file is uploaded" not in desk.http("GET", mine + "/files?" + back.partition("?")[2]).text
    for wrong in (place, f"../link.2.x/{place}", "x", "a" * 26 + "/a.bin", MARKUP):
        page = refused(desk.http("POST", f"{mine}/replies", form={"body": "x", "arrived": wrong}))
        assert "did not upload" in page
        assert "<script>" not in page
    assert _attached(desk, mine) == []


def _offered(desk: Desk, path: str, fields: dict[str, str]) -> dict[str, Any]:
    answer = desk.http("POST", f"{path}/uploads", form=fields)
    assert answer.status == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    offer: dict[str, Any] = answer.json()
    return offer


def _put(offer: dict[str, Any], content: bytes) -> None:
    import requests

    answer = requests.post(offer["url"], data=offer["fields"], files={"file": ("f", content)}, timeout=5)
    assert answer.status_code == 204, answer.text


def test_a_script_sends_files_ahead_of_the_form(desk: Desk) -> None:
    form = portal_form(desk)
    about = {"name": "shot.png", "type": "image/png", "size": "14"}
    offer = _offered(desk, PORTAL, about | {"nonce": form["nonce"]})
    assert offer["size"] == "14 bytes"
    _put(offer, PNG[2])
    sent = _send(desk, form | {"upload": [offer["id"]]})
    assert sent.status == 303, sent.text
    path = tracking_path(sent)
    assert _attached(desk, path) == ["shot.png"]
    answer = _offered(desk, path, {"name": "a", "type": "", "size": "3"})
    _put(answer, b"log")
    assert _send(desk, {"body": "", "upload": [answer["id"]]}, path=f"{path}/replies").status == 303
    assert _attached(desk, path) == ["shot.png", "a"]


def test_what_a_script_sent_is_checked_when_the_form_comes(desk: Desk) -> None:
    form = portal_form(desk)
    lie = _offered(desk, PORTAL, {"nonce": form["nonce"], "name": "shot.png", "type": "image/png", "size": "14"})
    _put(lie, b"<script>x</scr")
    good = _offered(desk, PORTAL, {"nonce": form["nonce"], "name": "a.txt", "type": "text/plain", "size": "3"})
    _put(good, b"502")
    page = refused(_send(desk, form | {"upload": [lie["id"], good["id"]]}))
    assert "match its name" in page
    assert _uploads(page) == {good["id"]: "a.txt"}
    never = _offered(desk, PORTAL, {"nonce": form["nonce"], "name": "b.txt", "type": "text/plain", "size": "3"})
    assert "did not upload" in refused(_send(desk, form | {"upload": [never["id"]]}))
    assert walked(desk, TICKETS, desk.admin.token, 100) == []


def test_what_can_not_be_sent_is_refused_before_it_is(desk: Desk) -> None:
    for size in ("0", "-1", "26214401", "x", "9" * 5000, "\u0663"):
        wrong = {"nonce": "n1", "name": "a", "type": "text/plain", "size": size}
        assert desk.http("POST", f"{PORTAL}/uploads", form=wrong).status == 422
    nobody = {"name": "a", "type": "text/plain", "size": "1"}
    assert desk.http("POST", f"{PORTAL}/uploads", form=nobody).status == 400
    assert desk.http("POST", f"{PORTAL}/t/1.aaaaaaaa.{'a' * 32}/uploads", form=nobody).status == 404
