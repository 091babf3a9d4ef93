from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.people.identity import NOBODY
from chalicelib.mail import Address, SmtpEnvelope, parse
from tests.mail.support import html_mail, mail

SES_BLOCK = """Return-Path: <maya@example.com>
Received: from mx.example.com (mx.example.com [192.0.2.7])
 by inbound-smtp.eu-west-1.amazonaws.com with SMTP id abc
 for support@acme.example; Tue, 07 May 2024 07:12:33 +0000 (UTC)
X-SES-Spam-Verdict: FAIL
X-SES-Virus-Verdict: PASS
Received-SPF: pass (spfCheck: domain of example.com designates 192.0.2.7 as permitted sender)
Authentication-Results: amazonses.com; spf=pass; dkim=fail header.i=@x.example; dkim=pass header.i=@example.com;
 dmarc=fail (p=reject dis=none) header.from=example.com;
X-SES-RECEIPT: AEFB
X-SES-DKIM-SIGNATURE: a=rsa-sha256; q=dns/txt
"""
WRITTEN = "From: maya@example.com\nSubject: x\nMessage-ID: <1@example.com>\n\nHello"


def test_addresses_come_in_order_with_their_names() -> None:
    parsed = parse(mail(to='"Osei, Maya" <Maya@EXAMPLE.com>, lee@example.net', cc="Team: a@b.example, c@d.example;"))
    assert parsed.to == (Address("Osei, Maya", "Maya@example.com"), Address("", "lee@example.net"))
    assert [box.address for box in parsed.cc] == ["a@b.example", "c@d.example"]


@pytest.mark.parametrize(
    "written", ["Pat.O'Brien@example.com", "'Pat.O'Brien@example.com'", "'Pat O'Brien' <Pat.O'Brien@example.com>"]
)
def test_an_apostrophe_belongs_to_the_address_unless_it_is_around_it(written: str) -> None:
    parsed = parse(f"From: {written}\r\n\r\n".encode())
    assert parsed.from_.address == "Pat.O'Brien@example.com"


def test_delivered_to_collects_what_forwarding_servers_wrote() -> None:
    parsed = parse(mail(delivered_to="reply+abc@acme.example", x_original_to="help@acme.example"))
    assert [box.address for box in parsed.delivered_to] == ["reply+abc@acme.example", "help@acme.example"]


def test_ids_have_no_brackets_and_keep_their_order() -> None:
    parsed = parse(mail(in_reply_to="<b@x>", references="<a@x>\r\n <b@x> <a@x>"))
    assert (parsed.message_id, parsed.in_reply_to, parsed.references) == ("1@example.com", "b@x", ("a@x", "b@x"))


def test_a_long_id_that_a_program_folded_into_encoded_words_is_read() -> None:
    folded = EmailMessage()
    folded["In-Reply-To"] = f"<{'0100018c' * 9}@email.amazonses.com>"
    assert b"=?utf-8?q?" in folded.as_bytes()
    assert parse(folded.as_bytes()).in_reply_to == f"{'0100018c' * 9}@email.amazonses.com"


