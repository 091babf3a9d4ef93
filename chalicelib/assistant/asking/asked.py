"""A question at a ticket, with all that its answers are looked for in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.assistant import cues
from chalicelib.assistant.asking.question import Inquiry, taken_apart
from chalicelib.assistant.asking.terms import has, terms
from chalicelib.assistant.case import DESCRIPTION, RESOLUTION, Inside, Similar
from chalicelib.assistant.facts.fact import Fact, FactLine, Voice
from chalicelib.assistant.facts.saying import Said, said
from chalicelib.assistant.facts.table import recorded
from chalicelib.assistant.sentences import shortened
from chalicelib.domain.settings.workspace import CannedResponse
from chalicelib.domain.tickets.message import InternalNote, PublicMessage

CANNED = "canned"
"""What a quote of a canned text has in the place of a ticket's reference."""
_QUOTED_WORDS = 60


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    question: Inquiry
    inside: Inside
    talk: Sequence[Said]
    similar: Sequence[Similar]
    canned: Sequence[CannedResponse]
    voice: Voice

    @classmethod
    def at(
        cls,
        inside: Inside,
        text: str,
        similar: Sequence[Similar],
        canned: Sequence[CannedResponse],
        voice: Voice,
    ) -> AskedQuestion:
        """Return a question with the sentences of its ticket."""
        told = " ".join(text.body for text in inside.case.customer_texts())
        question = taken_apart(text, inside, cues.language_of(told, inside.case.language))
        return cls(question, inside, said(inside), similar, canned, voice)

    def fact(self, fact: Fact) -> list[FactLine]:
        return recorded(fact, self.inside, self.voice)

    def about(self, lines: Iterable[FactLine]) -> list[FactLine]:
        """Return the lines that have words of the question; all of them where it is about nothing in particular, or
        asked in another language, so that its words can't be there."""
        lines = list(lines)
        if not self.question.about:
            return lines
        fitting = [one for one in lines if any(has(term, terms(one.text)) for term in self.question.about)]
        return fitting or (lines if self.question.foreign else [])

    def quoted(self, sentences: Iterable[Said]) -> list[FactLine]:
        """Return sentences as lines, each with who said it and when."""
        return [self._line(one) for one in dict.fromkeys(sentences)]

    def _line(self, one: Said) -> FactLine:
        name, at = self._author(one.source)
        said_by = f"{name}, {self.voice.moment(at)}" if name and at else one.said_by
        return FactLine(shortened(one.text, _QUOTED_WORDS), one.source, one.ref, quoted=True, said_by=said_by)

    def elsewhere(self) -> list[Said]:
        """Return how similar tickets were solved, and the desk's canned texts, as sentences."""
        language = self.question.language
        solved = [
            Said(
                f"{one.title}: {one.resolution}", RESOLUTION, "agent", number, self.question.language, one.ref, one.ref
            )
            for number, one in enumerate(self.similar)
            if one.resolution
        ]
        canned = [
            Said(one.body, one.id, "agent", len(solved) + number, language, CANNED, one.name)
            for number, one in enumerate(self.canned)
        ]
        return solved + canned

    def _author(self, source: str) -> tuple[str, datetime | None]:
        case = self.inside.case
        if source == DESCRIPTION:
            return case.customer, case.created_at
        entries: Sequence[PublicMessage | InternalNote] = (*case.messages, *self.inside.notes, *self.inside.others)
        entry = next((one for one in entries if one.id == source), None)
        return (entry.author.name, entry.at) if entry else ("", None)
