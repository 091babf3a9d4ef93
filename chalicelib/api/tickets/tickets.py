"""Tickets: list, create, read, change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.api.schemas.people import ContactGiven
from chalicelib.api.schemas.tickets import (
    FoundRow,
    NewTicketBody,
    TicketChangesBody,
    TicketOut,
    TicketsPage,
    TicketsQuery,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets import present
from chalicelib.api.tickets.action import action, changed, shown
from chalicelib.api.tickets.written import written
from chalicelib.domain.errors import invalid
from chalicelib.domain.events import ARCHIVED, SNOOZED, SPAM, TRASH, Action
from chalicelib.domain.people.addresses import address
from chalicelib.domain.people.people import Participant
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.sla.state import SlaStatus
from chalicelib.domain.text import one_line
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.fields import CHOICES, FIELDS, Changes
from chalicelib.domain.tickets.filter import FACETS, Facet, Order, Span, TicketFilter
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.domain.vocabulary import Source
from chalicelib.services.files.uploads import accept_uploads
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.search.find import search
from chalicelib.services.search.snippets import snippets
from chalicelib.services.search.typed import typed_filters
from chalicelib.services.tickets import agents as service
from chalicelib.services.tickets.access import reference_of, ticket_by_number

TICKETS = "/v1/{workspace}/tickets"
TICKET = TICKETS + "/{ref}"
_SPLIT = 100
_PRESSING = frozenset({SlaStatus.WARNING, SlaStatus.BREACHED})
"""Who asks for these alone asks what is late, or soon will be: the soonest on top."""
_FURTHER_ORDERS = frozenset({Order.CREATED_LAST, Order.CREATED_FIRST, Order.PRIORITY})
_READ_APART = {"contact", "participants"}


@route(
    "List tickets, the latest change first, or search them",
    description="With `q`, the newest ticket with all its words comes first, whatever `sort` says. Words of internal "
    "notes are looked for when a member asks, not when an API key does: what a program finds may be for customers. In "
    '`q`, too, may stand filters: `is:open`, `label:billing` or `label:"two words"`, `from:maya@example.com`, '
    "`assignee:me`.",
    permission=Permission.TICKETS_READ,
    query=TicketsQuery,
    answer=TicketsPage,
    refusals=("bad_cursor",),
)
def list_tickets(call: Call[TicketsQuery]) -> Reply:
    text, wanted, me = call.query.q, _filter(call), call.caller.member
    if text is not None:
        text, wanted = typed_filters(call.room, text, wanted, me.id if me else None)
    asked = call.page("tickets", repr(_canonical(wanted)), text or "")
    if text is None or (not text and text != call.query.q):
        page = call.room.tickets.list(wanted, asked.limit, asked.after)
        rows = [present.found_row(call.desk, call.room, ticket, None) for ticket in page.items]
        return Reply(_page(rows, asked.next_cursor(page.position)))
    found = search(call.room, text, wanted, asked.limit, asked.after, notes=me is not None)
    why = snippets(call.room, found)
    rows = [present.found_row(call.desk, call.room, ticket, why.get(ticket.number)) for ticket in found.items]
    return Reply(_page(rows, asked.next_cursor(found.position), instead=found.instead, texts_cut=found.texts_cut))


def _page(rows: list[FoundRow], cursor: str | None, **more: Any) -> TicketsPage:
    return TicketsPage.model_construct(items=rows, next_cursor=cursor, **more)


def again(call: Call, result: str) -> Reply:
    return created(call, ticket_by_number(call.room, int(result), DescribedTicket))


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
    text = written(call, body.description, body.body_format)
    new = NewTicket(
        title=body.title,
        description=text.text,
        body_format=text.body_format,
        formatted=text.formatted,
        **{field.name: getattr(body, field.name) for field in CHOICES},
        source=call.source or (Source.CONSOLE if call.caller.member else Source.API),
        assignee_id=body.assignee_id,
        label_ids=tuple(body.labels),
        participants=_participants(body.participants),
        attachments=accept_uploads(call.desk, call.room, call.caller.id, body.attachments, None),
        notify_customer=body.notify_customer,
    )
    who = who_of(body.contact)
    return created(call, service.create_ticket(call.seat, new, who, receipt=call.receipt))


@route("Read a ticket", permission=Permission.TICKETS_READ, answer=TicketOut, refusals=("not_found",))
def read_ticket(call: Call) -> Reply:
    return shown(call, ticket_by_number(call.room, call.number, DescribedTicket))


@action("Change a ticket", TicketChangesBody, refusals=("already_assigned",), with_key=False)
def change_ticket(call: Call[NoQuery, TicketChangesBody]) -> Decision[DescribedTicket]:
    body, number, expected = call.body, call.number, call.expected
    if "expected_assignee_id" in body.model_fields_set:
        expected["assignee_id"] = body.expected_assignee_id
    contact = who_of(body.contact)
    return service.change_ticket(call.seat, number, _changes(body), contact=contact, expected=expected)


def _changes(body: TicketChangesBody) -> Changes:
    """Only what was named. A contact is looked up by the service; naming null takes it off the ticket."""
    named = body.model_fields_set
    changes = {name: getattr(body, name) for name in FIELDS if name in named - _READ_APART}
    if "contact" in named and body.contact is None:
        changes["contact"] = None
    if "labels" in named:
        changes["label_ids"] = tuple(body.labels)
    if "participants" in named:
        changes["participants"] = _participants(body.participants)
    if "participants_proposed" in named:
        changes["proposed"] = _participants(body.participants_proposed, "participants_proposed")
    return changes


def created(call: Call, ticket: DescribedTicket, action: Action | None = None) -> Reply:
    """Return a new ticket as an answer, with the action that made it where that can be undone."""
    reply = changed(call, ticket, action)
    ref = reference_of(call.room, ticket.number)
    location = f"{call.desk.base_url}/v1/{call.caller.workspace}/tickets/{ref}"
    return Reply(reply.document, {**reply.headers, "Location": location}, status=201)


def who_of(contact: ContactGiven | None) -> WhoWrites | None:
    if contact is None:
        return None
    if contact.email is not None and contact.id is not None:
        raise invalid("contact", "Give the contact's email address or its id, one of the two.")
    if contact.email is None and contact.id is None and not contact.phone and not contact.name.strip():
        raise invalid("contact", "Give the contact's email address, its id, or at least a name or a telephone number.")
    company = one_line(contact.company or "") or None
    return WhoWrites(email=contact.email, name=contact.name, id=contact.id, company=company, phone=contact.phone)


def _participants(addresses: list[str], field: str = "participants") -> tuple[Participant, ...]:
    return tuple(Participant(address(given, f"{field}.{index}")) for index, given in enumerate(addresses))


def _filter(call: Call[TicketsQuery]) -> TicketFilter:
    query = call.query
    wanted = {name: _wanted(call, facet) for name, facet in FACETS.items()}
    pressing = "sort" not in query.model_fields_set and bool(wanted["sla"]) and wanted["sla"] <= _PRESSING
    return TicketFilter(
        wanted={name: values for name, values in wanted.items() if values},
        bucket=_put_away(query),
        order=Order.DUE if pressing else query.sort,
        created=Span(query.created_after, query.created_before),
        updated=Span(query.updated_after, query.updated_before),
        mailboxes=frozenset(one.address for one in call.room.workspace.mailboxes),
        at=call.desk.clock.now(),
    )


def _put_away(query: TicketsQuery) -> str | None:
    flags = {ARCHIVED: query.archived, SPAM: query.spam, TRASH: query.trash, SNOOZED: query.snoozed}
    asked = [place for place, wanted in flags.items() if wanted]
    if len(asked) > 1:
        raise invalid(asked[-1], "List archived tickets, snoozed ones, spam or the trash, one of them.")
    return asked[0] if asked else None


def _wanted(call: Call[TicketsQuery], facet: Facet) -> frozenset[str | None]:
    given: str | None = getattr(call.query, facet.name)
    values = {value.strip() for value in given.split(",")} - {""} if given else set[str]()
    if len(values) > _SPLIT:
        raise invalid(facet.name, f"A filter takes {_SPLIT} values at most.")
    if facet.choices and not values <= set(facet.choices):
        raise invalid(facet.name, f"Choose from {', '.join(facet.choices)}.")
    if facet.name == "mailbox":
        return call.room.workspace.answering(values)
    if facet.name == "assignee":
        return frozenset(one for value in values for one in _assignees(call, value))
    return frozenset(values)


def _assignees(call: Call[TicketsQuery], value: str) -> Iterable[str | None]:
    match value:
        case "none":
            return [None]
        case "former":
            left = [one.id for one in call.room.workspace.members.values() if not one.may_be_assigned]
            return left or ["nobody"]
        case "me":
            if call.caller.member is None:
                raise invalid("assignee", "An API key is nobody, so it has no `me`. Name a member's id.")
            return [call.caller.member.id]
        case _:
            return [value]


def _canonical(wanted: TicketFilter) -> list[object]:
    """The same filter, however it was written, bound into the cursor as the same text. It names what is wanted alone,
    so that cursors outlive a release that knows of more."""
    values = [[name, sorted(value or "none" for value in wanted.wanted[name])] for name in sorted(wanted.wanted)]
    newest_first, soonest_due = wanted.order is not Order.OLDEST, wanted.order is Order.DUE
    further = [wanted.order] if wanted.order in _FURTHER_ORDERS else []
    apart = [wanted.bucket] if wanted.bucket not in (None, ARCHIVED) else []
    times = [
        f"{name} {at.isoformat()}"
        for name, at in (
            ("ca", wanted.created.after),
            ("cb", wanted.created.before),
            ("ua", wanted.updated.after),
            ("ub", wanted.updated.before),
        )
        if at
    ]
    return [wanted.bucket == ARCHIVED, newest_first, soonest_due, values, *further, *times, *apart]
