"""The audit log: who changed which settings, and every archive, merge and deletion."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import AuthorOut
from chalicelib.api.schemas.settings import AuditEntryOut, AuditPage
from chalicelib.api.serving.routes import Call, PageQuery, Reply, route
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
def audit(call: Call[PageQuery]) -> Reply:
    asked = call.page("audit")
    page = general.audit_log(call.desk, call.room, asked.limit, asked.after)
    return Reply(AuditPage(items=[_entry(one) for one in page.items], next_cursor=asked.next_cursor(page.position)))


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
