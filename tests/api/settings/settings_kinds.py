"""Every kind of setting that has the one shape, with what its tests need to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.desk import Answer, Desk


@dataclass(frozen=True)
class Kind:
    """`new` and `other` make two of them; `change` changes one; `wrong` maps a field to a value it can't have.

    `secrets` are told once, when one is made; `nullable` may be null. No program writes what is to be written
    `in_person`, or makes and deletes what is to be `made_in_person`.
    """

    path: str
    action: str
    new: dict[str, Any]
    other: dict[str, Any]
    change: dict[str, Any]
    wrong: dict[str, Any]
    readers: frozenset[str] = frozenset({"admin"})
    writers: frozenset[str] = frozenset({"admin"})
    secrets: tuple[str, ...] = ()
    nullable: tuple[str, ...] = ()
    in_person: bool = False
    made_in_person: bool = False

    def ask(self, desk: Desk, method: str, rest: str = "", json: Any = None, token: str = "", once: str = "") -> Answer:
        """A request at its path, from the admin unless `token` says otherwise."""
        headers = {"Idempotency-Key": once} if once else {}
        path = f"/v1/acme/{self.path}{rest}"
        return desk.http(method, path, json=json, headers=headers, token=token or desk.admin.token)

    def made(self, desk: Desk, **given: Any) -> dict[str, Any]:
        """A new one."""
        answer = self.ask(desk, "POST", json=self.new | given)
        assert answer.status == 201, answer.text
        document: dict[str, Any] = answer.json()
        return document


EVERYBODY, WORKERS = frozenset({"viewer", "agent", "admin"}), frozenset({"agent", "admin"})

LABELS = Kind(
    "labels",
    "label",
    new={"name": "Billing", "color": "#A13A00"},
    other={"name": "Shipping", "color": "#14693a"},
    change={"color": "#000000"},
    wrong={"name": " ", "color": "red"},
    readers=WORKERS,
)
CANNED = Kind(
    "canned-responses",
    "canned_response",
    new={"name": "Hello", "body": "Hello {{customer_name|there}},"},
    other={"name": "Goodbye", "body": "Until next time.", "folder": "Closing"},
    change={"body": "Good morning {{customer_name}},"},
    wrong={"name": "a\nb\x00", "body": "Hello {{customer_nam}}", "folder": "x" * 61},
    readers=WORKERS,
)
MAILBOXES = Kind(
    "mailboxes",
    "mailbox",
    new={
        "address": "sales@acme.example",
        "name": "Acme Sales",
        "confirmation": "We read all.",
    },
    other={"address": "jobs@acme.example", "name": "Acme Jobs", "confirmation": "We read it.", "signature": None},
    change={"confirmation": "We answer within a day."},
    wrong={"address": "sales", "name": "", "confirmation": "Hello {{customer_name}}", "signature": "{{agent}}"},
    nullable=("confirmation", "signature"),
    made_in_person=True,
)
MEMBERS = Kind(
    "members",
    "member",
    new={"name": "Cy L.", "email": "cy@acme.example", "role": "agent"},
    other={"name": "Di M.", "email": "di@acme.example", "role": "viewer"},
    change={"role": "viewer"},
    wrong={"name": "", "email": "cy", "role": "owner", "can_delete": "yes"},
    readers=WORKERS,
)
API_KEYS = Kind(
    "api-keys",
    "api_key",
    new={"name": "Shop", "scopes": ["tickets:read", "tickets:write"]},
    other={"name": "Reports", "scopes": ["tickets:read"]},
    change={"scopes": ["tickets:read"]},
    wrong={"name": "", "scopes": []},
    secrets=("key",),
    in_person=True,
)
WIDGETS = Kind(
    "widgets",
    "widget",
    new={"name": "Shop", "origins": ["https://shop.example"]},
    other={"name": "Help pages", "origins": ["https://help.example:8443"], "color": "#14693a"},
    change={"origins": ["https://shop.example", "http://localhost:3000"]},
    wrong={"name": "", "origins": ["https://shop.example/cart"], "color": "red", "language": "xx"},
    secrets=("secret",),
    nullable=("color", "language"),
)
VIEWS = Kind(
    "views",
    "view",
    new={"name": "Waiting", "filters": {"status": "waiting"}},
    other={"name": "Urgent", "filters": {"priority": "urgent", "archived": True}},
    change={"filters": {"assignee": "me"}},
    wrong={"name": "", "filters": {"status": "gone"}, "shared": "yes"},
    readers=EVERYBODY,
    writers=EVERYBODY,
)
MACROS = Kind(
    "macros",
    "macro",
    new={"name": "Triage", "actions": [{"do": "assign", "member": "me"}]},
    other={"name": "Close", "actions": [{"do": "set", "field": "status", "value": "closed"}], "shared": True},
    change={"shared": True},
    wrong={"name": "", "actions": [], "shared": "yes"},
    readers=WORKERS,
    writers=WORKERS,
)
KINDS = (LABELS, CANNED, MAILBOXES, MEMBERS, API_KEYS, WIDGETS, VIEWS, MACROS)
