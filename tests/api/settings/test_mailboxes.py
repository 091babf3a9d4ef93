"""The addresses of a desk: mail to them, mail from them, and that there always is one."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.permissions import SCOPES
from chalicelib.services.seat import Seat
from chalicelib.services.settings import mailboxes
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.api.settings.settings_kinds import MAILBOXES
from tests.api.tickets.meanwhile import meanwhile
from tests.support.desk import SUPPORT, Desk

SALES = "sales@acme.example"


def _mail(desk: Desk, to: str, message_id: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maya Osei <maya@example.com>", to, "A question"
    message["Message-ID"] = f"<{message_id}@mail.example.com>"
    message.set_content("Do you ship to Norway?")
    desk.receive(message.as_bytes(), "maya@example.com", [to])
    desk.settle()


def _tickets(desk: Desk) -> int:
    return len(desk.http("GET", TICKETS, token=desk.admin.token).json()["items"])


def test_mail_to_an_address_opens_tickets_from_when_it_is_added_until_it_is_deleted(desk: Desk) -> None:
    _mail(desk, SALES, "1")
    assert _tickets(desk) == 0
    MAILBOXES.made(desk)
    _mail(desk, SALES, "2")
    assert _tickets(desk) == 1
    assert MAILBOXES.ask(desk, "DELETE", f"/{SALES}").status == 204
    _mail(desk, SALES, "3")
    assert _tickets(desk) == 1


def test_an_address_is_one_desks_alone_and_free_once_it_is_given_up(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    elsewhere = desk.add_member("Eli E.", "eli@globex.example", "admin", workspace="globex").token
    MAILBOXES.made(desk)
    for address in (SALES, "Sales@ACME.example", SUPPORT):
        there = desk.http("POST", "/v1/globex/mailboxes", json={"address": address, "name": "x"}, token=elsewhere)
        assert fields(problem(there, 409, "taken")) == ["address"]
        here = MAILBOXES.ask(desk, "POST", json={"address": address, "name": "x"})
        assert fields(problem(here, 409, "taken")) == ["address"]
    MAILBOXES.ask(desk, "DELETE", f"/{SALES}")
    again = desk.http("POST", "/v1/globex/mailboxes", json={"address": SALES, "name": "x"}, token=elsewhere)
    assert again.status == 201


def test_the_reply_address_cannot_be_a_mailbox(desk: Desk) -> None:
    for address in ("reply@acme.example", "REPLY@acme.example", "reply+1.aa.bb@acme.example"):
        answer = MAILBOXES.ask(desk, "POST", json={"address": address, "name": "x"})
        assert fields(problem(answer, 422, "validation_failed")) == ["address"]


def test_answers_find_their_desk_as_long_as_it_has_an_address_in_their_domain(desk: Desk) -> None:
    accounts, reply = desk.ports.accounts, "reply@shop.example"
    assert accounts.mailbox_workspaces(reply) == []
    for address in ("a@shop.example", "b@shop.example"):
        MAILBOXES.made(desk, address=address)
    assert accounts.mailbox_workspaces(reply) == ["acme"]
    MAILBOXES.ask(desk, "DELETE", "/a@shop.example")
    assert accounts.mailbox_workspaces(reply) == ["acme"]
    MAILBOXES.ask(desk, "DELETE", "/b@shop.example")
    assert accounts.mailbox_workspaces(reply) == []
    assert accounts.mailbox_workspaces("a@shop.example") == []
    assert accounts.mailbox_workspaces("reply@acme.example") == ["acme"]


def test_mail_goes_out_from_the_address_that_was_chosen_and_from_another_once_that_is_gone(desk: Desk) -> None:
    MAILBOXES.made(desk, address="aaa@acme.example", name="Acme First")

    def sender(number: int) -> str:
        new_ticket(desk, contact={"email": f"maya{number}@example.com"})
        desk.settle()
        return desk.sent[-1].headers["From"]

    assert SUPPORT in sender(1)
    chosen = desk.http("PATCH", "/v1/acme/settings", json={"sender": "AAA@acme.example"}, token=desk.admin.token)
    assert chosen.json()["sender"] == "aaa@acme.example"
    assert "aaa@acme.example" in sender(2)
    assert "Acme First" in sender(3)
    MAILBOXES.ask(desk, "PATCH", "/aaa@acme.example", json={"name": "Acme Team"})
    assert "Acme Team" in sender(4)
    MAILBOXES.ask(desk, "DELETE", "/aaa@acme.example")
    assert SUPPORT in sender(5)
    assert desk.http("GET", "/v1/acme/settings", token=desk.admin.token).json()["sender"] == SUPPORT


def test_the_only_address_stays(desk: Desk) -> None:
    problem(MAILBOXES.ask(desk, "DELETE", f"/{SUPPORT}"), 409, "last_mailbox")
    MAILBOXES.made(desk)
    assert MAILBOXES.ask(desk, "DELETE", f"/{SUPPORT}").status == 204
    problem(MAILBOXES.ask(desk, "DELETE", f"/{SALES}"), 409, "last_mailbox")


def test_of_two_who_delete_the_last_two_addresses_one_is_refused(desk: Desk) -> None:
    MAILBOXES.made(desk)
    actor = Actor(ActorKind.AGENT, desk.admin.id, desk.admin.name)

    def other() -> None:
        assert MAILBOXES.ask(desk, "DELETE", f"/{SUPPORT}").status == 204

    with desk.ports.open("acme") as room, pytest.raises(DeskError) as refusal:
        mailboxes.delete_mailbox(Seat(desk.ports, meanwhile(room, other), actor), SALES)
    assert refusal.value.code == "last_mailbox"
    assert [one["address"] for one in MAILBOXES.ask(desk, "GET").json()["items"]] == [SALES]


def test_a_program_changes_an_address_s_texts_and_neither_makes_one_nor_chooses_who_writes(desk: Desk) -> None:
    MAILBOXES.made(desk)
    key, admin_only = desk.api_key(*sorted(SCOPES)), "signed_in_admin_only"
    assert MAILBOXES.ask(desk, "PATCH", f"/{SALES}", json={"signature": "Bye"}, token=key).status == 200
    problem(MAILBOXES.ask(desk, "POST", json=MAILBOXES.other, token=key), 403, admin_only)
    problem(MAILBOXES.ask(desk, "DELETE", f"/{SALES}", token=key), 403, admin_only)
    for sender, status in ((SUPPORT, 200), (SALES, 403)):
        change = {"sender": sender, "name": f"By {sender}"}
        assert desk.http("PATCH", "/v1/acme/settings", json=change, token=key).status == status
    assert desk.http("GET", "/v1/acme/settings", token=key).json()["name"] == f"By {SUPPORT}"
