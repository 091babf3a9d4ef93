"""Summaries without a model: the sentences that say what is wanted, what was done and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.assistant import cues
from chalicelib.assistant.answers import Part, Summary
from chalicelib.assistant.case import RESOLUTION, Case, Inside, Text
from chalicelib.assistant.sentences import is_question, sentences, shortened, words_in
from chalicelib.assistant.wording import Words
from chalicelib.domain.ticket import Status

WANTED, DONE, OPEN = 40, 26, 24
"""Words of each part; the words around them are the rest of the hundred."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and where it stands."""

    text: str
    source: str
    writer: str


def summarize(inside: Inside, t: Words) -> Summary:
    return Summary(parts=(_wanted(inside.case), _done(inside, t), _open(inside.case, t)), engine="model_free")


def said(texts: Sequence[Text]) -> list[Said]:
    """All sentences of some texts, in their order."""
    return [Said(sentence, text.source, text.writer) for text in texts for sentence in sentences(text.body)]


def _wanted(case: Case) -> Part:
    """The customer's first words if they are short, else the sentences of them that ask or complain."""
    opening = said(case.customer_texts()[:1])
    if not opening:
        return Part("wanted", shortened(case.title, WANTED), ("description",))
    if sum(words_in(one.text) for one in opening) <= WANTED:
        return Part("wanted", " ".join(one.text for one in opening), (opening[0].source,))
    telling = _telling_words(case.title)
    ranked = sorted(range(len(opening)), key=lambda index: (-_wanting(opening[index], index, telling), index))
    chosen: list[int] = []
    for index in ranked[:3]:
        if not chosen or sum(words_in(opening[one].text) for one in [*chosen, index]) <= WANTED:
            chosen.append(index)
    text = " ".join(opening[index].text for index in sorted(chosen))
    return Part("wanted", shortened(text, WANTED), (opening[0].source,))


def _wanting(one: Said, index: int, telling: frozenset[str]) -> float:
    length = words_in(one.text)
    score = 2.0 * cues.has("request", one.text) + 2.0 * cues.has("problem", one.text) + 1.0 * is_question(one.text)
    score += 0.5 * len(telling & _telling_words(one.text)) - 0.2 * index
    return score - (length < 4) - 2 * (length > WANTED)


def _done(inside: Inside, t: Words) -> Part:
    """The resolution, else what an agent says was done, else what was answered or found out."""
    ours = [one for one in said(inside.texts()) if one.writer != "customer"]
    final = [one for one in ours if one.source == RESOLUTION]
    if final:
        return Part("done", shortened(" ".join(one.text for one in final), DONE), (RESOLUTION,))
    best = max(enumerate(ours), key=lambda pair: (_doing(pair[1]), pair[0]), default=None)
    if best is None or _doing(best[1]) < 0:
        note = next((one for one in reversed(ours) if one.writer == "note"), None)
        if note is None:
            return Part("done", t("asked_back") if ours else t("nothing_done"), _last_source(ours))
        best = (0, note)
    one = best[1]
    text = shortened(one.text, DONE)
    return Part("done", t("noted", text=text) if one.writer == "note" else text, (one.source,))


def _doing(one: Said) -> float:
    """How much a sentence of ours tells of something done. Below zero are questions and promises."""
    if is_question(one.text):
        return -2
    score = 3.0 * cues.has("done", one.text) - 1.5 * cues.has("promise", one.text)
    score += 1.0 * (one.writer == "agent") - 2.0 * (words_in(one.text) < 3)
    return score - 2.0 * (cues.has("thanks", one.text) and not cues.has("done", one.text))


def _open(case: Case, t: Words) -> Part:
    if case.status is Status.CLOSED:
        return Part("open", t("closed"))
    last = case.messages[-1].id if case.messages else "description"
    newest = said([text for text in case.texts() if text.source == last])
    if case.settled:
        return Part("open", t("resolved"))
    if case.customer_spoke_last:
        return _customer_waits(case, newest, last, t)
    asked = next((one for one in reversed(newest) if is_question(one.text)), None)
    if asked:
        return Part("open", t("we_asked", text=shortened(asked.text, OPEN)), (last,))
    promised = next((one for one in newest if cues.has("promise", one.text)), None)
    if promised:
        return Part("open", t("we_promised", text=shortened(promised.text, OPEN)), (last,))
    turn = t("customer_turn") if case.status is Status.WAITING else t("our_turn")
    return Part("open", turn, (last,))


def _customer_waits(case: Case, newest: Sequence[Said], last: str, t: Words) -> Part:
    if not case.answered:
        return Part("open", t("unanswered"), (last,))
    asked = next((one for one in newest if is_question(one.text)), None)
    if asked is None and newest and seems_solved(" ".join(one.text for one in newest)):
        return Part("open", t("customer_glad", text=shortened(newest[0].text, OPEN)), (last,))
    shown = asked or (newest[0] if newest else None)
    if shown is None:
        return Part("open", t("customer_waits"), (last,))
    return Part("open", t("customer_wrote", text=shortened(shown.text, OPEN)), (last,))


def seems_solved(text: str) -> bool:
    """Whether a customer says that all is well: nothing asked, nothing that still fails."""
    fine = cues.has("solved", text)
    return fine and not cues.has("request", text) and not cues.has("bug", text) and "?" not in text


def _telling_words(text: str) -> frozenset[str]:
    return frozenset(cues.plain(text).split()) - cues.stop_words()


def _last_source(ours: Sequence[Said]) -> tuple[str, ...]:
    return (ours[-1].source,) if ours else ()
