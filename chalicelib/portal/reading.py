"""What a visitor may read of a request, as values for its page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from chalicelib.body_html import body_html, mail_html
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.links import is_same, with_own
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.vocabulary import Status
from chalicelib.portal import live
from chalicelib.portal.attachments import Shelf
from chalicelib.portal.content import PageDesk
from chalicelib.portal.tracked import Entry, TrackedTicket
from chalicelib.portal.visits import Visitor, page_desk, thread_path
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import Visit, link_token, reference_of
from chalicelib.services.tickets.family import conversation, own_primary, primary_of
from chalicelib.services.tickets.requester import is_asked
from chalicelib.services.tickets.withdraw import status_outside

_DONE = (Status.RESOLVED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A request as a visitor may read it."""

    desk: PageDesk
    ticket: TrackedTicket
    entries: tuple[Entry, ...]

    @property
    def digest(self) -> str:
        return live.digest(self.desk, self.ticket, self.entries)


def found(visitor: Visitor) -> ReadRequest:
    """Return what the page of a request shows. Whether it is solved is asked about what somebody has answered."""
    room, seen = visitor.guest.room, visitor.guest.visit
    shelf = Shelf(thread_path(visitor, room, visitor.path["token"]), frame=visitor.widget is not None)
    own = link_token(room, seen.ticket, seen.recipient.id, proven=seen.proven)

    def safe(text: str) -> str:
        return with_own(text, own, visitor.desk.portal_url)

    def formatted_if_safe(kept: str, text: str) -> str:
        """The text is shown instead where somebody's link would have to be taken out of the midst of HTML."""
        return kept if (safe(kept), safe(text)) == (kept, text) else ""

    said = (
        replace(
            message,
            body=safe(message.body),
            quoted=safe(message.quoted),
            formatted=formatted_if_safe(message.formatted, message.body),
        )
        for message in conversation(visitor.desk, room, seen)
    )
    shown = page_desk(visitor, room, seen.ticket)
    entries = tuple(_entry(shelf, message, seen, shown.name) for message in said)
    ticket = tracked(visitor, room, seen)
    if seen.reads_opening:
        first = room.tickets.opening(seen.ticket.number)
        kept = formatted_if_safe(first.formatted, first.text)
        text = _mail(kept, seen.ticket.attachments) if kept else _html(safe(first.text), seen.ticket.body_format)
        description, files = shelf.with_pictures(text, seen.ticket.attachments)
        ticket = replace(ticket, description=description, files=files)
    answered = any(entry.kind == MessageKind.AGENT_REPLY.value for entry in entries)
    ticket = replace(ticket, may_solve=ticket.may_solve and answered)
    return ReadRequest(shown, ticket, entries)


def tracked(visitor: Visitor, room: Room, seen: Visit) -> TrackedTicket:
    """All but its description and files. A merged ticket is as far as the one it was merged into; how that was solved
    is told if it is their own, too. Neither is for a link that leads no further, nor for one that shows no answers."""
    ticket, token = seen.ticket, visitor.path["token"]
    known = TrackedTicket(
        token=token,
        ref=reference_of(room, ticket.number),
        title=ticket.title,
        created_at=ticket.created_at,
        requester=_requester(seen, page_desk(visitor, room, ticket).name),
        described=seen.reads_opening,
        opened_by_agent=ticket.opened_by is not None,
        by_mail=not seen.answers_show and not seen.apart,
        is_asked=is_asked(seen),
        edited=ticket.reworded_at is not None,
    )
    if seen.apart or known.by_mail:
        return known
    own, link = own_primary(room, ticket), link_token(room, ticket, seen.recipient.id, proven=seen.proven)
    status = status_outside(visitor.desk, room, own or primary_of(room, ticket))
    resolution = (own or ticket).resolution if status in _DONE else None
    may_rate = seen.decides and ticket.status in _DONE and status in _DONE  # outside, a reply on hold solved nothing
    return replace(
        known,
        status=status.value,
        resolution=_html(with_own(resolution, link, visitor.desk.portal_url), BodyFormat.MARKDOWN)
        if resolution
        else None,
        may_solve=seen.decides and own is not None and status not in _DONE,
        may_rate=may_rate,
        rating=str(ticket.csat_score or "") if may_rate else "",
    )


def _requester(seen: Visit, desk_name: str) -> str:
    """Nobody is told their own name: whoever asks in somebody's name would learn what they are called here."""
    contact, typed_by = seen.ticket.contact, seen.ticket.opened_by
    if typed_by:
        return typed_by.name_outside(desk_name)
    if seen.recipient.is_contact or contact is None:
        return ""
    return seen.ticket.customer_name or shown_address(contact.email or "")


def _entry(shelf: Shelf, message: PublicMessage, seen: Visit, desk_name: str) -> Entry:
    formatted = message.formatted
    text = _mail(formatted, message.attachments) if formatted else _html(message.body, message.body_format)
    body, files = shelf.with_pictures(text, message.attachments)
    return Entry(
        kind=message.kind.value,
        author="" if is_same(message.author.id, seen.recipient.id) else message.author.name_outside(desk_name),
        at=message.at,
        body=body,
        quoted=message.quoted,
        files=files,
    )


def _mail(kept: str, files: tuple[Attachment, ...]) -> Markup:
    return Markup('<div class="typed">{}</div>').format(Markup(mail_html(kept, files)))  # noqa: S704 - it sanitises


def _html(text: str, body_format: BodyFormat) -> Markup:
    html = Markup(body_html(text, body_format))  # noqa: S704 - body_html sanitises
    return (
        html if body_format is BodyFormat.MARKDOWN or not html else Markup('<div class="typed">{}</div>').format(html)
    )
