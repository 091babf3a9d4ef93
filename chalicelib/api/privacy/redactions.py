"""Taking something out of a ticket for good."""

from __future__ import annotations

from chalicelib.api.privacy.jobs import desk_job
from chalicelib.api.schemas.jobs import DeskJobOut
from chalicelib.api.schemas.redactions import PlacesOut, RedactionBody, RedactionFoundOut, RedactionQuery
from chalicelib.api.serving.routes import Call, Reply, route
from chalicelib.domain.errors import invalid
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.privacy.redacting import Redaction
from chalicelib.domain.text import has_something
from chalicelib.services.privacy import redaction as service
from chalicelib.services.privacy.extent import preview
from chalicelib.services.tickets.access import reference_of


@route(
    "Take words, an entry or a file out of a ticket for good",
    description="Wherever it is kept: in texts, in the HTML of mails and the mails as they came, among what was said "
    "before, in what it is found by, in notices and mails that are yet to go out. What was copied because a message "
    "was split goes with it: an entry or a file there as well, words wherever they stand in that ticket. Nobody can "
    "bring it back. The time line tells who did it. With `preview`, nothing is done, and the answer (200) says what "
    "would go; otherwise it is the job (202) that does it. Words within files, and what mails that went out say, stay.",
    permission=Permission.TICKETS_DELETE,
    query=RedactionQuery,
    body=RedactionBody,
    answer=DeskJobOut,
    status=202,
    also={200: RedactionFoundOut},
    refusals=("not_found", "in_trash", "held"),
)
def redact(call: Call[RedactionQuery, RedactionBody]) -> Reply:
    wanted = _wanted(call.body)
    if not call.query.preview:
        return Reply(desk_job(service.ask(call.seat, call.number, wanted)))
    found = preview(call.seat, call.number, wanted)
    words = [PlacesOut(word=word, places=places) for word, places in found.words]
    tickets = [reference_of(call.room, number) for number in found.others]
    document = RedactionFoundOut(
        places=found.places, entries=found.entries, files=found.files, words=words, tickets=tickets
    )
    return Reply(document, status=200)


def _wanted(body: RedactionBody) -> Redaction:
    given = [name for name in ("words", "entry_id", "attachment_id") if getattr(body, name)]
    if len(given) != 1:
        raise invalid(given[1] if given else "words", "Name words, an entry or a file: one of them.")
    for place, word in enumerate(body.words):
        if not has_something(word):
            raise invalid(f"words.{place}", "Name words that can be seen.")
    return Redaction(words=tuple(dict.fromkeys(body.words)), entry_id=body.entry_id, file_id=body.attachment_id)
