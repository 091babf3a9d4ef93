"""What a list of tickets may be narrowed down by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import ARCHIVED, SNOOZED, SPAM, TRASH
from chalicelib.domain.sla.state import SlaStatus, indicator
from chalicelib.domain.tickets.fields import CHOICES
from chalicelib.domain.tickets.ticket import TicketSummary


class Score(StrEnum):
    """The score a customer gave, or that there is none."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    NONE = "none"


class Order(StrEnum):
    """The order of a list. Created is in that of the numbers; a priority's tickets come the latest change first."""

    NEWEST = "-updated_at"
    OLDEST = "updated_at"
    DUE = "sla_due"
    CREATED_LAST = "-created_at"
    CREATED_FIRST = "created_at"
    PRIORITY = "priority"


PUT_AWAY = (ARCHIVED, SPAM, TRASH, SNOOZED)
"""The places whose tickets are listed alone."""
_UNASKED = datetime(9999, 1, 1, tzinfo=UTC)
Values = Collection[str | None]


class Delivery(StrEnum):
    """`failed`: the mail of a reply didn't get to somebody it was for."""

    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that lists are narrowed down by, as a query names it. `of` are a ticket's values, as a filter sees
    them; `choices` those there are, None where they come and go.
    """

    name: str
    of: Callable[[TicketSummary, TicketFilter], Values]
    choices: type[StrEnum] | None = None


def _choice(name: str, of: Callable[[TicketSummary], str], choices: type[StrEnum] | None) -> Facet:
    return Facet(name, lambda ticket, _by: (of(ticket),), choices)


def _mailboxes(ticket: TicketSummary, there_are: Collection[str]) -> Values:
    """The mailbox it was written to, and None where that is none of those there are."""
    if not ticket.mailbox_noted:
        return ()
    return (ticket.mailbox,) if ticket.mailbox in there_are else (ticket.mailbox, None)


FACETS: Mapping[str, Facet] = {
    facet.name: facet
    for facet in (
        *(_choice(field.name, field.of, field.choices) for field in CHOICES),
        Facet("label", lambda ticket, _by: ticket.label_ids),
        Facet("assignee", lambda ticket, _by: (ticket.assignee_id,)),
        Facet("contact", lambda ticket, _by: (ticket.contact.id,) if ticket.contact else ()),
        Facet("mailbox", lambda ticket, by: _mailboxes(ticket, by.mailboxes)),
        Facet("delivery", lambda ticket, _by: (Delivery.FAILED,) if ticket.undelivered else (), Delivery),
        Facet("csat", lambda ticket, _by: (str(ticket.csat_score or Score.NONE),), Score),
        Facet("sla", lambda ticket, by: (indicator(ticket.clock, by.at),), SlaStatus),
    )
}


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant on, and before another, where they are given."""

    after: datetime | None = None
    before: datetime | None = None

    def has(self, at: datetime) -> bool:
        return (self.after is None or at >= self.after) and (self.before is None or at < self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    """`wanted` holds values by facet: any of them will do. A facet that isn't named lets everything through; an
    assignee of None means nobody, a mailbox of None that the ticket was written to none of `mailboxes`, which are those
    there are.

    Archived and snoozed tickets, spam and the trash are listed alone (`bucket`) or not at all. `sla` are states of the
    ticket's indicator at the moment `at`. `DUE` puts on top what has to be resolved first; what is put away has no such
    order.
    """

    wanted: Mapping[str, frozenset[str | None]] = field(default_factory=dict)
    bucket: str | None = None
    order: Order = Order.NEWEST
    created: Span = Span()
    updated: Span = Span()
    mailboxes: frozenset[str] = frozenset()
    at: datetime = _UNASKED

    def of(self, facet: str) -> frozenset[str | None]:
        return self.wanted.get(facet, frozenset())

    def admits(self, ticket: TicketSummary) -> bool:
        """Return whether a list with this filter shows the ticket."""
        in_time = self.created.has(ticket.created_at) and self.updated.has(ticket.updated_at)
        return (
            in_time
            and self.bucket == (ticket.place.bucket if ticket.place.bucket in PUT_AWAY else None)
            and all(
                not values.isdisjoint(FACETS[name].of(ticket, self)) for name, values in self.wanted.items() if values
            )
        )


def check_filters(filters: Mapping[str, str]) -> None:
    """Raise DeskError at the filter of a saved view with a value that the list would refuse.

    Labels, members, contacts and mailboxes may come and go: a view that names one that is gone finds nothing.
    """
    for name, facet in FACETS.items():
        values = {value.strip() for value in filters.get(name, "").split(",")} - {""}
        if facet.choices and not values <= set(facet.choices):
            raise invalid(f"filters.{name}", f"Choose from {', '.join(facet.choices)}.")
