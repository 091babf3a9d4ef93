"""The assistant at a ticket: what it sums up, suggests, answers and drafts. It changes nothing; people do."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.api.schemas.assistant import (
    AnswerOut,
    AskBody,
    AssistantQuery,
    DraftBody,
    DraftOut,
    PanelOut,
    QuoteOut,
    SimilarOut,
    SuggestionOut,
    SummaryOut,
    SummaryPartOut,
)
from chalicelib.api.serving.routes import Call, NoBody, NoQuery, Reply, route
from chalicelib.assistant.answers import Answered, Quote, Suggestion, Turn
from chalicelib.assistant.case import Similar
from chalicelib.assistant.facts.fact import Fact
from chalicelib.domain.errors import invalid
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.assistant import panel as service


@route(
    "Read a summary, suggestions, and similar tickets",
    permission=Permission.TICKETS_READ,
    query=AssistantQuery,
    answer=PanelOut,
    refusals=("not_found",),
)
def panel(call: Call[AssistantQuery, NoBody]) -> Reply:
    shown = service.panel(call.desk, call.room, call.caller, call.number, call.query.language)
    parts = [SummaryPartOut(kind=one.kind, text=one.text, sources=list(one.sources)) for one in shown.summary.parts]
    return Reply(
        PanelOut(
            summary=SummaryOut(
                parts=parts,
                engine=shown.summary.engine,
                fallback=shown.summary.fallback or None,
                version=shown.version,
            ),
            suggestions=[_suggestion(one) for one in shown.suggestions],
            similar=[_similar(call, one) for one in shown.similar],
        )
    )


@route(
    "Ask about a ticket",
    permission=Permission.TICKETS_READ,
    body=AskBody,
    answer=AnswerOut,
    refusals=("not_found",),
)
def ask(call: Call[NoQuery, AskBody]) -> Reply:
    found = _asked(call)
    fact = Fact(found.fact) if found.fact else None
    return Reply(
        AnswerOut(
            text=found.text,
            quotes=_quotes(found.quotes),
            engine=found.engine,
            fallback=found.fallback or None,
            fact=fact,
            answered=found.answered,
        )
    )


def _asked(call: Call[NoQuery, AskBody]) -> Answered:
    body = call.body
    if body.fact is not None and body.question is None:
        return service.fact(call.desk, call.room, call.caller, call.number, body.fact, body.language)
    if body.question is None or body.fact is not None:
        raise invalid("question", "Give either a question or a fact.")
    history = [Turn(one.question, one.answer) for one in body.history]
    return service.answer(call.desk, call.room, call.caller, call.number, body.question, history, body.language)


@route(
    "Draft a reply",
    permission=Permission.TICKETS_WRITE,
    body=DraftBody,
    answer=DraftOut,
    refusals=("not_found",),
)
def draft(call: Call) -> Reply:
    made = service.draft(call.desk, call.room, call.caller, call.number)
    return Reply(
        DraftOut(text=made.text, quotes=_quotes(made.quotes), engine=made.engine, fallback=made.fallback or None)
    )


def _suggestion(one: Suggestion) -> SuggestionOut:
    return SuggestionOut(
        do=one.do,
        value=one.value,
        label=one.label,
        reason=one.reason,
        evidence=one.evidence,
        sources=list(one.sources),
        engine=one.engine,
    )


def _similar(call: Call, one: Similar) -> SimilarOut:
    return SimilarOut(
        ref=one.ref,
        title=one.title,
        status=one.status,
        score=one.score,
        shared=list(one.shared),
        resolution=one.resolution,
        customer=one.customer,
        same_customer=one.same_customer,
        url=f"{call.desk.base_url}/console/tickets/{one.ref}",
    )


def _quotes(quotes: Sequence[Quote]) -> list[QuoteOut]:
    return [QuoteOut(ref=one.ref, source=one.source, text=one.text) for one in quotes]
