"""A mail about a ticket before it is composed."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.mail.jobs import TO_MEMBERS, MailJob
from chalicelib.domain.settings.workspace import Mailbox
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import link_token, reference_of, tracking_url


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket mail in the making: the job, the ticket its reader knows, and where he is sent to. `by_default`: it goes
    out from the desk's own sender, whatever the ticket came to."""

    desk: Desk
    room: Room
    job: MailJob
    ticket: Ticket
    by_default: bool = False

    @property
    def ref(self) -> str:
        return reference_of(self.room, self.ticket.number)

    @property
    def mailbox(self) -> Mailbox:
        """The one that the mail goes out from: to a customer, that which his ticket came to, if it may."""
        workspace = self.room.workspace
        return (
            workspace.mailbox_at(self.ticket.mailbox) if self.to_customer and not self.by_default else workspace.mailbox
        )

    @property
    def to_customer(self) -> bool:
        return self.job.kind not in TO_MEMBERS

    @property
    def person_id(self) -> str:
        assert self.job.person_id is not None
        return self.job.person_id

    def message(self) -> PublicMessage | None:
        """The message the mail carries, if it carries one; it lies on the job's ticket."""
        if self.job.message_id is None or self.job.key.number is None:
            return None
        return self.room.timeline.public_message(self.job.key.number, self.job.message_id)

    @property
    def tracking(self) -> str:
        return tracking_url(self.desk.portal_url, self.room, self.ticket, self.person_id)

    def own(self, text: str) -> str:
        """What was said, its links made those of the mail's reader."""
        own = link_token(self.room, self.ticket, self.person_id, proven=True)
        return links.with_own(text, own, self.desk.portal_url)

    @property
    def console(self) -> str:
        return f"{self.desk.base_url}/console/tickets/{self.ref}"
