"""From what a model said to what is shown: read by field, held to what it was given, and cut to size."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from chalicelib.assistant.answers import (
    SUMMARY_WORDS,
    Answered,
    Draft,
    Quote,
    Suggestion,
    Summary,
    SummaryPart,
    Translated,
    Wish,
)
from chalicelib.assistant.grounds import AnswerGrounds
from chalicelib.assistant.guard import cleaned, without_foreign_links
from chalicelib.assistant.languages import languages, may_be_in
from chalicelib.assistant.model import MOST_ANSWER, ModelError
from chalicelib.assistant.numbers import made_up, numbers_in
from chalicelib.assistant.prompts import Sources
from chalicelib.assistant.sentences import shortened
from chalicelib.assistant.structured import names_in, optional, text_of
from chalicelib.assistant.tone import without_signature
from chalicelib.assistant.wish.grammar import phrases
from chalicelib.assistant.wish.lines import keys_of
from chalicelib.assistant.wording import words
from chalicelib.domain.people.addresses import is_address
from chalicelib.domain.tickets.ticket import LABELS, TITLE_LENGTH
from chalicelib.domain.vocabulary import Channel, Priority, TicketType

MOST_REPLY = 6_000
MOST_SENTENCES, MOST_SENTENCE, MOST_SOURCES = 10, 800, 3
"""Of an answer: its sentences, the characters of each, and the sources of each."""
LONGER, LONGER_BY = 3, 200
"""How much longer a text may become by being translated."""
_ITEM = re.compile(r"[-*•]|\d{1,2}[.)]\s")
_KINDS: tuple[Literal["wanted", "done", "open"], ...] = ("wanted", "done", "open")
E = TypeVar("E", Priority, TicketType)


def summary(
    found: Mapping[str, Any],
    sources: Sources,
    given: Sequence[str],
    engine: str,
    suggestions: tuple[Suggestion, ...] = (),
) -> Summary:
    """Raises ModelError for one that rests on nothing."""
    rests_on = found.get("sources")
    rests_on = rests_on if isinstance(rests_on, dict) else {}
    parts = [
        SummaryPart(
            kind,
            shortened(without_foreign_links(cleaned(text_of(found, kind), 1_500), given), SUMMARY_WORDS // 3),
            sources.ids(names_in(rests_on.get(kind), 20)),
        )
        for kind in _KINDS
    ]
    if not any(part.sources for part in parts):
        raise ModelError("bad_answer")
    return Summary(parts=tuple(parts), engine=engine, suggestions=suggestions)


def answered(
    found: Mapping[str, Any], grounds: AnswerGrounds, given: Sequence[str], language: str, engine: str
) -> Answered:
    """Of the sentences those that rest on something. Without any, it is said that nothing was found."""
    told = found.get("sentences")
    if not isinstance(told, list):
        raise ModelError("bad_answer")
    numbers = numbers_in(given)
    read = [_sentence(one, grounds, given, numbers) for one in told[:MOST_SENTENCES]]
    kept = [pair for pair in read if pair]
    if not kept:
        return Answered(text=words(language)("found_nothing"), quotes=(), engine=engine, answered=False)
    quotes = dict.fromkeys(quote for _, rests_on in kept for quote in rests_on)
    return Answered(text=_joined([text for text, _ in kept]), quotes=tuple(quotes), engine=engine)


def _sentence(
    given_one: Any, grounds: AnswerGrounds, given: Sequence[str], numbers: frozenset[str]
) -> tuple[str, list[Quote]] | None:
    """A sentence with what it rests on; None for one that rests on nothing, or has a number that nobody told."""
    if not isinstance(given_one, dict):
        return None
    text = without_foreign_links(cleaned(optional(given_one, "text"), MOST_SENTENCE), given)
    names, passage = names_in(given_one.get("sources"), MOST_SOURCES), optional(given_one, "quote")
    rests_on = [quote for name in names for quote in grounds.quotes(name, passage)]
    return (text, rests_on) if text and rests_on and not made_up(text, numbers) else None


def _joined(told: Sequence[str]) -> str:
    """One text; items of a list stand on lines of their own."""
    text = ""
    for one in told:
        text += ("\n" if _ITEM.match(one) else " ") + one
    return text.strip()


def draft(
    found: Mapping[str, Any], ours: Sequence[str], language: str, signatures: Sequence[str], engine: str
) -> Draft:
    """A reply may have only links that we gave out ourselves, in the texts `ours`. No signature: mails get theirs.

    Raises ModelError for one in another language than its customer's.
    """
    text = without_foreign_links(cleaned(text_of(found, "text"), MOST_REPLY), ours)
    if not may_be_in(text, language):
        raise ModelError("bad_answer")
    return Draft(text=without_signature(text, signatures), engine=engine)


def translated(found: Mapping[str, Any], original: str, to: str, engine: str) -> Translated:
    """Raises ModelError for one that is too long to be a translation, or isn't in that language."""
    text = cleaned(text_of(found, "text"), MOST_ANSWER)
    if not text or len(text) > LONGER * len(original) + LONGER_BY or not may_be_in(text, to, original):
        raise ModelError("bad_answer")
    language = optional(found, "language")
    return Translated(
        text=without_foreign_links(text, [original]),
        engine=engine,
        language=language if language in languages() else "",
    )


def wish(found: Mapping[str, Any], sentence: str, engine: str) -> Wish:
    """Names and addresses are only believed when the sentence has them; what isn't allowed stays at its default."""
    email = optional(found, "email").strip().lower()
    said = _one_line(sentence).casefold()
    assignee = optional(found, "assignee")
    description = cleaned(optional(found, "description") or sentence, len(sentence) + 200)
    return Wish(
        title=_one_line(without_foreign_links(cleaned(text_of(found, "title"), TITLE_LENGTH), [sentence])),
        description=without_foreign_links(description, [sentence]),
        priority=_one_of(Priority, found.get("priority"), Priority.MEDIUM),
        type=_one_of(TicketType, found.get("type"), TicketType.SUPPORT_TICKET),
        person=_stated(optional(found, "person"), said),
        company=_stated(optional(found, "company"), said),
        email=email if email and email in said and is_address(email) else None,
        channel=_channel(found.get("channel")),
        assignee="" if _is_me(assignee, sentence) else _stated(assignee, said),
        to_me=_is_me(assignee, sentence),
        labels=tuple(filter(None, (_stated(label, said) for label in names_in(found.get("labels"), LABELS)))),
        engine=engine,
    )


def _is_me(assignee: str, sentence: str) -> bool:
    """Whether whoever wrote the sentence takes the ticket: they have to say so."""
    mine = {keys_of(one) for one in phrases("me")}
    said = set(keys_of(sentence))
    written = any(set(one) <= said for one in mine) or any(set(keys_of(one)) <= said for one in phrases("mine"))
    return keys_of(assignee) in mine and written


def _channel(value: Any) -> Channel | None:
    return Channel(value) if isinstance(value, str) and value in set(Channel) else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _stated(name: str, said: str) -> str:
    line = _one_line(cleaned(name, 200))
    return line if line and line.casefold() in said else ""


def _one_of(kind: type[E], value: Any, otherwise: E) -> E:
    return kind(value) if isinstance(value, str) and value in set(kind) else otherwise
