"""All demo tickets, oldest first."""

from __future__ import annotations

from infra.local.demo import tickets_access, tickets_billing, tickets_calendar, tickets_integrations, tickets_product

_ALL = (
    *tickets_access.TICKETS,
    *tickets_billing.TICKETS,
    *tickets_calendar.TICKETS,
    *tickets_integrations.TICKETS,
    *tickets_product.TICKETS,
)
TICKETS = tuple(sorted(_ALL, key=lambda ticket: ticket.ago, reverse=True))
