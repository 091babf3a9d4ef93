"""Mailboxes in From, To and their like (RFC 5322 section 3.4), including the many ways they are written wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.mail.reading.encoded_words import decode_words
from chalicelib.mail.reading.headers import Headers
from chalicelib.mail.reading.model import Address

MAX_ADDRESSES = 1_000
MAX_FIELDS = 10
MAX_LENGTH = 32_768
_TOKEN = re.compile(
    rb"""(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<unclosed>"(?:[^"\\]|\\.)*\\?\Z)"""
    rb"""|(?P<word>=\?[\w.:*+-]{1,60}\?[bBqQ]\?[^?\r\n]{0,2000}\?=)"""
    rb"""|(?P<route><[^<>]*>)|(?P<escape>\\[()])|(?P<mark>[,;:()])|(?P<other>[^"<,;:()=\\]+|.)""",
    re.S,
)
_BARE = re.compile(r"[^\s<>()\[\]\"',;:@\\][^\s<>()\[\]\",;:@\\]{0,199}@[^\s<>()\"',;:@\\]{1,250}")
_ESCAPE = re.compile(rb"\\(.)", re.S)


def read_addresses(headers: Headers, *names: str) -> tuple[Address, ...]:
    """Every mailbox in all fields of these names, in order; whatever has no `@` is left out."""
    values = [value[:MAX_LENGTH] for name in names for value in headers.all(name)[:MAX_FIELDS]]
    found = [address for value in values for address in _mailboxes(value, headers.hint)]
    return tuple(found[:MAX_ADDRESSES])


def sole_address(value: bytes) -> str:
    """The one address in a field outside of quotation marks, comments and encoded words, however often it is named;
    empty where there is another one, or half of one."""
    text = b"".join(token for kind, token, aside in _tokens(value) if not aside and kind not in ("quoted", "word"))
    plain = text.decode("utf-8", "replace")
    found = _BARE.findall(plain)
    addresses = {_folded(address) for address in found}
    return addresses.pop() if len(addresses) == 1 and len(found) == plain.count("@") else ""


def _mailboxes(value: bytes, hint: str) -> list[Address]:
    boxes = [_Mailbox()]
    for kind, text, aside in _tokens(value):
        if aside:
            boxes[-1].comment.append(text)
        elif text in (b",", b";") or (text == b":" and not boxes[-1].route):
            boxes.append(_Mailbox())
        else:
            boxes[-1].take(kind, text)
    return [address for box in boxes if (address := box.address(hint))]


def _tokens(value: bytes) -> Iterator[tuple[str, bytes, bool]]:
    """The pieces with their kinds, and whether they stand in a comment; without the brackets around comments."""
    depth = 0
    for token in _TOKEN.finditer(_closed(value)):
        kind, text = token.lastgroup or "", token[0]
        if text == b")" and depth:
            depth -= 1
        if depth or text not in (b"(", b")"):
            yield kind, text, depth > 0
        if text == b"(":
            depth += 1


def _closed(value: bytes) -> bytes:
    """Without the quotation marks from the first on that nothing closes: a slip, which would hide all that follows."""
    for token in _TOKEN.finditer(value):
        if token.lastgroup == "unclosed":
            return value[: token.start()] + token[0].replace(b'"', b"")
    return value


class _Mailbox:
    """The pieces of one mailbox while it is being read."""

    def __init__(self) -> None:
        self.name: list[bytes] = []
        self.route = b""
        self.comment: list[bytes] = []

    def take(self, kind: str, text: bytes) -> None:
        if kind == "route" and not self.route and b"@" in text:
            self.route = text[1:-1]
        elif kind == "quoted":
            self.name.append(_ESCAPE.sub(rb"\1", text[1:-1]))
        elif not self.route:
            self.name.append(text)

    def address(self, hint: str) -> Address | None:
        name = decode_words(b"".join(self.name), hint)
        if self.route:
            route = decode_words(self.route, hint)
            found = _BARE.search(route)
            return Address(_unquoted(name), _folded(found[0] if found else route))
        found = _BARE.search(name) if "@" in name else None
        if not found:
            return None
        rest = (name[: found.start()] + name[found.end() :]).strip(" <>[]'\"")
        return Address(_unquoted(rest or decode_words(b"".join(self.comment), hint)), _folded(found[0]))


def _unquoted(name: str) -> str:
    for mark in "'\"":
        if len(name) > 1 and name[0] == name[-1] == mark:
            return name[1:-1].strip()
    return name


def _folded(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower().rstrip('.')}"
