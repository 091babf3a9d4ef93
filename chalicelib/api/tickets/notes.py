"""Internal notes that are there already: worded anew, and what they said before."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import FormerTextOut, FormerTextsOut, NoteChangesBody, SaidOut
from chalicelib.api.serving.problems import Answer, problem
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.present_parts import html
from chalicelib.api.tickets.present_timeline import timeline_entries
from chalicelib.api.tickets.written import written
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.message import InternalNote
from chalicelib.services.tickets import notes as service


@route(
    "Word an internal note of one's own anew",
    description="What it said before is kept. Whom it calls now, and didn't before, hears of it.",
    permission=Permission.TICKETS_WRITE,
    body=NoteChangesBody,
    answer=SaidOut,
    if_match=True,
    refusals=("not_found", "unknown_place", "in_trash", "stale_version", "changed_since", "too_many", "conflict"),
)
def edit_note(call: Call[NoQuery, NoteChangesBody]) -> Reply | Answer:
    body, number, note_id = call.body, call.number, call.path["id"]
    text = written(call, body.body, body.body_format)
    try:
        decision = service.edit_note(
            call.seat,
            number,
            note_id,
            text.text,
            body_format=text.body_format if body.body_format else None,
            formatted=text.formatted,
            seen=(body.expected_edited_at,) if "expected_edited_at" in body.model_fields_set else None,
            notes=call.caller.reads_notes,
            expected=call.expected,
        )
    except DeskError as refusal:
        if refusal.code != "changed_since":
            raise
        return problem(
            refusal.code, refusal.detail, extra={"note": _shown(refusal.data["note"]).model_dump(mode="json")}
        )
    note = decision.edited[1] if decision.edited else service.note_of(call.room, number, note_id)
    return Reply(_shown(note, decision.action.id if decision.action else None))


def _shown(note: InternalNote, action_id: str | None = None) -> SaidOut:
    return SaidOut.model_construct(**dict(timeline_entries(note)[0]), action_id=action_id)


@route(
    "Read what an internal note said before",
    description="Every text that it had before the one it has now, the oldest first, each with when it was written.",
    permission=Permission.TICKETS_READ,
    answer=FormerTextsOut,
    refusals=("not_found",),
)
def former_texts(call: Call) -> Reply:
    if not call.caller.reads_notes:
        raise not_found("note")
    items = [
        FormerTextOut(
            at=one.at,
            body_text=one.body,
            body_html=html(one.body, one.body_format),
            body_format=one.body_format.value,
        )
        for one in service.former_texts(call.room, call.number, call.path["id"])
    ]
    return Reply(FormerTextsOut(items=items))
