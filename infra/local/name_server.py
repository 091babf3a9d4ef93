"""A DNS of one's own, over TCP on this machine: it knows the records it is given, and that there are no others."""

from __future__ import annotations

import struct
import threading
from collections.abc import Mapping
from socketserver import StreamRequestHandler, ThreadingTCPServer

TXT, MX = 16, 15
_NO_SUCH_NAME, _REFUSED = 3, 5

Zone = Mapping[tuple[str, str], tuple[str, ...]]
"""(name, `TXT` or `MX`) → texts, or `10 mail.example.com`. A name under `REFUSED` gets no answer."""


def zone_of(domain: str, region: str) -> Zone:
    """Return the records that docs/operations.md says a mail domain should have."""
    return {
        (domain, "TXT"): ("v=spf1 include:amazonses.com ~all",),
        (domain, "MX"): (f"10 inbound-smtp.{region}.amazonaws.com",),
        (f"_dmarc.{domain}", "TXT"): (f"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}",),
    }


class NameServer:
    """Answers at `address` (`host:port`) as soon as it is made, until it is stopped."""

    def __init__(self, zone: Zone) -> None:
        handler = type("Handler", (_DnsHandler,), {"zone": zone})
        self._server = ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.address = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _DnsHandler(StreamRequestHandler):
    zone: Zone

    def handle(self) -> None:
        """One question a connection."""
        query = self.rfile.read(struct.unpack(">H", self.rfile.read(2))[0])
        answer = answered(self.zone, query)
        self.wfile.write(struct.pack(">H", len(answer)) + answer)


def answered(zone: Zone, query: bytes) -> bytes:
    """The answer to one question (RFC 1035 section 4), whose names point back into it."""
    name, end = _name(query, 12)
    (kind,) = struct.unpack_from(">H", query, end)
    values = zone.get((name, {TXT: "TXT", MX: "MX"}.get(kind, "")), ())
    known = any(known == name for known, _ in zone)
    code = _REFUSED if (name, "REFUSED") in zone else 0 if known else _NO_SUCH_NAME
    records = b"".join(_record(kind, value) for value in values)
    head = query[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, len(values), 0, 0)
    return head + query[12 : end + 4] + records


def _record(kind: int, value: str) -> bytes:
    data = _pieces(value.encode()) if kind == TXT else _exchange(value)
    points_to_the_question = 0xC00C
    return struct.pack(">HHHIH", points_to_the_question, kind, 1, 60, len(data)) + data


def _pieces(text: bytes) -> bytes:
    pieces = [text[start : start + 255] for start in range(0, len(text), 255)] or [b""]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces)


def _exchange(value: str) -> bytes:
    preference, _, host = value.partition(" ")
    labels = b"".join(bytes([len(label)]) + label.encode() for label in host.strip(".").split(".") if label)
    return struct.pack(">H", int(preference)) + labels + b"\0"


def _name(query: bytes, at: int) -> tuple[str, int]:
    labels: list[str] = []
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("latin-1").lower())
        at += 1 + query[at]
    return ".".join(labels), at + 1
