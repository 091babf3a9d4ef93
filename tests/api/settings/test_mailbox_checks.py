"""Whether a mailbox's domain is set up, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.dns import Dns
from chalicelib.domain.mail.domain_checks import DomainFindings, DomainIdentity, checks
from infra.local.name_server import NameServer, Zone, zone_of
from tests.api.asking import problem
from tests.api.settings.settings_kinds import MAILBOXES
from tests.support.desk import SUPPORT, Desk

LONG = "x" * 700
ZONE: Zone = {
    **zone_of("acme.example", "us-east-1"),
    ("many.example", "TXT"): (
        "google-site-verification=1",
        f"v=spf1 include:a.example {LONG} include:amazonses.com ~all",
    ),
    ("many.example", "MX"): ("20 Second.example", "5 first.example"),
    ("no-mail.example", "MX"): ("0 .",),
    ("broken.example", "REFUSED"): (),
}
READY = DomainFindings(
    domain="acme.example",
    address="support@acme.example",
    region="eu-west-1",
    identity=DomainIdentity(name="acme.example", verified=True, dkim_status="SUCCESS", dkim_tokens=("a", "b")),
    spf=("v=spf1 include:amazonses.com ~all",),
    dmarc=("v=DMARC1; p=reject",),
    mail_servers=("inbound-smtp.eu-west-1.amazonaws.com",),
)


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    server = NameServer(ZONE)
    yield server
    server.stop()


def _states(**other: Any) -> dict[str, str]:
    return {check.name: check.state for check in checks(replace(READY, **other))}


def test_a_domain_that_is_set_up_has_nothing_to_mend() -> None:
    assert _states() == dict.fromkeys(("identity", "dkim", "spf", "dmarc", "mx"), "ok")


@pytest.mark.parametrize(
    ("other", "name", "state"),
    [
        ({"identity": None}, "identity", "missing"),
        ({"identity": None}, "dkim", "missing"),
        ({"identity": replace(READY.identity, verified=False)}, "identity", "wrong"),
        ({"identity": replace(READY.identity, dkim_status="PENDING")}, "dkim", "missing"),
        ({"identity": replace(READY.identity, dkim_status="NOT_STARTED")}, "dkim", "wrong"),
        ({"spf": ()}, "spf", "missing"),
        ({"spf": ("V=SPF1 mx -all", "other")}, "spf", "wrong"),
        ({"spf": ("v=spf1 include:amazonses.com", "v=spf1 -all")}, "spf", "wrong"),
        ({"spf": None}, "spf", "unknown"),
        ({"dmarc": ("p=reject",)}, "dmarc", "missing"),
        ({"dmarc": ("v=DMARC1; p=none", "v=DMARC1; p=reject")}, "dmarc", "wrong"),
        ({"dmarc": ("v = DMARC1 ; p=none",)}, "dmarc", "ok"),
        ({"dmarc": None}, "dmarc", "unknown"),
        ({"mail_servers": ()}, "mx", "missing"),
        ({"mail_servers": ("aspmx.mail.example",)}, "mx", "elsewhere"),
        ({"mail_servers": None}, "mx", "unknown"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(other: dict[str, Any], name: str, state: str) -> None:
    assert _states(**other)[name] == state


def test_the_records_to_make_are_told() -> None:
    dkim = next(check for check in checks(READY) if check.name == "dkim")
    assert [(one.type, one.name, one.value) for one in dkim.records] == [
        ("CNAME", f"{token}._domainkey.acme.example", f"{token}.dkim.amazonses.com") for token in ("a", "b")
    ]


def test_the_spf_record_that_counts_is_that_of_the_bounce_domain() -> None:
    identity = replace(READY.identity, bounce_domain="bounce.acme.example")
    spf = next(check for check in checks(replace(READY, identity=identity, spf=())) if check.name == "spf")
    assert spf.records[0].name == "bounce.acme.example"


def test_names_are_asked_of_a_server_and_no_answer_is_not_nothing(names: NameServer) -> None:
    dns = Dns(names.address)
    assert dns.texts("many.example") == ZONE["many.example", "TXT"]
    assert dns.texts("Many.Example.") == ZONE["many.example", "TXT"]
    assert dns.mail_servers("many.example") == ("first.example", "second.example")
    assert dns.mail_servers("no-mail.example") == ()
    assert dns.texts("nowhere.example") == ()
    assert dns.texts("broken.example") is None
    assert dns.texts("x" * 64 + ".example") is None
    assert Dns("127.0.0.1:9").texts("many.example") is None


def test_an_admin_is_told_about_a_mailbox(desk: Desk, names: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.ports.dns, "server", names.address)
    MAILBOXES.made(desk, address="help@far.many.example")
    here = {one["name"]: one for one in MAILBOXES.ask(desk, "GET", f"/{SUPPORT}/checks").json()["items"]}
    assert {name: one["state"] for name, one in here.items()} == {
        "identity": "ok",
        "dkim": "wrong",
        "spf": "ok",
        "dmarc": "ok",
        "mx": "ok",
    }
    assert here["mx"]["records"][0]["value"] == "10 inbound-smtp.us-east-1.amazonaws.com"
    there = {
        one["name"]: one["state"] for one in MAILBOXES.ask(desk, "GET", "/help@far.many.example/checks").json()["items"]
    }
    assert there == dict.fromkeys(("identity", "dkim", "spf", "dmarc", "mx"), "missing")
    problem(MAILBOXES.ask(desk, "GET", "/nobody@acme.example/checks"), 404, "not_found")


def test_without_an_answer_of_the_dns_the_rest_is_told_all_the_same(desk: Desk) -> None:
    items = MAILBOXES.ask(desk, "GET", f"/{SUPPORT}/checks").json()["items"]
    assert [one["state"] for one in items] == ["ok", "wrong", "unknown", "unknown", "unknown"]
