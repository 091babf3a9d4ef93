"""A question at a ticket, with all that its answers are looked for in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.assistant import cues
from chalicelib.assistant.asking.question import Question, taken_apart
from chalicelib.assistant.asking.terms import has, terms
from chalicelib.assistant.case import DESCRIPTION, Inside, Similar
from chalicelib.assistant.facts.fact import Fact, Line, Voice
from chalicelib.assistant.facts.saying import Said, said
from chalicelib.assistant.facts.table import recorded
from chalicelib.assistant.sentences import shortened

_QUOTED_WORDS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    inside: Inside
    talk: Sequence[Said]
    similar: Sequence[Similar]
    voice: Voice

    @classmethod
    def at(cls, inside: Inside, text: str, similar: Sequence[Similar], voice: Voice) -> Asked:
        """Return a question with the sentences of its ticket."""
        told = " ".join(text.body for text in inside.case.customer_texts())
        question = taken_apart(text, inside, cues.language_of(told, inside.case.language))
        return cls(question, inside, said(inside), similar, voice)

    def fact(self, fact: Fact) -> list[Line]:
        return recorded(fact, self.inside, self.voice)

    def about(self, lines: Iterable[Line]) -> list[Line]:
        """Return the lines that have words of the question; all of them where it is about nothing in particular, or
        asked in another language, so that its words can't be there."""
        lines = list(lines)
        if not self.question.about:
            return lines
        fitting = [one for one in lines if any(has(term, terms(one.text)) for term in self.question.about)]
        return fitting or (lines if self.question.foreign else [])

    def quoted(self, sentences: Iterable[Said]) -> list[Line]:
        """Return sentences as lines, each with who said it and when."""
        return [self._line(one) for one in dict.fromkeys(sentences)]

    def _line(self, one: Said) -> Line:
        name, at = self._author(one.source)
        said_by = f"{name}, {self.voice.moment(at)}: " if name and at else ""
        return Line(f"{said_by}{shortened(one.text, _QUOTED_WORDS)}", one.source, quoted=True)

    def _author(self, source: str) -> tuple[str, datetime | None]:
        case = self.inside.case
        if source == DESCRIPTION:
            return case.customer, case.created_at
        entries = (*case.messages, *self.inside.notes, *self.inside.others)
        entry = next((one for one in entries if one.id == source), None)
        return (entry.author.name, entry.at) if entry else ("", None)
