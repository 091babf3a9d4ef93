"""Who takes care of a ticket, and who wrote last."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assistant.case import Inside
from chalicelib.assistant.facts.fact import FactLine, Voice


def find(inside: Inside, voice: Voice) -> Iterator[FactLine]:
    """Yield the assignee, and the author of the last public message with its moment."""
    case = inside.case
    yield FactLine(
        voice.t("fact.assignee", value=case.assignee) if case.assignee else voice.t("fact.unassigned"), "assignee"
    )
    if case.messages:
        last = case.messages[-1]
        name = last.author.name or case.customer or voice.t("customer")
        yield FactLine(voice.t("fact.last_writer", value=name, at=voice.moment(last.at)), last.id)
    elif case.customer:
        at = voice.moment(case.created_at)
        yield FactLine(voice.t("fact.last_writer", value=case.customer, at=at), "description")
