"""Domains of mail: shown by a record in the DNS, one workspace's alone from then on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.adapters.dns import Dns
from chalicelib.services.settings.mail_domains import claim_mail_domain
from infra.local.name_server import NameServer
from tests.api.asking import fields, problem
from tests.support.desk import SUPPORT, Answer, Desk

OURS = "shop.example"
Records = dict[tuple[str, str], tuple[str, ...]]


class Admins:
    """The admins of `acme` and `globex`, and the records that the DNS has."""

    def __init__(self, desk: Desk, zone: Records) -> None:
        desk.create_workspace("globex", "Globex", "help@globex.example")
        there = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex")
        self.desk, self.zone, self.tokens = desk, zone, {"acme": desk.admin.token, "globex": there.token}

    def ask(self, method: str, path: str, json: Any = None, workspace: str = "acme") -> Answer:
        return self.desk.http(method, f"/v1/{workspace}/{path}", json=json, token=self.tokens[workspace])

    def add(self, domain: str = OURS, workspace: str = "acme") -> Answer:
        return self.ask("POST", "mail-domains", {"domain": domain}, workspace)

    def publish(self, domain: dict[str, Any]) -> None:
        record = domain["record"]
        key = (record["name"], record["type"])
        self.zone[key] = (*self.zone.get(key, ()), record["value"])

    def check(self, domain: str = OURS, workspace: str = "acme") -> Answer:
        return self.ask("POST", f"mail-domains/{domain}/check", workspace=workspace)

    def show(self, domain: str = OURS, workspace: str = "acme") -> None:
        made = self.add(domain, workspace)
        assert made.status == 201, made.text
        self.publish(made.json())
        assert self.check(made.json()["id"], workspace).json()["state"] == "shown"

    def mailbox(self, address: str, workspace: str) -> Answer:
        return self.ask("POST", "mailboxes", {"address": address, "name": "Shop"}, workspace)


@pytest.fixture
def admins(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Admins]:
    zone: Records = {("broken.example", "REFUSED"): ()}
    server = NameServer(zone)
    monkeypatch.setattr(desk.ports.dns, "server", server.address)
    yield Admins(desk, zone)
    server.stop()


def test_a_domain_is_shown_by_a_record_that_only_its_workspace_has(admins: Admins) -> None:
    made = admins.add("Shop.Example.").json()
    assert (made["id"], made["domain"], made["state"], made["shown_at"]) == (OURS, OURS, "waiting", None)
    assert admins.check().json() == made | {"found": "missing"}
    theirs = admins.add(workspace="globex").json()
    assert theirs["record"]["name"] == made["record"]["name"]
    assert theirs["record"]["value"] != made["record"]["value"]
    admins.publish(theirs)
    assert admins.check().json() == made | {"found": "wrong"}
    admins.publish(made)
    shown = admins.check().json()
    assert (shown["state"], shown["found"]) == ("shown", "ok")
    assert shown["shown_at"]
    (listed,) = admins.ask("GET", "mail-domains").json()["items"]
    assert listed | {"found": "ok"} == shown
    document = problem(admins.check(workspace="globex"), 409, "domain_of_another")
    assert fields(document) == ["domain"]
    assert admins.ask("GET", f"mail-domains/{OURS}", workspace="globex").json()["state"] == "waiting"


def test_what_was_shown_stays_so_without_its_record(admins: Admins) -> None:
    admins.show()
    admins.zone.clear()
    assert admins.check().json()["state"] == "shown"


def test_no_answer_of_the_dns_is_said_and_shows_nothing(admins: Admins) -> None:
    admins.add()
    admins.desk.ports.dns.server = "127.0.0.1:9"
    assert (admins.check().json()["state"], admins.check().json()["found"]) == ("waiting", "unknown")


def test_of_two_who_show_a_domain_at_once_one_is_refused(admins: Admins, monkeypatch: pytest.MonkeyPatch) -> None:
    for workspace in ("acme", "globex"):
        admins.publish(admins.add(workspace=workspace).json())
    ask, asked = Dns.texts, []

    def meanwhile(dns: Dns, name: str) -> tuple[str, ...] | None:
        """The other one asks and writes between our question and our writing."""
        found = ask(dns, name)
        asked.append(name)
        if len(asked) == 1:
            assert admins.check(workspace="globex").json()["state"] == "shown"
        return found

    monkeypatch.setattr(Dns, "texts", meanwhile)
    problem(admins.check(), 409, "domain_of_another")
    assert admins.desk.ports.accounts.domain_owner(OURS) == "globex"


@pytest.mark.parametrize(
    "given",
    ["co.uk", "github.io", "example", "a b.example", "me@shop.example", "https://shop.example", "x" * 64 + ".example",
     "-a.example", "..", "127.0.0.1", "*.shop.example", ""],
)  # fmt: skip
def test_what_is_no_domain_of_ones_own_is_refused_at_its_field(admins: Admins, given: str) -> None:
    assert fields(problem(admins.add(given), 422, "validation_failed")) == ["domain"]


def test_a_domain_is_kept_as_the_dns_has_it(admins: Admins) -> None:
    assert admins.add("Straße.example").json()["domain"] == "xn--strae-oqa.example"
    assert admins.add("Müller.example").json()["domain"] == "xn--mller-kva.example"
    problem(admins.add("xn--mller-kva.example"), 409, "taken")


def test_a_mailbox_on_anothers_domain_is_refused_and_on_ones_own_or_nobodys_taken(admins: Admins) -> None:
    admins.show("müller.example")
    for address in ("a@müller.example", "b@xn--mller-kva.example", "a@far.below.MÜLLER.example"):
        refused = problem(admins.mailbox(address, "globex"), 409, "domain_of_another")
        assert fields(refused) == ["address"]
        assert admins.mailbox(address, "acme").status == 201
    assert admins.mailbox("a@nobodys.example", "globex").status == 201
    assert admins.mailbox("a@notmüller.example", "globex").status == 201
    refused = problem(admins.add("sub.müller.example", "globex"), 409, "domain_of_another")
    assert fields(refused) == ["domain"]


def test_a_part_of_a_domain_stays_with_whoever_showed_it_first(admins: Admins) -> None:
    admins.show("eu.shop.example", "globex")
    admins.show(OURS)
    assert admins.mailbox("a@eu.shop.example", "globex").status == 201
    problem(admins.mailbox("a@eu.shop.example", "acme"), 409, "domain_of_another")
    assert admins.mailbox("a@us.shop.example", "acme").status == 201


def test_a_mailbox_of_before_stays_but_becomes_no_sender(admins: Admins) -> None:
    assert admins.mailbox("old@shop.example", "globex").status == 201
    admins.show()
    changed = admins.ask("PATCH", "mailboxes/old@shop.example", {"name": "Still here"}, "globex")
    assert changed.status == 200
    refused = admins.ask("PATCH", "settings", {"sender": "old@shop.example"}, "globex")
    assert fields(problem(refused, 409, "domain_of_another")) == ["sender"]


def test_a_domain_that_is_removed_is_anybodys(admins: Admins) -> None:
    admins.show()
    assert admins.ask("DELETE", f"mail-domains/{OURS}").status == 204
    assert admins.mailbox(f"a@{OURS}", "globex").status == 201
    admins.zone.clear()
    admins.show(workspace="globex")
    done = [entry["action"] for entry in admins.ask("GET", "audit").json()["items"]]
    assert done[:3] == ["mail_domain.deleted", "mail_domain.changed", "mail_domain.created"]


def test_removing_what_was_not_shown_takes_nothing_from_its_owner(admins: Admins) -> None:
    admins.add(workspace="globex")
    admins.show()
    assert admins.ask("DELETE", f"mail-domains/{OURS}", workspace="globex").status == 204
    assert admins.desk.ports.accounts.domain_owner(OURS) == "acme"


def test_the_value_of_the_record_stays_out_of_the_audit_log(admins: Admins) -> None:
    value = admins.add().json()["record"]["value"]
    assert value.partition("=")[2] not in admins.ask("GET", "audit").text


def test_the_operator_shows_a_domain_without_a_record(admins: Admins) -> None:
    domain = SUPPORT.partition("@")[2]
    for _ in range(2):
        claim_mail_domain(admins.desk.ports, "acme", domain)
    assert admins.ask("GET", f"mail-domains/{domain}").json()["state"] == "shown"
    problem(admins.mailbox(f"a@{domain}", "globex"), 409, "domain_of_another")


def test_the_same_key_adds_one_domain(admins: Admins) -> None:
    answers = [
        admins.desk.http(
            "POST", "/v1/acme/mail-domains", json={"domain": OURS}, headers={"Idempotency-Key": "k"},
            token=admins.tokens["acme"],
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [one.status for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
