"""What is taken out of a model's words, and what is hidden from it."""

from __future__ import annotations

import pytest

from chalicelib.assistant.guard import REMOVED, cleaned, without_foreign_links
from chalicelib.assistant.masking import MASK, masked

SOURCES = ["See https://status.globex.example/7 or write to maya@globex.example. Our shop is shop.globex.example."]
FOREIGN = [
    "https://evil.example/login",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE/LOGIN",
    "www.evil.com",
    "evil.com/login",
    "evil.example",
    "login.evil.io",
    "mailto:thief@evil.example",
    "thief@evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "ftp://evil.example/x",
    "//evil.com/x",
    "http://203.0.113.9/x",
    "203.0.113.9",
    "https://status.globex.example.evil.example/7",
    "https://status.globex.example/7/../../evil",
    "https://status.globex.example/70",
    "https://globex.example@evil.example/",
    "xmaya@globex.example",
    "tel:+490000000",
    "https://xn--80ak6aa92e.com",
    "https://ev\u200bil.example/login",
    "https://еvil.example",
]


@pytest.mark.parametrize("link", FOREIGN)
@pytest.mark.parametrize(
    "form", ["Go to {} now", "[your account]({})", "![logo]({})", "<{}>", "({})", '"{}",', "x: {}."]
)
def test_no_link_is_left_that_was_not_given(link: str, form: str) -> None:
    told = without_foreign_links(cleaned(form.format(link), 1_000), SOURCES)
    assert "evil" not in told.casefold().replace(REMOVED, "")
    for part in ("203.0.113.9", "xmaya@", "://", "](", "javascript:", "data:", "tel:", "/70", "xn--", "еvil"):
        assert part not in told


@pytest.mark.parametrize(
    "text",
    [
        "See https://status.globex.example/7.",
        "[status](https://status.globex.example/7)",
        "Write to maya@globex.example, please.",
        "Their shop is shop.globex.example",
        "At 10:00 we restart. Note: version 5.2.1, file report.pdf, e.g. this; 3.480,50 EUR",
        "Press *Settings → API* and choose `Idempotency-Key`.",
        "5 < 6 and 7 > 3",
        "Grüße aus Köln – 导出坏了",
    ],
)
def test_what_was_given_and_what_is_no_link_stays(text: str) -> None:
    assert without_foreign_links(cleaned(text, 1_000), SOURCES) == text


def test_html_and_signs_that_can_t_be_seen_go() -> None:
    assert cleaned("a\u200b\u202e\x00<script>alert(1)</script>\n<b>x</b>\t", 1_000) == "aalert(1)\nx"
    assert cleaned("x" * 50, 10) == "x" * 10


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "<" * 50_000, "a@" * 20_000, "http:" * 10_000, "](" * 30_000, "." * 50_000]
)
def test_whatever_a_model_says_it_is_read_quickly(text: str) -> None:
    assert len(without_foreign_links(cleaned(text, 6_000), SOURCES)) < 60_000


@pytest.mark.parametrize(
    "secret",
    [
        "wtk_0123456789abcdef_" + "x" * 43,
        "https://help.acme.example/portal/acme/t/00042.ab12.abcdefghijklmnopqrst",
        "reply+00042.ab12.abcdefghijklmnop@acme.example",
        "sk-proj-abcdefghijklmnopqrstuv",
        "ghp_abcdefghijklmnopqrstuvwxyz0123",
        "AKIAABCDEFGHIJKLMNOP",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "Authorization: Bearer abcdefghijklmnop1234",
        "password: hunter22!",
        "Passwort = geheim123",
        "API key: 1234-abcd",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----",
        "4111 1111 1111 1111",
        "5500-0000-0000-0004.",
    ],
    ids=lambda secret: secret[:20],
)
def test_secrets_in_texts_are_hidden(secret: str) -> None:
    told = masked(f"Please look: {secret} and tell me.")
    assert MASK in told
    assert secret not in told
    for part in (
        "abcdefghijklmnop",
        "hunter22",
        "geheim123",
        "MIIEabc",
        "1111 1111",
        "0000-0000",
        "1234-abcd",
        "x" * 9,
    ):
        assert part not in told


@pytest.mark.parametrize(
    "text",
    [
        "The order 1234567890123 of 2026-11-25 cost 3,480.50.",
        "I forgot my password and the token page is empty.",
        "Call +44 20 7946 0000 1234",
        "Ticket TKT-0042, request 6f1c0a, version 5.2.1",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert masked(text) == text
