"""The audit log: who changed which settings, and every archive, merge and deletion."""

from __future__ import annotations

from chalicelib.api.schemas.base import PageQuery
from chalicelib.api.schemas.conversation import AuthorOut
from chalicelib.api.schemas.settings import AuditEntryOut, AuditPage
from chalicelib.api.serving.cursor import Cursors
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.services.settings import general


@route(
    "Read who changed what of the desk, newest first",
    permission=Permission.SETTINGS_READ,
    query=PageQuery,
    answer=AuditPage,
    refusals=("bad_cursor",),
)
def audit(call: Call) -> Reply:
    cursors = Cursors(call.desk.secrets, (call.caller.workspace, call.caller.id, "audit"))
    page = general.audit_log(call.desk, call.room, call.query.limit, cursors.decode(call.query.cursor))
    return Reply(AuditPage(items=[_entry(one) for one in page.items], next_cursor=cursors.encode(page.position)))


def _entry(entry: AuditEntry) -> AuditEntryOut:
    return AuditEntryOut(
        id=entry.id,
        at=entry.at,
        actor=AuthorOut(kind=entry.actor.kind.value, id=entry.actor.id, name=entry.actor.name),
        action=entry.action,
        subject=entry.subject or None,
        name=entry.name,
        changes={name: {"from": change.before, "to": change.after} for name, change in entry.changes.items()},
    )
