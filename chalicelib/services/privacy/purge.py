"""The end of the trash: all that is kept of a ticket goes, wherever it lies, and its number stays nobody's.

It goes a page at a time. Of each page first goes what only its items lead to, then the items: cut off anywhere, the
rest is found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial

from chalicelib.domain.events import SYSTEM, Action
from chalicelib.domain.files import text_key
from chalicelib.domain.ids import instant_of
from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.domain.search_terms import terms_of
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.linking import unlink
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.trash import gone_at
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.files.links import file_key
from chalicelib.services.mail.html_pages import html_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.holds import hold_on
from chalicelib.services.reports.filing import see_to_days
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.commands import carry_out
from chalicelib.services.tickets.family import duplicates_of
from chalicelib.services.tickets.pointers import addresses_of

KIND = "purge"
"""The work of erasing a ticket. Its id is the ticket's number."""
_PAGE = 10
_PEOPLE = frozenset({"contact", "participants", "proposed"})
_INBOX = timedelta(days=91)
"""No notice of an older action is there any more."""


def ask_for_end(desk: Desk, room: Room, ticket_number: int) -> None:
    """Have a ticket erased whose time in the trash is over."""
    work = Work(workspace=room.workspace.id, kind=KIND, id=str(ticket_number), at=desk.clock.now())
    desk.work.remind(work)


def end(desk: Desk, room: Room, work: Work) -> Work | None:
    """Erase the next page of what is kept of a ticket and of those merged into it."""
    if "numbers" not in work.state:
        return _begun(desk, room, work)
    numbers: list[int] = list(work.state["numbers"])
    number = numbers[0]
    gone = _erase_page(desk, room, number, work.state["addresses"])
    if gone:
        return work.further(gone)
    desk.files.erase_folder(text_key(room.workspace.id, f"{number}/"))
    rest = numbers[1:]
    return work.further(0, numbers=rest) if rest else None


def _begun(desk: Desk, room: Room, work: Work) -> Work | None:
    """Note what is to go, and take the tickets out first of all: from then on nobody can bring one back. None is erased
    if somebody did so meanwhile, or it is on hold."""
    number, now = int(work.id), desk.clock.now()
    if not room.erasing.is_buried(number):
        ticket = _over(room, number, now)
        if ticket is None:
            return None
        if "family" not in work.state:
            family = [ticket, *duplicates_of(room, ticket, Ticket)]
            addresses = sorted({address for one in family for address in addresses_of(one)})
            links = [[one.number, link.number] for one in family for link in one.links]
            return work.further(0, addresses=addresses, family=[one.number for one in family], links=links)
        room.erasing.bury(number, now, ticket.version)
    for other in work.state["family"]:
        room.erasing.bury(other, now)
    for gone, other in work.state.get("links", ()):
        _unlink(desk, room, gone, other)
    return work.further(0, numbers=work.state["family"])


def _unlink(desk: Desk, room: Room, gone: int, number: int) -> None:
    """Take the link to a ticket that is gone off the other one, wherever that lies."""

    def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
        return unlink(ticket, gone, None, moment)[0]

    if find_ticket(room, number, Ticket):
        carry_out(Seat(desk, room, SYSTEM), number, Ticket, decide, on_merged=True, on_deleted=True, patient=True)


def _over(room: Room, number: int, now: datetime) -> Ticket | None:
    """The ticket, if its time in the trash is over by then, and nothing holds it."""
    ticket = find_ticket(room, number, Ticket)
    over = gone_at(ticket) if ticket else None
    return None if ticket is None or over is None or over > now or hold_on(room, ticket) else ticket


def _erase_page(desk: Desk, room: Room, number: int, addresses: Sequence[str]) -> int:
    """Return how many items went; 0 when there are no more."""
    room.erasing.unpoint(addresses, number)
    page = room.erasing.kept(number, _PAGE, None)
    erase_outside(desk, room, number, page.items)
    room.erasing.remove(number, page.items)
    return len(page.items)


def erase_outside(desk: Desk, room: Room, number: int, items: Sequence[KeptItem]) -> None:
    """Erase what some items of a ticket that is gone lead to: files, mails, numbers, notices, words."""
    erase_files(desk, room, number, items)
    actions = [one.action for one in items if one.action]
    _unfile(desk, room, actions)
    room.erasing.unpoint({address for one in actions for address in addresses_in(one)}, number)
    room.erasing.drop_notices(room.workspace.members, notices_of(desk, items))
    for one in items:
        room.erasing.unpost(number, one.source, one.terms)
    room.erasing.forget_words({*(term for one in items for term in one.terms), *once_found_by(items)})


def erase_files(desk: Desk, room: Room, number: int, items: Iterable[KeptItem]) -> int:
    """Erase the files of some items, and the mails that they came by, in all versions; return how many there were."""
    erased, workspace = 0, room.workspace.id
    for one in items:
        keys = [*one.texts, *(file_key(workspace, file) for file in one.files)]
        keys += [html_key(room, one.html_id)] if one.html_id else []
        erased += sum(bool(desk.files.erase(key)) for key in keys)
    digests = [one.mail_digest for one in items if one.mail_digest]
    return erased + sum(bool(desk.raw_mail.erase(key)) for key in room.repeats.raw_mails(digests, number))


def once_found_by(items: Iterable[KeptItem]) -> frozenset[str]:
    """Return the terms that a ticket was found by before somebody worded it anew: the dictionary has them still."""
    return frozenset().union(*(terms_of(one.told) for one in items if one.told))


def notices_of(desk: Desk, items: Iterable[KeptItem]) -> list[str]:
    """Return the ids of the notices that there may be because of the items: they are those of actions, or noted."""
    ids = [one.notice or (one.action.id if one.action else "") for one in items]
    return [one for one in ids if one and desk.clock.now() - instant_of(one) < _INBOX]


def _unfile(desk: Desk, room: Room, actions: Sequence[Action]) -> None:
    """Out of the reports, whose days and weeks are summed up anew."""
    days = {fact.day for one in actions for fact in one.facts or ()}
    if not days:
        return
    for action in actions:
        retry_on_conflict(partial(room.reports.remove, action), patient=True)
    room.reports.drop_sums(days)
    see_to_days(desk, room, actions)


def addresses_in(action: Action) -> set[str]:
    """Return the addresses that an action may have brought to its ticket."""
    told_of = [change for event in action.events for name, change in event.changes.items() if name in _PEOPLE]
    changed = [value for change in told_of for value in (change.before, change.after)]
    contacts = {one["email"] for one in changed if isinstance(one, dict) and one.get("email")}
    people = {address for one in changed if isinstance(one, list) for address in one}
    told = {recipient.address for recipient in action.recipients}
    return {address_in_dns(one) for one in contacts | people | told if isinstance(one, str)}
