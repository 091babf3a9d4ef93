"""A member's inbox: what is theirs alone, and what they share with whoever chose the same scope.

The first page, and the number of the unread, read three ranges at most, the newest 100 entries of each: the member's
own, and those of the scopes that they chose the inbox in; and one item with the member's marks. A further page reads
the ranges once more, from where the one before ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.notices.inbox import SHARED, InboxEntry, Marks, Stretch, merged
from chalicelib.domain.notices.notices import finds, watches
from chalicelib.domain.notices.ways import Scope
from chalicelib.domain.paging import pages_of
from chalicelib.domain.people.people import Member
from chalicelib.services.ports import Desk, Room

UNREAD_SHOWN = 99
"""More than that is shown as 99+."""
_READ = UNREAD_SHOWN + 1
_PAGE = 100


@dataclass(frozen=True, slots=True)
class InboxView:
    """A page of an inbox, newest first, where the next begins, and how many are unread, or one more than is shown."""

    items: Sequence[InboxEntry]
    position: str | None
    unread: int


def read_inbox(room: Room, owner: str, member: Member | None, limit: int, after: str | None) -> InboxView:
    """Return a page of the inbox of `owner`, who shares in others' entries if they are a member."""
    newest = _stretch(room, owner, member, None, max(limit, _READ))
    part = newest if after is None else _stretch(room, owner, member, after, limit)
    items = part.entries[:limit]
    further = items[-1].id if len(part.entries) > limit else part.last
    return InboxView(items, further, _unread(newest.entries))


def count_unread(room: Room, owner: str, member: Member | None) -> int:
    """Return how many of the newest entries are unread, up to one more than is shown."""
    return _unread(_stretch(room, owner, member, None, _READ).entries)


def mark_read(desk: Desk, room: Room, member_id: str, ids: list[str]) -> None:
    room.inbox.mark_read(member_id, ids, desk.clock.now())
    room.inbox.mark_shared(member_id, ids)


def mark_all_read(desk: Desk, room: Room, member_id: str) -> None:
    """Everything there is; it goes by itself after 90 days."""
    room.inbox.mark_shared_until(member_id, desk.clock.now())
    for page in pages_of(lambda after: room.inbox.list(member_id, _PAGE, after)):
        unread = [entry.id for entry in page.items if not entry.read]
        room.inbox.mark_read(member_id, unread, desk.clock.now())


def finish(desk: Desk, room: Room, member_id: str, ids: list[str]) -> None:
    """Take entries out of the member's inbox, and of nobody else's. Of what isn't there, nothing happens."""
    room.inbox.mark_shared(member_id, ids, done=True)
    room.inbox.finish(member_id, ids, desk.clock.now())


def _stretch(room: Room, owner: str, member: Member | None, after: str | None, limit: int) -> Stretch:
    scopes = [scope for scope in SHARED if member and watches(member, scope)]
    parts = [_part(room, owner, after, limit)]
    if member and scopes:
        marks = room.inbox.marks(member.id)
        for scope in scopes:
            part = _part(room, scope, after, limit)
            parts.append(replace(part, entries=list(_found(part.entries, member, scope, marks))))
    return merged(parts)


def _part(room: Room, whose: str, after: str | None, limit: int) -> Stretch:
    page = room.inbox.list(whose, limit, after)
    return Stretch(page.items, page.position)


def _found(entries: Iterable[InboxEntry], member: Member, scope: Scope, marks: Marks) -> Iterable[InboxEntry]:
    """What a member finds of the entries of a scope: not what they did themselves, nor what they are done with."""
    for entry in entries:
        if entry.id not in marks.done and entry.actor_id != member.id and finds(member, entry.event, scope):
            yield replace(entry, read=marks.has_read(entry))


def _unread(entries: Sequence[InboxEntry]) -> int:
    return min(sum(not entry.read for entry in entries), _READ)
