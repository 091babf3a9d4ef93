"""Changing and blocking contacts."""

from __future__ import annotations

from chalicelib.api import present
from chalicelib.api.routes import Call, Reply, route
from chalicelib.api.schemas.people import ContactOut
from chalicelib.api.schemas.settings_people import ContactChangesBody
from chalicelib.api.settings.resource import named
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings.contacts import change_contact as service


@route(
    "Change or block a contact",
    permission=Permission.CONTACTS_WRITE,
    body=ContactChangesBody,
    answer=ContactOut,
    refusals=("address_taken", "conflict"),
)
def change_contact(call: Call) -> Reply:
    """Tickets show a new name once they are changed the next time."""
    changes = named(call.body)
    return Reply(present.contact(service(call.desk, call.room, call.caller.actor, call.path["id"], changes)))
