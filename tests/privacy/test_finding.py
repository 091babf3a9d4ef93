"""The finder finds: each way in which data is wrapped is undone, so that finding nothing means something."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from email.header import Header
from email.message import EmailMessage
from html import escape
from struct import pack
from urllib.parse import quote

import pytest

from tests.mail.reading import tnef_made
from tests.privacy.finding import Finder

WORD, ACCENTED, NUMBER = "zqbdfghjklmnpr", "zqwxäçdfghöñpr", "4930901820551"
FINDER = Finder({"plain": WORD, "accented": ACCENTED, "number": NUMBER})


def zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", content)
    return made.getvalue()


def png(content: bytes) -> bytes:
    text = b"zTXtComment\0\0" + zlib.compress(content)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", len(text) - 4) + text + b"crc0"


def mail(content: str, charset: str, cte: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Nothing"
    message.set_content(f"Dear all, {content}.", charset=charset, cte=cte)
    return message.as_bytes()


def attached(content: bytes) -> bytes:
    message = EmailMessage()
    message.set_content("See the file")
    message.add_attachment(content, maintype="application", subtype="zip", filename="a.zip")
    return message.as_bytes()


def in_json(text: str) -> str:
    return json.dumps({"d": json.dumps({"deep": [json.dumps([text])]})})


TEXTS: dict[str, Callable[[str], str | bytes]] = {
    "itself": lambda text: f"before {text}, behind",
    "capitals": str.upper,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "composed": lambda text: unicodedata.normalize("NFC", text),
    "wide letters": lambda text: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text),
    "an emoji in its middle": lambda text: f"{text[:6]}🦊{text[6:]}",
    "a key": lambda text: f"W#acme#X#{text[:3]}|{text}#0000000001#m",
    "markup": lambda text: f"<p>{text[:4]}<b class='x'>{text[4:]}</b></p>",
    "cut off": lambda text: text[:10] + "…",
    "folded": lambda text: f"Subject: {text[:7]}\r\n {text[7:]}",
    "soft hyphens": lambda text: "\u00ad".join(text),
    "entities": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "percent": lambda text: f"https://x.example/?q={quote(text)}",
    "percent of each": lambda text: "".join(f"%{one:02X}" for one in text.encode()),
    "percent twice": lambda text: quote(quote("".join(f"%{one:02X}" for one in text.encode()))),
    "JSON in JSON in JSON": in_json,
    "escapes": lambda text: "".join(f"\\u{ord(one):04x}" for one in text),
    "base64": lambda text: base64.b64encode(f"Some words before {text}.".encode()).decode(),
    "base64 in a token": lambda text: f"a.{base64.urlsafe_b64encode(json.dumps({'n': text}).encode()).decode()}.sig",
    "base64 in lines": lambda text: base64.encodebytes(f"{'word ' * 11}{text}{' word' * 20}".encode()),
    "quoted-printable": lambda text: quopri.encodestring(f"{'word ' * 13} {text} {'ü' * 30}".encode()),
    "each octet quoted": lambda text: "".join(f"={one:02X}" for one in text.encode()),
    "an encoded word": lambda text: Header(f"{'Wörter ' * 9}{text}", "utf-8").encode(),
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "UTF-16, other end": lambda text: b"\1" + text.encode("utf-16-be"),
    "Latin": lambda text: b"\xff" + text.encode("cp1252"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zlib": lambda text: b"before" + zlib.compress(text.encode() * 20),
    "zip": lambda text: zipped(text.encode()),
    "gzip in base64 in JSON": lambda text: json.dumps([base64.b64encode(gzip.compress(text.encode())).decode()]),
    "zip in a mail": lambda text: attached(zipped(text.encode())),
    "zip in a mail in JSON": lambda text: json.dumps({"raw": attached(zipped(text.encode())).decode()}),
    "a picture": lambda text: png(text.encode("latin-1")),
    "a mail, quoted-printable": lambda text: mail(text, "utf-8", "quoted-printable"),
    "a mail, base64": lambda text: mail(text, "utf-8", "base64"),
    "a mail in UTF-16": lambda text: mail(text, "utf-16", "base64"),
    "a mail in Latin": lambda text: mail(text, "iso-8859-1", "quoted-printable"),
    "a header's entity": lambda text: escape(f"<{text}@x.example>"),
    "winmail.dat": lambda text: tnef_made.tnef(
        tnef_made.attribute(
            tnef_made.MESSAGE_PROPERTIES, tnef_made.properties(tnef_made.of_text(tnef_made.PLAIN, text))
        )
    ),
}


@pytest.mark.parametrize("way", TEXTS)
@pytest.mark.parametrize(("name", "word"), [("plain", WORD), ("accented", ACCENTED), ("number", NUMBER)])
def test_a_mark_is_found_in_whatever_wrapping(way: str, name: str, word: str) -> None:
    assert FINDER.marks_in(TEXTS[way](word)) == {name}


def test_what_is_not_there_is_not_found() -> None:
    assert (
        FINDER.marks_in("zqbdfghx", b"zqbdfghj", "49309018 and no more", base64.b64encode(WORD[1:].encode())) == set()
    )


def test_a_number_is_found_as_people_write_it() -> None:
    assert FINDER.marks_in("+49 (30) 90-18 20 551") == {"number"}
