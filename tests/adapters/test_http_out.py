"""What somebody named in the settings is reached only where it is public, only so long, and never by a detour."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.adapters import http_out
from chalicelib.adapters.http_out import Fault, HttpResponse, OutgoingError, get, is_public, may_ask, post
from tests.adapters.model_server import ModelServer, answers, endless

HERE = ("127.0.0.1",)
SHORT = 0.6
"""Seconds: long enough for this machine's own answers, short enough to wait for in a test."""

PUBLIC = ("8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111",
          "2001:4860:4860::8888", "2a00:1450::1", "3ffe::1")  # fmt: skip
NOT_PUBLIC = {
    "this machine": ("0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.254", "::", "::1"),
    "private": ("10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd00:ec2::254", "fec0::1"),
    "link-local, and what clouds tell there": ("169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%eth0"),
    "behind a carrier's NAT": ("100.64.0.1", "100.127.255.255"),
    "for protocols": ("192.0.0.1", "192.0.0.9", "192.0.0.170", "192.88.99.1", "2001:1::1", "2001:20::1", "100::1"),
    "for benchmarks": ("198.18.0.1", "198.19.255.255", "2001:2::1"),
    "for documentation": ("192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"),
    "for many": ("224.0.0.1", "233.252.0.1", "239.255.255.255", "255.255.255.255", "ff02::1", "ff0e::1"),
    "reserved": ("240.0.0.1", "254.1.2.3", "1000::1", "4000::1", "5f00::1", "8000::1"),
    "IPv4 mapped": ("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8"),
    "IPv4 compatible": ("::127.0.0.1", "::10.0.0.1", "::8.8.8.8"),
    "NAT64": ("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::808:808", "64:ff9b:1::7f00:1", "64:ff9b:1::1"),
    "6to4": ("2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:808:808::1"),
    "Teredo": ("2001::1", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
}  # fmt: skip
KINDS = [(kind, address) for kind, addresses in NOT_PUBLIC.items() for address in addresses]


@pytest.mark.parametrize("address", PUBLIC)
def test_anybodys_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(("kind", "address"), KINDS)
def test_addresses_of_every_other_kind_are_not(kind: str, address: str) -> None:
    assert not is_public(address), kind


def ask(url: str, trusted: tuple[str, ...] = (), seconds: float = SHORT) -> HttpResponse:
    return post(url, b"{}", {}, seconds, trusted)


def fault_of(url: str, trusted: tuple[str, ...] = (), seconds: float = SHORT) -> Fault:
    with pytest.raises(OutgoingError) as failure:
        ask(url, trusted, seconds)
    return failure.value.fault


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was connected to; nobody is ever there."""
    tried: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Have the name server give these answers, one after the other."""
    waiting = list(answers)

    def look_up(*_: Any, **__: Any) -> list[Any]:
        return [(None, None, None, "", (address, 443)) for address in waiting.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/v1",
        "https://localhost/v1",
        "https://169.254.169.254/v1",
        "https://[::1]/v1",
        "https://[::ffff:127.0.0.1]/v1",
        "https://[64:ff9b::7f00:1]/v1",
        "https://0.0.0.0/v1",
        "https://2130706433/v1",
        "https://0x7f.1/v1",
        "http://8.8.8.8/v1",
        "ftp://8.8.8.8/v1",
        "file:///etc/passwd",
        "//8.8.8.8/v1",
        "https:///v1",
        "https://8.8.8.8:99999/v1",
        "https://8.8.8.8:port/v1",
        "https://[8.8.8.8/v1",
        "https://me:secret@8.8.8.8/v1",
        "https://@8.8.8.8/v1",
        "https://8.8.8.8/a b",
        "https://8.8.8.8/a\r\nX: y",
        "ht\ntps://8.8.8.8/",
    ],
)
def test_what_may_not_be_asked_is_not_connected_to(url: str, connected: list[tuple[str, int]]) -> None:
    assert fault_of(url) == "forbidden"
    assert connected == []


