"""Storing what was decided, as Protocols. The pipeline alone imports this: nothing else may change a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.people.people import Contact
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import Ticket, TicketSummary


@runtime_checkable
class Commits(Protocol):
    """The writes to a room's tickets."""

    def commit(
        self,
        decisions: Sequence[Decision[Ticket]],
        *,
        new_contact: Contact | None = None,
        contact: tuple[Contact, Contact] | None = None,
        once: Once | None = None,
        seen: SeenMail | None = None,
    ) -> None:
        """Store everything or nothing; `contact` is one as they were read, and as they become. Raises ConflictError,
        RepeatedError (once) or AlreadyFiledError (seen)."""
        ...


@runtime_checkable
class Crossings(Protocol):
    """The writes of the tick to a room's tickets."""

    def store(self, before: TicketSummary, after: TicketSummary, action: Action | None) -> None:
        """Store what became of a ticket by time alone. Raises ConflictError when it is no longer `before`."""
        ...
