"""Links of requests sent again to whoever they belong to. Who asks for them learns nothing: every asking is queued, and
only the job that mails looks whether there is anything to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.domain.mail.jobs import JobKey, LetterKind, Mail, MailJob
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.ticket import Ticket, parse_reference
from chalicelib.services.mail.limits import may_send_links
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket, reference_of, tracking_url
from chalicelib.services.tickets.family import primary_of
from chalicelib.services.tickets.withdraw import status_outside

if TYPE_CHECKING:
    from chalicelib.mail.letters import RequestLink

MOST = 10
_LOOKED_AT = 30


def ask_for_links(desk: Desk, room: Room, address: str, ref: str, language: str) -> None:
    """Queue the mail, whether anybody has that address or not. `ref` may be empty, or no reference at all."""
    key = JobKey(id=f"l{desk.new_id(desk.clock.now())}", workspace=room.workspace.id)
    job = MailJob(
        key=key,
        kind=LetterKind.LINKS,
        address=address,
        name="",
        link_number=parse_reference(room.workspace.prefix, ref),
        language=language,
    )
    desk.jobs.add(job)
    desk.mail_queue.put([key])


def links_mail(desk: Desk, room: Room, job: MailJob) -> Mail | None:
    """None when nothing here belongs to that address, or it was sent his links too often lately."""
    from chalicelib.mail.letters import OwnRequests, letter
    from chalicelib.mail.writing.compose import Outgoing, compose

    own = _own(room, job)
    if not own or not may_send_links(desk, room.workspace.id, job.address, job.key.id):
        return None
    shown = tuple(_link(desk, room, ticket, job.address) for ticket in own)
    text = letter(OwnRequests(desk_name=room.workspace.name, requests=shown), job.language or room.workspace.language)
    mailbox = room.workspace.mailbox
    raw = compose(
        Outgoing(
            from_name=mailbox.name or room.workspace.name,
            from_address=mailbox.address,
            to_name="",
            to_address=job.address,
            subject=text.subject,
            text=text.text,
            html=text.html,
            message_id=f"{job.key.id.lower()}@{mailbox.domain}",
            desk=f"{room.workspace.id}.{mailbox.domain}",
            date=desk.clock.now(),
        )
    )
    return Mail(raw, mailbox.address)


def _own(room: Room, job: MailJob) -> list[Ticket]:
    """The one that was asked for by its reference, for whoever is on it; otherwise the contact's newest."""
    asked = find_ticket(room, job.link_number, described=False) if job.link_number else None
    if asked and asked.public and _is_on(asked, job.address):
        return [asked]
    contact = room.contacts.by_address(job.address)
    if contact is None or contact.blocked:
        return []
    rows = room.tickets.of_contact(contact.id, _LOOKED_AT)
    shown = [row.number for row in rows if row.public and not row.archived_at and not row.merged_into][:MOST]
    tickets = (find_ticket(room, number, described=False) for number in shown)
    return [ticket for ticket in tickets if ticket and _is_on(ticket, job.address)]


def _is_on(ticket: Ticket, address: str) -> bool:
    return any(person.address == address for person in links.everybody(ticket))


def _link(desk: Desk, room: Room, ticket: Ticket, address: str) -> RequestLink:
    """Without its title as long as nobody of the team answered: anybody can ask anything in anybody's name."""
    from chalicelib.mail.letters import RequestLink

    person = next(person for person in links.everybody(ticket) if person.address == address)
    return RequestLink(
        ref=reference_of(room, ticket.number),
        title=ticket.title if ticket.first_responded_at else "",
        status=status_outside(desk, room, primary_of(room, ticket)).value,
        url=tracking_url(desk.portal_url, room, ticket, person.id),
    )
