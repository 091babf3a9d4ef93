"""What models are told. What people wrote goes in as JSON, named as data; secrets don't go in at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from chalicelib.assistant.answers import SUMMARY_WORDS
from chalicelib.assistant.case import Case, Similar, Text
from chalicelib.assistant.masking import masked
from chalicelib.assistant.model import ToolSpec

_FOLDER = Path(__file__).parent / "tasks"
MOST_TEXT = 4_000
MOST_TEXTS = 60
"""Characters of one text, and texts, that a prompt holds: of a longer ticket its beginning and its newest texts."""

TOOLS = (
    ToolSpec(
        "search_tickets",
        "Find tickets by words. Reads only.",
        {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
    ),
    ToolSpec(
        "get_ticket",
        "Read a ticket by its reference. Reads only.",
        {"type": "object", "properties": {"ref": {"type": "string"}}, "required": ["ref"]},
    ),
)


def system(task: str, language: str) -> str:
    """Return the model's instructions: the rules of all tasks, and those of one: a file in `tasks` each."""
    told = f"{_text('rules')}\n{_text(task)}"
    return Template(told).substitute(language=language, words=SUMMARY_WORDS - 10)


@cache
def _text(name: str) -> str:
    return (_FOLDER / f"{name}.txt").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Sources:
    """The texts a model was given, by the short ids it knows them by: `s1`, `s2`, …"""

    by_id: Mapping[str, Text]

    @classmethod
    def of(cls, texts: Sequence[Text]) -> Sources:
        kept = [*texts[:1], *texts[1:][-(MOST_TEXTS - 1) :]]
        return cls({f"s{number}": text for number, text in enumerate(kept, 1)})

    def told(self) -> list[Mapping[str, str]]:
        return [{"id": name, "from": text.writer, "text": told(text.body)} for name, text in self.by_id.items()]

    def ids(self, names: Sequence[str]) -> tuple[str, ...]:
        """The real ids of those names that there are, each once."""
        return tuple(dict.fromkeys(self.by_id[name].source for name in names if name in self.by_id))


def told(text: str) -> str:
    return masked(text[:MOST_TEXT])


def ticket(case: Case, sources: Sources, similar: Sequence[Similar] = ()) -> Mapping[str, Any]:
    """A ticket as data."""
    return {
        "ref": case.ref,
        "title": told(case.title),
        "status": case.status.value,
        "priority": case.priority.value,
        "type": case.type.value,
        "customer": told(case.customer),
        "assigned_to": case.assignee,
        "created": case.created_at.date().isoformat(),
        "texts": sources.told(),
        "similar_tickets": [
            {"ref": one.ref, "title": told(one.title), "resolution": told(one.resolution or "")} for one in similar
        ],
    }


def data(content: Mapping[str, Any], **asked: Any) -> str:
    """The user's message: what is asked, and the data, which JSON keeps apart whatever signs are in it."""
    return json.dumps({**asked, "data": content}, ensure_ascii=False)