def test_a_mail_without_an_id_gets_the_same_one_whatever_way_it_came() -> None:
    first = parse(b"Received: from a.example\nFrom: a@b.example\nSubject: x\n\nHello")
    second = parse(b"Received: from c.example\nFrom: a@b.example\nSubject: x\n\nHello")
    other = parse(b"From: a@b.example\nSubject: x\n\nHello again")
    assert first.message_id == second.message_id != other.message_id
    assert "no_message_id" in first.defects


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tue, 7 May 2024 09:12:33 +0200", datetime(2024, 5, 7, 7, 12, 33, tzinfo=UTC)),
        ("Tue, 7 May 2024 09:12:33 -0000", datetime(2024, 5, 7, 9, 12, 33, tzinfo=UTC)),
        ("yesterday", None),
        ("Tue, 7 May 99999 09:12:33 +0200", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_a_date_is_aware_or_absent(written: str, expected: datetime | None) -> None:
    parsed = parse(mail(date=written))
    assert parsed.date == expected
    assert expected is None or (parsed.date is not None and parsed.date.utcoffset() is not None)


def test_a_date_keeps_the_senders_zone() -> None:
    parsed = parse(mail(date="Tue, 7 May 2024 09:12:33 +0200"))
    assert parsed.date is not None
    assert parsed.date.utcoffset() == timedelta(hours=2)


def test_ses_own_block_gives_the_verdicts() -> None:
    verdicts = parse((SES_BLOCK + WRITTEN).encode()).verdicts
    assert verdicts == {
        "spam": "fail",
        "virus": "pass",
        "spf": "pass",
        "dkim": "pass",
        "dmarc": "fail",
        "dmarc_policy": "reject",
    }


@pytest.mark.parametrize(
    "forged",
    [
        "X-SES-Spam-Verdict: PASS\n" + WRITTEN,
        "Subject: a\nReturn-Path: <a@b.example>\nX-SES-Spam-Verdict: PASS\n" + WRITTEN,
        "Received: from a.example by b.example; Tue\nX-SES-Spam-Verdict: PASS\n" + WRITTEN,
        "Received: from inbound-smtp.amazonaws.com by b.example; Tue\nX-SES-Spam-Verdict: PASS\n" + WRITTEN,
        WRITTEN.replace("\n\n", "\nX-SES-Virus-Verdict: PASS\nAuthentication-Results: amazonses.com; dmarc=pass\n\n"),
    ],
)
def test_verdicts_a_sender_wrote_themselves_are_not_believed(forged: str) -> None:
    assert parse(forged.encode()).verdicts == {}


def test_a_forged_verdict_below_the_block_changes_nothing() -> None:
    forged = "X-SES-Spam-Verdict: PASS\nAuthentication-Results: amazonses.com; dmarc=pass\n"
    verdicts = parse((SES_BLOCK + forged + WRITTEN).encode()).verdicts
    assert (verdicts["spam"], verdicts["dmarc"]) == ("fail", "fail")


def test_another_servers_authentication_results_say_nothing() -> None:
    raw = "Return-Path: <a@b.example>\nAuthentication-Results: mx.example; dmarc=pass\n" + WRITTEN
    assert parse(raw.encode()).verdicts == {}


def test_the_notice_outranks_the_mail() -> None:
    envelope = SmtpEnvelope("maya@example.com", ("support@acme.example",), {"spam": "PASS", "dmarc_policy": "REJECT"})
    parsed = parse((SES_BLOCK + WRITTEN).encode(), envelope)
    assert (parsed.verdicts["spam"], parsed.verdicts["virus"]) == ("pass", "pass")
    assert parsed.verdicts["dmarc_policy"] == "reject"
    assert parsed.recipients == ("support@acme.example",)


@pytest.mark.parametrize(
    ("results", "standing", "why"),
    [
        ("dmarc=pass header.from=example.com", "proven", "dmarc"),
        ("dmarc=pass (p=none dis=none) header.from=EXAMPLE.com.", "proven", "dmarc"),
        ("dmarc=pass", "unproven", "anothers"),
        ("dmarc=pass header.from=evil.example", "unproven", "anothers"),
        ("dmarc=pass (header.from=example.com) header.from=evil.example", "unproven", "anothers"),
        ("dmarc=pass (a (header.from=example.com) b) header.from=evil.example", "unproven", "anothers"),
        ('dmarc=pass header.from="example.com"', "unproven", "anothers"),
        ("dmarc=pass header.from=example.com.evil.example", "unproven", "anothers"),
        ("dmarc=pass header.from=example.com; dmarc=pass header.from=example.com", "unproven", "unchecked"),
        ("dmarc=pass header.from=evil.example; dmarc=fail header.from=example.com", "contradicted", "dmarc_fail"),
        ("spf=pass (; dmarc=pass) envelope-from=x@evil.example; dmarc=fail", "contradicted", "dmarc_fail"),
        ('spf=pass envelope-from="; dmarc=pass header.from=example.com"@evil.example;', "unproven", "anothers"),
        ("dmarc=none header.from=example.com; spf=pass envelope-from=a@example.com", "proven", "spf"),
        ("spf=pass client-ip=1.2.3.4; envelope-from=a@mail.example.com; dmarc=none", "proven", "spf"),
        ("spf=pass envelope-from=a@evil.example; dkim=pass header.i=@example.com; dmarc=none", "proven", "dkim"),
        ("spf=pass envelope-from=a@notexample.com; dmarc=none header.from=example.com", "unproven", "anothers"),
        (
            "spf=pass envelope-from=a@evil.example; helo=x;spf=pass envelope-from=a@example.com; dmarc=none",
            "unproven",
            "anothers",
        ),
        ("spf=pass envelope-from=a@com; dmarc=none header.from=example.com", "unproven", "anothers"),
        ("spf=fail envelope-from=a@example.com; dmarc=none header.from=example.com", "unproven", "unchecked"),
        ("spf=pass envelope-from=a@example.com; dmarc=temperror header.from=example.com", "unproven", "unchecked"),
        ("spf=pass envelope-from=a@example.com", "unproven", "unchecked"),
        ("dkim=fail header.i=@example.com; dkim=pass header.i=@example.com; dmarc=none", "proven", "dkim"),
    ],
)
def test_a_verdict_counts_for_its_own_domain_alone(results: str, standing: str, why: str) -> None:
    raw = f"Return-Path: <x@evil.example>\nAuthentication-Results: amazonses.com; {results}\n{WRITTEN}".encode()
    found = parse(raw).identity
    assert (found.standing, found.why) == (standing, why)
    noticed = parse(raw, SmtpEnvelope("x@evil.example", (), {"dmarc": "PASS", "spf": "PASS"})).identity
    assert noticed.proven == (why == "dmarc" and standing == "proven"), "the notice names no domain"


def test_a_signature_that_the_notice_knows_nothing_of_is_the_senders_own_word() -> None:
    results = "spf=pass envelope-from=a@evil.example; helo=x; dkim=pass header.i=@example.com; dmarc=none"
    raw = f"Return-Path: <x@evil.example>\nAuthentication-Results: amazonses.com; {results}\n{WRITTEN}".encode()
    assert parse(raw, SmtpEnvelope("x@evil.example", (), {"dkim": "PASS"})).identity.proven
    assert not parse(raw, SmtpEnvelope("x@evil.example", (), {"dkim": "GRAY"})).identity.proven


@pytest.mark.parametrize("suffix", ["co.uk", "github.io", "com", "s3.amazonaws.com"])
def test_who_shares_a_public_suffix_shares_nothing_else(suffix: str) -> None:
    results = f"spf=pass envelope-from=a@{suffix}; dmarc=none header.from=shop.{suffix}"
    raw = (
        f"Return-Path: <x@x.example>\nAuthentication-Results: amazonses.com; {results}\nFrom: maya@shop.{suffix}\n\nHi"
    )
    assert not parse(raw.encode()).identity.proven
    nearer = raw.replace(f"a@{suffix}", f"a@mail.shop.{suffix}")
    assert parse(nearer.encode()).identity.why == "spf"


def test_of_a_domain_in_unicode_dmarc_says_the_name_that_the_dns_has() -> None:
    results = "Authentication-Results: amazonses.com; dmarc=pass header.from=xn--bcher-kva.example"
    raw = f"Return-Path: <x@x.example>\n{results}\nFrom: maya@bücher.example\n\nHello".encode()
    assert parse(raw).identity.proven


def test_a_dmarc_pass_is_nothing_where_from_can_be_read_in_two_ways() -> None:
    results = b"Return-Path: <x@x.example>\nAuthentication-Results: amazonses.com; dmarc=pass header.from=example.com\n"
    parsed = parse(results + b"From: maya@example.com, x@evil.example\n\nHello")
    assert (parsed.from_, parsed.identity) == (Address("", "maya@example.com"), NOBODY)


def test_an_escaped_quotation_mark_ends_no_name() -> None:
    parsed = parse(rb'From: "Cee \" <cfo@corp.example>" <x@evil.example>' + b"\n\nHello")
    assert (parsed.from_, parsed.identity.address) == (
        Address('Cee " <cfo@corp.example>', "x@evil.example"),
        "x@evil.example",
    )


def test_a_quotation_mark_that_nothing_closes_hides_nothing() -> None:
    parsed = parse(b'To: "Osei, Maya" <maya@example.com>, "Lee <lee@example.com>\n\nHello')
    assert parsed.to == (Address("Osei, Maya", "maya@example.com"), Address("Lee", "lee@example.com"))


def test_a_null_return_path_is_told_from_an_unknown_one() -> None:
    assert parse(b"Return-Path: <>\n" + mail()).sender == ""
    assert parse(mail()).sender is None
    assert parse(mail(), SmtpEnvelope("<>")).sender == ""


@pytest.mark.parametrize("name", ["sender", "reply-to", "return-path"])
def test_without_from_the_next_best_header_names_the_writer(name: str) -> None:
    parsed = parse(f"{name}: Maya <maya@example.com>\n\nHello".encode())
    assert parsed.from_ is not None
    assert parsed.from_.address == "maya@example.com"


def test_a_picture_in_the_page_is_inline_and_listed_once() -> None:
    raw = mail(
        "--r\r\nContent-Type: text/html\r\n\r\n<img src='cid:a%40b'>\r\n"
        "--r\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <a@b>\r\n\r\nx\r\n"
        "--r\r\nContent-Type: image/png; name=b.png\r\nContent-ID: <c@d>\r\n\r\ny\r\n--r--",
        content_type="multipart/related; boundary=r",
    )
    assert [(a.name, a.content_id, a.inline) for a in parse(raw).attachments] == [
        ("a.png", "a@b", True),
        ("b.png", "c@d", False),
    ]


def test_an_attachment_keeps_every_byte() -> None:
    raw = mail(
        "--r\r\n\r\nhi\r\n--r\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "UEsDBAD/\r\nAAECAw==\r\n--r--",
        content_type="multipart/mixed; boundary=r",
    )
    assert parse(raw).attachments[0].content == b"PK\x03\x04\x00\xff\x00\x01\x02\x03"


def test_a_binary_part_keeps_its_line_ends() -> None:
    body = b"--r\r\nContent-Type: application/octet-stream; name=a\r\n\r\na\r\nb\n\x00\r\n--r--"
    raw = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=r\r\n\r\n" + body
    assert parse(raw).attachments[0].content == b"a\r\nb\n\x00"


def test_a_boundary_that_is_the_beginning_of_another_is_not_taken_for_it() -> None:
    raw = mail(
        "--a\r\nContent-Type: multipart/alternative; boundary=ab\r\n\r\n--ab\r\n\r\ninner\r\n--ab--\r\n"
        "--a\r\nContent-Type: text/plain; name=x.txt\r\n\r\nfile\r\n--a--",
        content_type="multipart/mixed; boundary=a",
    )
    parsed = parse(raw)
    assert parsed.text == "inner"
    assert [a.name for a in parsed.attachments] == ["x.txt"]


def test_html_alone_still_gives_a_text() -> None:
    parsed = parse(html_mail("<p>One</p><p>Two &amp; three</p>"))
    assert parsed.text == parsed.reply_text == "One\n\nTwo & three"


def test_names_and_subjects_can_not_carry_line_breaks() -> None:
    parsed = parse(b"From: =?utf-8?Q?Maya=0D=0ABcc:_x@y.example?= <a@b.example>\nSubject: =?utf-8?Q?a=0Ab=00c?=\n\nx")
    assert parsed.from_ == Address("Maya Bcc: x@y.example", "a@b.example")
    assert parsed.subject == "a bc"


def test_a_charset_that_is_none_is_not_used_to_decode() -> None:
    for charset in ("zlib", "punycode", "unicode_escape", "rot13", "undefined", "no-such", "idna"):
        assert parse(mail("\\u0041 abc", content_type=f"text/plain; charset={charset}")).text == "\\u0041 abc"


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    parse(raw)


_LINES = st.sampled_from(
    [
        b"From: a@b.example",
        b"Content-Type: multipart/mixed; boundary=x",
        b"Content-Type: multipart/alternative; boundary=y",
        b"Content-Type: text/html; charset=utf-7",
        b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: quoted-printable",
        b"Content-Transfer-Encoding: x-uuencode",
        b"Content-Disposition: attachment; filename*0*=utf-8''a; filename*2=b",
        b"Subject: =?iso-2022-jp?B?GyRC?= =?utf-8?Q?=F0=9F?=",
        b"",
        b"--x",
        b"--x--",
        b"--y",
        b"> quoted",
        b"On 6 May 2024 at 15:04 a <a@b.example> wrote:",
        b"-----Original Message-----",
        b"From: x",
        b"-- ",
        b"<blockquote type=cite><div>",
        b"begin 644 a",
        b"\xff\xfe\x00",
    ]
)


@given(st.lists(_LINES, max_size=40), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_mails_put_together_from_dangerous_lines_are_read(lines: list[bytes], end: bytes) -> None:
    parsed = parse(end.join(lines))
    assert parsed.message_id
    assert "\x00" not in parsed.text
