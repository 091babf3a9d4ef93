"""A desk with somebody of every kind, and with all that the addresses in `permissions` name."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.accounts.passwords import PasswordToken
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.permissions import SCOPES
from chalicelib.domain.settings.workspace import Label
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents
from chalicelib.services.tickets.access import reference_of
from tests.api.accounts.tokens import expired
from tests.api.asking import submitted
from tests.api.serving.permissions import ALL_SCOPES, CALLERS, FILE, LABEL, Row
from tests.support.desk import WORKSPACE, Answer, Desk

PASSWORD_TOKEN = "k1.a-token-to-set-a-password"


@dataclass(frozen=True)
class Scene:
    """A desk with a token of every caller, a ticket for each, and what else the paths name."""

    desk: Desk
    tokens: Mapping[str, str | None]
    refs: Mapping[str, str]
    things: Mapping[str, str]

    def ask(self, row: Row, caller: str, **headers: str) -> Answer:
        """The row's request from this caller, who has an address of their own: sign-in is limited by address."""
        number = str(CALLERS.index(caller))
        token = PASSWORD_TOKEN if row.path.startswith("/account/") else self.things["token"]
        return self.desk.http(
            row.method,
            row.path.format(**{**self.things, "token": token, "ref": self.refs[caller]}),
            json=None if row.body is None else json.loads(json.dumps(row.body).replace("{caller}", number)),
            form=row.form,
            headers=headers,
            token=self.tokens[caller],
            address=f"198.51.100.{number}",
        )


def made(desk: Desk) -> Scene:
    """Return the scene on a desk that was just opened."""
    return Scene(desk, _tokens(desk), _tickets(desk), _things(desk))


def _tokens(desk: Desk) -> dict[str, str | None]:
    """A token of every caller."""
    desk.create_workspace("globex", "Globex", "help@globex.example")
    return {
        "nobody": None,
        "bad token": "wtk_0123456789abcdef_" + "x" * 43,
        "expired token": expired(desk.ports, desk.admin.token),
        "member elsewhere": desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex").token,
        "key elsewhere": desk.api_key(*sorted(SCOPES), workspace="globex"),
        "viewer": desk.add_member("Vic V.", "vic@acme.example", "viewer").token,
        "agent": desk.add_member("Gil G.", "gil@acme.example", "agent").token,
        "agent who deletes": desk.add_member("Dia D.", "dia@acme.example", "agent", can_delete=True).token,
        "admin": desk.admin.token,
        **{f"key {scope}": desk.api_key(scope) for scope in sorted(SCOPES)},
        ALL_SCOPES: desk.api_key(*sorted(SCOPES)),
    }


def _tickets(desk: Desk) -> dict[str, str]:
    """A ticket with a file for every caller, so that nobody finds their work done by another one."""
    return {caller: _ticket_with_file(desk) for caller in CALLERS}


def _ticket_with_file(desk: Desk) -> str:
    file = Attachment(id=FILE, name="log.txt", type="text/plain", size=3)
    new = NewTicket(title="With a file", channel=Channel.EMAIL, source=Source.EMAIL, attachments=(file,))
    actor = Actor(ActorKind.CUSTOMER, None, "Maya Osei")
    with desk.ports.open(WORKSPACE) as room:
        ticket = agents.create_ticket(Seat(desk.ports, room, actor), new, WhoWrites(email="maya@example.com"))
        return reference_of(room, ticket.number)


def _widget_key(desk: Desk) -> str:
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    made = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token)
    return str(made.json()["id"])


def _things(desk: Desk) -> dict[str, str]:
    """What the paths name besides tickets: a file, a label, a contact, a widget, a report, links of people."""
    expires = int(time.time()) + 3600
    permitted = PasswordToken(digest=secret_digest(PASSWORD_TOKEN), email=desk.admin.email, expires_at=expires)
    desk.ports.accounts.add_password_token(permitted)
    with desk.ports.open(WORKSPACE):
        desk.ports.settings.put(WORKSPACE, Label(LABEL, "billing", "#a13a00"))
    contacts = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"]
    return {
        "workspace": WORKSPACE,
        "file": FILE,
        "label": LABEL,
        "contact": contacts[0]["id"],
        "unknown": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "other": "TKT-9999",
        "key": _widget_key(desk),
        "report": "satisfaction",
        "token": submitted(desk).rpartition("/")[2],
    }
