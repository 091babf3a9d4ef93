"""What the assistant shows of a ticket, answers about it, and drafts for it. Nothing of this changes the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chalicelib.assistant.answers import Answered, Draft, Suggestion, Summary, Turn
from chalicelib.assistant.case import Case, Inside, Similar
from chalicelib.assistant.engine import MODEL_FREE, Asking
from chalicelib.assistant.facts.fact import Fact, Voice
from chalicelib.assistant.facts.table import every, told
from chalicelib.assistant.suggestions import Around, suggest
from chalicelib.assistant.triage import Offered, allowed, beside
from chalicelib.assistant.wording import words
from chalicelib.domain.settings.workspace import CannedResponse
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.assistant.engines import engine_of
from chalicelib.services.assistant.reading import read
from chalicelib.services.assistant.similar import similar
from chalicelib.services.assistant.tone import examples
from chalicelib.services.people.callers import Caller
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import ticket_by_number

_CANNED = 100


@dataclass(frozen=True, slots=True)
class Panel:
    """`version` is that of the ticket that the summary was made of."""

    summary: Summary
    version: int
    suggestions: Sequence[Suggestion]
    similar: Sequence[Similar]


@dataclass(frozen=True, slots=True)
class Reader:
    """A caller at a ticket. What members know, notes among it, isn't told to API keys."""

    desk: Desk
    room: Room
    caller: Caller
    ticket: DescribedTicket
    language: str | None = None

    @property
    def inner(self) -> bool:
        return self.caller.member is not None

    @property
    def zone(self) -> ZoneInfo:
        """The clock that dates are told by: the member's own, else the desk's."""
        own = self.caller.member.zone if self.caller.member else None
        return ZoneInfo(own or self.room.workspace.hours.zone)

    @property
    def voice(self) -> Voice:
        return Voice(words(self.language or self.room.workspace.language), self.zone)

    def inside(self, *, past: bool = False) -> Inside:
        now = self.desk.clock.now()
        past = past and self.inner
        return read(self.room, self.ticket, now, notes=self.inner, language=self.language, past=past)

    def similar(self, case: Case) -> list[Similar]:
        return similar(self.room, self.ticket, case, self.desk.clock.now(), notes=self.inner)

    def offered(self) -> Offered:
        workspace, has = self.room.workspace, self.ticket.label_ids
        return Offered(
            members={one.id: one.name for one in workspace.members.values() if one.may_be_assigned},
            labels={one.id: one.name for one in workspace.labels.values() if one.id not in has},
        )


def panel(desk: Desk, room: Room, caller: Caller, number: int, language: str | None) -> Panel:
    reader = Reader(desk, room, caller, ticket_by_number(room, number, DescribedTicket), language)
    inside = reader.inside()
    like = reader.similar(inside.case)
    around = Around(
        members=tuple(room.workspace.members.values()),
        me=caller.member,
        canned=room.parts.page(CannedResponse, _CANNED, None).items,
        similar=like,
        now=desk.clock.now(),
        looked_into=bool(inside.notes),
        labels=[one for one in room.workspace.labels.values() if one.id not in reader.ticket.label_ids],
    )
    summary = _summary(reader, inside)
    read = allowed(summary.suggestions, inside.case, reader.offered())
    return Panel(summary, reader.ticket.version, beside(suggest(inside.case, around), read), like)


def fact(desk: Desk, room: Room, caller: Caller, number: int, wanted: Fact, language: str | None) -> Answered:
    """Return what the ticket records of a fact. No model has a say in it."""
    reader = Reader(desk, room, caller, ticket_by_number(room, number, DescribedTicket), language)
    inside = reader.inside(past=wanted is Fact.BEFORE)
    return told(wanted, inside, reader.voice)


def answer(
    desk: Desk,
    room: Room,
    caller: Caller,
    number: int,
    question: str,
    history: Sequence[Turn],
    language: str | None,
) -> Answered:
    reader = Reader(desk, room, caller, ticket_by_number(room, number, DescribedTicket), language)
    inside = reader.inside(past=True)
    like = reader.similar(inside.case)
    canned = room.parts.page(CannedResponse, _CANNED, None).items
    engine = engine_of(desk, room, caller)
    facts = () if engine.name == MODEL_FREE else every(inside, reader.voice)
    asking = Asking(question=question, history=history, similar=like, zone=reader.zone, canned=canned, recorded=facts)
    return engine.answer(inside, asking)


def draft(desk: Desk, room: Room, caller: Caller, number: int) -> Draft:
    """Return a reply in the caller's name, made of what its customer may know: of a request that may be somebody else's
    nothing of the customer's own."""
    reader = Reader(desk, room, caller, ticket_by_number(room, number, DescribedTicket))
    case = reader.inside().case
    like = reader.similar(case)
    if not reader.ticket.requester_verified:
        like = [one for one in like if not one.same_customer]
    engine = engine_of(desk, room, caller)
    tone = examples(room, case, like, desk.clock.now()) if engine.name != MODEL_FREE else ()
    return engine.draft(case, like, caller.name, tone)


def _summary(reader: Reader, inside: Inside) -> Summary:
    """Made once for each version of the ticket, each audience, engine and language, with what the engine suggests."""
    engine = engine_of(reader.desk, reader.room, reader.caller)
    audience = f"{'member' if reader.inner else 'key'}#{engine.name}#{inside.case.language}"
    ticket = reader.ticket
    kept = reader.room.summaries.get(ticket.number, audience)
    if kept and kept[0] == ticket.version:
        return kept[1]
    made = engine.summarize(inside, reader.offered())
    if not made.fallback:
        reader.room.summaries.put(ticket.number, audience, ticket.version, made)
    return made
