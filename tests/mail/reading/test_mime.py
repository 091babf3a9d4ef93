"""Parts of parts: every text and file once, whatever boundaries are called and wherever they end."""

from __future__ import annotations

import pytest

from chalicelib.mail import ParsedMail, parse
from tests.mail.support import mail

PDF = "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF"
PNG = "Content-Type: image/png; name=b.png\r\n\r\nPNG"
PLAIN = "Content-Type: text/plain; charset=utf-8\r\n\r\nHere is the invoice."
PAGE = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Here is the invoice.</p>"


def multipart(kind: str, boundary: str, *bodies: str, after: str = "") -> str:
    inside = "".join(f"--{boundary}\r\n{body}\r\n" for body in bodies)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\r\n\r\n{inside}--{boundary}--\r\n{after}"


def read(whole: str) -> ParsedMail:
    return parse(b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n" + whole.encode())


def outcome(parsed: ParsedMail) -> tuple[str, list[str]]:
    return parsed.text, [file.name for file in parsed.attachments]


@pytest.mark.parametrize("inner", ["x", "x1", "y"])
def test_nested_parts_may_all_have_one_boundary(inner: str) -> None:
    alternative = multipart("alternative", inner, PLAIN, PAGE)
    parsed = read(multipart("mixed", "x", alternative, PDF, PNG))
    assert outcome(parsed) == ("Here is the invoice.", ["a.pdf", "b.png"])
    assert parsed.html == "<p>Here is the invoice.</p>"


def test_three_levels_may_have_one_boundary() -> None:
    related = multipart("related", "x", PAGE, PNG)
    whole = multipart("mixed", "x", multipart("alternative", "x", PLAIN, related), PDF)
    assert outcome(read(whole)) == ("Here is the invoice.", ["b.png", "a.pdf"])


def test_parts_after_the_end_are_parts() -> None:
    whole = multipart("mixed", "x", PLAIN) + f"--x\r\n{PDF}\r\n--x--\r\n"
    assert outcome(read(whole)) == ("Here is the invoice.", ["a.pdf"])
    nested = multipart("mixed", "o", multipart("alternative", "i", PLAIN) + f"--i\r\n{PAGE}\r\n--i--\r\n", PDF)
    assert outcome(read(nested)) == ("Here is the invoice.", ["a.pdf"])


def test_a_mail_in_the_mail_may_have_the_same_boundary() -> None:
    inner = "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n" + multipart("mixed", "x", PAGE, PNG)
    parsed = read(multipart("mixed", "x", PLAIN, inner, PDF))
    assert outcome(parsed) == ("Here is the invoice.", ["inner.eml", "a.pdf"])
    assert [file.name for file in parse(parsed.attachments[0].content).attachments] == ["b.png"]


def test_words_after_the_end_are_kept() -> None:
    assert read(multipart("mixed", "x", PLAIN, PDF, after="\r\nP.S. Call me.\r\n")).text.split("\n") == [
        "Here is the invoice.",
        "P.S. Call me.",
    ]
    nested = multipart("mixed", "o", multipart("alternative", "i", PLAIN, PAGE, after="P.S. Call me."), PDF)
    assert "P.S. Call me." in read(nested).text
    assert outcome(read(nested))[1] == ["a.pdf"]


@pytest.mark.parametrize("after", ["", "\r\n\r\n", " \t\r\n", ".\r\n", "\0\0", "--\r\n", "\x1a"])
def test_what_says_nothing_after_the_end_is_nothing(after: str) -> None:
    assert read(multipart("mixed", "x", PLAIN, PDF, after=after)).text == "Here is the invoice."


def test_a_part_whose_boundary_never_comes_takes_none_of_its_neighbours() -> None:
    parsed = parse(
        mail(
            f"--o\r\nContent-Type: multipart/alternative; boundary=never\r\n\r\nhm\r\n--o\r\n{PDF}\r\n--o--\r\n",
            content_type="multipart/mixed; boundary=o",
        )
    )
    assert [file.name for file in parsed.attachments] == ["a.pdf"]


@pytest.mark.parametrize("head", [" From: a@b.example\r\nSubject: x", "\tFrom: a@b.example\r\n\tSubject: x",
                                  "  \r\nFrom: a@b.example\r\nSubject: x",
                                  "Return-Path: <a@b.example>\r\nX-SES-RECEIPT: A\r\n From: a@b.example\r\nSubject: x"],
)  # fmt: skip
def test_a_first_line_that_is_indented_is_a_field(head: str) -> None:
    parsed = parse(f"{head}\r\nTo: c@d.example,\r\n e@f.example\r\n\r\nHello".encode())
    assert parsed.from_ is not None
    assert (parsed.from_.address, parsed.subject, parsed.text) == ("a@b.example", "x", "Hello")
    assert [box.address for box in parsed.to] == ["c@d.example", "e@f.example"]
    assert not parsed.identity.proven


def test_a_part_without_headers_whose_text_is_indented_keeps_it() -> None:
    raw = mail("--q\r\n  indented words\r\nmore\r\n--q--\r\n", content_type="multipart/mixed; boundary=q")
    assert parse(raw).text.split() == ["indented", "words", "more"]


def test_where_nothing_else_says_a_word_a_part_with_a_name_is_what_the_mail_says() -> None:
    named = "Content-Type: text/plain; charset=utf-8; name=body.txt\r\nContent-Disposition: inline\r\n\r\nIt broke."
    page = "Content-Type: text/html; name=body.html\r\n\r\n<p>It broke.</p>"
    blank = "Content-Type: text/plain\r\n\r\n"
    assert outcome(read(multipart("mixed", "x", named, PDF))) == ("It broke.", ["a.pdf"])
    assert outcome(read(multipart("mixed", "x", blank, page, PDF))) == ("It broke.", ["a.pdf"])
    assert outcome(read(multipart("mixed", "x", PLAIN, named))) == ("Here is the invoice.", ["body.txt"])
    attached = named.replace("inline", "attachment")
    assert outcome(read(multipart("mixed", "x", attached, PDF))) == ("", ["body.txt", "a.pdf"])


@pytest.mark.parametrize("kind", ["text/x-amp-html", "text/watch-html"])
def test_what_says_the_same_for_another_screen_is_left_out(kind: str) -> None:
    other = f"Content-Type: {kind}; charset=utf-8\r\n\r\n<b>Here is the invoice.</b>"
    assert outcome(read(multipart("alternative", "x", PLAIN, other, PAGE))) == ("Here is the invoice.", [])
    assert len(read(multipart("alternative", "x", other)).attachments) == 1
