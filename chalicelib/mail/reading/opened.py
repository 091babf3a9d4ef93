"""What stands between a mail and its words, opened as far as that needs no key. The original stays beside what was in
it; a signature goes, and so does what only says that something is encrypted: the mail says so instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from chalicelib.domain.vocabulary import Sealing
from chalicelib.mail.reading.armor import has_armor, without_encrypted, without_signature
from chalicelib.mail.reading.bodies import part_text, text_parts
from chalicelib.mail.reading.cms import read_cms
from chalicelib.mail.reading.encoded_words import base64_bytes
from chalicelib.mail.reading.headers import Headers, read_headers
from chalicelib.mail.reading.invitations import read_invitations
from chalicelib.mail.reading.mime import MAX_PARTS, MimePart, MimePosition, read_parts
from chalicelib.mail.reading.names import type_of
from chalicelib.mail.reading.tnef import SIGNATURE, Tnef, read_tnef
from chalicelib.mail.replies.html_lines import page_text

MAX_DEPTH = 5
MAX_CALENDARS = 20
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_TNEF_IN_BASE64 = b"eJ8+I"
_CMS = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_CALENDARS = ("text/calendar", "application/ics")
_SIGNATURES = {
    "application/pkcs7-signature": Sealing.SMIME,
    "application/x-pkcs7-signature": Sealing.SMIME,
    "application/pgp-signature": Sealing.PGP,
}
_SIGNATURE_NAMES = {
    "smime.p7s": Sealing.SMIME,
    "signature.asc": Sealing.PGP,
    "openpgp_signature.asc": Sealing.PGP,
    "openpgp_digital_signature.asc": Sealing.PGP,
    "openpgp_signature": Sealing.PGP,
}
_BINARY = "application/octet-stream"
_ARMOR = b"-----BEGIN PGP MESSAGE-----"
_DASHES = re.compile(rb"(?m)^-----[^\r\n]*")
_TYPE = re.compile(r"[\w!#$&^+.-]{1,120}/[\w!#$&^+.-]{1,120}", re.ASCII)
_ENTITY = ("content-type", "content-transfer-encoding", "content-disposition", "mime-version")
_OPENED_GROUP = 1_000_000
"""Above every group that the walk through a mail gives."""


@dataclass(slots=True)
class Opened:
    """The parts with those in them that others hold, and by what the mail is encrypted and signed."""

    parts: list[MimePart] = field(default_factory=list)
    encrypted: Sealing | None = None
    signed: Sealing | None = None


def open_parts(parts: list[MimePart]) -> Opened:
    """Return what is in the parts, each before the one that held it. A winmail.dat gives the text if none else is."""
    found = Opened()
    _open(parts, found, 0)
    if any(_is_calendar(part) for part in found.parts):
        found.parts = _with_invitations(found.parts)
    return found


def _open(parts: list[MimePart], found: Opened, depth: int) -> None:
    texts = {id(part) for part in text_parts(parts) if part.body.strip()}
    pgp = any(_is_version(part) for part in parts)
    for part in parts:
        group = _OPENED_GROUP * (depth + 1) + len(found.parts)
        if depth >= MAX_DEPTH or len(found.parts) >= MAX_PARTS:
            found.parts.append(part)
        elif by := _signature(part):
            found.signed = found.signed or by
        elif _is_tnef(part):
            found.parts += [*_of_tnef(read_tnef(part.content()), group, bool(texts)), part]
        elif _is_cms(part):
            _open_cms(part, found, depth, len(parts) == 1)
        elif pgp and part.content().lstrip().startswith(_ARMOR):
            found.encrypted = Sealing.PGP
            found.parts.append(replace(part, filename="encrypted.asc", disposition="attachment"))
        elif part.type == "text/plain" and id(part) in texts:
            _open_text(part, found)
        elif not (pgp and _is_version(part)) and not (texts and _is_for_another_screen(part)):
            found.parts.append(part)


def _signature(part: MimePart) -> Sealing | None:
    """By what a part signs the others. A file of somebody's that happens to be a signature is none."""
    named = _SIGNATURE_NAMES.get(part.filename.lower())
    if part.type in _SIGNATURES:
        return _SIGNATURES[part.type] if part.place.signed or named else None
    return named if part.type == _BINARY else None


def _is_for_another_screen(part: MimePart) -> bool:
    """Whether it says the same once more, for programs that are apps and for watches."""
    return part.place.alternative and part.type in ("text/x-amp-html", "text/watch-html")


def _is_version(part: MimePart) -> bool:
    """Whether it is the first of the two parts that encrypted mail has (RFC 3156)."""
    return part.type == "application/pgp-encrypted" and part.content()[:200].lstrip().lower().startswith(b"version")


def _is_tnef(part: MimePart) -> bool:
    """Whether it begins like one, and is called one, or nothing in particular."""
    if part.type not in _TNEF and part.type != _BINARY and part.filename.lower() != "winmail.dat":
        return False
    return part.body[:100].lstrip().startswith(_TNEF_IN_BASE64) or part.body.startswith(SIGNATURE)


def _is_cms(part: MimePart) -> bool:
    return part.type in _CMS or (part.type == _BINARY and part.filename.lower() == "smime.p7m")


