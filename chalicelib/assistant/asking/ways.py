"""The ways in which a question is answered, the surest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.assistant import cues
from chalicelib.assistant.asking.asked import Asked
from chalicelib.assistant.asking.passages import MOST, passages
from chalicelib.assistant.asking.terms import has, terms
from chalicelib.assistant.case import RESOLUTION
from chalicelib.assistant.facts import fields, outstanding
from chalicelib.assistant.facts.fact import Fact, Line
from chalicelib.assistant.facts.saying import Said
from chalicelib.domain.tickets.message import MessageKind

Way = Callable[[Asked], Sequence[Line]]


def by_similar(asked: Asked) -> Sequence[Line]:
    """How tickets like it were solved."""
    if not asked.question.asks("similar"):
        return ()
    solved = [one for one in asked.similar if one.resolution]
    lines = [Line(f"{one.title}: {one.resolution}", RESOLUTION, one.ref) for one in solved]
    return (asked.about(lines) or lines)[:MOST]


def by_before(asked: Asked) -> Sequence[Line]:
    question = asked.question
    if not question.asks("before") or question.asks("tried", "promised", "amount", "cause"):
        return ()
    return asked.fact(Fact.BEFORE)


def by_field(asked: Asked) -> Sequence[Line]:
    """What the fields say that are asked for, if nothing else is."""
    names = [name for name in fields.NAMES if asked.question.asks(name)]
    if asked.question.about or (asked.question.asks("cause", "wanted", "tried") and "status" not in names):
        return ()
    lines = [fields.find(name, asked.inside, asked.voice) for name in names]
    if "status" in names and asked.inside.case.settled:
        lines += asked.fact(Fact.ENDED)
    return lines


def by_promise(asked: Asked) -> Sequence[Line]:
    """What we promised; asked for something in particular that isn't among that, what was said of it."""
    if not asked.question.asks("promised"):
        return ()
    if asked.question.theirs and not asked.question.ours and not asked.fact(Fact.PROMISED):
        return asked.quoted([one for one in asked.talk if not one.ours and one.has("commit")])
    lines = asked.about(asked.fact(Fact.PROMISED))
    if lines:
        return lines
    refused = [one for one in asked.talk if one.ours and one.has("uncommit") and _touches(asked, one)]
    return asked.quoted(refused[-MOST:])


def by_tried(asked: Asked) -> Sequence[Line]:
    question = asked.question
    if not question.asks("tried"):
        return ()
    writers = {one.source for one in asked.talk if one.ours}
    lines = asked.fact(Fact.TRIED)
    if question.theirs and not question.ours:
        lines = [one for one in lines if one.source not in writers]
    return asked.about(lines)


def by_open(asked: Asked) -> Sequence[Line]:
    """What we wait for, or the customer does."""
    question = asked.question
    if not question.asks("wanting", "outstanding"):
        return ()
    ours = {one.source for one in asked.talk if one.ours}
    lines = asked.fact(Fact.OUTSTANDING)
    waits = [one for one in lines if (one.source in ours) == question.asks("wanting")]
    return asked.about(waits) or (waits if len(waits) == 1 else ())


def by_last(asked: Asked) -> Sequence[Line]:
    """Who answered or wrote last, when, and how it begins."""
    question = asked.question
    if not question.asks("last_answered", "last_writer"):
        return ()
    replies = [one for one in asked.inside.case.messages if one.kind is MessageKind.AGENT_REPLY]
    among = replies if question.asks("last_answered") else asked.inside.case.messages
    source = among[-1].id if among else "description"
    words = [one for one in asked.talk if one.source == source]
    if question.asks("last_answered") and not replies:
        return ()
    return asked.quoted(words[:2])


def by_who(asked: Asked) -> Sequence[Line]:
    if not asked.question.asks("who") or asked.question.about:
        return ()
    return asked.fact(Fact.WHO)[:1]


def by_ending(asked: Asked) -> Sequence[Line]:
    if not asked.question.asks("ended"):
        return ()
    return asked.fact(Fact.ENDED)


