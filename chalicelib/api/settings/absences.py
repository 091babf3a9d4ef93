"""Absences: when members are away, and who stands in for them."""

from __future__ import annotations

from chalicelib.api.schemas.people import MemberOut
from chalicelib.api.schemas.settings_people import AbsenceBody
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.members import shown
from chalicelib.domain.people.people import Absence
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings import absences


@route(
    "Say when a member is away",
    description="Members say it of themselves, admins and keys with `members:write` of anybody. From the first day to "
    "the last, by the member's own clock, new tickets and notices go to whoever stands in for them; then it is over by "
    "itself. With `hand_over`, which takes `tickets:write`, their unfinished tickets go there, too, when it begins.",
    body=AbsenceBody,
    answer=MemberOut,
    refusals=("not_found", "conflict"),
)
def set_absence(call: Call[NoQuery, AbsenceBody]) -> Reply:
    _check_may(call)
    body = call.body
    if body.hand_over:
        call.caller.check(Permission.TICKETS_WRITE)
    wanted = Absence(body.first.isoformat(), body.last.isoformat(), body.substitute_id)
    return Reply(shown(call, absences.set_absence(call.seat, call.path["id"], wanted, hand_over=body.hand_over)))


@route(
    "End a member's absence",
    description="Also before it begins. Tickets that were handed over stay where they are.",
    status=204,
    refusals=("not_found", "conflict"),
)
def end_absence(call: Call) -> Answer:
    _check_may(call)
    absences.end_absence(call.seat, call.path["id"])
    return Answer(204, "")


def _check_may(call: Call) -> None:
    """Raise DeskError `forbidden` for another's absence without the right to change members."""
    own = call.caller.member is not None and call.caller.member.id == call.path["id"]
    if not own:
        call.caller.check(Permission.MEMBERS_WRITE)
