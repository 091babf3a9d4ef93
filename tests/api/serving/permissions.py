"""Every address of the desk, and who may what there: the table that test_who_may_what goes by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain.people.permissions import SCOPES
from tests.api.asking import FORM

MEMBERS = ("viewer", "agent", "agent who deletes", "admin")
ALL_SCOPES = "key of all scopes"
KEYS = (*(f"key {scope}" for scope in sorted(SCOPES)), ALL_SCOPES)
NOT_SIGNED_IN = ("nobody", "bad token", "expired token")
SOON = (datetime.now(UTC) + timedelta(days=30)).isoformat(timespec="seconds")
FOREIGN = ("member elsewhere", "key elsewhere")
CALLERS = (*NOT_SIGNED_IN, *FOREIGN, *MEMBERS, *KEYS)

IN_PERSON = "be an admin, signed in"
STAFF = {"agent", "agent who deletes", "admin"}
MAY: Mapping[str, set[str]] = {
    "read tickets": {"viewer", *STAFF, "key tickets:read", "key tickets:write", ALL_SCOPES},
    "write tickets": {*STAFF, "key tickets:write", ALL_SCOPES},
    "delete tickets": {"agent who deletes", "admin", "key tickets:delete", ALL_SCOPES},
    "read contacts": {"viewer", *STAFF, "key contacts:read", "key contacts:write", ALL_SCOPES},
    "write contacts": {*STAFF, "key contacts:write", ALL_SCOPES},
    "hold contacts": {"agent who deletes", "admin", ALL_SCOPES},
    "read what agents need": {*STAFF, "key members:write", "key settings:read", ALL_SCOPES},
    "read settings": {"admin", "key settings:read", ALL_SCOPES},
    "write settings": {"admin", "key settings:write", ALL_SCOPES},
    "take mail in": {"admin", "key settings:write", ALL_SCOPES},
    "write members": {"admin", "key members:write", ALL_SCOPES},
    "see to absences": {"admin", "key members:write", ALL_SCOPES},
    "hand over": {"admin", ALL_SCOPES},
    "give what a viewer may": {"admin", ALL_SCOPES},
    IN_PERSON: {"admin"},
    "write settings as a member": {"admin"},
    "be a member": {*MEMBERS},
    "read both": {*STAFF, ALL_SCOPES},
    "export people": {*STAFF, ALL_SCOPES},
    "be of the desk": {*MEMBERS, *KEYS},
}
"""PRODUCT.md, section 10. Agents need labels, canned responses, policies and each other's names. Only members have
preferences and are seen reading; what shows tickets and settings in one needs the right to both. What could give more
rights than a key has itself (members, keys, the secret that signs who a visitor is) or lead mail and tickets elsewhere
(addresses, domains of mail, the AI engine, sign-in rules) takes an admin in person; of parked mail, what would speak as
a member does (test_release). MCP lets in whoever belongs to the desk: each tool
asks for its own right (test_mcp).
"""


@dataclass(frozen=True)
class Row:
    """What a route answers to whom: `right` is one of MAY, `anybody`, or `signed in`; `success` its status then.

    Where that is 404 or 422, what is asked for isn't there or can't be, which nobody without the right gets to know.
    In path and body `{caller}` is a number, another one for each caller.
    """

    method: str
    path: str
    right: str
    success: int
    body: Any = None
    form: Mapping[str, str] | None = None

    def expected(self, caller: str) -> int:
        if self.right == "anybody":
            return self.success
        if caller in NOT_SIGNED_IN:
            return 401
        if self.right == "signed in":
            return self.success if caller in (*MEMBERS, "member elsewhere") else 401
        if caller in FOREIGN:
            return 404
        return self.success if caller in MAY[self.right] else 403

    def refusal(self, caller: str) -> str:
        """The code with which that caller is refused."""
        if caller in KEYS and self.right == IN_PERSON:
            return "signed_in_admin_only"
        if caller == "key members:write" and self.right == "give what a viewer may":
            return "beyond_own_rights"
        return {401: "unauthenticated", 403: "forbidden", 404: "not_found"}[self.expected(caller)]


FILE, LABEL = "a_0001", "l_0001"
V1, TICKET, PORTAL = "/v1/{workspace}", "/v1/{workspace}/tickets/{ref}", "/portal/{workspace}"
FRAME = "/widget/{key}"
PASSWORD = "/account/password/{token}"
STRANGER = {"email": "stranger-{caller}@example.com", "password": "wrong horse battery 8"}
MEMBER = {"name": "Kim K.", "email": "kim-{caller}@acme.example", "role": "viewer"}
MAILBOX = {"address": "box-{caller}@acme.example", "name": "Box"}
UPLOAD = {"name": "log.txt", "type": "text/plain", "size": 3}

ANYBODY = [
    Row("GET", "/health", "anybody", 200),
    Row("GET", "/docs", "anybody", 200),
    Row("POST", "/v1/client-errors", "anybody", 204, {"message": "x is not a function", "route": "/console/ticket"}),
    Row("GET", "/v1/openapi.json", "anybody", 200),
    Row("GET", V1 + "/mail-pages/{unknown}", "anybody", 404),
    Row("POST", "/v1/auth/sign-in", "anybody", 401, STRANGER),
    Row("GET", "/v1/auth/sso/{workspace}", "anybody", 404),
    Row("GET", "/v1/auth/sso/callback", "anybody", 302),
    Row("POST", "/v1/auth/challenge", "anybody", 422, {"challenge": "riddle"}),
    Row("POST", "/v1/auth/refresh", "anybody", 200),
    Row("POST", "/v1/auth/sign-out", "anybody", 401),
    Row("POST", "/v1/auth/forgot-password", "anybody", 202, {"email": "stranger-{caller}@example.com"}),
    Row("POST", "/v1/auth/reset-password", "anybody", 404, {"token": "k1.none", "password": "wrong horse battery 8"}),
]


def _shown_at(base: str) -> list[Row]:
    """The pages of the portal, which the widget's frame shows as well."""
    tracked = base + "/t/{token}"
    read = [
        Row(method, path, "anybody", success)
        for method in ("GET", "HEAD")
        for path, success in (
            (base, 200),
            (base + "/theme.css", 200),
            (base + "/find", 200),
            (base + "/privacy", 200),
            (base + "/logo/{file}", 404),
            (tracked, 200),
            (tracked + "/news", 200),
            (tracked + "/rate", 200),
            (tracked + "/files", 200),
            (tracked + "/files/{file}", 404),
            (tracked + "/pictures/{file}", 404),
        )
    ]
    return [
        *read,
        Row("POST", base, "anybody", 422, form=FORM | {"email": "nobody"}),
        Row("POST", base + "/uploads", "anybody", 422, form={"nonce": "n1", "name": "a.txt", "size": "0"}),
        Row("POST", tracked + "/uploads", "anybody", 422, form={"name": "a.txt", "size": "0"}),
        Row("POST", base + "/find", "anybody", 422, form={"email": "nobody"}),
        Row("POST", tracked + "/replies", "anybody", 422, form={"body": ""}),
        Row("POST", tracked + "/resolved", "anybody", 303, form={}),
        Row("POST", tracked + "/mine", "anybody", 422, form={"mine": "perhaps"}),
        Row("POST", tracked + "/rate", "anybody", 422, form={"score": "6"}),
    ]


