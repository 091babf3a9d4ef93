"""Tickets: list, create, read, change."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from chalicelib.api.schemas.people import ContactGiven
from chalicelib.api.schemas.tickets import NewTicketBody, TicketChangesBody, TicketOut, TicketsPage, TicketsQuery
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets import present
from chalicelib.api.tickets.action import action, shown
from chalicelib.domain.errors import invalid
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.people import Participant
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.change import Changes
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.vocabulary import Channel, Priority, Source, Status, TicketType
from chalicelib.services.files.uploads import taken
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.search.find import search
from chalicelib.services.tickets import agents as service
from chalicelib.services.tickets.access import reference_of, ticket_by_number

TICKETS = "/v1/{workspace}/tickets"
TICKET = TICKETS + "/{ref}"
_SPLIT = 100
E = TypeVar("E", bound=StrEnum)


@route(
    "List tickets, the latest change first, or search them",
    description="With `q`, the newest ticket with all its words comes first, whatever `sort` says. Words of internal "
    "notes are looked for when a member asks, not when an API key does: what a program finds may be for customers.",
    permission=Permission.TICKETS_READ,
    query=TicketsQuery,
    answer=TicketsPage,
    refusals=("bad_cursor",),
)
def list_tickets(call: Call[TicketsQuery]) -> Reply:
    wanted = _filter(call)
    text = call.query.q
    asked = call.page("tickets", repr(_canonical(wanted)), text or "")
    if text is None:
        page = call.room.tickets.list(wanted, asked.limit, asked.after)
    else:
        page = search(call.room, text, wanted, asked.limit, asked.after, notes=call.caller.member is not None)
    rows = [present.ticket_row(call.desk, call.room, ticket) for ticket in page.items]
    return Reply(TicketsPage.model_construct(items=rows, next_cursor=asked.next_cursor(page.position)))


def again(call: Call, result: str) -> Reply:
    return created(call, ticket_by_number(call.room, int(result)))


@route(
    "Create a ticket",
    permission=Permission.TICKETS_WRITE,
    body=NewTicketBody,
    answer=TicketOut,
    status=201,
    replay=again,
    works_first=True,
    refusals=("blocked", "conflict"),
)
def create_ticket(call: Call[NoQuery, NewTicketBody]) -> Reply:
    body = call.body
    new = NewTicket(
        title=body.title,
        description=body.description,
        type=body.type,
        priority=body.priority,
        status=body.status,
        channel=body.channel,
        source=call.source or (Source.CONSOLE if call.caller.member else Source.API),
        assignee_id=body.assignee_id,
        label_ids=tuple(body.labels),
        participants=_participants(body.participants),
        attachments=taken(call.desk, call.room, call.caller.id, body.attachments, None),
        notify_customer=body.notify_customer,
    )
    who = who_of(body.contact)
    return created(call, service.create_ticket(call.seat, new, who, receipt=call.receipt))


@route("Read a ticket", permission=Permission.TICKETS_READ, answer=TicketOut, refusals=("not_found",))
def read_ticket(call: Call) -> Reply:
    return shown(call, ticket_by_number(call.room, call.number))


@action("Change a ticket", TicketChangesBody, refusals=("already_assigned",), with_key=False)
def change_ticket(call: Call[NoQuery, TicketChangesBody]) -> Ticket:
    body, number, expected = call.body, call.number, call.expected
    if "expected_assignee_id" in body.model_fields_set:
        expected["assignee_id"] = body.expected_assignee_id
    contact = who_of(body.contact)
    return service.change_ticket(call.seat, number, _changes(body), contact=contact, expected=expected)


def _changes(body: TicketChangesBody) -> Changes:
    """Only what was named. A contact is looked up by the service; naming null takes it off the ticket."""
    named = body.model_fields_set
    changes: Changes = {}
    for name in ("title", "description", "type", "priority", "status", "assignee_id"):
        if name in named:
            changes[name] = getattr(body, name)
    if "contact" in named and body.contact is None:
        changes["contact"] = None
    if "labels" in named:
        changes["label_ids"] = tuple(body.labels)
    if "participants" in named:
        changes["participants"] = _participants(body.participants)
    return changes


def created(call: Call, ticket: Ticket) -> Reply:
    reply = shown(call, ticket)
    ref = reference_of(call.room, ticket.number)
    location = f"{call.desk.base_url}/v1/{call.caller.workspace}/tickets/{ref}"
    return Reply(reply.document, {**reply.headers, "Location": location}, status=201)


def who_of(contact: ContactGiven | None) -> WhoWrites | None:
    if contact is None:
        return None
    if contact.email is not None and contact.id is not None:
        raise invalid("contact", "Give the contact's email address or its id, one of the two.")
    if contact.email is None and contact.id is None and not contact.name.strip():
        raise invalid("contact", "Give the contact's email address, its id, or at least a name.")
    return WhoWrites(
        email=contact.email, name=contact.name, id=contact.id, company=one_line(contact.company or "") or None
    )


def _participants(addresses: list[str]) -> tuple[Participant, ...]:
    return tuple(Participant(address(given, f"participants.{index}")) for index, given in enumerate(addresses))


def _filter(call: Call[TicketsQuery]) -> TicketFilter:
    query = call.query
    me = call.caller.member.id if call.caller.member else None
    sla = _known("sla", query.sla, SlaStatus)
    assignees = {_assignee(value, me) for value in _values("assignee", query.assignee)}
    return TicketFilter(
        statuses=_known("status", query.status, Status),
        priorities=_known("priority", query.priority, Priority),
        types=_known("type", query.type, TicketType),
        channels=_known("channel", query.channel, Channel),
        labels=frozenset(_values("label", query.label)),
        assignees=frozenset(assignees),
        contacts=frozenset(_values("contact", query.contact)),
        archived=query.archived,
        newest_first=query.sort != "updated_at",
        sla=sla,
        soonest_due=query.sort == "sla_due" or ("sort" not in query.model_fields_set and _pressing(sla)),
        at=call.desk.clock.now(),
    )


def _pressing(states: frozenset[SlaStatus]) -> bool:
    """Whether only tickets are asked for that are late, or soon will be."""
    return bool(states) and states <= {SlaStatus.WARNING, SlaStatus.BREACHED}


def _assignee(value: str, me: str | None) -> str | None:
    if value == "none":
        return None
    if value != "me":
        return value
    if me is None:
        raise invalid("assignee", "An API key is nobody, so it has no `me`. Name a member's id.")
    return me


def _known(field: str, given: str | None, kind: type[E]) -> frozenset[E]:
    values = frozenset(_values(field, given))
    if not values <= set(kind):
        raise invalid(field, f"Choose from {', '.join(kind)}.")
    return frozenset(map(kind, values))


def _values(field: str, given: str | None) -> list[str]:
    values = [value.strip() for value in given.split(",")] if given else []
    if len(values) > _SPLIT:
        raise invalid(field, f"A filter takes {_SPLIT} values at most.")
    return [value for value in values if value]


def _canonical(wanted: TicketFilter) -> list[list[str]]:
    """The same filter, however it was written, bound into the cursor as the same text."""
    fields = (
        wanted.statuses,
        wanted.priorities,
        wanted.types,
        wanted.channels,
        wanted.labels,
        wanted.assignees,
        wanted.contacts,
        wanted.sla,
    )
    flags = [str(wanted.archived), str(wanted.newest_first), str(wanted.soonest_due)]
    return [flags, *(sorted(value or "none" for value in values) for values in fields)]
