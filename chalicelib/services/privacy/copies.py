"""Where what is kept of a ticket is once more, because a message was split into a ticket of its own: what is redacted
in one place is redacted in the other as well.

The actions tell of every split, also of one whose ticket is in the trash. Words may have been carried on by a title, or
quoted in an answer: they go from whole tickets. Of an entry, and of a file, there is one copy each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.events import Action
from chalicelib.domain.files import original_of
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.domain.privacy.redacting import DESCRIPTION, Redaction, redaction_from
from chalicelib.domain.tickets.split import splits_in
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import find_ticket


@dataclass(frozen=True, slots=True)
class RedactedPart:
    """One ticket, with what goes out of it."""

    number: int
    wanted: Redaction

    def stored(self) -> list[Any]:
        """Return it as the work list keeps it."""
        return [self.number, self.wanted.stored()]


def part_from(stored: Sequence[Any]) -> RedactedPart:
    """Return what was stored."""
    return RedactedPart(int(stored[0]), redaction_from(stored[1]))


def elsewhere(room: Room, parts: Sequence[RedactedPart]) -> list[RedactedPart]:
    """Return what is to go out of further tickets, however far it was split on. What is gone for good is left out."""
    found, waiting = {one.number: one for one in parts}, list(parts)
    while waiting:
        one = waiting.pop(0)
        ticket = find_ticket(room, one.number, Ticket)
        if ticket is None:
            continue
        near = [*_before(room, ticket, one.wanted), *_after(room, room.timeline.actions(one.number), one.wanted)]
        for part in near:
            if part.number not in found and find_ticket(room, part.number, Ticket):
                found[part.number] = part
                waiting.append(part)
    return list(found.values())[len(parts) :]


def met(room: Room, items: Iterable[KeptItem], wanted: Redaction, known: Collection[int]) -> list[RedactedPart]:
    """Return what was split off meanwhile, of which some items of a ticket tell, into tickets that aren't known yet."""
    actions = (one.action for one in items if one.action)
    found = (one for one in _after(room, actions, wanted) if one.number not in known)
    return [one for one in found if find_ticket(room, one.number, Ticket)]


def _before(room: Room, ticket: Ticket, wanted: Redaction) -> Iterator[RedactedPart]:
    """Where a ticket's beginning was said."""
    source = ticket.split_from
    if source is None:
        return
    if wanted.words:
        yield RedactedPart(source, wanted)
    elif wanted.file_id and (original := original_of(wanted.file_id)):
        yield RedactedPart(source, Redaction(file_id=original))
    elif wanted.entry_id == DESCRIPTION:
        for message_id, number in splits_in(room.timeline.actions(source)):
            if number == ticket.number:
                yield RedactedPart(source, Redaction(entry_id=message_id))


def _after(room: Room, actions: Iterable[Action], wanted: Redaction) -> Iterator[RedactedPart]:
    """What it was split into."""
    for message_id, number in splits_in(actions):
        if wanted.words:
            yield RedactedPart(number, wanted)
        elif wanted.entry_id == message_id:
            yield RedactedPart(number, Redaction(entry_id=DESCRIPTION))
        elif wanted.file_id and (copy := _copied_to(room, number, wanted.file_id)):
            yield RedactedPart(number, Redaction(file_id=copy))


def _copied_to(room: Room, number: int, file_id: str) -> str | None:
    ticket = find_ticket(room, number, Ticket)
    files = ticket.attachments if ticket else ()
    return next((file.id for file in files if original_of(file.id) == file_id), None)
