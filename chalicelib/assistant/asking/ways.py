"""The ways in which a question is answered, the surest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from chalicelib.assistant import cues
from chalicelib.assistant.asking.asked import AskedQuestion
from chalicelib.assistant.asking.passages import MOST, passages
from chalicelib.assistant.asking.question import Inquiry
from chalicelib.assistant.asking.terms import has, term_of, terms
from chalicelib.assistant.case import DESCRIPTION, RESOLUTION
from chalicelib.assistant.facts import fields, outstanding
from chalicelib.assistant.facts.fact import Fact, FactLine
from chalicelib.assistant.facts.saying import Said
from chalicelib.domain.tickets.message import MessageKind

_NUMBER_WORD = re.compile(r"(?:nummern?|numbers?|nr|numero|num|n|no|id|ref|reference|de|du|d)$")
_CODE = re.compile(r"(?=.*\d)[\w./-]+")
_VERSION = re.compile(r"\b\d+\.\d+")
_WORDS_ELSEWHERE, _ENOUGH_ELSEWHERE = 2, 0.8
_OF_THIS_TICKET = ("cause", "when", "person", "number", "code", "amount", "many", "promised", "tried", "name", "since")
Way = Callable[[AskedQuestion], Sequence[FactLine]]


def by_similar(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return how tickets like it were solved."""
    if not asked.question.asks("similar"):
        return ()
    solved = [one for one in asked.similar if one.resolution]
    lines = [FactLine(f"{one.title}: {one.resolution}", RESOLUTION, one.ref) for one in solved]
    return (asked.about(lines) or lines)[:MOST]


def by_before(asked: AskedQuestion) -> Sequence[FactLine]:
    question = asked.question
    if not question.asks("before") or question.asks("tried", "promised", "amount", "cause"):
        return ()
    return asked.fact(Fact.BEFORE)


