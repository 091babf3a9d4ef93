"""The audit log: who changed which settings, what takes tickets out of sight or shows them to more people or others,
and who took the log itself out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final
from urllib.parse import urlencode

from chalicelib.api.schemas.conversation import AuthorOut
from chalicelib.api.schemas.settings import AuditEntryOut, AuditExportQuery, AuditPage, AuditQuery, AuditWishes
from chalicelib.api.serving.csv_text import csv_text
from chalicelib.api.serving.json_text import escaped, to_json
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.audit import AuditEntry, AuditWish
from chalicelib.observability import security_event
from chalicelib.services.settings import general

ROWS = 2_000
_COLUMNS: Final = ("at", "actor_kind", "actor_id", "actor_name", "action", "subject", "name", "changes")
_TYPES = {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson"}


@route(
    "Read the audit log, newest first",
    permission=Permission.SETTINGS_READ,
    query=AuditQuery,
    answer=AuditPage,
    refusals=("bad_cursor",),
)
def audit(call: Call[AuditQuery]) -> Reply:
    asked = call.page("audit", _wanted(call.query))
    page = general.audit_log(call.desk, call.room, _wish(call.query), asked.limit, asked.after)
    return Reply(AuditPage(items=[_entry(one) for one in page.items], next_cursor=asked.next_cursor(page.position)))


@route(
    "Take the audit log out, a page at a time",
    description=(
        f"A page has {ROWS} entries at most, as CSV (its first page with the names of the columns) or a JSON document "
        'a line. As long as there is more, `Link` names the next page as `rel="next"`.'
    ),
    permission=Permission.SETTINGS_READ,
    query=AuditExportQuery,
    refusals=("bad_cursor",),
)
def export_audit(call: Call[AuditExportQuery]) -> Answer:
    wanted = call.query
    asked = call.cursors("audit export", wanted.format, _wanted(wanted)).page(ROWS, wanted.cursor)
    page = general.audit_log(call.desk, call.room, _wish(wanted), asked.limit, asked.after)
    entries = [_entry(one) for one in page.items]
    text = _lines(entries) if wanted.format == "ndjson" else _table(entries, headed=wanted.cursor is None)
    headers = {"Content-Disposition": f'attachment; filename="audit.{wanted.format}"'}
    if further := asked.next_cursor(page.position):
        given = wanted.model_dump(mode="json", by_alias=True, exclude_none=True) | {"cursor": further}
        path = f"/v1/{call.caller.workspace}/audit/export?{urlencode(given)}"
        headers["Link"] = f'<{call.desk.base_url}{path}>; rel="next"'
    if wanted.cursor is None:
        general.note_export(call.seat, wanted.format, _wish(wanted))
        security_event("exported", route="audit", workspace=call.caller.workspace, caller=call.caller.id)
    return Answer(200, text, _TYPES[wanted.format], headers)


def _wanted(query: AuditWishes) -> str:
    """What a cursor is bound to."""
    return query.model_dump_json(include={*AuditWishes.model_fields}, exclude_none=True)


def _wish(query: AuditWishes) -> AuditWish:
    return AuditWish(
        action=query.action,
        member=query.member,
        since=datetime.combine(query.first, time.min, UTC) if query.first else None,
        until=datetime.combine(query.last, time.max, UTC) if query.last else None,
    )


def _lines(entries: Sequence[AuditEntryOut]) -> str:
    return "".join(f"{escaped(entry.model_dump_json())}\n" for entry in entries)


def _table(entries: Sequence[AuditEntryOut], *, headed: bool) -> str:
    return csv_text([*([_COLUMNS] if headed else ()), *map(_row, entries)])


def _row(entry: AuditEntryOut) -> Sequence[str]:
    told = entry.model_dump(mode="json")
    actor, changes = told["actor"], to_json(told["changes"])
    row = told | {f"actor_{name}": actor[name] for name in ("kind", "id", "name")} | {"changes": changes}
    return [row[name] or "" for name in _COLUMNS]


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