def by_cause(asked: Asked) -> Sequence[Line]:
    """The sentences that name a cause: what we found counts more, and what colleagues noted most."""
    question = asked.question
    if not question.asks("cause"):
        return ()
    causing = [one for one in asked.talk if one.has("cause") and not one.asks]
    if not question.about:
        ranked = sorted(causing, key=lambda one: _rank_of_cause(asked, one))
        return asked.quoted(ranked[:MOST])
    found = [one.said for one in passages(asked.talk, question)]
    touching = [one for one in causing if _touches(asked, one)]
    if not found and not touching and not question.foreign:
        return ()
    ranked = sorted({*touching, *(one for one in causing if one.ours)}, key=lambda one: _rank_of_cause(asked, one))
    return asked.quoted([*ranked[:MOST], *found][:MOST])


def by_wish(asked: Asked) -> Sequence[Line]:
    """What the customer asked for, their last wishes first."""
    question = asked.question
    if not question.asks("wanted", "next"):
        return ()
    if question.asks("next"):
        return [*asked.fact(Fact.PROMISED), *asked.fact(Fact.OUTSTANDING)]
    wishes = [one for one in asked.talk if not one.ours and outstanding.wants(one)]
    if question.about:
        wishes = [one for one in wishes if _touches(asked, one)] or (wishes if question.foreign else [])
    opening = [one for one in asked.talk if not one.ours][:2]
    return asked.quoted((wishes or ([] if question.about else opening))[-MOST:])


def by_mood(asked: Asked) -> Sequence[Line]:
    if not asked.question.asks("mood"):
        return ()
    return asked.quoted([one for one in asked.talk if not one.ours and (one.has("angry") or one.has("glad"))][:MOST])


def by_since(asked: Asked) -> Sequence[Line]:
    """The sentences that date what is asked about; else the fact."""
    question = asked.question
    if not question.asks("since"):
        return ()
    dated = [one for one in asked.talk if one.has("ever_since") or one.has("since_when")]
    touching = [one for one in dated if _touches(asked, one)]
    if question.about and touching:
        return asked.quoted(touching[:MOST])
    known = asked.fact(Fact.SINCE)
    return known if len(known) > 1 or not question.about else ()


def by_due(asked: Asked) -> Sequence[Line]:
    question = asked.question
    if not question.asks("due"):
        return ()
    return asked.fact(Fact.DUE) if not question.about else ()


def by_number(asked: Asked) -> Sequence[Line]:
    """A number, code or version, where just one sentence has such a thing or the words fit."""
    question = asked.question
    if not question.asks("number", "code", "version", "amount"):
        return ()
    named = {line.text for line in asked.fact(Fact.AMOUNTS)}
    wanted = terms(question.text)
    holding = [one for one in asked.talk if any(value in one.text for value in named)]
    kinds = {"number": ("order", "invoice", "customer_no", "contract", "number"), "code": ("error", "code"), "version": ("version", "browser")}
    nouns = [noun for kind, names in kinds.items() if question.asks(kind) for noun in names if noun in wanted]
    fitting = [one for one in holding if any(noun in terms(one.text) for noun in nouns if noun != "number")]
    if question.about:
        fitting = [one for one in fitting if _touches(asked, one)]
    return asked.quoted(fitting[:MOST])


def by_words(asked: Asked) -> Sequence[Line]:
    """The sentences that have most of the question's words."""
    return asked.quoted(one.said for one in passages(asked.talk, asked.question))


def _touches(asked: Asked, one: Said) -> bool:
    """Whether a sentence has a word of the question."""
    return any(has(term, terms(one.text)) for term in asked.question.about)


def _rank_of_cause(asked: Asked, one: Said) -> tuple[int, int, int]:
    place = {"note": 0, "agent": 1, "customer": 2}[one.writer]
    return (0 if asked.question.about and _touches(asked, one) else 1, place, one.turn)


WAYS: Sequence[Way] = (
    *(by_similar, by_tried, by_promise, by_before, by_open, by_last, by_field, by_who, by_due, by_since),
    *(by_cause, by_number, by_words, by_ending, by_wish, by_mood),
)
