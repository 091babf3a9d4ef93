"""Tickets by sentence: what was understood, whom it is for, and what has to be asked before it can be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.assistant.answers import Wish
from chalicelib.assistant.engine import Engine
from chalicelib.assistant.wish.names import DeskName, KnownPerson, Names
from chalicelib.assistant.wish.resolving import Open, resolve
from chalicelib.assistant.wording import Wording, words
from chalicelib.domain.errors import invalid
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.people import Contact, Member
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.fields import title_of
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.vocabulary import Channel, Priority, Source, TicketType
from chalicelib.services.assistant.contacts_named import ContactsNamed
from chalicelib.services.people.contacts import WhoWrites, chain
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.agents import create_ticket
from chalicelib.services.tickets.checks import check_assignee, check_labels
from chalicelib.services.tickets.commands import Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about a field that the sentence leaves open. Without an answer to a `needed` one nothing is made."""

    field: Literal["title", "contact", "assignee", "labels", "company"]
    text: str
    needed: bool
    options: Sequence[Contact | DeskName] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The ticket that a sentence seems to ask for. `contact` is one who is known, `who` one to be made with it.

    `offered` are the people of `company`, when the sentence names nobody.
    """

    wish: Wish
    contact: Contact | None = None
    who: WhoWrites | None = None
    company: str = ""
    offered: Sequence[Contact] = ()
    assignee: DeskName | None = None
    labels: Sequence[DeskName] = ()
    questions: tuple[Question, ...] = ()

    @property
    def complete(self) -> bool:
        return not any(question.needed for question in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Values that were given besides the sentence, and count in place of its own.

    With `assigns` the assignee was given, even if that is nobody.
    """

    title: str | None = None
    description: str | None = None
    priority: Priority | None = None
    type: TicketType | None = None
    channel: Channel | None = None
    company: str | None = None
    assignee_id: str | None = None
    assigns: bool = False
    label_ids: Sequence[str] | None = None
    who: WhoWrites | None = None

    def of(self, wish: Wish) -> Wish:
        return replace(
            wish,
            title=one_line(wish.title) if self.title is None else title_of(self.title),
            description=wish.description if self.description is None else self.description,
            priority=self.priority or wish.priority,
            type=self.type or wish.type,
            channel=self.channel or wish.channel,
            company=one_line(self.company) if self.company else wish.company,
            assignee="" if self.assigns else wish.assignee,
            to_me=wish.to_me and not self.assigns,
            labels=wish.labels if self.label_ids is None else (),
        )


def propose(desk: Desk, room: Room, engine: Engine, message: str, me: Member | None, instead: Instead) -> Proposal:
    """Propose the ticket that `message` asks for. `me` is whoever wrote it, if they are a member."""
    _check(desk, room, instead)
    lookup = ContactsNamed(room)
    names = _names(room, me, lookup)
    wish = instead.of(engine.understand(message, names))
    proposal = _resolved(room, wish, names, lookup, instead.who)
    proposal = _with_given(room, proposal, instead)
    if proposal.company and not proposal.contact and not proposal.who and instead.description is None:
        proposal = replace(proposal, wish=_naming(room, wish, proposal.company))
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
        channel=wish.channel or Channel.API,
        source=Source.ASSISTANT,
        assignee_id=proposal.assignee.id if proposal.assignee else None,
        label_ids=tuple(label.id for label in proposal.labels),
    )
    who = WhoWrites(id=proposal.contact.id) if proposal.contact else proposal.who
    return create_ticket(seat, new, who, receipt=Receipt(once=once))


def _check(desk: Desk, room: Room, instead: Instead) -> None:
    check_assignee(desk, room, instead.assignee_id)
    check_labels(desk, room, instead.label_ids or ())


def _names(room: Room, me: Member | None, lookup: ContactsNamed) -> Names:
    able = {member.id: member for member in room.workspace.members.values() if member.may_be_assigned}
    return Names(
        members=[DeskName(member.id, member.name) for member in able.values()],
        labels=[DeskName(label.id, label.name) for label in room.workspace.labels.values()],
        me=DeskName(me.id, me.name) if me and me.id in able else None,
        find=lookup,
    )


def _resolved(room: Room, wish: Wish, names: Names, lookup: ContactsNamed, who: WhoWrites | None) -> Proposal:
    """Whose names a wish says; whom it is for was chosen already, if `who` is given."""
    found = resolve(wish, names)
    t = words(room.workspace.language)
    asked = [_question(t, one, lookup) for one in found.open if not (who and one.field in ("contact", "company"))]
    proposal = Proposal(
        wish=wish,
        company=found.company,
        offered=[lookup.contacts[person.id] for person in found.offered],
        assignee=found.assignee,
        labels=found.labels,
        questions=tuple(asked),
    )
    if who:
        return _chosen(room, replace(proposal, offered=()), who)
    if wish.email:
        return _addressed(room, proposal, wish.email, wish.person)
    if found.contact:
        return replace(proposal, contact=chain(room, lookup.contacts[found.contact.id])[-1])
    unclear = any(question.needed and question.field == "contact" for question in asked)
    if not wish.person or unclear:
        return proposal
    return replace(proposal, who=WhoWrites(name=wish.person, company=found.company or None))


def _chosen(room: Room, proposal: Proposal, who: WhoWrites) -> Proposal:
    if who.email is not None:
        return _addressed(room, proposal, who.email, who.name)
    if who.id is None:
        return replace(proposal, who=who)
    contact = room.contacts.get(who.id)
    if contact is None:
        raise invalid("contact.id", "Contact not found.")
    return replace(proposal, contact=chain(room, contact)[-1])


def _addressed(room: Room, proposal: Proposal, email: str, name: str) -> Proposal:
    email = address(email, "contact.email")
    known = room.contacts.by_address(email)
    if known:
        return replace(proposal, contact=chain(room, known)[-1])
    return replace(proposal, who=WhoWrites(email=email, name=name, company=proposal.company or None))


def _with_given(room: Room, proposal: Proposal, instead: Instead) -> Proposal:
    """The proposal with the assignee and the labels that were given besides the sentence."""
    members, labels = room.workspace.members, room.workspace.labels
    if instead.assigns:
        member = members.get(instead.assignee_id or "")
        named = DeskName(instead.assignee_id, member.name if member else "") if instead.assignee_id else None
        proposal = replace(proposal, assignee=named)
    if instead.label_ids is not None:
        given = [DeskName(one, labels[one].name if one in labels else "") for one in dict.fromkeys(instead.label_ids)]
        proposal = replace(proposal, labels=given)
    return proposal


def _naming(room: Room, wish: Wish, company: str) -> Wish:
    """The wish with the company in its description: no contact of the ticket tells it."""
    line = words(room.workspace.language)("wish.company", name=company)
    return replace(wish, description="\n\n".join(filter(None, (wish.description, line))))


def _question(t: Wording, asked: Open, lookup: ContactsNamed) -> Question:
    kind = asked.field.removesuffix("s")
    if asked.field == "contact":
        key = "ask.which_contact" if asked.known else "ask.contact_address"
    elif not asked.said:
        key = "ask.who_takes_it"
    else:
        key = f"ask.{'which' if asked.known else 'unknown'}_{kind}"
    options = [lookup.contacts[one.id] if isinstance(one, KnownPerson) else one for one in asked.options]
    text = t(key, name=asked.said) if asked.said else t(key)
    return Question(field=asked.field, text=text, needed=asked.needed, options=options)
