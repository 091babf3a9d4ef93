"""The parts of a MIME message (RFC 2045, 2046) as a flat list of leaves, in one linear pass.

The standard library's parser recurses once a level and tests every line against every open boundary, so a nested mail
of a few hundred kilobytes ends in RecursionError or a time-out. Here each line that starts with `--` is looked up once
among the open boundaries, however deep they are.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field, replace

from chalicelib.mail.reading.encoded_words import base64_bytes
from chalicelib.mail.reading.headers import Headers, read_headers
from chalicelib.mail.reading.parameters import read_parameters

MAX_PARTS = 1_000
MAX_ENTRIES = 4_000
PART_HEADERS = 131_072
MAX_PREAMBLE = 65_536
_DELIMITER = re.compile(rb"(?m)^--([^\r\n]{1,400})(?:\r?\n|\r|\Z)")
_LIKELY_PART = re.compile(rb"(?mi)^--([^\s]{1,200})\r?\n(?=content-(?:type|transfer|disposition))")
_TYPE = re.compile(r"[\w!#$&^+.-]{1,120}/[\w!#$&^+.-]{1,120}\Z", re.ASCII)
_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]")
_UU_LINE = re.compile(rb"(?m)^begin [0-7]{3,4} [^\r\n]{1,255}\r?\n")


@dataclass(frozen=True, slots=True)
class MimePosition:
    """A part's place in the tree: `group` is one number for all leaves of an outermost multipart/alternative,
    and else the leaf's own; `related` says that it belongs to an HTML page, `signed` that it stands right in a
    multipart/signed."""

    group: int = 0
    alternative: bool = False
    related: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class MimePart:
    """A leaf: whatever is not a multipart. `type` is trusted to be well-formed, not to be true."""

    headers: Headers
    body: bytes
    type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    place: MimePosition

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding, in lower case."""
        return self.headers.plain("content-transfer-encoding").strip("\"' ;")

    def content(self) -> bytes:
        """The body with its transfer encoding undone; broken encodings give what can be had."""
        if self.encoding == "base64":
            return base64_bytes(self.body)
        if self.encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if self.encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return _uudecoded(self.body)
        return self.body


def read_parts(raw: bytes) -> tuple[Headers, list[MimePart], bool]:
    """The top headers, every leaf in order, and whether there were more parts than are told apart (MAX_PARTS).

    What follows the last part that is told apart is kept in one more.
    """
    headers, body = read_headers(raw, 0, len(raw))
    walk = _Walk(raw)
    walk.enter(headers, body, MimePosition())
    while walk.step():
        pass
    if not walk.parts and raw[body:].strip():
        walk.add(headers, body, len(raw), "text/plain", {}, MimePosition())
    return headers, walk.parts, walk.capped


@dataclass(slots=True)
class _Level:
    """An open multipart, and where its children stand."""

    boundary: bytes
    subtype: str
    place: MimePosition


