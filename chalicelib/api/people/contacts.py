"""Contacts, and a member's own inbox."""

from __future__ import annotations

from chalicelib.api.people import present
from chalicelib.api.schemas.people import ContactBody, ContactOut, ContactsPage
from chalicelib.api.schemas.settings_people import ContactChangesBody, ContactsQuery
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.people.people import Contact
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.people import contacts as service
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
    items = [present.contact(contact) for contact in page.items]
    return Reply(ContactsPage(items=items, next_cursor=asked.next_cursor(page.position)))


def _again(call: Call, result: str) -> Reply:
    return _one(call, service.contact(call.room, result))


@route(
    "Create a contact",
    permission=Permission.CONTACTS_WRITE,
    body=ContactBody,
    answer=ContactOut,
    status=201,
    replay=_again,
    refusals=("address_taken",),
)
def create_contact(call: Call[NoQuery, ContactBody]) -> Reply:
    body = call.body
    return _one(call, service.create_contact(call.desk, call.room, body.email, body.name, body.company, call.once))


@route(
    "Read a contact",
    permission=Permission.CONTACTS_READ,
    answer=ContactOut,
    refusals=("not_found",),
)
def read_contact(call: Call) -> Reply:
    return Reply(present.contact(service.contact(call.room, call.path["id"])))


def _one(call: Call, contact: Contact) -> Reply:
    location = f"{call.desk.base_url}/v1/{call.caller.workspace}/contacts/{contact.id}"
    return Reply(present.contact(contact), {"Location": location})


@route(
    "Change or block a contact",
    permission=Permission.CONTACTS_WRITE,
    body=ContactChangesBody,
    answer=ContactOut,
    refusals=("address_taken", "conflict"),
)
def change_contact(call: Call[NoQuery, ContactChangesBody]) -> Reply:
    """Tickets show a new name once they are changed the next time."""
    changes = named(call.body)
    contact = changes_of.change_contact(call.seat, call.path["id"], changes)
    return Reply(present.contact(contact))
