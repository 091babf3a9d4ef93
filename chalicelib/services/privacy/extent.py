"""The extent of a redaction: what it would take, out of which tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.paging import items_of
from chalicelib.domain.privacy.cutting import Cut
from chalicelib.domain.privacy.redacting import DESCRIPTION, Redaction
from chalicelib.domain.tickets.message import InternalNote, PublicMessage
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.copies import RedactedPart, elsewhere
from chalicelib.services.privacy.cutting import has_in_html
from chalicelib.services.privacy.holds import check_not_held
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import ticket_by_number
from chalicelib.services.tickets.commands import read
from chalicelib.services.tickets.family import duplicates_of

_PAGE = 10


@dataclass(frozen=True, slots=True)
class WouldGo:
    """The extent of a redaction: so many places, in so many entries, and files; of each word, how often it stands. In
    `others` it is because a message was split."""

    places: int
    entries: int
    files: int
    words: Sequence[tuple[str, int]] = ()
    others: Sequence[int] = ()


def preview(seat: Seat, number: int, wanted: Redaction) -> WouldGo:
    """Return what would go. Raise DeskError `not_found` for an entry or a file that isn't there, `in_trash`, `held`."""
    room, (parts, others) = seat.room, parts_of(seat, number, wanted)
    tickets = [ticket_by_number(room, one.number, DescribedTicket) for one in (*parts, *others)]
    numbers = [one.number for one in others]
    if not wanted.words:
        files = [_files_of(room, one, part.wanted) for one, part in zip(tickets, (*parts, *others), strict=True)]
        many = len(tickets)
        return WouldGo(many, 0 if wanted.file_id else many, sum(map(len, files)), others=numbers)
    counts = {word: _places(room, tickets, Cut((word,))) for word in wanted.words}
    all_of_them = _places(room, tickets, wanted.cut)
    words = [(word, sum(places)) for word, places in counts.items()]
    return WouldGo(sum(all_of_them), len(all_of_them), 0, words, numbers)


def parts_of(seat: Seat, number: int, wanted: Redaction) -> tuple[list[RedactedPart], list[RedactedPart]]:
    """Return what goes out of the ticket with its family, and out of others. Raise DeskError as `preview` does."""
    room = seat.room
    ticket = read(room, number, DescribedTicket, on_merged=True)
    check_not_held(room, ticket, telling=seat.reads_notes)
    if not wanted.words:
        _files_of(room, ticket, wanted)
    merged = duplicates_of(room, ticket, Ticket) if wanted.words else []
    parts = [RedactedPart(one.number, wanted) for one in (ticket, *merged)]
    others = [one for one in elsewhere(room, parts) if is_there(seat.desk, room, one)]
    for one in others:
        check_not_held(room, ticket_by_number(room, one.number, Ticket), telling=seat.reads_notes)
    return parts, others


def is_there(desk: Desk, room: Room, part: RedactedPart) -> bool:
    """Return whether a copy still has what is to go."""
    wanted = part.wanted
    ticket = ticket_by_number(room, part.number, DescribedTicket)
    if wanted.words:
        return bool(_places(room, [ticket], wanted.cut)) or has_in_html(desk, room, ticket.html_id, wanted.cut)
    try:
        _files_of(room, ticket, wanted)
    except DeskError:
        return False
    return True


def _places(room: Room, family: Sequence[DescribedTicket], cut: Cut) -> list[int]:
    """How often words stand in each of the entries that have any."""
    found = [_in_ticket(ticket, cut) for ticket in family]
    for ticket in family:
        marked = items_of(partial(room.erasing.marked, ticket.number, cut, _PAGE))
        found += [one.places for one in marked if one.said]
    return [places for places in found if places]


def _in_ticket(ticket: DescribedTicket, cut: Cut) -> int:
    escalation, comment = ticket.escalation, ticket.csat.comment
    texts = (ticket.title, ticket.description, ticket.resolution, escalation.reason if escalation else "", comment)
    return sum(len(cut.found_in(text)) for text in texts if text)


def _files_of(room: Room, ticket: DescribedTicket, wanted: Redaction) -> tuple[str, ...]:
    """The files that go with what is wanted. Raises not_found."""
    if wanted.entry_id == DESCRIPTION:
        return tuple(file.id for file in ticket.attachments)
    if wanted.entry_id:
        said = room.timeline.entry(ticket.number, wanted.entry_id)
        if not isinstance(said, PublicMessage | InternalNote):
            raise not_found("entry")
        return tuple(file.id for file in said.attachments)
    if wanted.file_id in {file.id for file in ticket.attachments}:
        return (wanted.file_id or "",)
    for one in items_of(partial(room.erasing.kept, ticket.number, _PAGE)):
        if wanted.file_id in one.files:
            return (wanted.file_id or "",)
    raise not_found("file")
