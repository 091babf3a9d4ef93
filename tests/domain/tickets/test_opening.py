"""What a conversation opens with, and in whose name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets import change, family, links
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.message import MessageKind
from chalicelib.domain.tickets.ticket import Ticket, opener
from chalicelib.domain.vocabulary import Sealing, Source
from tests.domain.making import MAYA, moment, opened, ticket

FILE = Attachment(id="a_1", name="bill.pdf", type="application/pdf", size=4)


def numbered(number: int, **fields: Any) -> Ticket:
    return replace(ticket(), number=number, **fields)


@pytest.mark.parametrize(
    ("contact", "author"),
    [(MAYA, "Maya Osei"), (ContactRef("c_jo", "", "jo@example.com"), "jo@example.com"), (None, "")],
)
def test_a_description_opens_the_conversation_in_the_name_of_who_asked(contact: ContactRef | None, author: str) -> None:
    opening = family.opening(numbered(1, description="It broke", contact=contact, attachments=(FILE,)))
    assert opening is not None
    assert (opening.body, opening.kind, opening.attachments) == ("It broke", MessageKind.CUSTOMER_MESSAGE, (FILE,))
    writer_id = links.contact_recipient_id(contact.id) if contact else None
    assert opening.author == Actor(ActorKind.CUSTOMER, writer_id, author)


def test_a_description_that_a_member_typed_opens_the_conversation_in_their_name() -> None:
    ana = Actor(ActorKind.AGENT, "m_ana", "Ana K.")
    opening = family.opening(numbered(1, description="She called", contact=MAYA, opened_by=ana))
    assert opening is not None
    assert (opening.author, opening.kind) == (ana, MessageKind.AGENT_REPLY)


@pytest.mark.parametrize(
    ("source", "actor", "theirs"),
    [
        (Source.CONSOLE, Actor(ActorKind.AGENT, "m_ana", "Ana K."), True),
        (Source.ASSISTANT, Actor(ActorKind.AGENT, "m_ana", "Ana K."), True),
        (Source.ASSISTANT, Actor(ActorKind.AGENT, "k_1", "Our program"), False),
        (Source.EMAIL, Actor(ActorKind.AGENT, "m_ana", "Ana K."), False),
        (Source.API, Actor(ActorKind.AGENT, "k_1", "Our program"), False),
        (Source.PORTAL, Actor(ActorKind.CUSTOMER, None, "Maya"), False),
    ],
)
def test_members_open_what_they_type_and_not_what_they_pass_on(source: Source, actor: Actor, theirs: bool) -> None:
    assert opener(source, actor) == (actor if theirs else None)


def test_a_file_alone_opens_a_conversation_and_nothing_at_all_does_not() -> None:
    assert family.opening(numbered(1, attachments=(FILE,))) is not None
    assert family.opening(numbered(1)) is None


@pytest.mark.parametrize(("fields", "signed"), [({}, None), ({"signed": Sealing.PGP}, Sealing.PGP)])
def test_what_opened_it_was_signed_until_a_member_changes_the_words(fields: Any, signed: Sealing | None) -> None:
    asked = opened(description="It broke", **fields).ticket
    assert asked.opening_signed is signed
    assert change.change(asked, {"title": "Another"}, moment()).ticket.opening_signed is signed
    assert change.change(asked, {"description": "More"}, moment()).ticket.opening_signed is None
