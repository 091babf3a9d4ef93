"""Reading a ticket, as a Protocol. The gatekeeper alone imports this: whoever wants a ticket asks there."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from chalicelib.domain.tickets.ticket import T


@runtime_checkable
class TicketReading(Protocol):
    """The reads of a room's tickets that the gatekeeper alone may make."""

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        """Return a ticket. A `Ticket` is cheaper to read than a `DescribedTicket`; one that isn't read consistently
        costs half, and may be as it was a moment ago."""
        ...
