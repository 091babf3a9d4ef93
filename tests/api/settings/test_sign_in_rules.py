"""How members have to sign in: what admins may choose, and what is refused at which field."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.services.settings import members
from chalicelib.services.settings.mail_domains import claim_mail_domain
from chalicelib.storage.table.records import DocumentRecord
from tests.api.asking import fields, problem
from tests.support.desk import MAIL_DOMAIN, WORKSPACE, Answer, Desk

RULES = "/v1/acme/sign-in-rules"
SECRET = "sso-0123456789abcdefghij"
USUAL = {
    "second_factor": "optional",
    "grace_days": 7,
    "required_since": None,
    "sso": "off",
    "issuer": "",
    "client_id": "",
    "client_secret_set": False,
    "domains": [],
    "new_members": "nobody",
    "break_glass": None,
    "redirect_uri": "http://desk.test/v1/auth/sso/callback",
}
OFFERED = {
    "sso": "offered",
    "issuer": "https://login.acme.example/oauth2/default",
    "client_id": "desk",
    "client_secret": SECRET,
    "domains": [MAIL_DOMAIN],
}


@pytest.fixture(autouse=True)
def _domain(desk: Desk) -> None:
    claim_mail_domain(desk.ports, WORKSPACE, MAIL_DOMAIN)


def read(desk: Desk) -> dict[str, Any]:
    document: dict[str, Any] = desk.http("GET", RULES, token=desk.admin.token).json()
    return document


def change(desk: Desk, **given: Any) -> Answer:
    return desk.http("PATCH", RULES, json=given, token=desk.admin.token)


def require(desk: Desk) -> None:
    required = change(desk, **OFFERED | {"sso": "required", "break_glass": desk.admin.id})
    assert required.status == 200, required.text


def stored() -> dict[str, Any]:
    found: dict[str, Any] = DocumentRecord.get(f"W#{WORKSPACE}", "SIGNIN#rules").data
    return found


def test_a_new_desk_asks_for_no_factor_and_no_sso(desk: Desk) -> None:
    assert read(desk) == USUAL


def test_what_is_named_changes_and_the_secret_is_never_told_again(desk: Desk) -> None:
    assert change(desk, **OFFERED).status == 200
    changed = change(desk, new_members="agent", grace_days=0)
    expected = {name: value for name, value in OFFERED.items() if name != "client_secret"}
    assert changed.json() == {**USUAL, **expected, "client_secret_set": True, "new_members": "agent", "grace_days": 0}
    assert read(desk) == changed.json()
    audit = desk.http("GET", "/v1/acme/audit?action=sign_in_rules", token=desk.admin.token)
    with desk.ports.enter(WORKSPACE):
        places = (changed.text, audit.text, json.dumps(stored()))
    assert [place for place in places if SECRET in place] == []
    newest, first = audit.json()["items"]
    assert (newest["action"], first["action"]) == ("sign_in_rules.changed", "sign_in_rules.created")
    assert newest["changes"] == {
        "new_members": {"from": "nobody", "to": "agent"},
        "grace_days": {"from": 7, "to": 0},
    }
    assert "client_secret" not in audit.text


def test_the_workspace_knows_its_rules_without_a_further_read(desk: Desk) -> None:
    assert change(desk, second_factor="required").status == 200
    desk.ports.settings.forget(WORKSPACE)
    with desk.ports.open(WORKSPACE) as room:
        assert room.workspace.sign_in_rules.second_factor == "required"


def test_another_issuer_never_gets_the_secret_of_the_old_one(desk: Desk) -> None:
    assert change(desk, **OFFERED).status == 200
    refused = problem(change(desk, issuer="https://evil.example"), 422, "validation_failed")
    assert fields(refused) == ["client_secret"]
    moved = change(desk, issuer="https://login.acme.example", client_secret="another")
    assert (moved.status, moved.json()["client_secret_set"]) == (200, True)
    assert change(desk, sso="off", client_secret=None).json()["client_secret_set"] is False


@pytest.mark.parametrize("sso", ["offered", "required"])
@pytest.mark.parametrize("missing", ["issuer", "client_id", "client_secret", "domains"])
def test_sso_needs_all_that_it_is_made_of(desk: Desk, sso: str, missing: str) -> None:
    given = {**OFFERED, "sso": sso, "break_glass": desk.admin.id}
    del given[missing]
    assert fields(problem(change(desk, **given), 422, "validation_failed")) == [missing]
    assert read(desk) == USUAL


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.acme.example",
        "https://user@login.acme.example",
        "https://login.acme.example?x=1",
        "https://login.acme.example/#x",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://login.acme.example:0/",
        "https://lögin.acme.example/",
        "file:///etc/passwd",
        "login.acme.example",
        "https:///",
        "https://login.acme.example/\r\nHost: evil.example",
    ],
)
def test_an_issuer_that_nobody_would_ask_is_refused(desk: Desk, issuer: str) -> None:
    refused = problem(change(desk, **{**OFFERED, "issuer": issuer}), 422, "validation_failed")
    assert fields(refused) == ["issuer"]


@pytest.mark.parametrize("domain", ["other.example", "sub.acme.example", "example", "*"])
def test_a_domain_has_to_be_shown_first(desk: Desk, domain: str) -> None:
    refused = problem(change(desk, **{**OFFERED, "domains": [MAIL_DOMAIN, domain]}), 422, "validation_failed")
    assert fields(refused) == ["domains.1"]


def test_a_domain_that_was_only_claimed_is_not_yet_ours(desk: Desk) -> None:
    claimed = desk.http("POST", "/v1/acme/mail-domains", json={"domain": "shop.example"}, token=desk.admin.token)
    assert claimed.status == 201
    refused = problem(change(desk, **{**OFFERED, "domains": ["shop.example"]}), 422, "validation_failed")
    assert fields(refused) == ["domains.0"]


def test_a_domain_counts_once_however_it_is_written(desk: Desk) -> None:
    assert change(desk, **{**OFFERED, "domains": ["ACME.example.", MAIL_DOMAIN]}).json()["domains"] == [MAIL_DOMAIN]


def test_to_require_sso_an_admin_has_to_be_able_to_do_without(desk: Desk) -> None:
    gil = desk.add_member("Gil G.", "gil@acme.example", "agent")
    for nobody in (None, "m_none", gil.id):
        given = {**OFFERED, "sso": "required", "break_glass": nobody}
        assert fields(problem(change(desk, **given), 422, "validation_failed")) == ["break_glass"]
    require(desk)
    refused = problem(change(desk, break_glass=None), 422, "validation_failed")
    assert fields(refused) == ["break_glass"]


@pytest.mark.parametrize("given", [{"role": "agent"}, {"active": False}, None])
def test_the_admin_who_can_do_without_sso_stays_one_while_it_is_required(desk: Desk, given: Any) -> None:
    other = desk.add_member("Kim K.", "kim@acme.example", "admin")
    require(desk)
    path = f"/v1/acme/members/{desk.admin.id}"
    method = "PATCH" if given else "DELETE"
    problem(desk.http(method, path, json=given, token=desk.admin.token), 409, "break_glass")
    assert desk.http("PATCH", path, json={"name": "Ana Kim"}, token=desk.admin.token).status == 200
    assert change(desk, break_glass=other.id).status == 200
    assert desk.http(method, path, json=given, token=other.token).status in (200, 204)


def test_of_requiring_sso_and_demoting_the_admin_it_names_one_happens(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever demotes reads the rules before they name the admin, and writes after that."""
    desk.add_member("Kim K.", "kim@acme.example", "admin")
    assert change(desk, **OFFERED).status == 200
    read_rules = members.rules_without
    meanwhile = [lambda: require(desk)]

    def overtaken(*asked: Any) -> Any:
        found = read_rules(*asked)
        for happens in meanwhile[:]:
            meanwhile.clear()
            happens()
        return found

    monkeypatch.setattr(members, "rules_without", overtaken)
    path = f"/v1/acme/members/{desk.admin.id}"
    problem(desk.http("PATCH", path, json={"role": "agent"}, token=desk.admin.token), 409, "break_glass")
    assert desk.http("GET", path, token=desk.admin.token).json()["role"] == "admin"


