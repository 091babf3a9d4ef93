"""The DNS (RFC 1035) as far as the checks of a mail domain need it: TXT and MX, asked over TCP (RFC 7766).

TCP, because the texts of a domain are often longer than a datagram, and because nobody else can answer then.
"""

from __future__ import annotations

import secrets
import socket
import struct
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

TXT, MX = 16, 15
SECONDS = 2.0
"""For one question, all of it."""
_HEADER = struct.Struct(">HHHHHH")
_RECORD = struct.Struct(">HHIH")
_NO_SUCH_NAME = 3
_MOST_LABELS = 128

T = TypeVar("T")


@dataclass(slots=True)
class Dns:
    """Asks `server` (`host:port`), or the machine's own when that is empty. None means that there was no answer."""

    server: str = ""

    def texts(self, name: str) -> tuple[str, ...] | None:
        return self._ask(name, TXT, _text)

    def mail_servers(self, name: str) -> tuple[str, ...] | None:
        """The most wanted first, in lower case."""
        found = self._ask(name, MX, _exchange)
        return None if found is None else tuple(host for _, host in sorted(found) if host)

    def _ask(self, name: str, kind: int, read: Callable[[bytes, int, int], T]) -> tuple[T, ...] | None:
        try:
            query = _query(name, kind)
            answer = _exchanged(_address(self.server), query)
            return tuple(read(answer, start, length) for start, length in _data_of(answer, query, kind))
        except (OSError, ValueError, struct.error, IndexError):
            return None


def _address(server: str) -> tuple[str, int]:
    if server:
        host, _, port = server.rpartition(":")
        return host, int(port)
    lines = Path("/etc/resolv.conf").read_text("utf-8").splitlines()
    return next((words[1], 53) for words in map(str.split, lines) if len(words) > 1 and words[0] == "nameserver")


def _query(name: str, kind: int) -> bytes:
    labels = name.encode("idna").strip(b".").split(b".")
    encoded = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    recursion_desired = 0x0100
    return _HEADER.pack(secrets.randbits(16), recursion_desired, 1, 0, 0, 0) + encoded + struct.pack(">HH", kind, 1)


def _exchanged(address: tuple[str, int], query: bytes) -> bytes:
    end = time.monotonic() + SECONDS
    with socket.create_connection(address, timeout=SECONDS) as connection:
        connection.sendall(struct.pack(">H", len(query)) + query)
        length = struct.unpack(">H", _received(connection, 2, end))[0]
        return _received(connection, length, end)


def _received(connection: socket.socket, length: int, end: float) -> bytes:
    pieces = b""
    while len(pieces) < length:
        connection.settimeout(max(0.001, end - time.monotonic()))
        piece = connection.recv(length - len(pieces))
        if not piece:
            raise OSError("the server hung up")
        pieces += piece
    return pieces


def _data_of(answer: bytes, query: bytes, kind: int) -> Iterator[tuple[int, int]]:
    """Where the data of each record of this kind lies. Raises ValueError for what is no answer to the query."""
    number, flags, _, records, _, _ = _HEADER.unpack_from(answer)
    code = flags & 0xF
    if number != struct.unpack_from(">H", query)[0] or code not in (0, _NO_SUCH_NAME):
        raise ValueError(f"answered with code {code}")
    at = _name(answer, _HEADER.size)[1] + 4
    for _ in range(records):
        at = _name(answer, at)[1]
        found, _, _, length = _RECORD.unpack_from(answer, at)
        at += _RECORD.size
        if found == kind:
            yield at, length
        at += length


def _name(answer: bytes, at: int) -> tuple[str, int]:
    """The name that begins there, which may go on elsewhere (RFC 1035 section 4.1.4), and what follows it."""
    labels: list[str] = []
    after = 0
    for _ in range(_MOST_LABELS):
        length = answer[at]
        if length >= 0xC0:
            after = after or at + 2
            at = struct.unpack_from(">H", answer, at)[0] & 0x3FFF
        elif length == 0:
            return ".".join(labels), after or at + 1
        else:
            labels.append(answer[at + 1 : at + 1 + length].decode("latin-1").lower())
            at += length + 1
    raise ValueError("a name without an end")


def _text(answer: bytes, start: int, length: int) -> str:
    """A text comes in pieces of up to 255 bytes."""
    at, pieces = start, b""
    while at < start + length:
        pieces += answer[at + 1 : at + 1 + answer[at]]
        at += 1 + answer[at]
    return pieces.decode("utf-8", "replace")


def _exchange(answer: bytes, start: int, _length: int) -> tuple[int, str]:
    preference: int = struct.unpack_from(">H", answer, start)[0]
    return preference, _name(answer, start + 2)[0]
