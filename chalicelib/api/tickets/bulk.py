"""The same change on many tickets."""

from __future__ import annotations

from chalicelib.api.schemas.acting import BulkBody, BulkOut, BulkResultOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.errors import invalid
from chalicelib.domain.people.permissions import Permission
from chalicelib.observability import log
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
    if wanted.archived is not None:
        call.caller.check(Permission.TICKETS_DELETE)
    if not wanted.model_fields_set:
        raise invalid("set", "Say what to set.")
    settings = service.Settings(
        status=wanted.status,
        priority=wanted.priority,
        assignee=(wanted.assignee_id,) if "assignee_id" in wanted.model_fields_set else None,
        add_labels=tuple(wanted.add_labels),
        remove_labels=tuple(wanted.remove_labels),
        archived=wanted.archived,
    )
    outcomes = service.apply(call.seat, body.refs, settings, notify=body.notify_customers)
    for one in outcomes:
        if one.fault:
            log.error("a ticket of a bulk change failed", ref=one.ref, exc_info=one.fault)
    results = [BulkResultOut(ref=one.ref, ok=one.ok, code=one.code, detail=one.detail) for one in outcomes]
    return Reply(BulkOut(results=results))
