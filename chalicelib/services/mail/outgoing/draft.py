"""Reading what a mail about a ticket is written from, before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import AboutTicket, LetterKind, MailJob
from chalicelib.domain.notices.notices import LETTERS_TO_MEMBERS
from chalicelib.domain.people.people import Contact, ContactRef
from chalicelib.domain.tickets import change
from chalicelib.domain.tickets.links import contact_recipient_id, is_same
from chalicelib.domain.tickets.message import ForwardedNote, Mailed, PublicMessage, Said
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.files.links import file_key
from chalicelib.services.mail.outgoing.enclosures import travelling
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket, reference_of, ticket_by_number, tracking_url
from chalicelib.services.tickets.follow import follow

if TYPE_CHECKING:
    from chalicelib.mail.letters.ticket import ShownMail, TicketMail  # cold start: who only settles jobs writes none
    from chalicelib.mail.reading.model import MailFile

_TELL_WHAT_WAS_SAID = frozenset({LetterKind.MEMBER_REPLIED, LetterKind.MEMBER_MENTIONED})
_TELL_OF_AN_ACTION = LETTERS_TO_MEMBERS - {LetterKind.MEMBER_CREATED}


def read_ticket_mail(
    desk: Desk, room: Room, job: MailJob, about: AboutTicket, reply: Mailed | None
) -> TicketMail | None:
    """Read what else the mail is written from; None when its ticket is no longer there, or in the trash.

    To a customer it goes out from the mailbox that their ticket came to.
    """
    from chalicelib.mail.letters.ticket import (  # cold start: who only settles writes no letters
        ForwardMail,
        MemberMail,
        TicketMail,
    )

    number = about.link_number or job.key.number
    ticket = find_ticket(room, number, DescribedTicket) if number else None
    if ticket is None or ticket.is_deleted:
        return None
    if contact := _moved(room, job, about, ticket):
        follow(desk, room, ticket.number, contact)
        ticket = ticket_by_number(room, ticket.number, DescribedTicket)
        job = replace(job, address=contact.email or "")
    action = _action(room, job, ticket)
    known = {"action": action, **_known(desk, room, job, about, ticket)}
    if isinstance(reply, ForwardedNote):
        mail: TicketMail = ForwardMail(reply=None, forward=reply, **known)
    elif job.kind in LETTERS_TO_MEMBERS:
        mail = MemberMail(reply=reply, said=_said(room, job, action), **known)
    else:
        mail = TicketMail(reply=reply, **known)
    return replace(mail, files=tuple(_files(desk, room, mail)))


def draft_shown(
    desk: Desk, room: Room, job: MailJob, about: AboutTicket, ticket: DescribedTicket, reply: PublicMessage
) -> ShownMail:
    """Return what the mail to somebody outside about a reply would be written from, for a member to look at: the ticket
    and the reply as they would be, files that needn't be anywhere yet, and the address where the contact is now."""
    from chalicelib.mail.letters.ticket import PREVIEW, ShownMail  # cold start: few requests look at a mail
    from chalicelib.mail.reading.model import MailFile

    if contact := _moved(room, job, about, ticket):
        ticket, _ = change.put(ticket, {"contact": ContactRef.of(contact)}, desk.clock.now())
        job = replace(job, address=contact.email or "")
    mail = ShownMail(action=None, reply=reply, **_known(desk, room, job, about, ticket))
    along = travelling(mail.attachments, reply.body, _most_bytes(room))
    return replace(
        mail,
        url=f"{mail.url.rpartition('/')[0]}/{PREVIEW}",
        files=tuple(MailFile(one.name, one.type, b"", content_id=one.id) for one in along),
    )


def _known(desk: Desk, room: Room, job: MailJob, about: AboutTicket, ticket: DescribedTicket) -> dict[str, Any]:
    """What every mail about a ticket is written from."""
    to_member, workspace = job.kind in LETTERS_TO_MEMBERS, room.workspace
    console = f"{desk.base_url}/console/tickets/{reference_of(room, ticket.number)}"
    return {
        "workspace": workspace,
        "job": job,
        "about": about,
        "ticket": ticket,
        "mailbox": workspace.mailbox if to_member else workspace.mailbox_at(ticket.mailbox),
        "url": console if to_member else tracking_url(desk.portal_url, room, ticket, about.person_id),
        "portal_url": desk.portal_url,
        "now": desk.clock.now(),
    }


def _moved(room: Room, job: MailJob, about: AboutTicket, ticket: Ticket) -> Contact | None:
    """Return the ticket's contact if the mail is for them, and they have another address than it was meant for."""
    known = ticket.contact
    if job.kind in LETTERS_TO_MEMBERS or known is None or not is_same(contact_recipient_id(known.id), about.person_id):
        return None
    contact = room.contacts.get(known.id)
    return contact if contact and job.address not in (contact.email, ticket.answers_to) else None


def _files(desk: Desk, room: Room, mail: TicketMail) -> Iterator[MailFile]:
    """Read the files that come along, known by their ids; what isn't there any more is named with its link alone."""
    from chalicelib.mail.reading.model import MailFile  # cold start: who only settles jobs writes no letters

    words = mail.carried.body if mail.carried else mail.ticket.description
    for file in travelling(mail.attachments, words, _most_bytes(room)):
        key = file_key(room.workspace.id, file.id)
        if desk.files.size(key) == file.size:
            yield MailFile(name=file.name, type=file.type, content=desk.files.get(key), content_id=file.id)


def _most_bytes(room: Room) -> int:
    return room.workspace.max_mail_mb * 1_000_000


def _said(room: Room, job: MailJob, action: Action | None) -> Said | None:
    """Read the message or the note that members are told of; the words of a merged ticket's customer lie there."""
    if action is None or action.message_id is None or job.kind not in _TELL_WHAT_WAS_SAID:
        return None
    said = room.timeline.entry(action.message_number or action.number, action.message_id)
    return None if said is None or isinstance(said, Action) else said


def _action(room: Room, job: MailJob, ticket: Ticket) -> Action | None:
    return room.timeline.action(ticket.number, job.key.action_id) if job.kind in _TELL_OF_AN_ACTION else None