def by_field(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return what the fields say that are asked for, if nothing else is."""
    names = [name for name in fields.NAMES if asked.question.asks(name)]
    if asked.question.asks("cause", "wanted", "tried") or any(_touches(asked, one) for one in asked.talk):
        return ()
    lines = [fields.find(name, asked.inside, asked.voice) for name in names]
    if "status" in names and asked.inside.case.settled:
        lines += asked.fact(Fact.ENDED)
    return lines


def by_promise(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return what we promised; asked for something in particular that isn't among that, what was said of it."""
    if not asked.question.asks("promised"):
        return ()
    if asked.question.theirs and not asked.question.ours and not asked.fact(Fact.PROMISED):
        return asked.quoted([one for one in asked.talk if not one.ours and one.has("commit")])
    lines = asked.about(asked.fact(Fact.PROMISED))
    if lines:
        return lines
    refused = [one for one in asked.talk if one.ours and one.has("uncommit") and _touches(asked, one)]
    return asked.quoted(refused[-MOST:])


def by_tried(asked: AskedQuestion) -> Sequence[FactLine]:
    question = asked.question
    if not question.asks("tried"):
        return ()
    writers = {one.source for one in asked.talk if one.ours}
    lines = asked.fact(Fact.TRIED)
    if question.theirs and not question.ours:
        lines = [one for one in lines if one.source not in writers]
    return asked.about(lines) or ([] if question.asks("version", "code", "number") else lines)


def by_open(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return what we wait for, or the customer does."""
    question = asked.question
    if not question.asks("wanting", "outstanding"):
        return ()
    ours = {one.source for one in asked.talk if one.ours}
    waits = [one for one in asked.fact(Fact.OUTSTANDING) if (one.source in ours) == question.asks("wanting")]
    return asked.about(waits) or waits


def by_last(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return who answered or wrote last, when, and how it begins."""
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


def by_who(asked: AskedQuestion) -> Sequence[FactLine]:
    if not asked.question.asks("who") or asked.question.about:
        return ()
    return asked.fact(Fact.WHO)[:1]


def by_ending(asked: AskedQuestion) -> Sequence[FactLine]:
    if not asked.question.asks("ended"):
        return ()
    return asked.fact(Fact.ENDED)


def by_cause(asked: AskedQuestion) -> Sequence[FactLine]:
    """The sentences of ours that name a cause: those called so, and those with words of the question."""
    question = asked.question
    if not question.asks("cause") or question.asks("amount"):
        return ()
    causing = [one for one in asked.talk if one.has("cause") and not one.asks and one.ours]
    ranked = sorted(causing, key=lambda one: _rank_of_cause(asked, one))
    if question.about:
        known = question.foreign or any(_touches(asked, one) for one in asked.talk)
        ranked = [one for one in ranked if known and (_touches(asked, one) or _is_called_cause(one))]
    return asked.quoted(ranked[:MOST])


def by_wish(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return what the customer asked for, their last wishes first."""
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


def by_matter(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return what it is about: the title, and how the customer begins."""
    if not asked.question.asks("about"):
        return ()
    opening = [one for one in asked.talk if one.source == DESCRIPTION]
    return [FactLine(asked.inside.case.title, "title", quoted=True), *asked.quoted(opening[:MOST])]


def by_mood(asked: AskedQuestion) -> Sequence[FactLine]:
    if not asked.question.asks("mood"):
        return ()
    return asked.quoted([one for one in asked.talk if not one.ours and (one.has("angry") or one.has("glad"))][:MOST])


def by_since(asked: AskedQuestion) -> Sequence[FactLine]:
    """The sentence that dates the matter, and those that date what is asked about."""
    question = asked.question
    if not question.asks("since"):
        return ()
    dated = [one for one in asked.talk if one.has("ever_since") or one.has("since_when")]
    touching = asked.quoted([one for one in dated if _touches(asked, one)][:MOST])
    known = asked.fact(Fact.SINCE)
    told = known[1:] if len(known) > 1 else []
    known_too = [one for one in told if not any(one.text in other.text for other in touching)]
    return [*known_too, *touching] or (known if not question.about else ())


def by_due(asked: AskedQuestion) -> Sequence[FactLine]:
    """The SLA's instants; asked by when the customer needs it, what they say of that."""
    question = asked.question
    if question.asks("due") and not set(question.about) - {"solve", "answer", "deadline"}:
        return asked.fact(Fact.DUE)
    if not question.asks("by_when") or question.about:
        return ()
    return asked.quoted([one for one in asked.talk if not one.ours and one.has("needs_by") and one.has("day")][:MOST])


def by_refusal(asked: AskedQuestion) -> Sequence[FactLine]:
    """That we gave no date, where one is asked for."""
    if not (asked.question.asks("promised") or (asked.question.asks("when", "by_when") and not asked.question.about)):
        return ()
    return asked.quoted([one for one in asked.talk if one.ours and one.has("uncommit") and one.has("dateless")][:MOST])


def by_number(asked: AskedQuestion) -> Sequence[FactLine]:
    """The sentences with a number, a code or a version, which name what it is the number of."""
    question = asked.question
    if not question.asks("number", "code", "version"):
        return ()
    named = {line.text for line in asked.fact(Fact.AMOUNTS) if _CODE.fullmatch(line.text)}
    holding = [one for one in asked.talk if any(value in one.text for value in named)]
    fitting = [one for one in holding if _is_named(question, one)]
    if question.about:
        fitting = [one for one in fitting if _touches(asked, one)] or (fitting if question.foreign else [])
    return asked.quoted(fitting[:MOST])


def _is_named(question: Inquiry, one: Said) -> bool:
    """Whether a sentence names what a number is of: "order" in "order number", "Police" in "Policennummer"."""
    inside = terms(one.text)
    if question.asks("code") and inside & {"error", "code"}:
        return True
    if question.asks("version") and (inside & {"version", "browser"} or _VERSION.search(one.text)):
        return True
    return question.asks("number") and any(has(noun, inside) for noun in _nouns(question))


def _nouns(question: Inquiry) -> list[str]:
    phrases = [word for phrase in question.numbers for word in phrase.split()]
    return [term_of(_NUMBER_WORD.sub("", word)) for word in phrases if _NUMBER_WORD.sub("", word)]


def by_words(asked: AskedQuestion) -> Sequence[FactLine]:
    """The sentences that have most of the question's words."""
    question = asked.question
    found = [one.said for one in passages(asked.talk, question)]
    return asked.quoted(one for one in found if one.has("cause") or not question.asks("cause"))


def by_others(asked: AskedQuestion) -> Sequence[FactLine]:
    """Return what the desk knows besides the ticket: how similar ones were solved, its canned texts."""
    question = asked.question
    if len(question.about) < _WORDS_ELSEWHERE or question.asks(*_OF_THIS_TICKET):
        return ()
    return asked.quoted(one.said for one in passages(asked.elsewhere(), question, _ENOUGH_ELSEWHERE))


def _touches(asked: AskedQuestion, one: Said) -> bool:
    """Whether a sentence has a word of the question."""
    return any(has(term, terms(one.text)) for term in asked.question.about)


def _rank_of_cause(asked: AskedQuestion, one: Said) -> tuple[int, int, int]:
    place = {"note": 0, "agent": 1, "customer": 2}[one.writer]
    return (0 if _touches(asked, one) or _is_called_cause(one) else 1, place, one.turn)


def _is_called_cause(one: Said) -> bool:
    """Whether a sentence begins as such: "Cause: …", "Found it: …"."""
    return any(term_of(word) == "cause" for word in cues.plain(one.text).split()[:3]) or one.begins("found_out")


WAYS: Sequence[Way] = (
    *(by_similar, by_tried, by_promise, by_before, by_open, by_last, by_field, by_who, by_due, by_since),
    *(by_cause, by_matter, by_number, by_wish, by_words, by_refusal, by_ending, by_mood, by_others),
)
