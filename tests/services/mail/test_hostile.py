"""Mails made to break what reads them: they become tickets, or are parked, and the next mail comes through."""

from __future__ import annotations

import time

import pytest

from tests.services.mail.correspondence import Correspondence

HEAD = b"From: maya@example.com\r\nTo: support@acme.example\r\nSubject: Hostile\r\n"


def nested(depth: int) -> bytes:
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return HEAD + b"MIME-Version: 1.0\r\n" + opening + b"Content-Type: text/plain\r\n\r\nDeep down\r\n"


HOSTILE = {
    "nothing at all": b"",
    "no body": HEAD,
    "no headers": b"\r\n\r\nHello",
    "300 levels of MIME": nested(300),
    "a line of five megabytes": HEAD + b"\r\n" + b"x" * 5_000_000,
    "On On On": HEAD + b"\r\n" + b"On " * 60_000,
    "quotes without end": HEAD + b"\r\n" + b"> " * 100_000,
    "a thousand references": HEAD + b"References: " + b"<a@b> " * 5_000 + b"\r\n\r\nHi",
    "a thousand tokens": HEAD.replace(b"To: ", b"To: " + b"reply+1.aaaaaaaa.aaaaaaaaaaaaaaaa@acme.example, " * 500)
    + b"\r\nHi",
    "bytes that are no text": b"From: maya@example.com\r\nSubject: \xff\xfe\x00\r\n\r\n" + bytes(range(256)) * 50,
    "half a surrogate": HEAD
    + b"Content-Type: text/plain; charset=utf-16-le\r\nContent-Transfer-Encoding: base64\r\n\r\nANg=\r\n",
    "surrogates in UTF-7": HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2D0-x",
    "surrogates in the subject": b"From: maya@example.com\r\nSubject: =?utf-8?b?7aCA?= =?utf-7?q?+2D0-?=\r\n\r\nHi",
    "a charset that is a codec of bytes": HEAD + b"Content-Type: text/plain; charset=zlib\r\n\r\nHi",
    "a subject of 60,000 letters": b"From: maya@example.com\r\nSubject: " + b"a" * 60_000 + b"\r\n\r\nHi",
    "a name of 60,000 letters": b"From: " + b"a" * 60_000 + b" <maya@example.com>\r\nSubject: x\r\n\r\nHi",
    "an id of 60,000 letters": HEAD + b"Message-ID: <" + b"a" * 60_000 + b"@x>\r\n\r\nHi",
    "headers made to be split": b"From: maya@example.com\r\nSubject: a\r\n b\r\n\tBcc: x@example.net\r\n\r\nHi",
    "HTML alone, and wild": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 50_000 + b"Hi<script>alert(1)",
    "no bytes but NUL": b"\0" * 10_000,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_mail_is_filed_or_parked_and_holds_nobody_up(post: Correspondence, raw: bytes) -> None:
    started = time.process_time()
    post.send(raw)
    assert time.process_time() - started < 10
    assert len(post.refs()) + len(post.parked()) == 1
    for ref in post.refs():
        assert post.ticket(ref)["title"]
    post.write("A harmless one", sender="jo@example.net")
    assert len(post.refs()) + len(post.parked()) == 2


def test_a_hostile_subject_leaves_as_one_line(post: Correspondence) -> None:
    post.send(b"From: maya@example.com\r\nSubject: =?utf-8?q?Hi=0D=0ABcc:_x@example.net?=\r\n\r\nHi")
    mail = post.reply()
    assert mail.to == ("maya@example.com",)
    assert "Bcc" not in mail.headers
    assert "\n" not in post.ticket()["title"]
