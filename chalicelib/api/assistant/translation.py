"""Translations of what is said on a ticket, and of what is about to be. They change nothing and send nothing."""

from __future__ import annotations

from chalicelib.api.schemas.assistant import TranslateBody, TranslatedOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.assistant import translating as service


@route(
    "Translate an entry or a text",
    permission=Permission.TICKETS_READ,
    body=TranslateBody,
    answer=TranslatedOut,
    refusals=("not_found", "no_model", "engine_failed"),
)
def translate(call: Call[NoQuery, TranslateBody]) -> Reply:
    body = call.body
    found = service.translate(
        call.desk, call.room, call.caller, call.number, entry=body.entry, text=body.text, to=body.to
    )
    made = found.made
    return Reply(TranslatedOut(text=made.text, engine=made.engine, language=made.language or None, cut=found.cut))