@dataclass(slots=True)
class _Walk:
    """The state of the one pass: open multiparts, and the part whose end is not found yet."""

    raw: bytes
    parts: list[MimePart] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)
    open: dict[bytes, list[int]] = field(default_factory=dict)
    pending: tuple[Headers, int, str, dict[str, str], MimePosition] | None = None
    ended: bool = False
    endless: set[bytes] = field(default_factory=set)
    position: int = 0
    entries: int = 0
    capped: bool = False

    def step(self) -> bool:
        """Go to the next delimiter; False when there is none, or no multipart is open any more."""
        found, level = self._delimiter()
        self._close_pending(_line_start(self.raw, found.start(), self.position) if found else len(self.raw))
        if found is None:
            return False
        self._pop(level + 1)
        if found[1].rstrip() not in self.open:
            return self._end(level, found.end())
        if self._full():
            return self._give_up(found.start())
        end = min(len(self.raw), found.end() + PART_HEADERS)
        self.enter(*read_headers(self.raw, found.end(), end), self.levels[level].place, self.levels[level].subtype)
        return True

    def enter(self, headers: Headers, body: int, place: MimePosition, parent: str = "") -> None:
        """Begin the part whose body starts at `body`."""
        self.entries += 1
        self.position = body
        kind, parameters = read_parameters(headers, "content-type")
        if kind.startswith("multipart/") and self._push(kind, parameters, place, body):
            return
        default = "message/rfc822" if parent == "multipart/digest" else "text/plain"
        kind = kind if _TYPE.match(kind) and not kind.startswith("multipart/") else _bare_type(kind, default)
        place = place if place.alternative else replace(place, group=self.entries)
        self.pending = (headers, body, kind, parameters, place)
        self.ended = False
        if kind == "message/rfc822":
            self.position = self._past_namesake(body)

    def _past_namesake(self, body: int) -> int:
        """Past the parts of a mail in the mail whose boundary is called like one of ours: where it ends, provided that
        ours ends after it."""
        inner, _ = read_headers(self.raw, body, min(len(self.raw), body + PART_HEADERS))
        boundary = read_parameters(inner, "content-type")[1].get("boundary", "").encode("latin-1", "replace").rstrip()
        if boundary not in self.open or boundary in self.endless:
            return body
        mark = b"\n--" + boundary + b"--"
        end = self.raw.find(mark, body)
        if end < 0 or self.raw.find(mark, end + 1) < 0:
            self.endless.add(boundary)
            return body
        return end + len(mark)

    def _end(self, level: int, position: int) -> bool:
        """A multipart says that it ends. More of its parts are taken all the same, and words if any follow; unless its
        boundary is an outer one's, too, whose they are."""
        if self._full():
            return bool(_WORD.search(self.raw, position)) and self._give_up(position)
        outer = self.levels[level - 1].place if level else MimePosition()
        if len(self.open[self.levels[level].boundary]) > 1:
            self._pop(level)
        self.position = position
        self.entries += 1
        self.pending = (Headers(()), position, "text/plain", {}, replace(outer, group=self.entries))
        self.ended = True
        return True

    def _push(self, kind: str, parameters: dict[str, str], place: MimePosition, body: int) -> bool:
        boundary = parameters.get("boundary", "").encode("latin-1", "replace").rstrip()
        if self.raw.find(b"--" + boundary, body, body + MAX_PREAMBLE) < 0 or not boundary:
            boundary = _guessed(self.raw, body) or boundary
            if not boundary or boundary in self.open:
                return bool(boundary)
        if kind == "multipart/alternative" and not place.alternative:
            place = MimePosition(self.entries, True, place.related)
        self.open.setdefault(boundary, []).append(len(self.levels))
        related = place.related or kind == "multipart/related"
        self.levels.append(_Level(boundary, kind, replace(place, related=related, signed=kind == "multipart/signed")))
        return True

    def add(
        self, headers: Headers, start: int, end: int, kind: str, parameters: dict[str, str], place: MimePosition
    ) -> None:
        """Take raw[start:end] for the body of a leaf."""
        disposition, more = read_parameters(headers, "content-disposition")
        name = more.get("filename") or more.get("name") or parameters.get("name") or parameters.get("filename") or ""
        self.parts.append(MimePart(headers, self.raw[start:end], kind, parameters, disposition, name, place))

    def _close_pending(self, end: int) -> None:
        if self.pending:
            headers, body, kind, parameters, place = self.pending
            self.pending = None
            if self.ended and not _WORD.search(self.raw, body, max(body, end)):
                return
            self.add(headers, body, max(body, end), kind, parameters, place)

    def _delimiter(self) -> tuple[re.Match[bytes] | None, int]:
        """The next line that is a delimiter of an open multipart, and that multipart's level."""
        if self.open:
            for found in _DELIMITER.finditer(self.raw, self.position):
                line = found[1].rstrip()
                levels = self.open.get(line) or self.open.get(line.removesuffix(b"--"))
                if levels:
                    return found, levels[-1]
        return None, 0

    def _pop(self, level: int) -> None:
        for closed in reversed(self.levels[level:]):
            self.open[closed.boundary].pop()
            if not self.open[closed.boundary]:
                del self.open[closed.boundary]
        del self.levels[level:]

    def _full(self) -> bool:
        return len(self.parts) >= MAX_PARTS or self.entries >= MAX_ENTRIES

    def _give_up(self, start: int) -> bool:
        self.capped = True
        self.add(
            Headers(()), start, len(self.raw), "application/octet-stream", {"name": "further-parts.txt"}, MimePosition()
        )
        return False


def _line_start(raw: bytes, delimiter: int, floor: int) -> int:
    """The line break before a delimiter belongs to it (RFC 2046 section 5.1.1)."""
    end = delimiter - 1 if raw[delimiter - 1 : delimiter] == b"\n" else delimiter
    return max(floor, end - 1 if raw[end - 1 : end] == b"\r" else end)


def _guessed(raw: bytes, body: int) -> bytes:
    """The boundary of a multipart that declares none, or one that it does not use."""
    found = _LIKELY_PART.search(raw, body, body + MAX_PREAMBLE)
    return found[1] if found else b""


def _bare_type(kind: str, default: str) -> str:
    """A type for a part that has none or a malformed one; old programs write just `text`."""
    return {"text": "text/plain", "html": "text/html"}.get(
        kind, default if not kind or "/" not in kind else "application/octet-stream"
    )


def _uudecoded(body: bytes) -> bytes:
    start = _UU_LINE.search(body)
    lines = body[start.end() :].splitlines() if start else []
    decoded = []
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            break
    return b"".join(decoded) if start else body
