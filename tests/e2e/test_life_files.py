"""Files on their way in by the presigned form, and out again as downloads, for whoever may read their message."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from infra.local.aws import client
from tests.e2e.life import MAYA, NOOR, ask, done, entries, merge, opened, refused
from tests.support.desk import Answer, Desk, Person

ONE, TWO = "TKT-0001", "TKT-0002"
PNG = b"\x89PNG\r\n\x1a\n" + b"." * 100
HTML = b"<script>alert(document.cookie)</script>"


def offered(
    desk: Desk,
    content: bytes,
    kind: str = "image/png",
    name: str = "shot.png",
    *,
    ref: str | None = ONE,
    who: Any = None,
) -> Any:
    body = {"name": name, "type": kind, "size": len(content)}
    path = f"/v1/acme/tickets/{ref}/attachments" if ref else "/v1/acme/attachments"
    return done(desk.http("POST", path, json=body, token=(who or desk.admin).token))


def sent(desk: Desk, content: bytes, offer: Any) -> int:
    """Post the form as a browser does: the fields as they were given, then the file."""
    import requests

    form = offer["upload"]
    return requests.post(form["url"], data=form["fields"], files={"file": ("f", content)}, timeout=5).status_code


def uploaded(desk: Desk, content: bytes = PNG, *args: Any, **more: Any) -> str:
    offer = offered(desk, content, *args, **more)
    assert sent(desk, content, offer) in (200, 204)
    return str(offer["id"])


def reply(desk: Desk, *ids: str, ref: str = ONE, who: Person | None = None, kind: str = "replies") -> Answer:
    return ask(desk, "POST", f"{ref}/{kind}", {"body": "See the file", "attachments": list(ids)}, who)


def download(desk: Desk, path: str) -> tuple[dict[str, str], bytes]:
    """What a browser gets that follows the link: the headers it asks S3 for, and the bytes."""
    answer = desk.http("GET", path, token=desk.admin.token)
    assert answer.status == 302, answer.text
    link = urlsplit(answer.headers["location"])
    asked = {name: values[0] for name, values in parse_qs(link.query).items()}
    bucket = desk.environment["FILES_BUCKET"]
    key = link.path.lstrip("/").removeprefix(f"{bucket}/")
    return asked, client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


@pytest.fixture
def page(desk: Desk) -> str:
    return opened(desk, MAYA)


def test_a_file_goes_up_by_its_form_and_comes_down_by_message(desk: Desk, page: str) -> None:
    said = done(reply(desk, uploaded(desk)))
    (file,) = said["attachments"]
    assert (file["name"], file["type"], file["size"]) == ("shot.png", "image/png", len(PNG))
    assert file["scanned"] == "unscanned"
    for path in (f"/v1/acme/tickets/{ONE}/attachments/{file['id']}", f"{page}/files/{file['id']}"):
        asked, content = download(desk, path)
        assert content == PNG
        assert asked["response-content-disposition"].startswith("attachment;")
        assert int(asked["X-Amz-Expires"]) <= 300
    assert "shot.png" in desk.http("GET", page).text


def test_a_page_of_the_console_gets_the_address_itself_that_downloading_redirects_to(desk: Desk, page: str) -> None:
    file = uploaded(desk)
    done(reply(desk, file))
    url = done(ask(desk, "GET", f"{ONE}/attachments/{file}/link"))["url"]
    redirected = desk.http("GET", f"/v1/acme/tickets/{ONE}/attachments/{file}", token=desk.admin.token)
    assert urlsplit(url).path == urlsplit(redirected.headers["location"]).path
    assert desk.http("GET", f"/v1/acme/tickets/{ONE}/attachments/other/link", token=desk.admin.token).status == 404


@pytest.mark.parametrize(("kind", "name"), [("text/html", "a.html"), ("image/svg+xml", "a.svg")])
def test_what_a_browser_would_run_comes_down_as_a_download(desk: Desk, page: str, kind: str, name: str) -> None:
    done(reply(desk, file := uploaded(desk, HTML, kind, name)))
    asked, content = download(desk, f"{page}/files/{file}")
    assert content == HTML
    assert asked["response-content-disposition"] == f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a"; filename="b.exe', "a_; filename=_b.exe"),
        ("bill\u202efdp.exe", "bill_fdp.exe"),
        ("报告.pdf", "报告.pdf"),
        ("x" * 996 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_names_are_made_safe_before_anybody_sees_them(desk: Desk, page: str, name: str, kept: str) -> None:
    file = uploaded(desk, b"%PDF-1.7", "application/pdf", name)
    (shown,) = done(reply(desk, file))["attachments"]
    assert shown["name"] == kept
    asked, _ = download(desk, f"{page}/files/{file}")
    plain = asked["response-content-disposition"].partition("filename*=")[0]
    assert plain.isascii()
    assert plain.count('"') == 2
    assert "\n" not in asked["response-content-disposition"]


def test_the_form_is_for_these_bytes_in_this_place_for_a_few_minutes(desk: Desk, page: str) -> None:
    """As S3 enforces it. The local S3 doesn't, so the policy itself is read."""
    offer = offered(desk, PNG)
    policy = json.loads(base64.b64decode(offer["upload"]["fields"]["policy"]))
    assert ["content-length-range", len(PNG), len(PNG)] in policy["conditions"]
    assert {"key": f"pending/acme/{offer['id']}"} in policy["conditions"]
    assert {"bucket": desk.environment["FILES_BUCKET"]} in policy["conditions"]
    left = datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)
    assert timedelta(minutes=5) < left <= timedelta(minutes=15)


