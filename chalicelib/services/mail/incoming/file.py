"""What is done with a mail that nothing speaks against: a message, an agent's reply, a new ticket, or just an event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chalicelib.domain.events import SYSTEM, Actor, ActorKind
from chalicelib.domain.people.addresses import address_in_dns, is_address
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.people.people import Member, Participant
from chalicelib.domain.text import has_something, one_line
from chalicelib.domain.tickets import converse, create
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.message import BODY_LENGTH
from chalicelib.domain.tickets.ticket import DESCRIPTION_LENGTH, TITLE_LENGTH, Ticket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.locales import plain
from chalicelib.mail import is_machine, may_answer
from chalicelib.services.mail.incoming.answers import answer, as_agent, keep_as_note
from chalicelib.services.mail.incoming.case import CC_PARTICIPANTS, MailCase
from chalicelib.services.mail.incoming.contents import Fitted, fitted, stored, with_notice
from chalicelib.services.mail.incoming.park import is_for_members_alone
from chalicelib.services.mail.incoming.threads import ThreadMatch, speaks_as
from chalicelib.services.mail.limits import gets_too_much
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents
from chalicelib.services.tickets.commands import Receipt, carry_out
from chalicelib.services.tickets.customers import CustomerMessage, say
from chalicelib.services.tickets.family import primary_of

if TYPE_CHECKING:
    from chalicelib.mail import Forward

INVITATION_ANSWERS = ("accepted", "declined", "tentative")
SAYS_NO_MORE = 200
"""Letters of a text that only says again what was clicked."""
NO_SUBJECT = "(no subject)"


@dataclass(frozen=True, slots=True)
class Filed:
    """The outcome of filing a mail, and the ticket that it went to."""

    what: str
    number: int | None = None

    def __str__(self) -> str:
        return self.what if self.number is None else f"{self.what} {self.number}"


def file(case: MailCase, thread: ThreadMatch | None) -> Filed:
    """Act upon the mail. Raises AlreadyFiledError for one that was filed before, DeskError for what can't be done.

    What has our own address for its writer, and an admin took in, is on no ticket that is there: nobody there wrote it.
    """
    if thread is None or case.own_addresses()(case.sender):
        return _open_ticket(case)
    if _is_event(case, thread) and not case.released:
        return _note_event(case, thread)
    if thread.member and (case.passes_on or not case.identity.proven or case.is_sealed):
        return _note_of(case, thread, thread.member)
    if thread.member:
        return _answer(case, thread, thread.member)
    if thread.forwarded:
        return _note_of_outsider(case, thread)
    if case.released and is_for_members_alone(case, thread):
        return _note_of(case, thread, None)
    return _say(case, thread)


def _is_event(case: MailCase, thread: ThreadMatch) -> bool:
    """Whether nobody wrote it for somebody to read. What a machine says in a member's name is never their answer."""
    by_machine = ("auto_reply", "reaction", *(("auto_generated",) if thread.member else ()))
    return case.mail.kind in by_machine


def _open_ticket(case: MailCase) -> Filed:
    member = speaks_as(case, None)
    if case.forward and member:
        return _open_for_customer(case, case.forward, member)
    return _open_for_sender(case)


def _say(case: MailCase, thread: ThreadMatch) -> Filed:
    writer = thread.writer
    in_copy, joins = _in_copy(case), writer is not None and thread.identity.proven
    author = Actor(ActorKind.CUSTOMER, writer.id if writer else None, (writer and writer.name) or case.sender_name)
    text = fitted(case, case.mail.reply_text or case.mail.text, case.mail.quoted_text)
    message = CustomerMessage(
        body=text.body,
        quoted=text.quoted,
        channel=Channel.EMAIL,
        source=Source.EMAIL,
        attachments=text.attachments,
        html_id=text.html_id,
        formatted=text.formatted,
        stranger=None if writer else case.sender,
        identity=thread.identity,
        newcomers=in_copy if joins else (),
        proposed=() if joins else in_copy,
        mail=case.begun if joins else None,
        title=_title(case.mail.subject),
        quiet=_quiet(case),
        machine=is_machine(case.mail, case.sender),
        signed=case.mail.signed,
    )
    ticket = say(Seat(case.desk, case.room, author), thread.ticket.number, message, receipt=case.receipt)
    return Filed("message on" if ticket.number == thread.ticket.number else "follow-up", ticket.number)


def _answer(case: MailCase, thread: ThreadMatch, member: Member) -> Filed:
    number = primary_of(case.room, thread.ticket).number
    return Filed(answer(case, thread, member, number), number)


def _note_of(case: MailCase, thread: ThreadMatch, member: Member | None) -> Filed:
    """Keep for members what is no answer to the customer: a mail that a member passes on, remarks and all, one whose
    words nobody here can read, and, though an admin let it in, one in a member's name that nobody proved to be theirs,
    or that somebody else sent in a member's place.
    """
    text = fitted(case, case.mail.text, "")
    number, seat = primary_of(case.room, thread.ticket).number, Seat(case.desk, case.room, SYSTEM)
    if member and case.identity.proven:
        seat = replace(seat, actor=as_agent(member))
    else:
        t = plain(case.room.workspace.language)
        known = t("mail.unverified_member", name=case.sender_name, address=case.sender)
        text = replace(text, body=f"{known}\n\n{text.body}"[:BODY_LENGTH])
    return Filed(keep_as_note(case, seat, number, text), number)


