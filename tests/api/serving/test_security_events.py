"""What can be seen afterwards of who came in, who was refused and what was given to whom: ids, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.api.serving import seen
from chalicelib.observability import SECURITY_EVENTS, log, security_event
from chalicelib.services import limits
from tests.api.accounts.password_links import NEW, forget, link, set_password
from tests.api.asking import TICKETS
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import PASSWORD, Desk

SIGN_IN = "/v1/auth/sign-in"


class Lines:
    """What was logged so far."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        self._caplog = caplog

    def text(self) -> str:
        return "\n".join(log.registered_formatter.format(record) for record in self._caplog.records)

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """The security events, or those of one name, with their fields alone."""
        told = [json.loads(line) for line in self.text().splitlines()]
        found = [one for one in told if one["message"] == "security" and name in ("", one["event"])]
        return [{key: one[key] for key in one.keys() & SECURITY_EVENTS[one["event"]]} for one in found]


@pytest.fixture
def lines(desk: Desk, caplog: pytest.LogCaptureFixture) -> Lines:
    seen.forget()
    caplog.clear()
    return Lines(caplog)


def test_who_signs_in_is_told_by_id_and_who_fails_to_by_nothing(desk: Desk, lines: Lines) -> None:
    desk.http("POST", SIGN_IN, json={"email": desk.admin.email, "password": PASSWORD})
    desk.http("POST", SIGN_IN, json={"email": desk.admin.email, "password": "wrong horse battery 8"})
    desk.http("POST", SIGN_IN, json={"email": "nobody@acme.example", "password": PASSWORD})
    ((signed_in, *_),) = [lines.events("sign_in")]
    assert f"m_{signed_in['user'].replace('-', '')}" == desk.admin.id
    failed = {"code": "bad_credentials", "route": "POST /v1/auth/sign-in", "status": 401}
    assert lines.events("sign_in_failed") == [failed, failed]


def test_a_password_that_was_set_by_a_link_is_told_by_whose_it_is(desk: Desk, lines: Lines) -> None:
    for by in ("api", "page"):
        forget(desk, desk.admin.email)
        path = link(next(mail for mail in reversed(desk.sent) if mail.subject == "Set a new password"))
        if by == "api":
            set_password(desk, path.rpartition("/")[2])
        else:
            desk.http("POST", path, form={"password": "Password1234!"})
            desk.http("POST", path, form={"password": NEW})
    changed = lines.events("account_changed")
    assert [one["what"] for one in changed] == ["password", "password"]
    assert {f"m_{one['user'].replace('-', '')}" for one in changed} == {desk.admin.id}


def test_whoever_is_refused_is_told_with_the_route_and_not_with_what_they_asked(desk: Desk, lines: Lines) -> None:
    viewer = desk.add_member("Vic V.", "vic@acme.example", "viewer")
    desk.http("GET", TICKETS, token="wrong-token")
    desk.http("GET", "/v1/Not%20A%20Workspace%40x/tickets")
    desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"title": "x"}, token=viewer.token)
    route = "/v1/{workspace}/tickets"
    assert lines.events("refused") == [
        {"status": 401, "code": "unauthenticated", "route": f"GET {route}", "workspace": "acme"},
        {"status": 401, "code": "unauthenticated", "route": f"GET {route}"},
        {
            "status": 403,
            "code": "forbidden",
            "route": f"PATCH {route}/{{ref}}",
            "workspace": "acme",
            "caller": viewer.id,
        },
    ]


def test_a_limit_that_was_reached_is_told(desk: Desk, lines: Lines) -> None:
    for _ in range(2 * limits.FIND.most + 1):  # another minute may begin meanwhile
        if not lines.events("limited"):
            desk.http("POST", "/portal/acme/find", form={"email": "maya@example.com"})
    assert lines.events("limited") == [{"route": "finding.Find", "workspace": "acme"}]
    for _ in range(2 * limits.TRIES.free):  # each wait is twice as long: on a busy machine the first may be over
        if not lines.events("limited")[1:]:
            desk.http("POST", SIGN_IN, json={"email": "nobody@acme.example", "password": "wrong horse battery 8"})
    assert lines.events("limited")[1:] == [{"route": "POST /v1/auth/sign-in"}]


def test_a_key_is_told_once_a_day(desk: Desk, lines: Lines) -> None:
    key, other = desk.api_key("tickets:read"), desk.api_key("tickets:read")
    for token in (key, key, other, key):
        assert desk.http("GET", TICKETS, token=token).status == 200
    ids = ["k_" + token.split("_")[1] for token in (key, other)]
    assert lines.events("key_used") == [{"workspace": "acme", "caller": one} for one in ids]
    seen.forget()
    desk.http("GET", TICKETS, token=key)
    assert len(lines.events("key_used")) == 3


