"""Canned responses: texts to answer with, written once and filled in for each ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.settings import canned
from chalicelib.domain.settings.canned import Rendered
from chalicelib.domain.settings.workspace import CannedResponse
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.tickets.access import reference_of, tracking_url


def add_canned(seat: Seat, name: str, body: str, folder: str = "", once: Once | None = None) -> CannedResponse:
    canned.check(body)
    response = CannedResponse(parts.new_id(seat.desk, "r"), name, body, one_line(folder))
    return parts.add(seat, response, once)


def change_canned(seat: Seat, response_id: str, changes: Mapping[str, Any]) -> CannedResponse:
    """Change what `changes` names, `name`, `body` or `folder`."""
    canned.check(changes.get("body", ""))
    if "folder" in changes:
        changes = {**changes, "folder": one_line(changes["folder"])}
    return parts.change(
        seat,
        lambda: parts.one(seat.room, CannedResponse, response_id),
        lambda response: replace(response, **changes),
    )


def delete_canned(seat: Seat, response_id: str) -> None:
    parts.remove(seat, lambda: parts.one(seat.room, CannedResponse, response_id))


def render_canned(seat: Seat, response_id: str, ticket: Ticket) -> Rendered:
    """The text as `actor` would send it on this ticket. The link in it is the customer's own, of the kind
    that others may see: what is said to them is said to all who take part."""
    return filled_in(seat, parts.one(seat.room, CannedResponse, response_id), ticket)


def filled_in(seat: Seat, response: CannedResponse, ticket: Ticket) -> Rendered:
    """Return the same of a response that was read before."""
    return canned.render(response.body, _values(seat, ticket))


def _values(seat: Seat, ticket: Ticket) -> dict[str, str]:
    contact = ticket.contact
    customer = next((person for person in links.everybody(ticket) if person.is_contact), None)
    return {
        "customer_name": ticket.customer_name,
        "customer_first_name": canned.first_name(ticket.customer_name),
        "customer_email": shown_address(contact.email or "") if contact else "",
        "ticket_id": reference_of(seat.room, ticket.number),
        "ticket_title": ticket.title,
        "agent_name": seat.actor.name_outside(seat.room.workspace.name),
        "workspace_name": seat.room.workspace.name,
        "ticket_url": tracking_url(seat.desk.portal_url, seat.room, ticket, customer.id, proven=False)
        if customer
        else "",
    }