def test_a_file_of_another_size_stops_the_message(desk: Desk, page: str) -> None:
    offer = offered(desk, PNG)
    sent(desk, PNG + b".", offer)
    refused(reply(desk, offer["id"]), 422, "upload_differs")


def test_a_file_that_was_never_sent_is_named(desk: Desk, page: str) -> None:
    document = refused(reply(desk, offered(desk, PNG)["id"]), 422, "validation_failed")
    assert document["errors"][0]["field"] == "attachments"
    assert "shot.png" in document["detail"]


@pytest.mark.parametrize(("content", "kind"), [(HTML, "image/png"), (b"%PDF-1.7", "text/plain"), (PNG, "text/html")])
def test_a_file_that_is_not_what_it_says_stops_the_message(desk: Desk, page: str, content: bytes, kind: str) -> None:
    refused(reply(desk, uploaded(desk, content, kind, "f")), 422, "upload_differs")
    assert [one for one in entries(desk, ONE) if one["kind"] != "event"] == []


def test_a_file_put_in_place_of_another_after_the_check_changes_no_message(desk: Desk, page: str) -> None:
    offer = offered(desk, PNG)
    sent(desk, PNG, offer)
    done(reply(desk, offer["id"]))
    sent(desk, HTML.ljust(len(PNG)), offer)
    refused(reply(desk, offer["id"]), 422, "upload_differs")
    assert download(desk, f"{page}/files/{offer['id']}")[1] == PNG


def test_nobody_attaches_another_members_or_another_tickets_upload(desk: Desk, page: str) -> None:
    opened(desk, NOOR)
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    refused(reply(desk, uploaded(desk), who=bo), 422, "validation_failed")
    refused(reply(desk, uploaded(desk), ref=TWO), 422, "validation_failed")
    refused(reply(desk, "a_" + "0" * 26), 422, "validation_failed")
    new = {"title": "Another", "attachments": [uploaded(desk)]}
    refused(desk.http("POST", "/v1/acme/tickets", json=new, token=desk.admin.token), 422, "validation_failed")
    assert done(reply(desk, uploaded(desk, ref=None), ref=TWO))["attachments"]


