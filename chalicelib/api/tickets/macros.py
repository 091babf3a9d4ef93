"""Running a macro on a ticket."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.api.schemas.conversation import EventOut, TimelineEntryOut
from chalicelib.api.schemas.macros import MacroRunOut, RunMacroQuery
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.api.tickets import present
from chalicelib.api.tickets.members_only import entry_for_others
from chalicelib.api.tickets.present_timeline import timeline_entries
from chalicelib.domain.events import Action
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.automation import run_macro as service
from chalicelib.services.settings import macros
from chalicelib.services.tickets.access import ticket_by_number


@route(
    "Run a macro on a ticket",
    description="All of it is done, or nothing: it is refused with the first action that can't be done, whose place is "
    "in `action` (from 0) and whose word is in `do`. A reply in it goes out ten seconds later, and until then one undo "
    "takes all of it back; a note in it stays.",
    permission=Permission.TICKETS_WRITE,
    query=RunMacroQuery,
    answer=MacroRunOut,
    replay=lambda call, result: _ran_again(call, result),
    if_match=True,
    refusals=(
        "not_found",
        "unknown_place",
        "in_trash",
        "merged",
        "is_spam",
        "already_resolved",
        "already_urgent",
        "not_reachable",
        "stale_version",
        "conflict",
    ),
)
def run_macro(call: Call[RunMacroQuery]) -> Reply:
    macro = macros.macro(call.room, call.caller.id, call.path["id"])
    if call.query.preview:
        would_be = service.tried(call.seat, call.number, macro, expected=call.expected)
        assert would_be.before
        seen = replace(would_be.ticket, version=would_be.before.version)
        return _answered(call, seen, would_be.action, would_be.said, stored=False)
    done = service.run(call.seat, call.number, macro, expected=call.expected, receipt=call.receipt)
    return _answered(call, done.ticket, done.action, done.said)


def _ran_again(call: Call, result: str) -> Reply:
    number, action_id = int(result), call.once.action if call.once else ""
    action = call.room.timeline.action(number, action_id) if action_id else None
    said = call.room.timeline.entry(number, action.message_id) if action and action.message_id else None
    ticket = ticket_by_number(call.room, number, DescribedTicket)
    return _answered(call, ticket, action, said if isinstance(said, Said) else None)


def _answered(
    call: Call, ticket: DescribedTicket, action: Action | None, said: Said | None, *, stored: bool = True
) -> Reply:
    document = present.ticket(call.desk, call.room, ticket, notes=call.caller.reads_notes)
    if action and stored:
        document.action_id, document.undo_until = action.id, service.undo_until(action)
    answer = MacroRunOut(ticket=document, events=_events(call, action), said=_said(call, said))
    return Reply(answer, {"ETag": f'"{ticket.version}"'} if stored else {})


def _events(call: Call, action: Action | None) -> list[EventOut]:
    shown = _for_caller(call, timeline_entries(action) if action else [])
    return [entry.event for entry in shown if entry.event]


def _said(call: Call, said: Said | None) -> TimelineEntryOut | None:
    return next(iter(_for_caller(call, timeline_entries(said) if said else [])), None)


def _for_caller(call: Call, entries: list[TimelineEntryOut]) -> list[TimelineEntryOut]:
    if call.caller.reads_notes:
        return entries
    return [one for one in map(entry_for_others, entries) if one]
