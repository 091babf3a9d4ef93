"""When the customer last had an answer from a person of ours."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.assistant.case import Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.domain.tickets.message import MessageKind


def find(inside: Inside, voice: Voice) -> Iterator[FactLine]:
    """Yield the newest reply's author and moment; nothing while there is none."""
    replies = [one for one in inside.case.messages if one.kind is MessageKind.AGENT_REPLY]
    if replies:
        last = replies[-1]
        yield FactLine(voice.t("fact.answered", value=last.author.name, at=voice.moment(last.at)), last.id)
