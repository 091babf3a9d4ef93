"""Passing on of a ticket, to somebody outside the conversation, what its customers and members wrote to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from zoneinfo import ZoneInfo

from chalicelib.body_html import body_html, mail_html
from chalicelib.domain.errors import invalid
from chalicelib.domain.events import Action, EventType
from chalicelib.domain.tickets import family
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.forward import forward as decide_forward
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.locales import plain
from chalicelib.mail import formatted_part, html_words
from chalicelib.mail.letters.layout import moment
from chalicelib.services.mail.outgoing.enclosures import travelling
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Receipt, carry_out
from chalicelib.services.tickets.family import duplicates_of, lines

OPENING = "description"
"""In the place of an id, for what the ticket began with."""
_PAGE = 200


def forward(
    seat: Seat,
    number: int,
    to: tuple[str, ...],
    html: str,
    message_ids: Sequence[str],
    *,
    attachments: tuple[Attachment, ...] = (),
    expected: Expected = ANY,
    receipt: Receipt = NONE,
) -> Decision[Ticket]:
    """Send what the ids name, below a member's own words (`html`), to addresses outside the conversation. It is kept as
    a note, which says to whom it went, and so are the answers.

    Files of those messages go along. Raises DeskError at `messages` for what can't be forwarded or is too long, and at
    `attachments` for files that one mail has no room for.
    """
    ticket = ticket_by_number(seat.room, number, DescribedTicket)
    messages = _named(seat, ticket, message_ids)
    whole = html + "".join(_passed_on(seat.room, one) for one in messages)
    text = html_words(whole)
    shown = formatted_part(whole, text, whole=True, forwarded=False)
    files = (*attachments, *(file for one in messages for file in one.attachments if not file.withheld))
    _check_fit(seat.room, files, text)

    def decide(ticket: Ticket, at: Moment) -> Decision[Ticket]:
        return decide_forward(ticket, to, text, at, files, BodyFormat.TEXT, shown)

    by_entry = replace(receipt, entry=True)
    return carry_out(seat, number, Ticket, decide, expected=expected, receipt=by_entry, silent=True, patient=True)


def _check_fit(room: Room, files: Sequence[Attachment], words: str) -> None:
    if len(travelling(files, words, room.workspace.max_mail_mb * 1_000_000)) < len(files):
        most = f"Mails of this desk may have {room.workspace.max_mail_mb} MB"
        raise invalid("attachments", f"Together these files are too large: {most}. Choose fewer.")


def _named(seat: Seat, ticket: DescribedTicket, message_ids: Sequence[str]) -> list[PublicMessage]:
    """The messages in the order in which they were written. What could still be taken back isn't out yet."""
    wanted = dict.fromkeys(message_ids)
    now = seat.desk.clock.now()
    found = {id_: one for id_, one in _readable(seat.room, ticket, set(wanted)) if one.may_be_read(now)}
    for index, one in enumerate(wanted):
        if one not in found:
            raise invalid(f"messages.{index}", "This is no message to or from the customer of this ticket.")
    return sorted(found.values(), key=lambda one: one.at)


def _readable(room: Room, ticket: DescribedTicket, wanted: set[str]) -> Iterator[tuple[str, PublicMessage]]:
    """Yield what is wanted of it by its id, reading the time line from its end as far as there is more."""
    if OPENING in wanted and (opening := family.opening(ticket)):
        yield OPENING, opening
    left, after = wanted - {OPENING}, None
    duplicates = duplicates_of(room, ticket, DescribedTicket)
    while left:
        page, position = lines(room, ticket, duplicates, _PAGE, after, newest_first=True)
        for line in page:
            entry = line.entry
            if isinstance(entry, PublicMessage) and entry.id in left:
                yield entry.id, entry
            elif line.duplicate and isinstance(entry, Action) and EventType.CREATED in entry.types():
                began = family.opening(line.duplicate)
                if began and f"{entry.id}.{OPENING}" in left:
                    yield f"{entry.id}.{OPENING}", began
            left = left - {entry.id, f"{entry.id}.{OPENING}"}
        if position is None or position == after:
            return
        after = position


def _passed_on(room: Room, message: PublicMessage) -> str:
    """The message as HTML, below a line that says whose it is."""
    t = plain(room.workspace.language)
    at = moment(message.at.astimezone(ZoneInfo(room.workspace.hours.zone)), t)
    heading = t("forward.heading", name=message.author.name_outside(room.workspace.name), at=at)
    return f"<p>{escape(heading)}</p><blockquote>{_shown(message)}</blockquote>"


def _shown(message: PublicMessage) -> str:
    if message.formatted:
        return mail_html(message.formatted, message.attachments)
    return body_html(message.body, message.body_format)