def _note_of_outsider(case: MailCase, thread: ThreadMatch) -> Filed:
    """Keep for members what somebody outside the conversation answers to what was forwarded to them. Whoever forwarded
    it hears of it, else whoever has the ticket."""
    text = fitted(case, case.mail.reply_text or case.mail.text, "")
    primary, t = primary_of(case.room, thread.ticket), plain(case.room.workspace.language)
    known = t("mail.forward_answered", name=case.sender_name, address=case.sender)
    text = replace(text, body=f"{known}\n\n{text.body}"[:BODY_LENGTH])
    told = thread.through.id if thread.through else primary.assignee_id
    seat = Seat(case.desk, case.room, SYSTEM)
    return Filed(keep_as_note(case, seat, primary.number, text, (told,) if told else ()), primary.number)


def _open_for_sender(case: MailCase) -> Filed:
    text, in_copy = fitted(case, case.mail.text, "", may_be_empty=True), _in_copy(case)
    new = NewTicket(
        title=_title(case.mail.subject),
        description=text.body,
        channel=Channel.EMAIL,
        source=Source.EMAIL,
        mailbox=case.mailbox(),
        answers_to=case.answers_to,
        requester=replace(case.identity, name=case.sender_name),
        mail=case.begun,
        participants=in_copy if case.identity.proven else (),
        proposed=() if case.identity.proven else in_copy,
        attachments=text.attachments,
        html_id=text.html_id,
        formatted=text.formatted,
        quiet=_quiet(case),
        machine=is_machine(case.mail, case.sender),
        signed=case.mail.signed,
    )
    nobody = case.own_addresses()(case.sender)
    who = None if nobody else WhoWrites(email=case.sender, name=case.sender_name)
    actor = Actor(ActorKind.CUSTOMER, None, case.sender_name)
    ticket = agents.create_ticket(Seat(case.desk, case.room, actor), new, who, receipt=case.receipt)
    return Filed("ticket", ticket.number)


def _open_for_customer(case: MailCase, forward: Forward, member: Member) -> Filed:
    """A member passes a customer's mail on: it is the customer's ticket. What the member wrote above it, and the files
    that came beside it and may be the member's own, are for members. Who wrote it is text, and proven by nothing."""
    note = fitted(case, forward.note, "", may_be_empty=True)
    text = with_notice(case.room.workspace.language, forward.encrypted, forward.text, kept=True)
    start = len(case.mail.attachments) + 1
    files = tuple(stored(case, start + number, one) for number, one in enumerate(forward.attachments))
    new = NewTicket(
        title=_title(forward.subject or case.mail.subject),
        description=text[:DESCRIPTION_LENGTH],
        channel=Channel.EMAIL,
        source=Source.EMAIL,
        mailbox=case.mailbox(),
        attachments=files,
        signed=forward.signed,
        note=_note_with(case, note) if has_something(note.body) or note.attachments else None,
        requester=SenderIdentity(
            forward.sender.address.lower(),
            Standing.UNPROVEN,
            Grounds.RELAYED,
            name=forward.sender.name,
            sent_by=member.email,
        ),
    )
    who = WhoWrites(email=forward.sender.address, name=forward.sender.name)
    actor = as_agent(member)
    ticket = agents.create_ticket(Seat(case.desk, case.room, actor), new, who, receipt=case.receipt)
    return Filed("ticket", ticket.number)


def _note_with(case: MailCase, note: Fitted) -> create.NoteWith:
    return create.NoteWith(note.body, note.attachments, BodyFormat.TEXT, case.mail.signed)


def _note_event(case: MailCase, thread: ThreadMatch) -> Filed:
    number = thread.ticket.number
    actor = Actor(ActorKind.CUSTOMER, thread.writer.id if thread.writer else None, case.sender_name)
    seat = Seat(case.desk, case.room, actor)

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        mail = case.mail
        text = mail.reply_text or mail.text
        if mail.reaction:
            beside = text if mail.reaction in INVITATION_ANSWERS or len(text) > SAYS_NO_MORE else ""
            return converse.reacted(ticket, case.sender, mail.reaction, moment, beside)
        text = with_notice(case.room.workspace.language, mail.encrypted, text, kept=False)
        return converse.auto_answered(ticket, case.sender, mail.subject, moment, text)

    receipt = Receipt(seen=case.seen)
    carry_out(seat, number, Ticket, decide, receipt=receipt, patient=True, on_merged=True)
    return Filed("reaction on" if case.mail.reaction else "automatic answer on", number)


def _in_copy(case: MailCase) -> tuple[Participant, ...]:
    """Whom the mail went to beside us, without its sender; nobody for a mail that nobody answers for. One in which no
    address of ours is named came by another of our addresses, which forwards: that is in To, and is nobody else's."""
    if not case.identity.address:
        return ()
    ours, mail = case.own_addresses(), case.mail
    beside_us = any(ours(box.address) for box in (*mail.to, *mail.cc))
    forwarded = {address_in_dns(box.address) for box in mail.delivered_to}
    named = (*(mail.to if beside_us else ()), *mail.cc)
    people = {address_in_dns(box.address): box.name for box in reversed(named) if is_address(box.address)}
    not_others = {case.sender, case.sent_by, case.answers_to, *forwarded}
    others = [Participant(one, people[one]) for one in reversed(people) if one not in not_others and not ours(one)]
    return tuple(others[:CC_PARTICIPANTS])


def _quiet(case: MailCase) -> bool:
    """Whether the desk doesn't answer by itself. Only what it would answer counts, last, for how much it answers."""
    by_us = case.own_addresses()(case.sent_by)
    answerable = may_answer(case.mail) and not case.identity.contradicted and not by_us
    return not answerable or gets_too_much(case.desk, case.room.workspace.id)


def _title(subject: str) -> str:
    return one_line(one_line(subject)[:TITLE_LENGTH]) or NO_SUBJECT