def test_a_ticket_can_begin_with_a_file(desk: Desk, page: str) -> None:
    body = {"title": "With a file", "attachments": [file := uploaded(desk, ref=None)]}
    made = done(desk.http("POST", "/v1/acme/tickets", json=body, token=desk.admin.token))
    assert [one["id"] for one in made["attachments"]] == [file]
    assert download(desk, f"/v1/acme/tickets/{made['ref']}/attachments/{file}")[1] == PNG


def test_a_notes_file_is_for_members_alone(desk: Desk, page: str) -> None:
    done(reply(desk, file := uploaded(desk), kind="notes"))
    assert download(desk, f"/v1/acme/tickets/{ONE}/attachments/{file}")[1] == PNG
    assert desk.http("GET", f"{page}/files/{file}").status == 404
    assert file not in desk.http("GET", page).text


def test_a_held_or_undone_replys_file_is_for_members_alone(desk: Desk, page: str) -> None:
    body = {"body": "See the file", "attachments": [file := uploaded(desk)], "undo_seconds": 10}
    held = done(ask(desk, "POST", f"{ONE}/replies", body))
    assert desk.http("GET", f"{page}/files/{file}").status == 404
    assert ask(desk, "DELETE", f"{ONE}/replies/{held['id']}").status == 204
    desk.advance(timedelta(seconds=20))
    assert desk.http("GET", f"{page}/files/{file}").status == 404


def test_the_files_of_a_duplicate_are_on_the_primary_for_members_and_for_no_other_customer(
    desk: Desk, page: str
) -> None:
    noors = opened(desk, NOOR)
    public, internal = uploaded(desk, ref=TWO), uploaded(desk, ref=TWO)
    done(reply(desk, public, ref=TWO))
    done(reply(desk, internal, ref=TWO, kind="notes"))
    merge(desk, ONE, TWO)
    for file in (public, internal):
        assert download(desk, f"/v1/acme/tickets/{ONE}/attachments/{file}")[1] == PNG
        assert desk.http("GET", f"{page}/files/{file}").status == 404
    assert download(desk, f"{noors}/files/{public}")[1] == PNG
    assert desk.http("GET", f"{noors}/files/{internal}").status == 404


@pytest.mark.parametrize("file", ["a_" + "0" * 26, "..%2f..%2ftext", "%00", "x" * 500])
def test_a_file_that_is_not_there_is_not_found(desk: Desk, page: str, file: str) -> None:
    assert desk.http("GET", f"/v1/acme/tickets/{ONE}/attachments/{file}", token=desk.admin.token).status == 404
    assert desk.http("GET", f"{page}/files/{file}").status == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "a", "type": "image/png", "size": 26 * 1024 * 1024}, "size"),
        ({"name": "a", "type": "image/png", "size": 0}, "size"),
        ({"name": "a", "type": "image/png", "size": "9"}, "size"),
        ({"name": "a", "type": "image/png", "size": 1e9}, "size"),
        ({"name": "a", "type": "png", "size": 1}, "type"),
        ({"name": "a", "type": "text/html; charset=x", "size": 1}, "type"),
        ({"name": "", "type": "image/png", "size": 1}, "name"),
        ({"name": "x" * 1001, "type": "image/png", "size": 1}, "name"),
        ({"name": "a", "type": "image/png", "size": 1, "key": "x"}, "key"),
        ({}, "name"),
    ],
)
def test_a_bad_offer_is_answered_at_its_field(desk: Desk, page: str, body: Any, field: str) -> None:
    for path in ("TKT-0001/attachments", "../attachments"):
        answer = desk.http(
            "POST", f"/v1/acme/tickets/{path}".replace("tickets/../", ""), json=body, token=desk.admin.token
        )
        assert field in [error["field"] for error in refused(answer, 422, "validation_failed")["errors"]]


def test_more_files_than_a_message_may_have_are_refused(desk: Desk, page: str) -> None:
    document = refused(reply(desk, *(f"a_{number:026d}" for number in range(21))), 422, "validation_failed")
    assert document["errors"][0]["field"] == "attachments"