PAGES = [
    Row("GET", "/", "anybody", 302),
    Row("HEAD", "/", "anybody", 302),
    Row("GET", "/portal", "anybody", 200),
    Row("HEAD", "/portal", "anybody", 200),
    *_shown_at(PORTAL),
    *_shown_at(FRAME),
    Row("GET", FRAME + "/portal", "anybody", 303),
    Row("HEAD", FRAME + "/portal", "anybody", 303),
    Row("POST", FRAME + "/requests", "anybody", 403, form={"proof": "nobody"}),
    Row("GET", PASSWORD, "anybody", 200),
    Row("HEAD", PASSWORD, "anybody", 200),
    *(Row(method, PASSWORD + "/logo", "anybody", 404) for method in ("GET", "HEAD")),
    *(Row(method, "/account/theme/{unknown}", "anybody", 404) for method in ("GET", "HEAD")),
    Row("POST", PASSWORD, "anybody", 422, form={"password": "short"}),
]
TICKETS = [
    Row("GET", V1 + "/tickets", "read tickets", 200),
    Row("GET", V1 + "/tickets/counts", "read tickets", 200),
    Row("GET", V1 + "/tickets/changes", "read tickets", 200),
    Row("POST", V1 + "/tickets", "write tickets", 201, {"title": "Invoice twice"}),
    Row("POST", V1 + "/tickets/bulk", "write tickets", 200, {"refs": ["TKT-0001"], "set": {"priority": "high"}}),
    Row("POST", V1 + "/tickets/bulk/{unknown}/undo", "write tickets", 404),
    Row("POST", TICKET + "/actions/{unknown}/undo", "write tickets", 404),
    Row("GET", TICKET, "read tickets", 200),
    Row("PATCH", TICKET, "write tickets", 200, {"priority": "high"}),
    Row("GET", TICKET + "/timeline", "read tickets", 200),
    Row("POST", TICKET + "/replies", "write tickets", 201, {"body": "We are looking into it."}),
    Row("POST", TICKET + "/replies/preview", "write tickets", 200, {"body": "We are looking into it."}),
    Row("DELETE", TICKET + "/replies/{unknown}", "write tickets", 404),
    Row("GET", TICKET + "/scheduled", "read tickets", 200),
    Row("PATCH", TICKET + "/scheduled/{unknown}", "write tickets", 404, {"body": "The proxy, I'm sure."}),
    Row("DELETE", TICKET + "/scheduled/{unknown}", "write tickets", 204),
    Row("POST", TICKET + "/scheduled/{unknown}/send", "write tickets", 404),
    Row("POST", TICKET + "/notes", "write tickets", 201, {"body": "The proxy again."}),
    Row("POST", TICKET + "/forward", "write tickets", 201, {"to": ["lee@carrier.example"], "body": "Where is it?"}),
    Row("PATCH", TICKET + "/notes/{unknown}", "write tickets", 404, {"body": "The proxy, I'm sure."}),
    Row("GET", TICKET + "/notes/{unknown}/former", "read tickets", 404),
    Row("PUT", TICKET + "/reminder", "be a member", 200, {"at": SOON, "note": "Call Maya"}),
    Row("DELETE", TICKET + "/reminder", "be a member", 204),
    Row("PUT", TICKET + "/presence", "be a member", 200, {"state": "viewing"}),
    Row("GET", TICKET + "/attachments/{file}", "read tickets", 302),
    Row("GET", TICKET + "/attachments/{file}/link", "read tickets", 200),
    Row("POST", TICKET + "/files/links", "read tickets", 200, {"ids": [FILE]}),
    Row("POST", TICKET + "/attachments", "write tickets", 201, UPLOAD),
    Row("POST", V1 + "/attachments", "write tickets", 201, UPLOAD),
    Row("POST", TICKET + "/messages/{unknown}/resend", "write tickets", 404),
    Row("POST", TICKET + "/messages/{unknown}/split", "write tickets", 404, {}),
    Row("POST", V1 + "/resend", "write settings", 422, {"since": "2999-01-01"}),
    Row("GET", TICKET + "/messages/{unknown}/html", "read tickets", 404),
    Row("PUT", TICKET + "/labels/{label}", "write tickets", 200),
    Row("DELETE", TICKET + "/labels/{label}", "write tickets", 200),
    Row("POST", TICKET + "/escalate", "write tickets", 200, {"reason": "The shop is down."}),
    Row("PUT", TICKET + "/snooze", "write tickets", 200, {"until_reply": True}),
    Row("DELETE", TICKET + "/snooze", "write tickets", 200),
    Row("POST", TICKET + "/resolve", "write tickets", 200, {"resolution": "A new proxy."}),
    Row("PUT", TICKET + "/links/{other}", "write tickets", 404, {"kind": "report"}),
    Row("DELETE", TICKET + "/links/{other}", "write tickets", 200),
    Row("POST", TICKET + "/links/replies", "write tickets", 422, {"body": "It is up again."}),
    Row("POST", TICKET + "/links/resolve", "write tickets", 422, {"resolution": "A new proxy."}),
    Row("POST", TICKET + "/macros/{unknown}", "write tickets", 404),
    Row("GET", TICKET + "/merge", "read tickets", 422),
    Row("POST", TICKET + "/merge", "write tickets", 422, {"duplicate": "TKT-9999"}),
    Row("POST", TICKET + "/verify", "write tickets", 200),
    Row("POST", TICKET + "/unmerge", "write tickets", 422, {"duplicate": "TKT-9999"}),
    Row("POST", TICKET + "/spam", "write tickets", 200),
    Row("DELETE", TICKET + "/spam", "write tickets", 200),
    Row("POST", TICKET + "/archive", "delete tickets", 200),
    Row("POST", TICKET + "/redactions", "delete tickets", 202, {"words": ["proxy"]}),
    Row("DELETE", TICKET, "delete tickets", 200),
    Row("POST", TICKET + "/restore", "delete tickets", 200),
    Row("PUT", TICKET + "/hold", "delete tickets", 200, {"reason": "A lawsuit"}),
    Row("DELETE", TICKET + "/hold", "delete tickets", 200),
]
BROWSER = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/a",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}
PEOPLE = [
    Row("GET", "/v1/me", "signed in", 200),
    Row("GET", "/v1/me/sessions", "signed in", 200),
    Row("DELETE", "/v1/me/sessions", "signed in", 204),
    Row("DELETE", "/v1/me/sessions/{unknown}", "signed in", 404),
    Row("POST", "/v1/me/password", "signed in", 422, {"current": "x", "password": "short"}),
    Row("GET", "/v1/me/second-factor", "signed in", 200),
    Row("POST", "/v1/me/second-factor", "signed in", 422, {}),
    Row("DELETE", "/v1/me/second-factor", "signed in", 200),
    Row("POST", "/v1/me/second-factor/recovery-codes", "signed in", 409),
    Row("GET", "/v1/me/push-subscriptions", "signed in", 200),
    Row("POST", "/v1/me/push-subscriptions", "signed in", 200, BROWSER),
    Row("DELETE", "/v1/me/push-subscriptions", "signed in", 204, {"endpoint": BROWSER["endpoint"]}),
    Row("POST", "/v1/me/push-subscriptions/trial", "signed in", 404, {"endpoint": "https://fcm.googleapis.com/x"}),
    Row("GET", V1 + "/contacts", "read contacts", 200),
    Row("POST", V1 + "/contacts", "write contacts", 201, {"name": "Noor"}),
    Row("GET", V1 + "/contacts/{contact}", "read contacts", 200),
    Row("GET", V1 + "/contacts/{contact}/tickets", "read tickets", 200),
    Row("POST", V1 + "/contacts/{contact}/merge", "write contacts", 422, {"other": "c_nobody"}),
    Row("POST", V1 + "/contacts/{contact}/unmerge", "write contacts", 422, {"other": "c_nobody"}),
    Row("POST", V1 + "/contacts/{unknown}/erasure", IN_PERSON, 404),
    Row("PUT", V1 + "/contacts/{contact}/hold", "hold contacts", 200, {"reason": "A lawsuit"}),
    Row("DELETE", V1 + "/contacts/{contact}/hold", "hold contacts", 200),
    Row("PATCH", V1 + "/contacts/{contact}", "write contacts", 200, {"company": "Globex"}),
    Row("GET", V1 + "/inbox", "read tickets", 200),
    Row("POST", V1 + "/inbox/read", "read tickets", 204, {"all": True}),
    Row("POST", V1 + "/inbox/done", "read tickets", 204, {"ids": ["01AAAAAAAAAAAAAAAAAAAAAAAA"]}),
    Row("POST", V1 + "/contacts/{contact}/export", "export people", 202),
    Row("GET", V1 + "/jobs/{unknown}/file", "export people", 404),
    Row("GET", V1 + "/jobs", "be of the desk", 200),
    Row("GET", V1 + "/jobs/{unknown}", "be of the desk", 404),
    Row("GET", V1 + "/suspended-mails", "read settings", 200),
    Row("POST", V1 + "/suspended-mails/{unknown}/release", "take mail in", 404),
    Row("DELETE", V1 + "/suspended-mails/{unknown}", "write settings", 404),
]


