"""The words of a mail that Outlook kept as rich text alone: the HTML it was made of (MS-OXRTFEX), else text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape

from chalicelib.mail.reading.charsets import decode

MAX_GROUPS = 500
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_SAID = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_SILENT = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"headerl", b"headerr",
    b"headerf", b"footerl", b"footerr", b"footerf", b"ftnsep", b"listtable", b"listoverridetable", b"rsidtbl",
    b"themedata", b"xmlnstbl", b"mhtmltag", b"pntext",
}  # fmt: skip
"""Groups that hold no words of the text."""


@dataclass(frozen=True, slots=True)
class _Group:
    """`silent`: nothing in it is shown; `tag`: it is the HTML's own; `beside`: for readers of rich text alone; `unit`:
    how many characters stand behind each one of Unicode, for readers that know none."""

    silent: bool = False
    tag: bool = False
    beside: bool = False
    unit: int = 1


@dataclass(slots=True)
class _Reader:
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    beyond: int = 0
    charset: str = "cp1252"
    of_html: bool = False
    starred: bool = False
    unread: int = 0
    raw: bytearray = field(default_factory=bytearray)
    out: list[str] = field(default_factory=list)

    def read(self, rtf: bytes) -> None:
        """Take the whole document."""
        at = 0
        while found := _TOKEN.match(rtf, at):
            at = found.end()
            word, number, byte, symbol, brace, plain = found.groups()
            if word == b"bin":
                at += max(int(number or 0), 0)
            elif word:
                self._word(word, int(number) if number else None)
            elif byte:
                self._bytes(bytes.fromhex(byte.decode()))
            elif brace:
                self._brace(brace)
            elif plain:
                self._bytes(plain)
            elif symbol == b"*":
                self.starred = True
            elif symbol:
                self._say(_SYMBOLS.get(symbol, ""))
        self._flush()

    def _word(self, word: bytes, number: int | None) -> None:
        here, starred = self.groups[-1], self.starred
        self.starred = False
        if word in _SAID:
            self._say(_SAID[word])
        elif word == b"u" and number is not None:
            self._say(chr(number & 0xFFFF))
            self.unread = here.unit
        elif word == b"uc":
            self._here(replace(here, unit=max(number or 0, 0)))
        elif word == b"htmlrtf":
            self._here(replace(here, beside=number != 0))
        elif word == b"htmltag" and starred:
            self._here(replace(here, tag=True))
        elif word in _SILENT or starred:
            self._here(replace(here, silent=True))
        elif word == b"fromhtml":
            self.of_html = True
        elif word == b"ansicpg" and number:
            self.charset = f"cp{number}"

    def _here(self, group: _Group) -> None:
        self._flush()
        self.groups[-1] = group

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.starred, self.unread = False, 0
        if brace == b"{" and len(self.groups) < MAX_GROUPS:
            self.groups.append(self.groups[-1])
        elif brace == b"{":
            self.beyond += 1
        elif self.beyond:
            self.beyond -= 1
        elif len(self.groups) > 1:
            self.groups.pop()

    def _bytes(self, data: bytes) -> None:
        skipped = min(self.unread, len(data))
        self.unread -= skipped
        self.raw += data[skipped:]

    def _say(self, text: str) -> None:
        self._flush()
        self.unread = 0
        here = self.groups[-1]
        if not (here.silent or here.beside):
            self.out.append(text if here.tag or not self.of_html else escape(text, quote=False))

    def _flush(self) -> None:
        if self.raw:
            data, unread = bytes(self.raw), self.unread
            self.raw.clear()
            self._say(decode(data, self.charset))
            self.unread = unread


def rtf_words(rtf: bytes) -> tuple[str, str]:
    """Return what a document says, as (text, ""), or as ("", HTML) if it was made of HTML. Any bytes can be read, in
    time linear in their number."""
    reader = _Reader()
    reader.read(rtf.rstrip(b"\0"))
    said = "".join(reader.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "")
    return ("", said) if reader.of_html else (said.strip("\n"), "")