def test_while_sso_is_only_offered_nobody_is_held(desk: Desk) -> None:
    other = desk.add_member("Kim K.", "kim@acme.example", "admin")
    assert change(desk, **OFFERED, break_glass=desk.admin.id).status == 200
    demoted = desk.http("PATCH", f"/v1/acme/members/{desk.admin.id}", json={"role": "agent"}, token=other.token)
    assert demoted.status == 200


def test_since_when_a_factor_is_required_is_kept_for_as_long_as_it_is(desk: Desk) -> None:
    since = change(desk, second_factor="required").json()["required_since"]
    assert since.endswith("Z")
    desk.advance(timedelta(days=2))
    assert change(desk, grace_days=3, second_factor="required").json()["required_since"] == since
    assert change(desk, second_factor="optional").json()["required_since"] is None
    assert change(desk, second_factor="required").json()["required_since"] > since


@pytest.mark.parametrize(
    "given",
    [
        {"second_factor": "sms"},
        {"grace_days": -1},
        {"grace_days": 31},
        {"grace_days": 1.5},
        {"sso": "on"},
        {"client_id": "a b"},
        {"client_secret": ""},
        {"new_members": "admin"},
        {"required_since": "2026-01-01T00:00:00Z"},
        {"x": 1},
    ],
)
def test_what_can_t_be_is_refused_at_its_field(desk: Desk, given: dict[str, Any]) -> None:
    assert fields(problem(change(desk, **given), 422, "validation_failed")) == list(given)


def test_rules_of_a_later_release_are_read_and_kept(desk: Desk) -> None:
    assert change(desk, second_factor="required").status == 200
    with desk.ports.enter(WORKSPACE):
        record = DocumentRecord.get(f"W#{WORKSPACE}", "SIGNIN#rules")
        record.data = {**record.data, "sso": "by_saml", "passkeys": "required"}
        record.save()
    desk.ports.settings.forget(WORKSPACE)
    assert change(desk, grace_days=5).json()["sso"] == "by_saml"
    with desk.ports.enter(WORKSPACE):
        assert (stored()["passkeys"], stored()["sso"], stored()["grace_days"]) == ("required", "by_saml", 5)


def test_rules_of_an_earlier_release_have_the_defaults_for_what_it_didn_t_know(desk: Desk) -> None:
    assert change(desk, second_factor="required").status == 200
    with desk.ports.enter(WORKSPACE):
        record = DocumentRecord.get(f"W#{WORKSPACE}", "SIGNIN#rules")
        record.data = {"second_factor": "required"}
        record.save()
    desk.ports.settings.forget(WORKSPACE)
    assert read(desk) == {**USUAL, "second_factor": "required"}
    assert change(desk, grace_days=5).status == 200
