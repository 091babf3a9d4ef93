"""Posting to a server that somebody named in the settings: only to where it may go, only for so long, only so much.

Settings are made by a workspace's admins, and this runs inside the deployment's account. So a name is resolved once,
its address is checked, and that very address is connected to: another answer of the name server changes nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from chalicelib.assistant.model import ModelError

MOST_BYTES = 1_000_000
_CONNECT_SECONDS = 3.0
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float, trusted: Collection[str]) -> Answer:
    """POST, without following redirects. Hosts that are `trusted` may be near, and spoken to without TLS.

    Raises ModelError: `timeout` when it isn't over in time, `bad_answer` for more than MOST_BYTES, `refused` for an
    address that may not be reached, `unavailable` for what doesn't answer.
    """
    parts = urlsplit(url)
    connection = _connection(parts, _address(parts, trusted), min(seconds, _CONNECT_SECONDS), trusted)
    watch = _Watch(connection, seconds)
    watch.start()
    try:
        connection.request("POST", parts.path, body, {**headers, "Accept-Encoding": "identity"})
        with connection.getresponse() as answer:
            content = _read(answer)
    except ModelError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as fault:
        late = watch.over or isinstance(fault, TimeoutError)
        raise ModelError("timeout" if late else "unavailable") from fault
    finally:
        watch.cancel()
        connection.close()
    if watch.over:
        raise ModelError("timeout")
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


def _read(answer: http.client.HTTPResponse) -> bytes:
    content = b""
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise ModelError("bad_answer")
    if answer.length:  # less came than was announced
        raise http.client.IncompleteRead(content)
    return content


class _Watch(threading.Timer):
    """Ends a connection when its time is over, wherever it stands: a server that sends a sign a second never times out
    by itself."""

    def __init__(self, connection: _Plain | _Secure, seconds: float) -> None:
        super().__init__(max(0.1, seconds), self._end)
        self.daemon = True
        self.over = False
        self._connection = connection

    def _end(self) -> None:
        self.over = True
        if self._connection.opened:
            try:
                self._connection.opened.shutdown(socket.SHUT_RDWR)
            except OSError:  # it was over already
                return


def _connection(parts: SplitResult, address: str, connect_seconds: float, trusted: Collection[str]) -> _Plain | _Secure:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return _Secure(host, parts.port or 443, address, connect_seconds)
    if parts.scheme == "http" and host in trusted:
        return _Plain(host, parts.port or 80, address, connect_seconds)
    raise ModelError("refused")


class _Plain(http.client.HTTPConnection):
    """To one address, whatever the host's name leads to by now. `opened` stays the socket when `sock` is let go of."""

    opened: socket.socket | None = None

    def __init__(self, host: str, port: int, address: str, connect_seconds: float) -> None:
        super().__init__(host, port)
        self._address, self._connect_seconds = address, connect_seconds

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self._connect_seconds)
        self.sock.settimeout(None)  # the watch ends it
        self.opened = self.sock


class _Secure(http.client.HTTPSConnection):
    opened: socket.socket | None = None

    def __init__(self, host: str, port: int, address: str, connect_seconds: float) -> None:
        super().__init__(host, port)
        self._address, self._connect_seconds = address, connect_seconds

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self._connect_seconds)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        self.sock.settimeout(None)
        self.opened = self.sock


def _address(parts: SplitResult, trusted: Collection[str]) -> str:
    """The address to connect to. All that the name leads to have to be public ones, unless the host is trusted."""
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise ModelError("unavailable") from fault
    addresses = [str(one[4][0]) for one in found]
    if host not in trusted and not all(map(is_public, addresses)):
        raise ModelError("refused")
    return addresses[0]


def is_public(text: str) -> bool:
    """Whether an address is anybody's on the internet: neither ours, nor the machine's own, nor the cloud's."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return address.is_global and not address.is_multicast
