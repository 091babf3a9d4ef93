"""From a mail job to the mail: which letter, from whom, and the threads that an answer finds its way back by."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.mail.jobs import TO_MEMBERS, Mail, MailJob
from chalicelib.domain.settings.workspace import REPLY, Mailbox
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.access import link_token, reference_of, tracking_url
from chalicelib.services.ports import Desk, Room


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


def ticket_mail(draft: Draft) -> Mail | None:
    """None when what it tells of is no longer there."""
    from chalicelib.mail.letters import letter
    from chalicelib.mail.writing.compose import Outgoing, compose
    from chalicelib.services.letters import words as words_of

    words = words_of(draft)
    if words is None:
        return None
    room, job = draft.room, draft.job
    language = draft.ticket.language if draft.to_customer else None
    text = letter(words, language or room.workspace.language)
    own_id, reply_to = _threads(draft) if draft.to_customer else (_member_id(draft), "")
    raw = compose(
        Outgoing(
            from_name=_from_name(draft),
            from_address=draft.mailbox.address,
            to_name=job.name,
            to_address=job.address,
            subject=text.subject,
            text=text.text,
            html=text.html,
            message_id=own_id,
            references=(_root_id(draft),) if draft.to_customer else (),
            reply_to=reply_to,
            auto_submitted=job.message_id is None,
            desk=desk_marker(room),
            date=draft.desk.clock.now(),
        )
    )
    return Mail(raw, draft.mailbox.address)


def desk_marker(room: Room) -> str:
    """What the marker header of our mails says: which desk of which domain wrote them."""
    return f"{room.workspace.id}.{room.workspace.mailbox.domain}"


def own_reply_token(message_id: str) -> str | None:
    """The reply token in one of our own message ids (`<token>.<action id>@…`); None for anybody else's."""
    local = message_id.partition("@")[0].lower()
    token, _, _ = local.rpartition(".")
    return token if links.parse(token) else None


def _threads(draft: Draft) -> tuple[str, str]:
    """Our own stable id of this mail, and the address that answers come to. Both carry the recipient's reply token, so
    one of the two is enough for an answer to be filed, whatever else a mail program drops."""
    token = links.token(draft.room.workspace.id, draft.ticket, draft.person_id, Purpose.REPLY)
    domain = draft.mailbox.domain
    action_id = draft.job.key.id.partition(".")[0].lower()
    return f"{token}.{action_id}@{domain}", f"{REPLY}+{token}@{domain}"


def _root_id(draft: Draft) -> str:
    """The same for every mail of this ticket to this person: what mail programs build the thread on."""
    token = links.token(draft.room.workspace.id, draft.ticket, draft.person_id, Purpose.REPLY)
    return f"{token}.ticket@{draft.mailbox.domain}"


def _member_id(draft: Draft) -> str:
    return f"{draft.job.key.id.lower()}@{draft.mailbox.domain}"


def _from_name(draft: Draft) -> str:
    """`Ana K. (Acme Support)` on an agent's reply, `Acme Support` on what the desk itself says."""
    desk_name = draft.mailbox.name or draft.room.workspace.name
    message = draft.message()
    return f"{message.author.name} ({desk_name})" if message else desk_name
