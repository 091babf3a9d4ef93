"""How every command on a ticket is carried out."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor
from chalicelib.domain.tickets.decision import Moment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.timing import Promises
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import reference_of, ticket_by_number

Expected = Mapping[str, object]
"""What a caller believes of a ticket: its `version`, its `assignee_id`."""


def moment(desk: Desk, room: Room, actor: Actor) -> Moment:
    return Moment(actor, desk.clock.now(), desk.new_id, Promises.of(room.workspace))


def active_ticket(room: Room, number: int, *, described: bool = True) -> Ticket:
    """A ticket that commands apply to. Raises DeskError `merged` for a duplicate, naming the ticket to go to."""
    ticket = ticket_by_number(room, number, described=described)
    if ticket.merged_into is not None:
        primary = reference_of(room, ticket.merged_into)
        raise DeskError("merged", f"This ticket was merged into {primary}. Go on there.", data={"merged_into": primary})
    return ticket


def check_expected(ticket: Ticket, expected: Expected) -> None:
    if "version" in expected and ticket.version != expected["version"]:
        raise DeskError(
            "stale_version",
            f"The ticket was changed meanwhile; it is at version {ticket.version} now.",
            data={"version": ticket.version},
        )
    if "assignee_id" in expected and ticket.assignee_id != expected["assignee_id"]:
        raise DeskError(
            "already_assigned",
            "Somebody else was quicker: the ticket was assigned meanwhile.",
            data={"assignee_id": ticket.assignee_id},
        )
