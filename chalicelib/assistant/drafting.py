"""Drafts of replies without a model. Made of a `Case`, which has no notes: what members wrote can't get in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chalicelib.assistant import cues
from chalicelib.assistant.answers import Draft, Quote
from chalicelib.assistant.case import Case, Similar
from chalicelib.assistant.guard import without_foreign_links
from chalicelib.assistant.sentences import is_question, sentences
from chalicelib.assistant.suggestions import lacks_detail
from chalicelib.assistant.summary import seems_solved
from chalicelib.assistant.wording import Wording

LIKE_ENOUGH = 0.52
"""The likeness (0 to 1) from which another ticket's resolution is offered to this customer: the first solved one that
the set's tickets are shown with so much of it is right nineteen times in twenty."""
_NAME_PART = 3
_PRIVATE = re.compile(r"[@\d]|https?:|www\.|[“”\"«»]")
"""Numbers, addresses and quoted names of somebody else's case are nothing to this customer."""


def draft(case: Case, similar: Sequence[Similar], t: Wording, agent: str) -> Draft:
    """A reply to the customer's last words, for an agent to read and change."""
    body, quotes = _body(case, similar, t)
    name = _first_name(case.customer)
    greeting = t("draft.hello", name=name) if name else t("draft.hello_nobody")
    text = "\n\n".join([greeting, *body, t("draft.regards", agent=agent)])
    # A subject may be anything: as with a model's drafts, only links that we gave out ourselves may stay.
    text = without_foreign_links(text, [one.body for one in case.texts() if one.writer == "agent"])
    return Draft(text=text, engine="model_free", quotes=tuple(quotes))


def customer_language(case: Case) -> str:
    """Return the language the customer writes; where their words don't show it, the one they read, else the desk's."""
    told = " ".join(text.body for text in case.customer_texts())
    return cues.language_of(told, case.reads or case.language)


def _body(case: Case, similar: Sequence[Similar], t: Wording) -> tuple[list[str], list[Quote]]:
    last = case.customer_texts()[-1]
    if case.answered and case.customer_spoke_last and seems_solved(last.body):
        return [t("draft.glad")], []
    if not case.customer_spoke_last:
        return [t("draft.still_there", title=_one_line(case.title))], []
    opening = _opening(case, t)
    known = next(filter(None, (helped(one) for one in similar)), None)
    if known and not case.answered:
        return [opening, t("draft.helped", text=known.text), t("draft.did_it_help")], [known]
    if lacks_detail(case):
        return [opening, t("draft.details")], []
    return [opening, t("draft.looking")], []


def _opening(case: Case, t: Wording) -> str:
    if case.answered:
        return t("draft.thanks_again")
    asked = any(is_question(sentence) for sentence in sentences(case.customer_texts()[0].body))
    if asked or is_question(case.title):
        return t("draft.thanks_question", title=_one_line(case.title))
    if cues.has("problem", f"{case.title}. {case.description}"):
        return t("draft.sorry", title=_one_line(case.title))
    return t("draft.thanks", title=_one_line(case.title))


def helped(one: Similar) -> Quote | None:
    """Return how a similar ticket was solved, as far as that tells nothing of its own customer."""
    if one.score < LIKE_ENOUGH or not one.resolution:
        return None
    fit = telling_nobody(sentences(one.resolution), one.customer)
    return Quote(one.ref, "resolution", " ".join(fit)) if fit else None


def telling_nobody(told: Sequence[str], customer: str) -> list[str]:
    """Return the sentences that may be told to others than this customer."""
    names = {part for part in cues.plain(customer).split() if len(part) >= _NAME_PART}
    return [text for text in told if not _PRIVATE.search(text) and not names & set(cues.plain(text).split())]


def _first_name(customer: str) -> str:
    first = customer.split()[0] if customer.split() else ""
    return "" if _PRIVATE.search(first) or "." in first[:-1] else first


def _one_line(text: str) -> str:
    return " ".join(text.split())
