"""Mailboxes in From, To and their like (RFC 5322 section 3.4), including the many ways they are written wrong."""

from __future__ import annotations

import re

from .headers import Headers
from .model import Address
from .words import decode_words

MAX_ADDRESSES = 1_000
MAX_FIELDS = 10
MAX_LENGTH = 32_768
_TOKEN = re.compile(
    rb"""(?P<quoted>"(?:[^"\\]|\\.)*(?:"|\\?\Z))"""
    rb"""|(?P<word>=\?[\w.:*+-]{1,60}\?[bBqQ]\?[^?\r\n]{0,2000}\?=)"""
    rb"""|(?P<route><[^<>]*>)|(?P<mark>[,;:()])|(?P<other>[^"<,;:()=]+|.)""",
    re.S,
)
_BARE = re.compile(r"[^\s<>()\[\]\"',;:@\\][^\s<>()\[\]\",;:@\\]{0,199}@[^\s<>()\"',;:@\\]{1,250}")
_ESCAPE = re.compile(rb"\\(.)", re.S)


def read_addresses(headers: Headers, *names: str) -> tuple[Address, ...]:
    """Every mailbox in all fields of these names, in order; whatever has no `@` is left out."""
    values = [value[:MAX_LENGTH] for name in names for value in headers.all(name)[:MAX_FIELDS]]
    found = [address for value in values for address in _mailboxes(value, headers.hint)]
    return tuple(found[:MAX_ADDRESSES])


def _mailboxes(value: bytes, hint: str) -> list[Address]:
    if value.count(b'"') % 2:
        value = value.replace(b'"', b"")
    boxes = [_Mailbox()]
    depth = 0
    for token in _TOKEN.finditer(value):
        text = token[0]
        if text == b")" and depth:
            depth -= 1
        if depth:
            boxes[-1].comment.append(text)
        if text == b"(":
            depth += 1
        if depth or text in (b"(", b")"):
            continue
        if text in (b",", b";") or (text == b":" and not boxes[-1].route):
            boxes.append(_Mailbox())
        else:
            boxes[-1].take(token.lastgroup or "", text)
    return [address for box in boxes if (address := box.address(hint))]


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
            self.name.append(_ESCAPE.sub(rb"\1", text.strip(b'"')))
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
