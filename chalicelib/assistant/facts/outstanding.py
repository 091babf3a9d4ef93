"""What was asked, by either side, and had no answer yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.assistant import cues
from chalicelib.assistant.case import RESOLUTION, Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.assistant.facts.saying import Said, later, said


def find(inside: Inside, _: Voice) -> Iterator[FactLine]:
    """Yield the questions and demands that nobody has answered, in their order."""
    talk = [one for one in said(inside) if one.writer != "note"]
    for one in talk:
        if one.source != RESOLUTION and wants(one) and not _answered(one, talk):
            yield one.line()


def wants(one: Said) -> bool:
    """Return whether a sentence asks for something."""
    return one.asks or (one.has("demand") and not one.has("settling") and not one.text.endswith(":"))


def _answered(wish: Said, talk: Sequence[Said]) -> bool:
    """Whether the other side has answered since. Of several wishes the one is open that their words pass over while
    they answer another."""
    replies = [one for one in later(talk, wish) if one.ours != wish.ours and _says_something(one)]
    if not replies:
        return False
    if any(one.has("yes") for one in replies) or _is_about(replies, wish):
        return True
    together = [one for one in talk if one.turn == wish.turn and one is not wish and wants(one)]
    return not any(_is_about(replies, other) for other in together)


def _is_about(replies: Sequence[Said], wish: Said) -> bool:
    return any(one.subject() & wish.subject() for one in replies)


def _says_something(one: Said) -> bool:
    """Whether words may be an answer: not a customer's promise to send one, nor ours to find it out."""
    puts_off = cues.has("undone", one.text) or (one.has("commit") and (not one.ours or one.has("report")))
    return not puts_off
