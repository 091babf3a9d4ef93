"""Contacts, and the tickets of each."""

from __future__ import annotations

from chalicelib.api.people import present
from chalicelib.api.schemas.people import ContactBody, ContactDetailsOut, ContactMergeBody, ContactsPage, HoldBody
from chalicelib.api.schemas.settings_people import ContactChangesBody, ContactsQuery
from chalicelib.api.schemas.tickets import TicketsPage
from chalicelib.api.serving.routes import Call, NoQuery, PageQuery, Reply, route
from chalicelib.api.settings.resource import named
from chalicelib.api.tickets.present import ticket_row
from chalicelib.domain.people.people import Contact
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.people import contacts as service
from chalicelib.services.people import holds, merging
from chalicelib.services.people.merging import family
from chalicelib.services.settings import contacts as changes_of

CONTACTS = "/v1/{workspace}/contacts"


@route(
    "List contacts by name",
    permission=Permission.CONTACTS_READ,
    query=ContactsQuery,
    answer=ContactsPage,
    refusals=("bad_cursor",),
)
def list_contacts(call: Call[ContactsQuery]) -> Reply:
    """By name; with `q`, those whose name or one of whose addresses begins so."""
    start = call.query.q or ""
    asked = call.page(f"contacts {start}")
    contacts, limit, after = call.room.contacts, asked.limit, asked.after
    page = contacts.search(start, limit, after) if start else contacts.list(limit, after)
    items = [present.contact(contact, notes=call.caller.reads_notes) for contact in page.items]
    return Reply(ContactsPage(items=items, next_cursor=asked.next_cursor(page.position)))


def _again(call: Call, result: str) -> Reply:
    return _one(call, service.contact(call.room, result))


@route(
    "Create a contact",
    permission=Permission.CONTACTS_WRITE,
    body=ContactBody,
    answer=ContactDetailsOut,
    status=201,
    replay=_again,
    refusals=("address_taken",),
)
def create_contact(call: Call[NoQuery, ContactBody]) -> Reply:
    body = call.body
    given = (body.email, body.name, body.company)
    return _one(call, service.create_contact(call.desk, call.room, *given, call.once, body.phones))


@route(
    "Read a contact",
    permission=Permission.CONTACTS_READ,
    answer=ContactDetailsOut,
    refusals=("not_found",),
)
def read_contact(call: Call) -> Reply:
    return Reply(_details(call, service.contact(call.room, call.path["id"])))


def _one(call: Call, contact: Contact) -> Reply:
    location = f"{call.desk.base_url}/v1/{call.caller.workspace}/contacts/{contact.id}"
    return Reply(_details(call, contact), {"Location": location})


@route(
    "Change or block a contact",
    permission=Permission.CONTACTS_WRITE,
    body=ContactChangesBody,
    answer=ContactDetailsOut,
    refusals=("address_taken", "merged", "conflict", "mail_service_failed"),
)
def change_contact(call: Call[NoQuery, ContactChangesBody]) -> Reply:
    """Open tickets follow within a minute or so."""
    changes = named(call.body)
    if "notes" in changes:
        call.caller.check(Permission.NOTES_READ)
    return Reply(_details(call, changes_of.change_contact(call.seat, call.path["id"], changes)))


@route(
    "List a contact's tickets, the newest first",
    description="All of them, whatever became of them: archived and merged ones, too, and those of contacts who were "
    "merged into this one.",
    permission=Permission.TICKETS_READ,
    query=PageQuery,
    answer=TicketsPage,
    refusals=("not_found", "bad_cursor"),
)
def contact_tickets(call: Call[PageQuery]) -> Reply:
    person = service.contact(call.room, call.path["id"])
    asked = call.page("contact tickets", person.id)
    people = [one.id for one in family(call.room, person)]
    page = call.room.tickets.of_contacts(people, asked.limit, asked.after)
    rows = [ticket_row(call.desk, call.room, ticket) for ticket in page.items]
    return Reply(TicketsPage.model_construct(items=rows, next_cursor=asked.next_cursor(page.position)))


@route(
    "Merge another contact into this one",
    description="The other keeps addresses and tickets; whatever comes from those addresses from now on is this one's. "
    "Nobody's link opens more than before.",
    permission=Permission.CONTACTS_WRITE,
    body=ContactMergeBody,
    answer=ContactDetailsOut,
    refusals=("not_found", "merged", "too_many", "conflict"),
)
def merge_contacts(call: Call[NoQuery, ContactMergeBody]) -> Reply:
    return Reply(_details(call, merging.merge(call.seat, call.path["id"], call.body.other)))


@route(
    "Undo a merge of contacts",
    permission=Permission.CONTACTS_WRITE,
    body=ContactMergeBody,
    answer=ContactDetailsOut,
    refusals=("not_found", "not_merged", "conflict"),
)
def unmerge_contacts(call: Call[NoQuery, ContactMergeBody]) -> Reply:
    return Reply(_details(call, merging.unmerge(call.seat, call.path["id"], call.body.other)))


@route(
    "Put a contact on hold",
    description="Neither they nor their tickets are deleted, redacted or erased until the hold is released, whatever "
    "is asked for or due; nor are those of contacts who were merged with them.",
    permission=Permission.CONTACTS_WRITE,
    body=HoldBody,
    answer=ContactDetailsOut,
    refusals=("not_found", "conflict"),
)
def hold_contact(call: Call[NoQuery, HoldBody]) -> Reply:
    call.caller.check(Permission.TICKETS_DELETE)
    return Reply(_details(call, holds.hold_contact(call.seat, call.path["id"], call.body.reason)))


@route(
    "Release a contact's hold",
    permission=Permission.CONTACTS_WRITE,
    answer=ContactDetailsOut,
    refusals=("not_found", "conflict"),
)
def release_contact(call: Call) -> Reply:
    call.caller.check(Permission.TICKETS_DELETE)
    return Reply(_details(call, holds.release_contact(call.seat, call.path["id"])))


def _details(call: Call, contact: Contact) -> ContactDetailsOut:
    return present.contact_details(contact, family(call.room, contact)[1:], notes=call.caller.reads_notes)
