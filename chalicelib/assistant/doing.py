"""Which of our sentences tells what was done: something finished, an answer to follow, or what was found out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.assistant import cues
from chalicelib.assistant.case import Text
from chalicelib.assistant.sentences import is_question, sentences, words_in

_SHORT = 4
_SURE = 1.5
"""The score of a sentence with a word for something finished, or with the way to go."""
_LATER_COUNTS_LESS = 0.3
_CLAUSES = re.compile(r";\s+")
_ASIDE = re.compile(r"^[\[(].*[\])]\W*$")
_FINISHED = re.compile(
    r"\b(?:i|we) (?:ve|have)(?: just| now| already)? (?!asked|suggested|noted|noticed|looked|tried|wondered)\w{2,}ed\b"
)
"""English as far as its verbs are regular: "we have raised the limit"."""
_WAY = re.compile(r"\S\s*(?:→|->|›|»|>)\s*\S")
"""Where to go: "Settings → Battery"."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    text: str
    source: str
    writer: str


@dataclass(frozen=True, slots=True)
class Done:
    """The sentence that tells most of what was done. `asked`: we only asked; `surely`: it has words for a deed."""

    text: str
    source: str
    writer: str
    asked: bool = False
    surely: bool = False


def said(texts: Sequence[Text]) -> list[Sentence]:
    """All sentences of some texts, in their order."""
    return [Sentence(sentence, text.source, text.writer) for text in texts for sentence in sentences(text.body)]


def best(texts: Sequence[Text]) -> Done | None:
    """None when nobody of us said anything."""
    ours = [text for text in texts if text.writer != "customer"]
    scored = [pair for text in ours for pair in _scored(text) if text.writer == "agent" or _tells(pair[1], ours)]
    if not scored:
        return None
    score, one = max(enumerate(scored), key=lambda pair: (pair[1][0], pair[0]))[1]
    if score >= 0:
        told = with_next(said(ours), one, clause(one.text, "done", "promise"))
        return Done(told, one.source, one.writer, surely=score >= _SURE)
    asked = next((one for _, one in reversed(scored) if is_question(one.text) and one.writer == "agent"), None)
    return Done((asked or one).text, (asked or one).source, (asked or one).writer, asked=asked is not None)


def remark(texts: Sequence[Text]) -> Sentence | None:
    """Return the first sentence of the newest note that has one which isn't a question or an aside."""
    notes = [text for text in texts if text.writer == "note"]
    told = (one for text in reversed(notes) for one in said([text]))
    return next((one for one in told if not is_question(one.text) and not _ASIDE.match(one.text)), None)


def with_next(among: Sequence[Sentence], one: Sentence, text: str = "") -> str:
    """A sentence, with the one behind it when it is as short as "Done." or "Yes!"."""
    text = text or one.text
    place = among.index(one)
    following = among[place + 1] if place + 1 < len(among) else None
    if words_in(text) < _SHORT and following and following.source == one.source:
        return f"{text} {following.text}"
    return text


def clause(text: str, kind: str, other: str) -> str:
    """Of a sentence that does `kind` in one part and `other` behind a semicolon, the one part; else all of it."""
    parts = _CLAUSES.split(text)
    having = [part for part in parts if cues.has(kind, part)]
    if len(having) != 1 or not any(cues.has(other, part) for part in parts if part != having[0]):
        return text
    return having[0] if having[0].endswith((".", "!", "…")) else f"{having[0]}."


def _tells(noted: Sentence, ours: Sequence[Text]) -> bool:
    """Whether a sentence of a note counts: it tells an act, or, once we have answered, what was found out since.

    What colleagues remark to each other before anybody answered is no work on the ticket.
    """
    writers = {text.source: text.writer for text in ours}
    before = list(writers)[: list(writers).index(noted.source)]
    answered = any(writers[source] == "agent" for source in before)
    return not is_question(noted.text) and (answered or _is_done(noted.text) or cues.has("act", noted.text))


def _is_done(text: str) -> bool:
    """Whether a sentence says that something is finished, and not that it isn't yet."""
    finished = cues.has("done", text) or _FINISHED.search(cues.plain(text)) is not None
    return finished and not cues.has("undone", text)


def _scored(text: Text) -> list[tuple[float, Sentence]]:
    told = said([text])
    asks = any(is_question(one.text) for one in told)
    return [(_score(one, asks) - _LATER_COUNTS_LESS * index, one) for index, one in enumerate(told)]


def _score(one: Sentence, asks: bool) -> float:
    """Below zero are questions, what stands around them, promises, guesses and courtesies."""
    if is_question(one.text):
        return -2.5
    has = {kind for kind in ("promise", "guess", "courtesy", "instruction") if cues.has(kind, one.text)}
    has |= {"done"} if _is_done(one.text) else set()
    score = 1.0 if one.writer == "agent" else 0.6
    score += 3.0 * ("done" in has) - 1.5 * ("promise" in has) - 2.0 * ("guess" in has)
    score -= 2.0 * ("courtesy" in has and "done" not in has)
    followed = "instruction" in has or _WAY.search(one.text) is not None
    score += 1.0 * followed + 1.0 * (_WAY.search(one.text) is not None)
    if asks and "done" not in has and not followed:
        score -= 2.0
    return score - 3.0 * (_ASIDE.match(one.text) is not None) - 0.5 * (words_in(one.text) < _SHORT)
