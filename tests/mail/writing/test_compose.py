from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.mail import MailFile, Outgoing, compose, parse
from chalicelib.mail.writing.compose import MARKER, AddressError

LETTER = Outgoing(
    from_name="Ana K. (Acme Support)",
    from_address="support@acme.example",
    to_name="Maya Osei",
    to_address="maya@example.com",
    subject="[TKT-0042] Printer",
    text="Hello Maya,\nplease try again.\n",
    html="<p>Hello Maya,</p>",
    message_id="m7@desk.acme.example",
    date=datetime(2024, 5, 6, 15, 4, tzinfo=UTC),
    desk="acme.desk.example",
    reply_to="reply+42abc@acme.example",
    in_reply_to="c1@example.com",
    references=("t42@desk.acme.example", "c1@example.com"),
)


def _read(letter: Outgoing) -> Message:
    return email.message_from_bytes(compose(letter))


def test_a_letter_says_who_from_to_whom_about_what_and_where_to_answer() -> None:
    message = _read(LETTER)
    assert re.sub(r"\s+", " ", message["From"]) == '"Ana K. (Acme Support)" <support@acme.example>'
    assert message["Subject"] == "[TKT-0042] Printer"
    assert "reply+42abc@acme.example" in message["Reply-To"]
    assert message["In-Reply-To"] == "<c1@example.com>"
    assert message["References"].split() == ["<t42@desk.acme.example>", "<c1@example.com>", "<m7@desk.acme.example>"]
    assert message[MARKER] == "acme.desk.example"
    assert message["X-Auto-Response-Suppress"] == "All"


def test_a_notice_says_that_it_is_automatic_and_a_reply_does_not() -> None:
    assert _read(LETTER)["Auto-Submitted"] == "auto-generated"
    assert _read(replace(LETTER, auto_submitted=False))["Auto-Submitted"] is None


def test_both_forms_of_the_text_arrive() -> None:
    message = _read(replace(LETTER, text="Grüße\nМая", html="<p>Grüße</p>"))
    assert message.get_content_type() == "multipart/alternative"
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    assert (text, html) == ("Grüße\r\nМая", "<p>Grüße</p>")


def test_what_is_composed_can_be_parsed_again() -> None:
    file = MailFile("Résumé.pdf", "application/pdf", bytes(range(256)))
    letter = replace(LETTER, from_name="Zoë Müller, Acme", subject="[TKT-0042] " + "プリンタ" * 40, attachments=(file,))
    parsed = parse(compose(letter))
    assert parsed.from_ is not None
    assert (parsed.from_.name, parsed.subject) == ("Zoë Müller, Acme", letter.subject)
    assert (parsed.text, parsed.html) == (letter.text.rstrip(), letter.html)
    assert [(a.name, a.content) for a in parsed.attachments] == [("Résumé.pdf", file.content)]


def test_a_long_name_of_an_attachment_keeps_its_extension() -> None:
    name = "Ü" * 150 + ".pdf"
    parsed = parse(compose(replace(LETTER, attachments=(MailFile(name, "application/pdf", b"x"),))))
    assert parsed.attachments[0].name.endswith(".pdf")


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert compose(LETTER) == compose(replace(LETTER))


def test_a_long_thread_keeps_its_first_and_its_newest_ids() -> None:
    ids = tuple(f"{number}@a-rather-long-domain-name.example" for number in range(200))
    found = _read(replace(LETTER, references=ids))["References"].split()
    assert found[0] == f"<{ids[0]}>"
    assert found[-2:] == [f"<{ids[-1]}>", "<m7@desk.acme.example>"]
    assert len(_read(replace(LETTER, references=ids))["References"]) <= 995


def test_extra_headers_are_added_but_can_not_replace_ours() -> None:
    message = _read(replace(LETTER, headers=(("X-Tag", "a"), ("To", "x@y.example"), ("X Bad", "b"), ("X-A\r\nB", "c"))))
    assert message["X-Tag"] == "a"
    assert message.get_all("To") == ["Maya Osei\r\n <maya@example.com>"]
    assert "X-A" not in message
    assert "X Bad" not in message


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c",
        "a b@c.example",
        "a@b.example\r\nBcc: x@y.example",
        "a@b.example,c@d.example",
        "<a@b.example>",
        "ü@b.example",
        "a@ü.." + "ü" * 70 + ".example",
    ],
)
def test_an_address_that_no_mail_goes_to_is_refused(address: str) -> None:
    with pytest.raises(AddressError):
        compose(replace(LETTER, to_address=address))


def test_an_apostrophe_in_an_address_is_nothing_special() -> None:
    assert "pat.o'brien@example.com" in _read(replace(LETTER, to_address="pat.o'brien@example.com"))["To"]


def test_a_domain_beyond_ascii_is_written_in_its_ascii_form() -> None:
    assert "i@xn--strae-oqa.example" in _read(replace(LETTER, to_address="i@straße.example"))["To"]
    assert "maya@xn--bcher-kva.example" in _read(replace(LETTER, to_address="maya@bücher.example"))["To"]


HOSTILE = st.text(st.sampled_from('ab \r\n\t\0\x0b\x0c\x1c\x85\u2028\u2029\u202eü漢😀<>"@,:;=?_-.'), max_size=1500)


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_value_becomes_a_header_or_a_long_line(name: str, subject: str, identifier: str, extra: str) -> None:
    letter = replace(
        LETTER,
        from_name=name,
        to_name=name,
        subject=subject,
        message_id=identifier,
        in_reply_to=identifier,
        references=(identifier, extra),
        headers=(("X-Extra", extra), (extra[:20], "x")),
        attachments=(MailFile(name, extra, b"x"),),
    )
    raw = compose(letter)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    fields = email.message_from_bytes(raw).items()
    assert [field for field, _ in fields].count("To") == 1
    assert {field for field, _ in fields} <= {field for field, _ in _read(LETTER).items()} | {"X-Extra", extra[:20]}
    assert max(len(value) for _, value in fields) <= 995
    assert len(parse(raw).attachments) == 1
