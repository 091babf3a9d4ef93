"""From what a model said to what is shown: read by field, held to what it was given, and cut to size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

from chalicelib.assistant.answers import SUMMARY_WORDS, Answered, Draft, Quote, Summary, SummaryPart, Wish
from chalicelib.assistant.case import Case
from chalicelib.assistant.guard import cleaned, without_foreign_links
from chalicelib.assistant.model import ModelError
from chalicelib.assistant.prompts import Sources
from chalicelib.assistant.sentences import shortened
from chalicelib.assistant.structured import names_in, optional, text_of
from chalicelib.assistant.wish.grammar import phrases
from chalicelib.assistant.wish.lines import keys_of
from chalicelib.domain.people.addresses import is_address
from chalicelib.domain.tickets.ticket import LABELS, TITLE_LENGTH
from chalicelib.domain.vocabulary import Channel, Priority, TicketType

MOST_REPLY, MOST_ANSWERED, MOST_QUOTES = 6_000, 4_000, 5
_QUOTED_WORDS = 60
_KINDS: tuple[Literal["wanted", "done", "open"], ...] = ("wanted", "done", "open")
E = TypeVar("E", Priority, TicketType)


def summary(found: Mapping[str, Any], sources: Sources, given: Sequence[str], engine: str) -> Summary:
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
    return Summary(parts=tuple(parts), engine=engine)


def answered(found: Mapping[str, Any], case: Case, sources: Sources, given: Sequence[str], engine: str) -> Answered:
    text = without_foreign_links(cleaned(text_of(found, "text"), MOST_ANSWERED), given)
    told = found.get("quotes")
    quotes = [_quote(one, case, sources) for one in told[:MOST_QUOTES]] if isinstance(told, list) else []
    return Answered(text=text, quotes=tuple(quote for quote in quotes if quote), engine=engine)


def draft(found: Mapping[str, Any], ours: Sequence[str], engine: str) -> Draft:
    """A reply may have only links that we gave out ourselves, in the texts `ours`."""
    text = without_foreign_links(cleaned(text_of(found, "text"), MOST_REPLY), ours)
    return Draft(text=text, engine=engine)


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


def _quote(given: Any, case: Case, sources: Sources) -> Quote | None:
    """A quote of a text that is there. Its words are those of the text, whatever the model made of them."""
    text = sources.by_id.get(optional(given, "source")) if isinstance(given, dict) else None
    if text is None:
        return None
    words = _one_line(optional(given, "text"))
    stands = words and words in _one_line(text.body)
    return Quote(case.ref, text.source, shortened(words if stands else text.body, _QUOTED_WORDS))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _stated(name: str, said: str) -> str:
    line = _one_line(cleaned(name, 200))
    return line if line and line.casefold() in said else ""


def _one_of(kind: type[E], value: Any, otherwise: E) -> E:
    return kind(value) if isinstance(value, str) and value in set(kind) else otherwise