def collection(name: str, read: str, write: str, body: dict[str, Any], **others: str) -> list[Row]:
    """The five routes of a kind of settings. `make` and `delete` are rights of their own where that takes another."""
    path, one = f"{V1}/{name}", f"{V1}/{name}/{{unknown}}"
    return [
        Row("GET", path, read, 200),
        Row("POST", path, others.get("make", write), 201, body),
        Row("GET", one, read, 404),
        Row("PATCH", one, write, 404, {"name": "Other"}),
        Row("DELETE", one, others.get("delete", write), 404),
    ]


def unchanging(name: str, read: str, write: str, body: dict[str, Any]) -> list[Row]:
    """The four routes of a kind of settings of which none is changed."""
    return [row for row in collection(name, read, write, body) if row.method != "PATCH"]


TARGETS = {"first_response_minutes": 60, "resolution_minutes": 600}
NEED, READ, WRITE = "read what agents need", "read settings", "write settings"
LABELED = {"name": "label {caller}", "color": "#a13a00"}
SETTINGS = [
    Row("GET", V1 + "/settings", READ, 200),
    Row("PATCH", V1 + "/settings", WRITE, 200, {"name": "Acme Support"}),
    Row("GET", V1 + "/portal", READ, 200),
    Row("PATCH", V1 + "/portal", WRITE, 200, {"text": "We answer within a day."}),
    Row("GET", V1 + "/preferences", "be a member", 200),
    Row("PATCH", V1 + "/preferences", "be a member", 200, {}),
    Row("GET", V1 + "/profile", "be a member", 200),
    Row("PATCH", V1 + "/profile", "be a member", 200, {}),
    Row("GET", V1 + "/audit", READ, 200),
    Row("GET", V1 + "/audit/export", READ, 200),
    Row("GET", V1 + "/ai-engine", READ, 200),
    Row("PATCH", V1 + "/ai-engine", IN_PERSON, 200, {"daily_tokens": 1000}),
    Row("POST", V1 + "/ai-engine/trial", IN_PERSON, 200),
    Row("GET", V1 + "/sign-in-rules", IN_PERSON, 200),
    Row("PATCH", V1 + "/sign-in-rules", IN_PERSON, 200, {"grace_days": 5}),
    Row("GET", V1 + "/masking", READ, 200),
    Row("PATCH", V1 + "/masking", WRITE, 200, {"kinds": ["card"]}),
    Row("GET", V1 + "/weekly-report", READ, 200),
    Row("PATCH", V1 + "/weekly-report", WRITE, 200, {"hour": 9}),
    Row("POST", V1 + "/weekly-report/preview", "write settings as a member", 202),
    Row("GET", V1 + "/retention", READ, 200),
    Row("PUT", V1 + "/retention", WRITE, 200, {"closed": None, "archived": None, "spam": 90}),
    Row("GET", V1 + "/retention/preview", WRITE, 200),
    Row("POST", V1 + "/members/{unknown}/invite", "write members", 404),
    Row("POST", V1 + "/members/{unknown}/sign-out", "write members", 404),
    Row("POST", V1 + "/members/{unknown}/handover", "hand over", 404, {"to": None}),
    Row(
        "PUT", V1 + "/members/{unknown}/absence", "see to absences", 404, {"first": "2026-12-01", "last": "2026-12-03"}
    ),
    Row("DELETE", V1 + "/members/{unknown}/absence", "see to absences", 404),
    *collection("members", NEED, "write members", MEMBER, make="give what a viewer may"),
    Row("GET", V1 + "/sla-policies", NEED, 200),
    Row("POST", V1 + "/sla-policies", WRITE, 409, {"priority": "high", **TARGETS}),
    Row("GET", V1 + "/sla-policies/{unknown}", NEED, 404),
    Row("PATCH", V1 + "/sla-policies/{unknown}", WRITE, 404, TARGETS),
    Row("DELETE", V1 + "/sla-policies/{unknown}", WRITE, 404),
    Row("GET", V1 + "/business-hours", READ, 200),
    Row("PATCH", V1 + "/business-hours", WRITE, 200, {"zone": "Europe/Berlin"}),
    Row("GET", V1 + "/reports/{report}", "read tickets", 200),
    Row("GET", V1 + "/reports/{report}/tickets", "read tickets", 422),
    Row("GET", V1 + "/reports/{report}/export", "read tickets", 200),
    *collection("labels", NEED, WRITE, LABELED),
    *collection("canned-responses", NEED, WRITE, {"name": "canned {caller}", "body": "Hello"}),
    Row("POST", V1 + "/canned-responses/{unknown}/render", "read both", 404, {"ref": "TKT-0001"}),
    *collection("views", "read tickets", "read tickets", {"name": "view {caller}", "filters": {"status": "open"}}),
    *collection(
        "macros",
        "write tickets",
        "write tickets",
        {"name": "macro {caller}", "actions": [{"do": "assign", "member": "me"}]},
    ),
    *collection("mailboxes", READ, WRITE, MAILBOX, make=IN_PERSON, delete=IN_PERSON),
    Row("GET", V1 + "/mailboxes/{unknown}/checks", READ, 404),
    *unchanging("mail-domains", READ, IN_PERSON, {"domain": "d{caller}.example"}),
    Row("POST", V1 + "/mail-domains/{unknown}/check", IN_PERSON, 404),
    *collection("widgets", READ, WRITE, {"name": "widget {caller}", "origins": ["https://shop.example"]}),
    Row("POST", V1 + "/widgets/{unknown}/secret", IN_PERSON, 404, {}),
    *collection("api-keys", READ, IN_PERSON, {"name": "key {caller}", "scopes": ["settings:write"]}),
]

ASSISTANT = [
    Row("GET", TICKET + "/assistant", "read tickets", 200),
    Row("POST", TICKET + "/assistant/ask", "read tickets", 200, {"question": "Who has it?"}),
    Row("POST", TICKET + "/assistant/draft", "write tickets", 200, {}),
    Row("POST", TICKET + "/assistant/translate", "read tickets", 422, {"entry": "description", "to": "en"}),
    Row("POST", V1 + "/assistant", "write tickets", 200, {"message": "Ticket: the export is broken"}),
]
MCP = [
    Row("POST", "/mcp/{workspace}", "be of the desk", 200, {"jsonrpc": "2.0", "id": 1, "method": "ping"}),
    Row("GET", "/mcp/{workspace}", "anybody", 405),
    Row("DELETE", "/mcp/{workspace}", "anybody", 405),
]

TABLE = [*ANYBODY, *PAGES, *TICKETS, *PEOPLE, *SETTINGS, *ASSISTANT, *MCP]


def declared(row: Row) -> str:
    """Return the row's path as it is declared."""
    return re.sub(r"\{(file|label|contact|unknown)\}", "{id}", row.path).replace("{report}", "{name}")