def test_what_gives_somebody_rights_is_told_with_whose_they_are(desk: Desk, lines: Lines) -> None:
    def ask(method: str, path: str, body: Any = None) -> Any:
        answer = desk.http(method, f"/v1/acme/{path}", json=body, token=desk.admin.token)
        assert answer.status < 300, answer.text
        return answer.json() if answer.content else None

    member = ask("POST", "members", {"name": "Cy L.", "email": "cy@acme.example", "role": "agent"})["id"]
    ask("PATCH", f"members/{member}", {"role": "admin"})
    key = ask("POST", "api-keys", {"name": "Shop", "scopes": ["tickets:read"]})["id"]
    ask("PATCH", "ai-engine", {"daily_tokens": 5})
    ask("GET", "sign-in-rules")
    ask("PATCH", "sign-in-rules", {"grace_days": 5})
    ask("POST", "mail-domains", {"domain": "shop.example"})
    ask("DELETE", f"api-keys/{key}")
    told = [(one["route"], one.get("subject")) for one in lines.events("granted")]
    assert told == [
        ("POST /v1/{workspace}/members", member),
        ("PATCH /v1/{workspace}/members/{id}", member),
        ("POST /v1/{workspace}/api-keys", key),
        ("PATCH /v1/{workspace}/ai-engine", None),
        ("PATCH /v1/{workspace}/sign-in-rules", None),
        ("POST /v1/{workspace}/mail-domains", "shop.example"),
        ("DELETE /v1/{workspace}/api-keys/{id}", key),
    ]
    assert {one["caller"] for one in lines.events("granted")} == {desk.admin.id}


def test_a_file_that_is_fetched_is_told_by_whom(desk: Desk, lines: Lines) -> None:
    post = Correspondence(desk)
    post.write("It broke.", files=[("secret-plan.txt", "text/plain", b"text")])
    (file,) = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()["attachments"]
    assert desk.http("GET", f"{TICKETS}/TKT-0001/attachments/{file['id']}", token=desk.admin.token).status == 302
    wanted = {"workspace": "acme", "caller": desk.admin.id, "number": 1, "file": file["id"]}
    assert lines.events("downloaded") == [wanted]
    assert "secret-plan" not in lines.text()


def test_nothing_that_is_secret_or_personal_stands_in_any_line(desk: Desk, lines: Lines) -> None:
    token, key = desk.admin.token, desk.api_key("tickets:read", "tickets:write")
    desk.http("POST", SIGN_IN, json={"email": "ana@acme.example", "password": PASSWORD})
    desk.http("POST", SIGN_IN, json={"email": "ana@acme.example", "password": "wrong horse battery 8"})
    made = desk.http("POST", "/v1/acme/api-keys", json={"name": "Copper", "scopes": ["tickets:read"]}, token=token)
    desk.http("POST", TICKETS, json={"title": "Zebra", "contact": {"email": "maya@example.com"}}, token=key)
    desk.http("GET", f"/v1/acme/members/{key}", token=key)
    desk.http("GET", f"/v1/{key}/tickets", token=key)
    desk.http("GET", "/v1/acme/tickets?q=zebra", token="wrong-token")
    desk.http("POST", "/portal/acme/find", form={"email": "maya@example.com"})
    desk.settle()
    assert {"sign_in", "sign_in_failed", "refused", "key_used", "granted"} <= {
        json.loads(line).get("event") for line in lines.text().splitlines()
    }
    secret = made.json()["key"].split("_", 2)[2]
    for hidden in (
        PASSWORD,
        "wrong horse",
        token,
        key,
        secret,
        "wrong-token",
        "@",
        "Zebra",
        "zebra",
        "Copper",
        "Ana K.",
    ):
        assert hidden not in lines.text(), hidden


def test_an_event_has_no_field_but_its_own_and_no_value_but_an_id(lines: Lines) -> None:
    with pytest.raises(KeyError):
        security_event("gossip")
    with pytest.raises(ValueError, match="email"):
        security_event("sign_in", user="u1", email="a")
    security_event("refused", status=403, code="forbidden", caller="me@acme.example", workspace=None, route="a b\nc")
    assert lines.events("refused") == [{"status": 403, "code": "forbidden", "caller": "?", "route": "?"}]
