"""Summaries without a model: the sentences that say what is wanted, what was done and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from chalicelib.assistant import cues, doing
from chalicelib.assistant.answers import Summary, SummaryPart
from chalicelib.assistant.case import RESOLUTION, Case, Inside
from chalicelib.assistant.doing import Sentence, said
from chalicelib.assistant.facts import tried
from chalicelib.assistant.facts.saying import told
from chalicelib.assistant.sentences import is_question, sentences, shortened, words_in
from chalicelib.assistant.wording import Wording
from chalicelib.domain.vocabulary import Status

WANTED, DONE, NOTED, OPEN = 40, 26, 22, 24
"""Words of each part; the words around them are the rest of the hundred."""
_NEWEST = 6
"""Texts of ours that are looked through for what we did last."""


def summarize(inside: Inside, t: Wording) -> Summary:
    done = _done(inside, t)
    return Summary(parts=(_wanted(inside.case), done, _open(inside.case, done, t)), engine="model_free")


def _wanted(case: Case) -> SummaryPart:
    """The customer's first words if they are short, else the sentences of them that ask or complain."""
    opening = said(case.customer_texts()[:1])
    if not opening:
        return SummaryPart("wanted", shortened(case.title, WANTED), ("description",))
    if sum(words_in(one.text) for one in opening) <= WANTED:
        return _part("wanted", " ".join(one.text for one in opening), WANTED, opening[0].source)
    telling = _telling_words(case.title)
    ranked = sorted(range(len(opening)), key=lambda index: (-_wanting(opening[index], index, telling), index))
    chosen: list[int] = []
    for index in ranked[:3]:
        if not chosen or sum(words_in(opening[one].text) for one in [*chosen, index]) <= WANTED:
            chosen.append(index)
    text = " ".join(opening[index].text for index in sorted(chosen))
    return _part("wanted", text, WANTED, opening[0].source)


def _wanting(one: Sentence, index: int, telling: frozenset[str]) -> float:
    length = words_in(one.text)
    score = 2.0 * cues.has("request", one.text) + 2.0 * cues.has("problem", one.text) + 1.0 * is_question(one.text)
    score += 0.5 * len(telling & _telling_words(one.text)) - 0.2 * index
    return score - (length < 4) - 2 * (length > WANTED)


def _done(inside: Inside, t: Wording) -> SummaryPart:
    """The resolution, else the sentence of ours that surely tells of something finished or a way to follow, else what
    we did last, else what comes nearest to that."""
    if inside.case.resolution:
        final = " ".join(sentences(inside.case.resolution))
        return _part("done", final or inside.case.resolution, DONE, RESOLUTION)
    found = doing.best(inside.texts())
    if found is None or not found.surely:
        ours = [text for text in inside.case.texts() if text.writer == "agent"][-_NEWEST:]
        act = next((one for one in reversed(told(ours, inside.case.language)) if tried.acts(one)), None)
        if act:
            return _part("done", act.text, DONE, act.source)
    if found is None:
        return _nothing_done(inside, t)
    if found.asked:
        return SummaryPart("done", t("we_only_asked", text=shortened(found.text, DONE)), (found.source,))
    if found.writer == "note":
        return SummaryPart("done", t("noted", text=shortened(found.text, DONE)), (found.source,))
    return _part("done", found.text, DONE, found.source)


def _nothing_done(inside: Inside, t: Wording) -> SummaryPart:
    """That there is nothing, and what colleagues noted meanwhile."""
    noted = doing.remark(inside.texts())
    if noted is None:
        return SummaryPart("done", t("nothing_done"))
    return SummaryPart("done", f"{t('nothing_done')} {t('noted', text=shortened(noted.text, NOTED))}", (noted.source,))


def _open(case: Case, done: SummaryPart, t: Wording) -> SummaryPart:
    if case.status is Status.CLOSED:
        return SummaryPart("open", t("closed"))
    last = case.messages[-1].id if case.messages else "description"
    newest = said([text for text in case.texts() if text.source == last])
    if case.settled:
        return SummaryPart("open", t("resolved"))
    if case.customer_spoke_last:
        return _customer_waits(case, newest, last, t)
    asked = next((one for one in reversed(newest) if is_question(one.text)), None)
    if asked:
        return SummaryPart("open", t("we_asked", text=shortened(asked.text, OPEN)), (last,))
    promised = promise(newest)
    if promised and promised not in done.text:
        return SummaryPart("open", t("we_promised", text=shortened(promised, OPEN)), (last,))
    turn = t("customer_turn") if case.status is Status.WAITING else t("our_turn")
    return SummaryPart("open", turn, (last,))


def promise(newest: Sequence[Sentence]) -> str | None:
    """Return the promise in the first of these sentences that has one; None without any.

    It is looser on purpose than `facts.promised`: what is under way ("the designers have it on the table") is open too,
    though nobody undertook it.
    """
    told = next((one.text for one in newest if cues.has("promise", one.text)), None)
    return doing.clause(told, "promise", "done") if told else None


def _customer_waits(case: Case, newest: Sequence[Sentence], last: str, t: Wording) -> SummaryPart:
    if not case.answered:
        return SummaryPart("open", t("unanswered"), (last,))
    asked = next((one for one in newest if is_question(one.text)), None)
    if asked is None and newest and seems_solved(" ".join(one.text for one in newest)):
        return SummaryPart(
            "open", t("customer_glad", text=shortened(doing.with_next(newest, newest[0]), OPEN)), (last,)
        )
    shown = asked or (newest[0] if newest else None)
    if shown is None:
        return SummaryPart("open", t("customer_waits"), (last,))
    return SummaryPart("open", t("customer_wrote", text=shortened(doing.with_next(newest, shown), OPEN)), (last,))


def seems_solved(text: str) -> bool:
    """Return whether a customer says that all is well: nothing asked, nothing that still fails."""
    fine = cues.has("solved", text)
    return fine and not cues.has("request", text) and not cues.has("bug", text) and "?" not in text


def _telling_words(text: str) -> frozenset[str]:
    return frozenset(cues.plain(text).split()) - cues.stop_words()


def _part(kind: Literal["wanted", "done", "open"], text: str, most: int, source: str) -> SummaryPart:
    """A part in somebody's own words, beginning as sentences do, though a greeting stood before them."""
    return SummaryPart(kind, shortened(text[:1].upper() + text[1:], most), (source,))
