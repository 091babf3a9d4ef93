"""What a member wants to be reminded of, for themselves."""

from __future__ import annotations

from chalicelib.api.schemas.tickets import ReminderBody, ReminderOut
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.people import Member
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.notices import reminders as service


@route(
    "Be reminded of a ticket",
    permission=Permission.TICKETS_READ,
    body=ReminderBody,
    answer=ReminderOut,
    refusals=("not_found", "in_trash"),
)
def remind(call: Call[NoQuery, ReminderBody]) -> Reply:
    """At that instant, within a year, a notice comes into my inbox, once. Another time takes the place of the first.
    Nobody else sees it; the ticket shows it to me as `reminder`."""
    body = call.body
    kept = service.remind(call.desk, call.room, call.number, _member(call), body.at, body.note)
    return Reply(ReminderOut(at=kept.at, note=kept.note))


@route(
    "Be reminded of a ticket no more",
    permission=Permission.TICKETS_READ,
    status=204,
    refusals=("not_found",),
)
def forget(call: Call) -> Answer:
    service.forget(call.room, call.number, _member(call).id)
    return Answer(204, "")


def _member(call: Call[NoQuery, ReminderBody] | Call) -> Member:
    if call.caller.member is None:
        raise DeskError("forbidden", "Reminders are for members; an API key is nobody.")
    return call.caller.member
