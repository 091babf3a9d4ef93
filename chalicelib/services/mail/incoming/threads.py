"""Which ticket a mail belongs to, and who is writing on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chalicelib.domain.events import Recipient
from chalicelib.domain.mail.jobs import AboutTicket, JobKey, LetterKind, MailJob
from chalicelib.domain.notices.notices import LETTERS_TO_MEMBERS
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.people.people import Member
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.mail import Clues, clues
from chalicelib.services.mail.incoming.case import MailCase
from chalicelib.services.mail.own_ids import own_reply_token
from chalicelib.services.tickets.access import find_alive


@dataclass(frozen=True, slots=True)
class ThreadMatch:
    """The ticket, and the writer: one of its recipients, else a member, else a stranger (both None).

    `holder` is whom the reply address was made for that the mail came to, `through` the member whose own one that is;
    `notes`: what is answered to it isn't for customers. `forwarded`: it answers what `through` forwarded to somebody
    outside the conversation. `identity` says of the mail on this ticket how sure it is who wrote it: whoever has the
    secret of their own reply address is who they say they are.
    """

    ticket: Ticket
    identity: SenderIdentity
    writer: Recipient | None = None
    member: Member | None = None
    holder: Recipient | None = None
    through: Member | None = None
    notes: bool = False
    forwarded: bool = False


def find_thread(case: MailCase) -> ThreadMatch | None:
    """In order: a member's own reply address; the reply token in an address; the mails it answers, newest first; the
    reference in the subject.

    The last is known to anybody, so it counts only from somebody who is on the ticket or a member and whom their own
    domain doesn't contradict, and not where it may be another desk's reference.
    """
    found = clues(case.mail, prefix=case.room.workspace.prefix)
    if own := _by_members_address(case, found):
        return own
    if forwarded := _by_forward(case, found):
        return forwarded
    for ticket, holder in _by_secret(case, found.tokens, found.message_ids):
        return _thread(case, ticket, holder)
    known_to_anybody = case.may_be_another_desks() or case.identity.contradicted
    for number in () if known_to_anybody else found.references:
        ticket_named = find_alive(case.room, number, Ticket)
        thread = _thread(case, ticket_named) if ticket_named else None
        if thread and (thread.writer or thread.member):
            return thread
    return None


def _by_members_address(case: MailCase, found: Clues) -> ThreadMatch | None:
    """The ticket of a member's own reply address, whoever writes to it; in an id of ours it is that member's alone."""
    ids = filter(None, map(own_reply_token, found.message_ids))
    for text, named_in_id in [*((one, False) for one in found.tokens), *((one, True) for one in ids)]:
        token = links.parse(text)
        ticket = find_alive(case.room, token.number, Ticket) if token else None
        members = case.room.workspace.members.values()
        held = links.member_holder(case.room.workspace.id, ticket, token, members) if token and ticket else None
        if ticket is None or held is None:
            continue
        through, notes = held[0], held[1] is Purpose.NOTE
        if member_who_wrote(case) is through:
            return ThreadMatch(ticket, case.identity, member=through, through=through, notes=notes)
        if not named_in_id:
            return replace(_thread(case, ticket), through=through, notes=notes)
    return None


def _by_forward(case: MailCase, found: Clues) -> ThreadMatch | None:
    """The ticket that something was forwarded of, which this mail answers, whoever writes it."""
    members = case.room.workspace.members.values()
    for text in (*found.tokens, *filter(None, map(own_reply_token, found.message_ids))):
        token = links.parse(text)
        ticket = find_alive(case.room, token.number, Ticket) if token else None
        if token and ticket and links.is_forwards(case.room.workspace.id, ticket, token):
            return _outside(case, ticket, links.forwarder(token, members))
    for message_id in found.message_ids:
        job = _job_of(case, message_id)
        ticket = find_alive(case.room, job.key.number, Ticket) if job and job.key.number else None
        if job and ticket and job.kind is LetterKind.FORWARD:
            return _outside(case, ticket, None)
    return None


def _outside(case: MailCase, ticket: Ticket, through: Member | None) -> ThreadMatch:
    member = member_who_wrote(case)
    return ThreadMatch(ticket, case.identity, member=member, through=through, notes=True, forwarded=True)


def _by_secret(
    case: MailCase, tokens: tuple[str, ...], message_ids: tuple[str, ...]
) -> Iterator[tuple[Ticket, Recipient | None]]:
    """Tickets that this mail proves to belong to, the surest proof first, and whose token that is, if it's one."""
    own = [own_reply_token(message_id) for message_id in message_ids]
    for text in [*tokens, *filter(None, own)]:
        token = links.parse(text)
        ticket = find_alive(case.room, token.number, Ticket) if token else None
        holder = links.holder(case.room.workspace.id, ticket, token, Purpose.REPLY) if token and ticket else None
        if ticket and holder:
            yield ticket, holder
    for message_id in message_ids:
        number = case.room.repeats.ticket_of(message_id)
        ticket = find_alive(case.room, number, Ticket) if number else None
        if ticket and not _is_anothers_letter(case, message_id):
            yield ticket, None


