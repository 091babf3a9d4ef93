"""Taking a person out of a ticket, item by item, with what lies elsewhere because of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from chalicelib.domain.errors import DeskError
from chalicelib.domain.ids import instant_of
from chalicelib.domain.mail.jobs import UNSETTLED, JobState
from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.paging import items_of
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.domain.privacy.person import ErasedPerson, erase
from chalicelib.domain.privacy.redacting import DESCRIPTION, Redaction
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.services.files.links import file_key
from chalicelib.services.mail.html_pages import html_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.cutting import cut_out, cut_texts, erase_texts, reindex
from chalicelib.services.privacy.purge import addresses_in, erase_files, notices_of
from chalicelib.services.privacy.redaction import ask, change_once
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.pointers import addresses_of

_PAGE = 100


def names_on(ticket: Ticket, person: ErasedPerson) -> Iterator[str]:
    """Yield what the person is called on a ticket."""
    if ticket.contact and ticket.contact.id in person.ids:
        yield ticket.contact.name
        yield ticket.customer_name
    for one in (*ticket.participants, *ticket.proposed):
        if address_in_dns(one.address) in person.addresses:
            yield one.name


def begin(seat: Seat, ticket: DescribedTicket, person: ErasedPerson) -> None:
    """Take them out of the ticket itself. Its files go first, for it alone knows of them."""
    desk, room = seat.desk, seat.room
    if person.owns(ticket):
        keys = [file_key(room.workspace.id, file.id) for file in ticket.attachments]
        room.erasing.unpoint(addresses_of(ticket), ticket.number)
        for key in (*keys, *([html_key(room, ticket.html_id)] if ticket.html_id else [])):
            desk.files.erase(key)

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return erase(ticket, person, moment)

    change_once(seat, ticket.number, decide)


def finish(desk: Desk, room: Room, number: int, person: ErasedPerson, until: float, *, own: bool) -> None:
    """Take them out of the long texts that nothing leads to any more: of their own ticket, all from before."""
    if own:
        erase_texts(desk, room, number, "", until)
    cut_texts(desk, room, number, person.cut)


def go_on(
    desk: Desk, room: Room, number: int, items: Sequence[KeptItem], person: ErasedPerson, *, own: bool
) -> Mapping[str, int]:
    """Take them out of some items of a ticket, and return how many of what: everything said goes where it is their
    `own`, else what they said."""
    counts: Counter[str] = Counter()
    theirs = [one for one in items if own or (one.author and person.wrote(one.author) and one.said)]
    others = [one for one in items if one not in theirs]
    others_too = {address for one in items if own and one.action for address in addresses_in(one.action)}
    room.erasing.unpoint({*person.addresses, *others_too}, number)
    counts["files"] += erase_files(desk, room, number, theirs)
    for one in theirs:
        room.erasing.empty_item(number, one.key, person)
    counts["messages"] += sum(one.said and not one.former_of for one in theirs)
    gone = [one for one in theirs if one.former_of or one.derived or (own and one.waits)] + _mails(
        desk, items, person, own=own
    )
    room.erasing.remove(number, gone)
    counts["renamed"] += (renamed := cut_out(desk, room, number, others, person.cut))
    counts["kept"] += sum(one.said for one in others) - renamed
    told = [one for one in items if own or (one.action and person.wrote(one.action.actor))]
    room.erasing.drop_notices(room.workspace.members, notices_of(desk, told))
    reindex(room, number, theirs)
    return counts


def follow_splits(seat: Seat, items: Iterable[KeptItem], person: ErasedPerson) -> None:
    """Have what they wrote go out of a ticket of nobody's that it was split into, too: nothing else leads there."""
    for one in items:
        if one.split_into is None or one.author is None or not person.wrote(one.author):
            continue
        ticket = find_ticket(seat.room, one.split_into, Ticket)
        if ticket and ticket.contact is None:
            with suppress(DeskError):  # it is on hold, or in the trash, where it ends by itself
                ask(seat, ticket.number, Redaction(entry_id=DESCRIPTION))


def _mails(desk: Desk, items: Sequence[KeptItem], person: ErasedPerson, *, own: bool) -> list[KeptItem]:
    """The mails to them, of their own ticket to anybody outside. What is yet to go out, doesn't."""
    found = []
    for one in items:
        if one.job is None or not (own or address_in_dns(one.job.address) in person.addresses):
            continue
        if one.job.state in UNSETTLED:
            desk.jobs.settle(one.job.key, JobState.WITHDRAWN)
        found.append(one)
    return found


def count(room: Room, number: int, person: ErasedPerson) -> Counter[str]:
    """Count the same, and change nothing."""
    counts: Counter[str] = Counter()
    ticket = find_ticket(room, number, Ticket)
    if ticket is None:
        return counts
    own = person.owns(ticket)
    counts["tickets" if own else "others_tickets"] += 1
    counts["files"] += len(ticket.attachments) if own else 0
    for one in items_of(lambda position: room.erasing.marked(number, person.cut, _PAGE, position)):
        if one.said and (own or (one.author and person.wrote(one.author))):
            counts["messages"] += not one.former_of
            counts["files"] += len(one.files)
        elif one.said:
            counts["renamed" if one.places else "kept"] += 1
    return counts


def parked(room: Room, person: ErasedPerson) -> Iterator[SuspendedMail]:
    """Return the parked mails from their addresses."""
    listed = items_of(lambda after: room.suspended.list(_PAGE, after))
    return (mail for mail in listed if address_in_dns(mail.sender) in person.addresses)


def drop_parked(desk: Desk, room: Room, person: ErasedPerson) -> int:
    """Throw away the parked mails from their addresses, with the mails as they came; return how many there were."""
    found = list(parked(room, person))
    for mail in found:
        desk.raw_mail.erase(mail.object_key)
        room.suspended.drop(mail.id)
    return len(found)


def begun(contact_id: str) -> str:
    """Return the month, such as `2026-11`, in which a contact was made."""
    return instant_of(contact_id.removeprefix("c_")).strftime("%Y-%m")
