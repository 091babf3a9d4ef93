"""Listing tickets anew by what is due: those from before the worst open target coloured them lie where their solution
alone is due.

New tickets and those that change in what is promised lie right. The others are gone through when asked for, on the work
list.
"""

from __future__ import annotations

from chalicelib.domain.vocabulary import Status
from chalicelib.domain.worklist import Work
from chalicelib.services.ports import Desk, Room

KIND = "sla_keys"
_PAGE = 25
_STATUSES = [status.value for status in Status]


def ask_for_rekeying(desk: Desk, room: Room) -> None:
    """Have all tickets from before listed anew. Asked again, it begins anew, which does no harm."""
    state = {"statuses": _STATUSES, "position": None}
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, at=desk.clock.now(), state=state))


def rekey(_: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of tickets: one that is changed meanwhile moves to the end, and is looked at again."""
    statuses = work.state["statuses"]
    page = room.ticking.page(statuses[0], _PAGE, work.state["position"])
    for row in page.items:
        room.ticking.key_by_sla(row)
    rest = statuses if page.position else statuses[1:]
    return work.further(len(page.items), statuses=rest, position=page.position) if rest else None
