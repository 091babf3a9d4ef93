"""Links of requests sent again to whoever they belong to. Who asks for them learns nothing: every asking is queued, and
only the job that mails looks whether there is anything to send."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.mail.jobs import AboutLinks, Mail, MailJob
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.mail.limits import may_send_links
from chalicelib.services.mail.outgoing.envelope import Envelope, post
from chalicelib.services.mail.own_ids import desk_marker
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_alive, find_ticket, is_shown, reference_of, tracking_url
from chalicelib.services.tickets.family import primary_of
from chalicelib.services.tickets.withdraw import status_outside

if TYPE_CHECKING:
    from chalicelib.mail.letters.customers import RequestLink

MOST = 10
_LOOKED_AT = 30


def links_mail(desk: Desk, room: Room, job: MailJob, about: AboutLinks) -> Iterator[Mail]:
    """Yield the mail; none when nothing here belongs to that address, or it was sent its links too often lately."""
    from chalicelib.mail.letters.customers import OwnRequests  # cold start: who only settles jobs writes no letters

    own, workspace = _own(room, job.address, about), room.workspace
    if not own or not may_send_links(desk, workspace.id, job.address, job.key.id):
        return
    shown = tuple(_link(desk, room, ticket, job.address) for ticket in own)
    envelope = Envelope(
        job=job,
        sender=workspace.mailbox.address,
        sender_name=workspace.mailbox.name or workspace.name,
        marker=partial(desk_marker, desk.secrets, workspace.id),
        language=about.language or workspace.language,
        date=desk.clock.now(),
    )
    yield post(envelope, OwnRequests(desk_name=workspace.name, requests=shown))


def _own(room: Room, address: str, about: AboutLinks) -> list[Ticket]:
    """The one that was asked for by its reference, for whoever is on it; otherwise the contact's newest."""
    asked = find_alive(room, about.number, Ticket) if about.number else None
    if asked and asked.public and not asked.is_spam and _is_on(asked, address):
        return [asked]
    contact = room.contacts.by_address(address)
    if contact is None or contact.blocked or contact.parked:
        return []
    rows = room.tickets.of_contact(contact.id, _LOOKED_AT)
    shown = [row.number for row in rows if is_shown(row)][:MOST]
    tickets = (find_ticket(room, number, Ticket) for number in shown)
    return [ticket for ticket in tickets if ticket and _is_on(ticket, address)]


def _is_on(ticket: Ticket, address: str) -> bool:
    return any(person.address == address for person in links.everybody(ticket))


def _link(desk: Desk, room: Room, ticket: Ticket, address: str) -> RequestLink:
    """Without its title as long as nobody of the team answered: anybody can ask anything in anybody's name."""
    from chalicelib.mail.letters.customers import RequestLink  # cold start: who only settles jobs writes no letters

    person = next(person for person in links.everybody(ticket) if person.address == address)
    return RequestLink(
        ref=reference_of(room, ticket.number),
        title=ticket.title if ticket.first_responded_at else "",
        status=status_outside(desk, room, primary_of(room, ticket)).value,
        url=tracking_url(desk.portal_url, room, ticket, person.id),
    )
