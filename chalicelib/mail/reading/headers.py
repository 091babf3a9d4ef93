"""Header fields (RFC 5322 section 2.2) of a mail or a part, found in raw bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chalicelib.domain.text import one_line
from chalicelib.mail.reading.encoded_words import decode_words

MAX_VALUE = 65_536
MAX_FIELDS = 2_000
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_ENVELOPE_LINE = re.compile(rb">?From [^\r\n]*(\r\n|\r|\n)")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_EMPTY_LINE = re.compile(rb"\r*\n\r*\n|\r\r|\r?\n(?=--)")
_KNOWN = re.compile(
    rb"(?im)^(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,40}|in-reply-to|references|reply-to"
    rb"|received|return-path)[ \t]*:"
)


_INDENTED = re.compile(rb"(?i)[ \t]+(?:from|to|subject|date|message-id|mime-version)[ \t]*:[ \t]")


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in order, names as written, values raw with folds undone. Lookups ignore case and take the first."""

    fields: tuple[tuple[str, bytes], ...]
    hint: str = ""
    _values: dict[str, list[bytes]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the values by name once: a mail is asked for some forty of them."""
        values: dict[str, list[bytes]] = {}
        for name, value in self.fields:
            values.setdefault(name.lower(), []).append(value)
        object.__setattr__(self, "_values", values)

    def raw(self, name: str) -> bytes:
        """The first such value, or nothing."""
        values = self._values.get(name)
        return values[0] if values else b""

    def all(self, name: str) -> list[bytes]:
        """Every value of that name."""
        return list(self._values.get(name, ()))

    def text(self, name: str) -> str:
        """The first such value, decoded."""
        return decode_words(self.raw(name), self.hint)

    def plain(self, name: str) -> str:
        """The first such value as it stands, in lower case: for values that are keywords."""
        return one_line(self.raw(name).decode("latin-1")).lower()

    def has(self, name: str) -> bool:
        """Return whether there is a field of that name, in whatever letter case."""
        return name in self._values


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The headers of raw[start:end], and where the body begins.

    The block ends at an empty line, or where lines stop looking like headers. A line that is no field, with a
    well-known field still to come, is taken for a fold whose indent got lost.
    """
    if start == 0:
        start = _skip_junk(raw, end)
    stop, body = _block(raw, start, end)
    lines = _dedented(raw[start:stop].splitlines())
    fields: list[tuple[str, bytearray]] = []
    last = _last_known(lines)
    for number, line in enumerate(lines):
        line = line.lstrip() if fields and fields[-1][0].startswith("X-SES-") and _INDENTED.match(line) else line
        found = None if line[:1] in b" \t" else _FIELD.match(line)
        if found and len(fields) < MAX_FIELDS:
            fields.append((found[1].decode("ascii"), bytearray(line[found.end() :])))
        elif not found and line[:1] not in (b" ", b"\t") and (number > last or line.startswith(b"--")):
            return _made(fields), start + sum(map(len, raw[start:stop].splitlines(keepends=True)[:number]))
        elif not found and fields and len(fields[-1][1]) < MAX_VALUE:
            fields[-1][1].extend(b" " + line.strip())
    return _made(fields), body


def _dedented(lines: list[bytes]) -> list[bytes]:
    """A first line that is indented begins a field: there is none that it could go on with. Others may be so, too."""
    indent = lines[0][: -len(lines[0].lstrip(b" \t")) or None] if lines else b""
    if not indent:
        return lines
    bare = [line.removeprefix(indent) for line in lines]
    return [
        other if not number or _KNOWN.match(other) else line
        for number, (line, other) in enumerate(zip(lines, bare, strict=True))
    ]


def _made(fields: list[tuple[str, bytearray]]) -> Headers:
    return Headers(tuple((name, bytes(value[:MAX_VALUE]).strip()) for name, value in fields))


def _skip_junk(raw: bytes, end: int) -> int:
    """Past blank lines and an mbox `From ` line, which stand on top of some mails."""
    start = end - len(raw.lstrip(b"\r\n"))
    line = _ENVELOPE_LINE.match(raw, start)
    return line.end() if line else start


def _block(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block ends and the body begins: at the first empty line, however its end is written.

    A delimiter ends it too: a part whose blank line is missing must not swallow those that follow.
    """
    if first := _LINE_END.match(raw, start, end):
        return start, first.end()
    empty = _EMPTY_LINE.search(raw, start, end)
    return (empty.start(), empty.end()) if empty else (end, end)


def _last_known(lines: list[bytes]) -> int:
    for number in range(len(lines) - 1, -1, -1):
        if _KNOWN.match(lines[number]):
            return number
    return -1
