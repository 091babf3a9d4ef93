"""Tickets by sentence: what was understood, whom it is for, and what has to be asked before it can be made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.assistant import cues
from chalicelib.assistant.answers import Wish
from chalicelib.assistant.engine import Engine
from chalicelib.assistant.wording import words
from chalicelib.domain.errors import invalid
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.people import Contact
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.fields import title_of
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.vocabulary import Channel, Priority, Source, TicketType
from chalicelib.services.people.contacts import WhoWrites, chain
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.agents import create_ticket
from chalicelib.services.tickets.commands import Receipt

_CANDIDATES = 50
_OFFERED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about a field that the sentence leaves open. Without an answer to a `needed` one nothing is made."""

    field: Literal["title", "contact"]
    text: str
    needed: bool
    options: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The ticket that a sentence seems to ask for. `contact` is one who is known, `who` one to be made with it."""

    wish: Wish
    contact: Contact | None = None
    who: WhoWrites | None = None
    questions: tuple[Question, ...] = ()

    @property
    def complete(self) -> bool:
        return not any(question.needed for question in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Values that were given besides the sentence, and count in place of its own."""

    title: str | None = None
    description: str | None = None
    priority: Priority | None = None
    type: TicketType | None = None

    def of(self, wish: Wish) -> Wish:
        return replace(
            wish,
            title=one_line(wish.title) if self.title is None else title_of(self.title),
            description=wish.description if self.description is None else self.description,
            priority=self.priority or wish.priority,
            type=self.type or wish.type,
        )


def propose(
    room: Room, engine: Engine, message: str, who: WhoWrites | None = None, instead: Instead = Instead()
) -> Proposal:
    """Propose the ticket that `message` asks for. `who` is whom it is for, if that was chosen already."""
    wish = instead.of(engine.understand(message))
    proposal = _chosen(room, wish, who) if who else _found(room, wish)
    if wish.title:
        return proposal
    untold = Question(field="title", text=words(room.workspace.language)("ask.title"), needed=True)
    return replace(proposal, questions=(untold, *proposal.questions))


def make(seat: Seat, proposal: Proposal, once: Once | None) -> DescribedTicket:
    """The ticket of a complete proposal. Whoever it is for is told, as of any ticket."""
    wish = proposal.wish
    new = NewTicket(
        title=wish.title,
        description=wish.description,
        type=wish.type,
        priority=wish.priority,
        channel=Channel.API,
        source=Source.ASSISTANT,
    )
    who = WhoWrites(id=proposal.contact.id) if proposal.contact else proposal.who
    return create_ticket(seat, new, who, receipt=Receipt(once=once))


def _chosen(room: Room, wish: Wish, who: WhoWrites) -> Proposal:
    if who.email is not None:
        return _addressed(room, wish, who.email, who.name)
    if who.id is None:
        return Proposal(wish=wish, who=who)
    contact = room.contacts.get(who.id)
    if contact is None:
        raise invalid("contact.id", "Contact not found.")
    return Proposal(wish=wish, contact=chain(room, contact)[-1])


def _found(room: Room, wish: Wish) -> Proposal:
    if wish.email:
        return _addressed(room, wish, wish.email, wish.person)
    if not wish.person:
        return Proposal(wish=wish)
    named = _named(room, wish.person)
    fitting = [contact for contact in named if _is_of(contact, wish.company)] if wish.company else named
    if len(fitting) == 1:
        return Proposal(wish=wish, contact=fitting[0])
    t, called = words(room.workspace.language), _called(wish)
    if fitting:
        which = Question(
            field="contact", text=t("ask.which_contact", name=called), needed=True, options=tuple(fitting[:_OFFERED])
        )
        return Proposal(wish=wish, questions=(which,))
    unknown = Question(
        field="contact", text=t("ask.contact_address", name=called), needed=False, options=tuple(named[:_OFFERED])
    )
    stranger = WhoWrites(name=wish.person, company=wish.company or None)
    return Proposal(wish=wish, who=stranger, questions=(unknown,))


def _addressed(room: Room, wish: Wish, email: str, name: str) -> Proposal:
    email = address(email, "contact.email")
    known = room.contacts.by_address(email)
    if known:
        return Proposal(wish=wish, contact=chain(room, known)[-1])
    return Proposal(wish=wish, who=WhoWrites(email=email, name=name, company=wish.company or None))


def _named(room: Room, person: str) -> list[Contact]:
    """Whose names begin with these words, or are exactly these."""
    wanted = cues.plain(person).split()
    found = room.contacts.search(person, _CANDIDATES, None).items
    fitting = [contact for contact in found if cues.plain(contact.name).split()[: len(wanted)] == wanted]
    exact = [contact for contact in fitting if len(cues.plain(contact.name).split()) == len(wanted)]
    return exact if len(exact) == 1 and len(wanted) > 1 else fitting


def _is_of(contact: Contact, company: str) -> bool:
    """Whether somebody is of that company, by what we know of them or by where their mail comes from."""
    wanted = cues.plain(company)
    told = cues.plain(contact.company or "")
    domains = (address.rpartition("@")[2] for address in contact.addresses)
    return (bool(told) and wanted in told) or any(wanted.replace(" ", "") in _letters(domain) for domain in domains)


def _letters(domain: str) -> str:
    return cues.plain(domain).replace(" ", "")


def _called(wish: Wish) -> str:
    return f"{wish.person} ({wish.company})" if wish.company else wish.person
