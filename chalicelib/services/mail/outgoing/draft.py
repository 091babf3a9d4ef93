"""What a mail about a ticket is written from, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import AboutTicket, LetterKind, MailJob
from chalicelib.domain.notices.notices import LETTERS_TO_MEMBERS
from chalicelib.domain.settings.workspace import Mailbox, Workspace
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket, reference
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket, reference_of, tracking_url

_TELL_OF_AN_ACTION = LETTERS_TO_MEMBERS - {LetterKind.MEMBER_CREATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMail:
    """All that a mail about a ticket says, read once: the ticket its reader knows, the reply that it carries, and, for
    members, the action that it tells of.

    `url` is where its reader follows the ticket, `mailbox` the one that the mail goes out from.
    """

    workspace: Workspace
    job: MailJob
    about: AboutTicket
    ticket: Ticket
    reply: PublicMessage | None
    action: Action | None
    mailbox: Mailbox
    url: str
    portal_url: str
    now: datetime

    @property
    def ref(self) -> str:
        return reference(self.workspace.prefix, self.ticket.number)

    @property
    def to_customer(self) -> bool:
        return self.job.kind not in LETTERS_TO_MEMBERS

    def token(self, purpose: Purpose) -> str:
        return str(links.token(self.workspace.id, self.ticket, self.about.person_id, purpose))

    def own(self, text: str) -> str:
        """Return the text with its links made those of the mail's reader."""
        return links.with_own(text, self.token(Purpose.MAILED), self.portal_url)


def read_ticket_mail(
    desk: Desk, room: Room, job: MailJob, about: AboutTicket, reply: PublicMessage | None
) -> TicketMail | None:
    """Read what else the mail is written from; None when its ticket is no longer there.

    To a customer it goes out from the mailbox that their ticket came to.
    """
    number = about.link_number or job.key.number
    ticket = find_ticket(room, number) if number else None
    if ticket is None:
        return None
    to_member, workspace = job.kind in LETTERS_TO_MEMBERS, room.workspace
    console = f"{desk.base_url}/console/tickets/{reference_of(room, ticket.number)}"
    return TicketMail(
        workspace=workspace,
        job=job,
        about=about,
        ticket=ticket,
        reply=reply,
        action=_action(room, job, ticket),
        mailbox=workspace.mailbox if to_member else workspace.mailbox_at(ticket.mailbox),
        url=console if to_member else tracking_url(desk.portal_url, room, ticket, about.person_id),
        portal_url=desk.portal_url,
        now=desk.clock.now(),
    )


def _action(room: Room, job: MailJob, ticket: Ticket) -> Action | None:
    return room.timeline.action(ticket.number, job.key.action_id) if job.kind in _TELL_OF_AN_ACTION else None
