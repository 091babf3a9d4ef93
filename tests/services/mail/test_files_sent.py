"""Files of what an agent says travel with the mail about it; what is too large for a mail is named, with its link."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import requests

from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.mail import parse
from chalicelib.services.mail.outgoing.enclosures import encoded_size, travelling
from infra.local.aws import client
from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence

PDF, SHEET = ("Rechnung März.pdf", b"%PDF-1.7 the bill"), ("days.csv", b"day;hours\r\n1;8\r\n")


def uploaded(post: Correspondence, name: str, content: bytes, ref: str = "TKT-0001", kind: str = "") -> str:
    kind = kind or ("application/pdf" if name.endswith(".pdf") else "text/csv")
    path = f"/tickets/{ref}/attachments" if ref else "/attachments"
    offer = post.call("POST", path, {"name": name, "type": kind, "size": len(content)}).json()
    form = offer["upload"]
    requests.post(form["url"], data=form["fields"], files={"file": ("f", content)}, timeout=20).raise_for_status()
    return str(offer["id"])


def said(post: Correspondence, path: str, **body: Any) -> list[SentMail]:
    before = len(post.desk.sent)
    answer = post.call("POST", path, body)
    assert answer.status in (200, 201), answer.text
    post.desk.settle()
    return post.desk.sent[before:]


def came(mail: SentMail) -> list[tuple[str, bytes]]:
    return [(file.name, file.content) for file in parse(mail.raw).attachments]


def test_the_files_of_a_reply_come_along_for_everybody_and_are_named(post: Correspondence) -> None:
    post.write(Cc="bo@example.com")
    ids = [uploaded(post, *PDF), uploaded(post, *SHEET)]
    mails = said(post, "/tickets/TKT-0001/replies", body="Here.", attachments=ids)
    assert {mail.to[0] for mail in mails} == {"maya@example.com", "bo@example.com"}
    for mail in mails:
        assert came(mail) == [PDF, SHEET]
        for form in (mail.text, mail.html):
            assert "Rechnung März.pdf" in form
            assert "(17 bytes)" in form
            assert "/files/" not in form


def test_those_of_a_reply_that_resolves_do_and_those_of_a_request_that_an_agent_opens(post: Correspondence) -> None:
    file = uploaded(post, *PDF, ref="")
    opened = {"title": "Your bill", "contact": {"email": "maya@example.com"}, "description": "See there."}
    (mail,) = said(post, "/tickets", **opened, attachments=[file])
    assert came(mail) == [PDF]
    body = {"body": "Done.", "attachments": [uploaded(post, *SHEET)], "status": "resolved"}
    (mail,) = said(post, "/tickets/TKT-0001/replies", **body)
    assert came(mail) == [SHEET]


def test_what_a_customer_sent_is_not_sent_back(post: Correspondence) -> None:
    post.write(files=[(PDF[0], "application/pdf", PDF[1])])
    (mail,) = said(post, "/tickets/TKT-0001/replies", body="We have it.")
    assert came(mail) == []
    assert PDF[0] not in mail.text


@pytest.mark.parametrize("over", [False, True])
def test_a_file_that_the_mail_has_no_room_for_is_named_with_its_size_and_link(post: Correspondence, over: bool) -> None:
    post.write()
    room = (20_000_000 - 66_000) * 57 // 78 + (2_000 if over else -2_000)
    large = ("film.pdf", b"%PDF-1.7 " + b"x" * (room - 9))
    ids = [uploaded(post, *large), uploaded(post, *SHEET)] if over else [uploaded(post, *large)]
    (mail,) = said(post, "/tickets/TKT-0001/replies", body="Here.", attachments=ids)
    assert len(mail.raw) <= 20_000_000
    assert [name for name, _ in came(mail)] == (["days.csv"] if over else ["film.pdf"])
    if over:
        assert re.search(
            r"film\.pdf \(14\.\d MB\)\n +http://help\.test/portal/acme/t/[\w.]+/files/u_\w+\n",
            mail.text.replace("\r\n", "\n"),
        )
        link = re.findall(r'href="http://help\.test(/portal/acme/t/[\w.]+/files/u_\w+)"', mail.html)
        assert post.desk.http("GET", link[0]).status == 302


@pytest.mark.parametrize("megabytes", [1, 20, 38])
def test_a_mail_has_room_for_as_much_as_the_desk_says(megabytes: int) -> None:
    fits = (megabytes * 1_000_000 - 65_000) * 57 // 78

    def of_size(size: int) -> Attachment:
        return Attachment(id="a_1", name="film.pdf", type="application/pdf", size=size)

    assert travelling([of_size(fits - 100)], "", megabytes * 1_000_000)
    assert not travelling([of_size(fits + 100)], "", megabytes * 1_000_000)


@pytest.mark.parametrize("over", [False, True])
def test_a_desk_may_send_less_and_more(post: Correspondence, over: bool) -> None:
    post.write()
    fits = (38_000_000 - 67_000) * 57 // 78
    halves = [("1.pdf", b"%PDF-1.7 " + b"x" * (fits // 2)), ("2.pdf", b"%PDF-1.7 " + b"x" * (fits // 2 + 3_000 * over))]
    post.call("PATCH", "/settings", {"max_mail_mb": 38})
    ids = [uploaded(post, *half) for half in halves]
    (mail,) = said(post, "/tickets/TKT-0001/replies", body="Here.", attachments=ids)
    assert len(mail.raw) <= 38_000_000
    assert [name for name, _ in came(mail)] == (["1.pdf"] if over else ["1.pdf", "2.pdf"])
    post.call("PATCH", "/settings", {"max_mail_mb": 1})
    (mail,) = said(post, "/tickets/TKT-0001/replies", body="Once more.", attachments=[uploaded(post, *halves[0])])
    assert came(mail) == []
    assert "1.pdf" in mail.text


def test_a_file_that_is_gone_by_then_keeps_no_mail_back(post: Correspondence) -> None:
    post.write()
    bucket = post.desk.environment["FILES_BUCKET"]
    held = post.call(
        "POST",
        "/tickets/TKT-0001/replies",
        {"body": "Here.", "attachments": [uploaded(post, *PDF), uploaded(post, *SHEET)], "undo_seconds": 10},
    ).json()
    client("s3").delete_object(Bucket=bucket, Key=f"attachments/acme/{held['attachments'][0]['id']}")
    before = len(post.desk.sent)
    post.desk.advance(timedelta(seconds=11))
    post.desk.settle()
    (mail,) = post.desk.sent[before:]
    assert came(mail) == [SHEET]
    assert PDF[0] in mail.text


@pytest.mark.parametrize("size", [0, 1, 2, 3, 56, 57, 58, 114, 1_000, 999_999])
def test_the_size_of_a_file_in_a_mail_is_reckoned_as_it_is_written(size: int) -> None:
    from chalicelib.mail.writing.compose import _base64

    written = _base64(b"x" * size).partition(b"\r\n\r\n")[2]
    assert encoded_size(size) == max(len(written), 2) - (2 if size == 0 else 0)
