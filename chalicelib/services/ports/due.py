"""What the tick needs of storage, as Protocols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.paging import Page
from chalicelib.domain.sla.due import Due
from chalicelib.domain.tickets.ticket import TicketSummary
from chalicelib.domain.worklist import Work


class DueList(Protocol):
    """The tickets that are due of all workspaces, in as many parts as there are SHARDS."""

    def pages(self, shard: int, until: datetime) -> Iterator[list[Due]]:
        """Yield what is due by `until`, the oldest first. One cheap read when there is nothing."""
        ...

    def put_off(self, due: Due, until: datetime) -> None:
        """It failed. Does nothing when it is due at another time meanwhile."""
        ...


class Ticking(Protocol):
    """The tickets of one workspace, for the tick."""

    def rows(self, numbers: Sequence[int], *, consistent: bool = False) -> list[TicketSummary]: ...

    def page(self, status: str, limit: int, after: str | None) -> Page[TicketSummary]:
        """Tickets of a status, the oldest change first."""
        ...

    def unchanged(self, place: str, before: datetime, limit: int, after: str | None) -> Page[TicketSummary]:
        """Tickets of a status, or of another place, last changed before then, the oldest change first. Nothing else is
        read."""
        ...

    def undelivered(self, since: datetime, limit: int, after: str | None) -> Page[TicketSummary]:
        """Tickets with mail that didn't arrive, whatever became of them, last changed since then, oldest change first.

        A page may be shorter and go on, when few of the tickets have any.
        """
        ...

    def note_mailbox(self, number: int, mailbox: str | None) -> None:
        """Note in a row from before which address of ours the ticket was written to. Twice is once."""
        ...

    def key_by_sla(self, ticket: TicketSummary) -> None:
        """List a ticket by what is due on it, unless it was changed since it was read, which does the same."""
        ...

    def forget_retiming(self, due: Due) -> None:
        """Timing anew is no longer asked for where releases before the work list did, unless one did so again."""
        ...


class WorkList(Protocol):
    """The work of all workspaces that is due and no ticket, in as many parts as there are SHARDS of it.

    Whoever does some of it holds a claim, a name of their own for it. Without it, or once another has it, changes raise
    ConflictError. All but `pages` is to be called within the work's workspace.
    """

    def pages(self, shard: int, until: datetime) -> Iterator[list[Work]]:
        """Yield the work due by `until`, the oldest first, without its state. One cheap read when there is nothing."""
        ...

    def find(self, workspace: str, kind: str, work_id: str = "") -> Work | None:
        """Return the work of that kind and id with its state, whoever does it, as it is at this moment; None when there
        is none, or none any more."""
        ...

    def ask(self, work: Work) -> None:
        """To be begun at its instant. It takes the place of the same work under way."""
        ...

    def remind(self, work: Work) -> None:
        """Make sure of it: the same work that is there already, or under way, keeps its instant and state, and whoever
        does it can't be done with it before they looked again."""
        ...

    def see_to(self, work: Work) -> None:
        """Make sure of work that isn't due yet, once in this process: asked again, it costs nothing."""
        ...

    def claim(self, work: Work, claim: str, now: float) -> Work | None:
        """The work with its state, claimed for the time of a lease; None when it isn't due so any more, or another's.

        `now` is in seconds since 1970, of the machine's clock: a lease measures the life of a worker.
        """
        ...

    def move_on(self, work: Work, claim: str) -> None:
        """It got as far as its state says, and goes on at its instant."""
        ...

    def release(self, work: Work, claim: str) -> None: ...

    def finish(self, work: Work, claim: str) -> None:
        """Be done with it. Raises ConflictError as well when somebody made sure of it since it was claimed."""
        ...

    def put_off(self, work: Work, until: datetime, claim: str | None = None) -> None:
        """It failed, or nobody here knows its kind. Does nothing when it is another's, or due at another time."""
        ...
