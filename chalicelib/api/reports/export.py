"""What reports count, as tables for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from chalicelib.api.reports.report import wish_of
from chalicelib.api.schemas.reports import ReportExportQuery
from chalicelib.api.serving.csv_text import csv_text
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.observability import security_event
from chalicelib.services.ports import Room
from chalicelib.services.reports.export import LINES, export
from chalicelib.services.reports.report import ReportWish
from chalicelib.services.reports.rows import Row
from chalicelib.services.tickets.access import reference_of

_COLUMNS: Final = (
    *("day", "at", "what", "ticket", "priority", "type", "channel", "labels", "contact", "member"),
    *("seconds", "business_seconds", "kept", "score"),
)
_KEPT = {None: "", True: "met", False: "missed"}


@route(
    "Take out what a report counts, a page at a time",
    description=(
        f"A page has {LINES} lines at most, as CSV (its first page with the names of the columns). As long as there is "
        'more, `Link` names the next page as `rel="next"`; `Report-Days` says how many days are done, of how many.'
    ),
    permission=Permission.TICKETS_READ,
    query=ReportExportQuery,
    refusals=("bad_cursor",),
)
def export_report(call: Call[ReportExportQuery]) -> Answer:
    query, wish = call.query, wish_of(call)
    given = query.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"cursor"})
    asked = call.cursors("report export", wish.name.value, urlencode(given)).page(LINES, query.cursor)
    lines = export(call.room, wish.contents, wish.days, asked.after)
    table = [_line(call.room, row, wish) for row in lines.rows]
    text = csv_text([*([_COLUMNS] if query.cursor is None else ()), *table])
    headers = {
        "Content-Disposition": f'attachment; filename="report-{wish.name.value}.csv"',
        "Report-Days": f"{lines.done}/{len(wish.days)}",
    }
    if further := asked.next_cursor(lines.position):
        path = f"/v1/{call.caller.workspace}/reports/{wish.name.value}/export?{urlencode({**given, 'cursor': further})}"
        headers["Link"] = f'<{call.desk.base_url}{path}>; rel="next"'
    if query.cursor is None:
        security_event("exported", route="report", workspace=call.caller.workspace, caller=call.caller.id)
    return Answer(200, text, "text/csv; charset=utf-8", headers)


def _line(room: Room, row: Row, wish: ReportWish) -> Sequence[str]:
    fact = row.fact
    assert fact is not None
    subject, labels, members = fact.subject, room.workspace.labels, room.workspace.members
    named = [labels[one].name if one in labels else one for one in subject.label_ids]
    by = fact.member if fact.member and wish.shows(fact.member) else ""
    member = members[by].name if by in members else by
    numbers = ["" if one is None else str(one) for one in (fact.wall, fact.business)]
    return [
        *(row.day.isoformat(), row.at.isoformat(timespec="seconds").replace("+00:00", "Z"), fact.kind.value),
        *(reference_of(room, row.number), subject.priority, subject.type, subject.channel, ", ".join(named)),
        *(subject.contact_id or "", member, *numbers, _KEPT[fact.met], str(fact.score or "")),
    ]