@pytest.mark.parametrize("address", [address for _, address in KINDS])
def test_a_name_one_of_whose_addresses_is_not_public_is_not_connected_to(
    address: str, connected: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for found in ([address], ["8.8.8.8", address], [address, "8.8.8.8"]):
        names(monkeypatch, found)
        assert fault_of("https://desk.example/hook") == "forbidden"
    assert connected == []


def test_the_very_address_that_was_checked_is_connected_to(
    connected: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that gives another answer the second time is not asked a second time."""
    names(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    assert fault_of("https://desk.example:8443/hook") == "unavailable"
    assert connected == [("8.8.8.8", 8443)]


def test_an_address_of_ipv6_is_connected_to_at_the_usual_port(connected: list[tuple[str, int]]) -> None:
    assert fault_of("https://[2606:4700::1111]/hook") == "unavailable"
    assert connected == [("2606:4700::1111", 443)]


def test_only_who_is_trusted_may_be_near_and_without_tls() -> None:
    with ModelServer(answers(200, b"{}")) as at:
        assert fault_of(at.url) == "forbidden"
        assert fault_of(at.url, ("localhost",)) == "forbidden"
        assert ask(at.url + "/hook?of=acme", HERE).status == 200
    assert at.paths == ["/v1/hook?of=acme"]


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    with ModelServer(answers(302, b"", Location="http://127.0.0.1/elsewhere")) as at:
        answer = ask(at.url, HERE)
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1/elsewhere")
    assert len(at.paths) == 1


def test_reading_keeps_to_the_rules_of_posting() -> None:
    with ModelServer(answers(200, b"{}"), endless) as at:
        with pytest.raises(OutgoingError, match="forbidden"):
            get(at.url, {}, SHORT, ())
        answer = get(at.url + "/keys?of=acme", {"Accept": "application/json"}, SHORT, HERE)
        assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"{}", "application/json")
        with pytest.raises(OutgoingError, match="too_large"):
            get(at.url, {}, 5, HERE)
    assert at.paths == ["/v1/keys?of=acme", "/v1"]
    assert (at.headers[0]["accept"], "content-length" in at.headers[0]) == ("application/json", False)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://login.example.com/oauth2/default", True),
        ("https://8.8.8.8/", True),
        ("https://127.0.0.1/", True),
        ("http://127.0.0.1:8000/", True),
        ("http://login.example.com/", False),
        ("https://10.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://[fe80::1%25eth0]/", False),
        ("https://me@login.example.com/", False),
        ("https://login.example.com:0/", False),
        ("https://login.example.com/\n", False),
        ("login.example.com", False),
        ("", False),
    ],
)
def test_by_its_looks_an_address_may_be_asked_or_not(url: str, may: bool) -> None:
    assert may_ask(url, HERE) is may


def test_an_answer_without_end_is_given_up() -> None:
    with ModelServer(endless) as at:
        assert fault_of(at.url, HERE, seconds=5) == "too_large"


def test_a_name_that_is_not_there_is_nobody() -> None:
    assert fault_of("https://nobody.invalid/hook", seconds=5) == "unavailable"


@contextmanager
def dripping(start: bytes) -> Iterator[int]:
    """The port of a server that greets whoever comes, and goes on with a sign every tenth of a second."""
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with server.accept()[0] as connection:
            try:
                connection.sendall(start)
                while True:
                    connection.sendall(b"x")
                    time.sleep(0.1)
            except OSError:  # the client gave up, as it should
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    with server:
        yield server.getsockname()[1]
    thread.join(5)


def test_a_greeting_of_tls_that_never_ends_is_given_up_in_time() -> None:
    """A record of 16 KB, a byte at a time: no single read is late."""
    started = time.monotonic()
    with dripping(b"\x16\x03\x03\x40\x00") as port:
        assert fault_of(f"https://127.0.0.1:{port}/", HERE) == "timeout"
        assert time.monotonic() - started < 5 * SHORT


def test_a_name_server_that_does_not_answer_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = threading.Event()
    monkeypatch.setattr(http_out.socket, "getaddrinfo", lambda *_, **__: gone.wait(10 * SHORT) and [])
    started = time.monotonic()
    assert fault_of("https://desk.example/hook") == "timeout"
    assert time.monotonic() - started < 5 * SHORT
    gone.set()