def _is_anothers_letter(case: MailCase, message_id: str) -> bool:
    """Whether we told a member something by this mail, and it isn't they who answer it."""
    job = _job_of(case, message_id)
    if job is None or job.kind not in LETTERS_TO_MEMBERS or not isinstance(job.about, AboutTicket):
        return False
    writer = member_who_wrote(case)
    return writer is None or writer.id != job.about.person_id


def _job_of(case: MailCase, message_id: str) -> MailJob | None:
    """Return the mail of ours that the carrier gave this id."""
    sent = case.room.repeats.sent(message_id)
    key = JobKey(workspace=case.room.workspace.id, number=sent[0], id=sent[1]) if sent else None
    return case.desk.jobs.get(key) if key else None


def _thread(case: MailCase, ticket: Ticket, holder: Recipient | None = None) -> ThreadMatch:
    writer = _recipient(case, ticket, holder)
    member = None if writer else member_who_wrote(case)
    return ThreadMatch(ticket, _identity(case.identity, writer, holder), writer, member, holder)


def _identity(found: SenderIdentity, writer: Recipient | None, holder: Recipient | None) -> SenderIdentity:
    if holder is None or found.contradicted or (writer and found.proven):
        return found
    if writer and writer.id == holder.id:
        return replace(found, standing=Standing.PROVEN, why=Grounds.LINK)
    return SenderIdentity(found.address, Standing.UNPROVEN, Grounds.OTHER_LINK, holder.name or holder.address)


def _recipient(case: MailCase, ticket: Ticket, holder: Recipient | None) -> Recipient | None:
    """The contact, by any of their addresses, or a participant. Whom a mail merely names that others sent is one only
    by their own reply address."""
    if not case.identity.address:
        return None
    if case.behind:
        return holder if holder and address_in_dns(holder.address) == case.sender else None
    people = links.everybody(ticket)
    for person in people:
        if address_in_dns(person.address) == case.sender:
            return person
    contact = case.room.contacts.by_address(case.sender)
    if contact and ticket.contact and contact.id == ticket.contact.id:
        return next((person for person in people if person.is_contact), None)
    return None


def member_who_wrote(case: MailCase) -> Member | None:
    """The member whose address is in From, if it may act on tickets. How sure that is, `case.identity` says."""
    if not case.identity.address or case.behind:
        return None
    members = case.room.workspace.members.values()
    return next((member for member in members if member.email == case.sender and member.may_be_assigned), None)


def speaks_as(case: MailCase, thread: ThreadMatch | None) -> Member | None:
    """Return the member whose own doing the mail is taken for when it is filed: who answers, or passes a mail on."""
    if thread:
        return thread.member
    return member_who_wrote(case) if case.forward else None