def _open_cms(part: MimePart, found: Opened, depth: int, alone: bool) -> None:
    """A signed mail's parts are the mail's. A signed document is a file, whose signature is what matters about it."""
    kind, content = read_cms(_der(part))
    of_mail = alone or part.filename.lower() in ("", "smime.p7m")
    if kind == "signed" and content and (of_mail or _is_entity(content)):
        found.signed = Sealing.SMIME
        base = _OPENED_GROUP * (depth + 1) + len(found.parts)
        inner = [replace(one, place=replace(one.place, group=base + one.place.group)) for one in _signed_parts(content)]
        _open(inner, found, depth + 1)
    elif of_mail and (kind == "encrypted" or part.parameters.get("smime-type", "").lower().endswith("enveloped-data")):
        found.encrypted = Sealing.SMIME
        part = replace(part, filename="encrypted.p7m")
    found.parts.append(part)


def _open_text(part: MimePart, found: Opened) -> None:
    content = part.content() if part.encoding == "base64" or has_armor(part.body) else b""
    rest, sealed = without_encrypted(content) if has_armor(content) else (content, b"")
    bare = without_signature(rest)
    if sealed:
        found.encrypted = Sealing.PGP
    if len(bare) < len(rest):
        found.signed = Sealing.PGP
    found.parts.append(replace(part, headers=Headers(()), body=bare) if len(bare) < len(content) else part)
    if sealed:
        found.parts.append(_leaf(sealed, _BINARY, MimePosition(), "encrypted.asc"))


def _is_calendar(part: MimePart) -> bool:
    return part.type in _CALENDARS or (part.type == _BINARY and part.filename.lower().endswith(".ics"))


def _with_invitations(parts: list[MimePart]) -> list[MimePart]:
    """The parts with each calendar once, and what the mail doesn't say itself of what it invites to as one more."""
    calendars = _each_once([part for part in parts if _is_calendar(part)])
    text = _told([part_text(part) for part in calendars[:MAX_CALENDARS]], _spoken(parts))
    kept = {id(part) for part in calendars}
    found = [part for part in parts if not _is_calendar(part) or id(part) in kept]
    place = MimePosition(_OPENED_GROUP * (MAX_DEPTH + 2), alternative=True)
    return [*found, _leaf(text.encode("utf-8", "replace"), "text/plain", place)] if text else found


def _each_once(calendars: list[MimePart]) -> list[MimePart]:
    """Of those that are alike, the one that has a name."""
    kept: dict[str, MimePart] = {}
    for part in calendars:
        text = " ".join(part_text(part).split())
        if text not in kept or (part.filename and not kept[text].filename):
            kept[text] = part
    return list(kept.values())


def _told(calendars: list[str], spoken: str) -> str:
    """Events that are asked to come to, where the words of the mail don't tell of them; all of them if it has none."""
    told: dict[str, str] = {}
    for one in (event for text in calendars for event in read_invitations(text)):
        asked = one.method not in ("", "REPLY") and not one.is_told_in(spoken)
        if asked or not spoken:
            told.setdefault(one.uid or one.title, one.as_text(with_description=not spoken))
    return "\n\n".join(filter(None, told.values()))


def _spoken(parts: list[MimePart]) -> str:
    """The words of the mail, with single blanks."""
    texts = [page_text(part_text(part)) if part.type == "text/html" else part_text(part) for part in text_parts(parts)]
    return " ".join(" ".join(texts).split())


def _is_entity(content: bytes) -> bool:
    headers, _ = read_headers(content, 0, min(len(content), 10_000))
    return any(headers.has(name) for name in _ENTITY)


def _signed_parts(content: bytes) -> list[MimePart]:
    """The parts of what was signed; it may be a whole mail, with its headers, so that these are signed, too."""
    parts = read_parts(content)[1]
    whole = len(parts) == 1 and parts[0].type == "message/rfc822"
    return read_parts(parts[0].content())[1] if whole else parts


def _der(part: MimePart) -> bytes:
    """The bytes, which some programs write as base64 without saying so, or between two lines of dashes."""
    content = part.content()
    return content if content[:1] == b"\x30" else base64_bytes(_DASHES.sub(b"", content))


def _of_tnef(tnef: Tnef, group: int, spoken: bool) -> Iterator[MimePart]:
    place = MimePosition(group, alternative=True)
    if not spoken:
        for kind, text in (("text/plain", tnef.text), ("text/html", tnef.html)):
            if text.strip():
                yield _leaf(text.encode("utf-8", "replace"), kind, place)
        if tnef.rtf:
            yield _leaf(tnef.rtf, "application/rtf", MimePosition(), "message.rtf")
    for file in tnef.files:
        kind = file.type.lower() if _TYPE.fullmatch(file.type) else type_of(file.name)
        yield _leaf(file.content, kind, MimePosition(), file.name, file.content_id)


def _leaf(content: bytes, kind: str, place: MimePosition, name: str = "", content_id: str = "") -> MimePart:
    headers = Headers((("Content-ID", content_id.encode()),) if content_id else ())
    if place.alternative:
        return MimePart(headers, content, kind, {"charset": "utf-8"}, "", name, place)
    return MimePart(headers, content, kind, {}, "attachment", name, place)
