"""Asking a server that somebody named in the settings: only to where it may go, only for so long, only so much.

Settings are made by a workspace's admins, and this runs inside the deployment's account. So a name is resolved once,
its address is checked, and that very address is connected to: another answer of the name server changes nothing.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import SplitResult, urlsplit

MOST_BYTES = 1_000_000
_LOOK_UP_SECONDS = 3.0
_CONNECT_SECONDS = 3.0
_CHUNK = 65_536
_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")))
"""Ranges that `is_global` lets pass, or did in one of Python's releases: for protocols, Teredo, 6to4, documentation.

https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
"""

Fault = Literal["forbidden", "unavailable", "timeout", "too_large"]


class OutgoingError(Exception):
    """A server may not be asked, doesn't answer, isn't done in time, or says too much."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float, trusted: Collection[str]) -> HttpResponse:
    """POST, without following redirects. Hosts that are `trusted` may be near, and spoken to without TLS.

    Raises OutgoingError: `timeout` when it isn't over in time, `too_large` for more than MOST_BYTES, `forbidden` for
    what may not be reached, `unavailable` for what doesn't answer.
    """
    return _ask("POST", url, body, headers, seconds, trusted)


def get(url: str, headers: Mapping[str, str], seconds: float, trusted: Collection[str]) -> HttpResponse:
    """GET, as `post` does it: with the same limits, and without following redirects."""
    return _ask("GET", url, None, headers, seconds, trusted)


def _ask(
    method: str, url: str, body: bytes | None, headers: Mapping[str, str], seconds: float, trusted: Collection[str]
) -> HttpResponse:
    until = time.monotonic() + seconds
    parts = _checked(url, trusted)
    address = _address(parts, min(seconds, _LOOK_UP_SECONDS), trusted)
    left = max(0.1, until - time.monotonic())
    connection = _connection(parts, address, left)
    watch = _Watch(connection, left)
    watch.start()
    try:
        connection.request(method, _target(parts), body, {**headers, "Accept-Encoding": "identity"})
        with connection.getresponse() as answer:
            content = _read(answer)
    except OutgoingError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as fault:
        late = watch.over or isinstance(fault, TimeoutError)
        raise OutgoingError("timeout" if late else "unavailable") from fault
    finally:
        watch.cancel()
        connection.close()
    if watch.over:
        raise OutgoingError("timeout")
    return HttpResponse(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


def may_ask(url: str, trusted: Collection[str]) -> bool:
    """Return whether an address looks like one that may be asked. Where its name leads is seen when it is asked."""
    try:
        host = _checked(url, trusted).hostname or ""
    except OutgoingError:
        return False
    try:
        return host in trusted or is_public(host)
    except ValueError:  # a name
        return True


def _read(answer: http.client.HTTPResponse) -> bytes:
    content = b""
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise OutgoingError("too_large")
    if answer.length:  # less came than was announced
        raise http.client.IncompleteRead(content)
    return content


class _Watch(threading.Timer):
    """Ends a connection when its time is over, wherever it stands: a server that sends a sign a second never times out
    by itself."""

    def __init__(self, connection: _Plain | _Secure, seconds: float) -> None:
        super().__init__(seconds, self._end)
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


def _checked(url: str, trusted: Collection[str]) -> SplitResult:
    """The parts of an address that may be asked, as far as it can be told by looking at it."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as fault:
        raise OutgoingError("forbidden") from fault
    plain = url.isprintable() and " " not in url and "@" not in parts.netloc and port != 0
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in trusted)
    if not (host and plain and secure):
        raise OutgoingError("forbidden")
    return parts


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _connection(parts: SplitResult, address: str, seconds: float) -> _Plain | _Secure:
    kind = _Secure if parts.scheme == "https" else _Plain
    return kind(parts.hostname or "", parts.port or kind.default_port, address, seconds)


class _Plain(http.client.HTTPConnection):
    """To one address, whatever the host's name leads to by now. `opened` stays the socket when `sock` is let go of."""

    opened: socket.socket | None = None

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        super().__init__(host, port)
        self._address, self._seconds = address, seconds

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), min(self._seconds, _CONNECT_SECONDS))
        self.sock.settimeout(self._seconds)
        self.opened = self.sock


class _Secure(http.client.HTTPSConnection):
    opened: socket.socket | None = None

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        super().__init__(host, port)
        self._address, self._seconds = address, seconds

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), min(self._seconds, _CONNECT_SECONDS))
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.opened = self.sock  # before the greeting, which may drip as well
        self.sock.do_handshake()
        self.sock.settimeout(self._seconds)


def _address(parts: SplitResult, seconds: float, trusted: Collection[str]) -> str:
    """The address to connect to. All that the name leads to have to be public ones, unless the host is trusted."""
    host = parts.hostname or ""
    addresses = _look_up(host, parts.port or 443, seconds)
    if not addresses:
        raise OutgoingError("unavailable")
    if host not in trusted and not all(map(is_public, addresses)):
        raise OutgoingError("forbidden")
    return addresses[0]


def _look_up(host: str, port: int, seconds: float) -> list[str]:
    """Resolve a name in a thread of its own, since nothing else ends a look-up before the resolver itself does."""
    found: Future[list[Any]] = Future()

    def look_up() -> None:
        try:
            found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as fault:
            found.set_exception(fault)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        return [str(one[4][0]) for one in found.result(seconds)]
    except TimeoutError as fault:
        raise OutgoingError("timeout") from fault
    except (OSError, ValueError) as fault:
        raise OutgoingError("unavailable") from fault


def is_public(text: str) -> bool:
    """Return whether an address is anybody's on the internet: neither ours, nor the machine's own, nor the cloud's.

    One of IPv6 that leads on to one of IPv4 (mapped, NAT64, 6to4, Teredo) never is, wherever it leads: the other one is
    to be named itself. Most of them lie outside of what IPv6 gives out to anybody.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    given_out = address.version == 4 or address in _GLOBAL_UNICAST
    special = address.is_multicast or any(address in network for network in _SPECIAL)
    return given_out and address.is_global and not special
