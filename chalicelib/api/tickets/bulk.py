"""The same change on many tickets."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.api.schemas.lifecycle import BulkBody, BulkOut, BulkResultOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.snoozing import snoozed_until
from chalicelib.bootstrap import is_passing
from chalicelib.domain.errors import invalid, unavailable
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.fields import FIELDS
from chalicelib.observability import log_fault
from chalicelib.services.automation import run_macro
from chalicelib.services.settings import macros
from chalicelib.services.tickets import bulk as service


@route(
    "Change many tickets, with an outcome for each",
    permission=Permission.TICKETS_WRITE,
    body=BulkBody,
    answer=BulkOut,
)
def bulk(call: Call[NoQuery, BulkBody]) -> Reply:
    """Doing it again does nothing more to tickets that are as wanted already."""
    body = call.body
    wanted = body.set
    named = wanted.model_fields_set
    if wanted.archived is not None or wanted.deleted is not None:
        call.caller.check(Permission.TICKETS_DELETE)
    if not named:
        raise invalid("set", "Say what to set.")
    if wanted.macro is not None:
        if len(named) > 1:
            raise invalid("set.macro", "A macro is run by itself. Put what else is to be set into it.")
        return _done(_macro_run(call, wanted.macro))
    settings = service.BulkChanges(
        fields={
            name: getattr(wanted, name)
            for name, field in FIELDS.items()
            if field.bulk and name in named and not (field.choices and getattr(wanted, name) is None)
        },
        add_labels=tuple(wanted.add_labels),
        remove_labels=tuple(wanted.remove_labels),
        archived=wanted.archived,
        spam=wanted.spam,
        deleted=wanted.deleted,
        snoozed=service.Snooze(snoozed_until(wanted.snooze, "set.snooze.")) if wanted.snooze else None,
        unsnoozed="snooze" in named and wanted.snooze is None,
    )
    return _done(service.apply(call.seat, body.refs, settings, notify=body.notify_customers))


def _macro_run(call: Call[NoQuery, BulkBody], macro_id: str) -> service.Batch:
    """Run a macro on each ticket. What it replies is mailed in any case: that is what it is for."""
    prepared = run_macro.ready(call.seat, macros.macro(call.room, call.caller.id, macro_id))
    wanted = service.BulkChanges(macro=run_macro.deciding(call.seat, prepared))
    notify = call.body.notify_customers or prepared.answer is not None
    return service.apply(call.seat, call.body.refs, wanted, notify=notify)


def _done(done: service.Batch) -> Reply:
    batch_id = done.id if done.undo_until else None
    return Reply(BulkOut(results=answered(done.outcomes), batch_id=batch_id, undo_until=done.undo_until))


def answered(outcomes: Sequence[service.BulkOutcome]) -> list[BulkResultOut]:
    """Return what callers are told of each ticket. Our own faults are logged."""
    return [_told(one) for one in outcomes]


def _told(outcome: service.BulkOutcome) -> BulkResultOut:
    code, detail = outcome.code, outcome.detail
    if outcome.fault:
        log_fault("a ticket of a bulk change failed", outcome.fault, ref=outcome.ref)
        if is_passing(outcome.fault):
            busy = unavailable()
            code, detail = busy.code, busy.detail
    return BulkResultOut(ref=outcome.ref, ok=outcome.ok, code=code, detail=detail)
