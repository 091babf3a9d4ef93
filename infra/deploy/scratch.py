"""A workspace that nobody works in, in which a new version is tried before the desk goes on with it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SYSTEM
from chalicelib.services.seat import Seat
from chalicelib.services.settings.create_workspace import create_workspace, first_admin
from chalicelib.services.settings.suspending import resume, suspend

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk

NAME = "smoke-test"
_SHOWN = "Trying new versions"
_ENTRIES = 10
"""As many as a ticket has at most that was only just made."""


def address(mail_domain: str) -> str:
    """Return the workspace's address, which is also what its only member signs in by."""
    return f"{NAME}@{mail_domain}"


@contextmanager
def opened(desk: Desk, mail_domain: str) -> Iterator[str]:
    """Open it, and make it the first time. Yield its member's password, another one each time. It is closed again
    afterwards, so that nobody comes by who would wait for an answer."""
    email, password = address(mail_domain), secrets.token_urlsafe(24)
    _make(desk, email)
    with desk.open(NAME) as room:
        resume(Seat(desk, room, SYSTEM))
    first_admin(desk, NAME, _SHOWN, email, invited_by=None)
    desk.identity.set_password(email, password)
    try:
        yield password
    finally:
        with desk.open(NAME) as room:
            suspend(Seat(desk, room, SYSTEM))


def _make(desk: Desk, email: str) -> None:
    try:
        create_workspace(desk, NAME, _SHOWN, email)
    except DeskError as refusal:
        with desk.enter(NAME):
            if refusal.code != "taken" or desk.settings.load(NAME, fresh=True) is None:
                raise
    from chalicelib.storage.table.keys import WORKSPACES  # late: they need the table that the desk was connected to
    from chalicelib.storage.table.records import DocumentRecord

    # Listed, it would count: the bare address leads to the portal of a desk's only workspace.
    DocumentRecord(WORKSPACES, NAME).delete()


def action_of(desk: Desk, number: int) -> dict[str, Any]:
    """Return the action by which a ticket was made, as the table has it."""
    from chalicelib.storage.table.keys import LINE, Keys  # late: as above
    from chalicelib.storage.table.reading import Range, query

    with desk.enter(NAME):
        found = query(Range(Keys(NAME).ticket(number), LINE), _ENTRIES, consistent=True)
    return next(item for item in found.items if item["type"]["S"] == "action")
