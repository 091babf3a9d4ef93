"""The public gate: what whoever comes by a link, a form or a frame has to pass, declared once for each public route."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.people import Contact
from chalicelib.domain.settings.workspace import check_open
from chalicelib.services import limits
from chalicelib.services.limits import Limit
from chalicelib.services.people.contacts import puts_aside_from, takes_nothing_from
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import Visit, visit


class Way(Enum):
    """The way of somebody who isn't signed in: `LINK` is that of a request, `ACCOUNT` a link or form about signing in,
    which belongs to no workspace, and `OPEN` is for what is the same for everybody."""

    OPEN = "open"
    LINK = "link"
    FORM = "form"
    FRAME = "frame"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The demands of a public route on a visit.

    `looks` is counted for the address before anything is looked up, `writes` for the address and in the workspace's
    budget once what was sent is found to be right. A `new` request is taken only where requests are taken at all. What
    goes `further` than reading is refused to a link that leads no further after a merge; what `gives` something in, to
    blocked contacts. What asks `again` and again reads what may be a moment old, for half of what it costs.
    """

    way: Way
    looks: Limit | None = None
    writes: Limit | None = None
    new: bool = False
    further: bool = False
    gives: bool = False
    again: bool = False


def _writing(limit: Limit) -> Kind:
    return Kind(way=Way.LINK, looks=limits.TRACK, writes=limit, further=True, gives=True)


KINDS: Mapping[str, Kind] = {
    "open": Kind(way=Way.OPEN),
    "client error": Kind(way=Way.OPEN, looks=limits.CLIENT_ERRORS),
    "account": Kind(way=Way.ACCOUNT),
    "sso": Kind(way=Way.ACCOUNT, looks=limits.SSO),
    "account link": Kind(way=Way.ACCOUNT, looks=limits.TRACK),
    "signed address": Kind(way=Way.LINK),
    "form": Kind(way=Way.FORM),
    "find": Kind(way=Way.FORM, writes=limits.FIND),
    "new form": Kind(way=Way.FORM, new=True),
    "new request": Kind(way=Way.FORM, writes=limits.SUBMIT, new=True),
    "new upload": Kind(way=Way.FORM, writes=limits.UPLOAD, new=True),
    "list": Kind(way=Way.FRAME, looks=limits.TRACK),
    "read": Kind(way=Way.LINK, looks=limits.TRACK),
    "picture": Kind(way=Way.LINK, looks=limits.PICTURE),
    "news": Kind(way=Way.LINK, looks=limits.NEWS, again=True),
    "read on": Kind(way=Way.LINK, looks=limits.TRACK, further=True),
    "large file": Kind(way=Way.LINK, looks=limits.TRACK, further=True, gives=True),
    "write": _writing(limits.ANSWER),
    "upload": _writing(limits.UPLOAD),
}
"""By the name that a route is declared with. "large file" stores nothing itself, but hands out the right to. What
concerns an "account" is counted in `services.accounts`, by the email address too. A "signed address" was given to a
member and is good for minutes."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody in a workspace's room; `seen` is what the link opens to them. `client` is their address on the net."""

    desk: Desk
    room: Room
    kind: Kind
    client: str
    framed: bool
    seen: Visit | None

    @property
    def visit(self) -> Visit:
        assert self.seen is not None, "the route isn't declared for those who come by a link"
        return self.seen

    @property
    def writes_spam(self) -> bool:
        """Return whether what this visitor writes is spam. They are answered as if it weren't."""
        return self.seen is not None and puts_aside_from(self.room, _contact(self.room, self.seen))

    def check(self) -> None:
        """Raise DeskError `switched_off`, `blocked` or `merged` for whoever may not do what they came for."""
        if self.kind.new and not (self.room.workspace.portal_on or self.framed):
            raise DeskError("switched_off", "This desk takes no requests here.")
        if self.seen is None:
            return
        if self.kind.gives:
            _check_not_blocked(self.room, _contact(self.room, self.seen))
        if self.kind.further and self.seen.apart:
            raise DeskError("merged", "This request was merged with another one. It goes on by the link in our mails.")

    def count(self, sender: str | None = None) -> None:
        """Count what is about to be written. Raise DeskError `rate_limited`, or `blocked` for a `sender` who gives
        their address and has no link: only after the counting, lest anybody find out at leisure who is blocked."""
        if self.kind.writes:
            self._spend(self.kind.writes)
        if sender:
            _check_not_blocked(self.room, self.room.contacts.by_address(sender))

    def count_file(self) -> None:
        """Count a file that came with a form. Raise DeskError `rate_limited`."""
        self._spend(limits.UPLOAD)

    def _spend(self, limit: Limit) -> None:
        limits.spend_from(self.desk, limit, self.client, self.room.workspace.id)


def knock(desk: Desk, kind: Kind, client: str) -> None:
    """Count the visit itself. Raise DeskError `rate_limited`: links can't be guessed at without end."""
    if kind.looks:
        limits.spend_from(desk, kind.looks, client)


@contextmanager
def enter(desk: Desk, kind: Kind, client: str, workspace: str, token: str, *, framed: bool) -> Iterator[Guest]:
    """Open the workspace to somebody, and by a link its ticket. Raise `not_found` for either, `workspace_suspended`.

    `framed` is whoever comes by a widget, which takes requests as long as it is there, whatever the portal does.
    """
    with desk.open(workspace) as room:
        check_open(room.workspace)
        seen = _seen(desk, room, kind, client, token, framed=framed) if kind.way is Way.LINK else None
        yield Guest(desk, room, kind, client, framed, seen)


def _seen(desk: Desk, room: Room, kind: Kind, client: str, token: str, *, framed: bool) -> Visit:
    try:
        return visit(room, token, framed=framed, consistent=not kind.again)
    except DeskError:
        limits.spend_from(desk, limits.WRONG_TOKEN, client, room.workspace.id)
        raise


def _contact(room: Room, seen: Visit) -> Contact | None:
    """Return the contact whose link it is, also on others' tickets."""
    own = seen.ticket.contact if seen.recipient.is_contact else None
    return room.contacts.get(own.id) if own else room.contacts.by_address(seen.recipient.address)


def _check_not_blocked(room: Room, contact: Contact | None) -> None:
    if takes_nothing_from(room, contact):
        raise DeskError("blocked", "This desk takes nothing from this address.")
