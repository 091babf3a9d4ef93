"""Reading a ticket, as a Protocol. The gatekeeper alone imports this: whoever wants a ticket asks there."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from chalicelib.domain.tickets.ticket import T


@runtime_checkable
class TicketReading(Protocol):
    """The reads of a room's tickets that the gatekeeper alone may make."""

    def get(self, number: int, kind: type[T]) -> T | None:
        """Return a ticket, read consistently. A `Ticket` is cheaper to read than a `DescribedTicket`."""
        ...
