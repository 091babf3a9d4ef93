"""What the sentences of a model's answer may rest on, by the short ids that the model knows it by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.assistant.answers import Quote, Recorded
from chalicelib.assistant.case import Case, Similar
from chalicelib.assistant.prompts import Sources, told
from chalicelib.assistant.sentences import shortened
from chalicelib.assistant.structured import optional
from chalicelib.assistant.wording import words
from chalicelib.locales import word

_QUOTED_WORDS = 60
_OF_ONE = 3
"""Passages that one id may stand for."""


@dataclass(frozen=True, slots=True)
class AnswerGrounds:
    """`by_id` has what stands where. What a model looks up comes to it while it talks."""

    by_id: dict[str, tuple[Quote, ...]]

    @classmethod
    def of(
        cls, case: Case, sources: Sources, similar: Sequence[Similar], recorded: Sequence[Recorded]
    ) -> AnswerGrounds:
        found: dict[str, tuple[Quote, ...]] = {}
        found |= {name: (Quote(case.ref, text.source, text.body),) for name, text in sources.by_id.items()}
        found |= {f"f{number}": one.quotes[:_OF_ONE] for number, one in enumerate(recorded, 1)}
        found |= {one.ref: (_similar(one),) for one in similar}
        return cls(found | {name: (quote,) for name, quote in _fields(case).items()})

    def look_up(self, found: Any) -> None:
        """Take in what a tool gave: a ticket, or several."""
        for one in found if isinstance(found, list) else [found]:
            if isinstance(one, dict) and (ref := optional(one, "ref")):
                said = [Quote(ref, "title", optional(one, "title"))]
                texts = [text for text in one.get("texts", ()) if isinstance(text, dict)]
                said += [Quote(ref, optional(text, "id") or "title", optional(text, "text")) for text in texts]
                self.by_id[ref] = (*said, *self.by_id.get(ref, ()))

    def quotes(self, name: str, passage: str) -> tuple[Quote, ...]:
        """Return the quotes for a source: the model's `passage` where it stands there, else how the text begins.

        Of several texts of another ticket it is the one that has the passage.
        """
        held = self.by_id.get(name, ())
        line = " ".join(passage.split())
        having = [one for one in held if line and line in " ".join(one.text.split())]
        if having:
            return (Quote(having[0].ref, having[0].source, shortened(line, _QUOTED_WORDS)),)
        chosen = held if name.startswith("f") else held[:1]
        return tuple(Quote(one.ref, one.source, shortened(one.text, _QUOTED_WORDS)) for one in chosen)


def recorded_facts(recorded: Sequence[Recorded]) -> list[Mapping[str, str]]:
    """As data for a model."""
    return [{"id": f"f{number}", "text": told(one.text)} for number, one in enumerate(recorded, 1)]


def _similar(one: Similar) -> Quote:
    return Quote(one.ref, "resolution", one.resolution) if one.resolution else Quote(one.ref, "title", one.title)


def _fields(case: Case) -> dict[str, Quote]:
    """The ticket's own fields, under the names that the prompt gives them."""
    t = words(case.language)
    values = {
        "assigned_to": ("assignee", case.assignee or t("nobody")),
        "customer": ("customer", case.customer or t("nobody")),
        "status": ("status", word(t, "status", case.status.value)),
        "priority": ("priority", word(t, "priority", case.priority.value)),
        "created": ("created", case.created_at.date().isoformat()),
    }
    return {name: Quote(case.ref, source, t(f"fact.{source}", value=value)) for name, (source, value) in values.items()}
