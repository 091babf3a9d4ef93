"""The engine that asks a language model. Whatever the model says is data, too: it is read, checked, and cut to size."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from chalicelib.assistant import prompts, read_answers
from chalicelib.assistant.answers import Answered, Draft, Summary, Translated, Wish
from chalicelib.assistant.case import Case, Inside, Similar
from chalicelib.assistant.drafting import customer_language, helped
from chalicelib.assistant.engine import Asking
from chalicelib.assistant.grounds import AnswerGrounds, recorded_facts
from chalicelib.assistant.languages import may_be_in, name_of
from chalicelib.assistant.masking import masked
from chalicelib.assistant.model import (
    Conversation,
    Lookup,
    Message,
    Model,
    ModelAnswer,
    ModelError,
    ToolCall,
    ToolResult,
)
from chalicelib.assistant.prompts import Sources
from chalicelib.assistant.structured import optional, read_object
from chalicelib.assistant.triage import NOTHING, Offered, suggested
from chalicelib.assistant.wish.names import Names

SECONDS = 20.0
"""For one request, whatever it takes: API Gateway waits for 29."""
MOST_ROUNDS, MOST_CALLS = 3, 4
"""Times that a model may ask for tools, and tools each time."""
MOST_TRANSLATED = 4_000
"""Tokens of a translation."""
_RESULT = 12_000
_WAIT = 1.5
_ENOUGH = 4.0
"""Seconds that a further try needs to make sense."""
T = TypeVar("T")


@dataclass(slots=True)
class ByModel:
    """One request's engine. `lookup` is what the model may read of other tickets, in the name of whoever asks.
    `signatures` are those of members: they stay out of replies, for mails get theirs when they go out.
    """

    model: Model
    lookup: Lookup | None = None
    signatures: Sequence[str] = ()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _until: float = field(init=False)
    _given: list[str] = field(init=False, default_factory=list)
    _grounds: AnswerGrounds = field(init=False, default_factory=lambda: AnswerGrounds({}))

    def __post_init__(self) -> None:
        self._until = self.clock() + SECONDS

    @property
    def name(self) -> str:
        return self.model.name

    def summarize(self, inside: Inside, offered: Offered = NOTHING) -> Summary:
        """One request for the summary and the suggestions: both are kept, and neither is asked for again."""
        sources = Sources.of(inside.texts())
        given = self._data(inside.case, sources, (), **offered.told())
        talk = _talk("summary", inside.case.language, given, 900)
        return self._asked(
            talk,
            lambda found: read_answers.summary(
                found, sources, self._given, self.name, suggested(found, inside.case, offered, sources, self.name)
            ),
        )

    def answer(self, inside: Inside, asking: Asking) -> Answered:
        case, sources = inside.case, Sources.of(inside.texts())
        self._grounds = AnswerGrounds.of(case, sources, asking.similar, asking.recorded)
        history = [
            {"question": prompts.told(turn.question), "answer": prompts.told(turn.answer)} for turn in asking.history
        ]
        asked = {"question": prompts.told(asking.question), "earlier": history}
        given = self._data(case, sources, asking.similar, **asked, recorded=recorded_facts(asking.recorded))
        talk = _talk("answer", case.language, given, 1_000)
        if self.lookup:
            talk = replace(talk, tools=prompts.TOOLS)
        return self._asked(
            talk, lambda found: read_answers.answered(found, self._grounds, self._given, case.language, self.name)
        )

    def draft(self, case: Case, similar: Sequence[Similar], agent: str, tone: Sequence[str] = ()) -> Draft:
        """The model gets no tools here: what they read could hold notes. Links may be only those that we gave out."""
        sources, language = Sources.of(list(case.texts())), _language_of_a_reply(case)
        known = [quote.text for quote in map(helped, similar) if quote]
        examples = [prompts.told(one) for one in tone]
        given = self._data(case, sources, (), member=agent, what_helped_others=known, how_we_write=examples)
        talk = _talk("draft", language or "of the customer's last text", given, 1_000)
        ours = [text.body for text in case.texts() if text.writer == "agent"]
        return self._asked(talk, lambda found: read_answers.draft(found, ours, language, self.signatures, self.name))

    def translate(self, text: str, to: str) -> Translated:
        """The model is given the text alone, so that nothing else of the ticket can get into it. Raises ModelError."""
        text = masked(text)
        talk = _talk("translate", name_of(to), prompts.data({"text": text}), MOST_TRANSLATED)
        return self._asked(talk, lambda found: read_answers.translated(found, text, to, self.name))

    def understand(self, sentence: str, _names: Names | None = None, /) -> Wish:
        """The model is told none of the desk's names: whom and what it found named is looked up afterwards."""
        given = prompts.data({"message": prompts.told(sentence)})
        return self._asked(
            _talk("wish", "of the message", given, 800),
            lambda found: read_answers.wish(found, sentence, self.name),
        )

    def _data(self, case: Case, sources: Sources, similar: Sequence[Similar], **more: Any) -> str:
        """The user's message: beside what is asked, all that customers wrote or that is named by anybody is data."""
        asked = {name: more.pop(name) for name in ("question", "earlier", "member") if name in more}
        given = prompts.data({**prompts.ticket(case, sources, similar), **more}, **asked)
        self._given = [given, *(text.body for text in sources.by_id.values())]
        return given

    def _asked(self, talk: Conversation, read: Callable[[Mapping[str, Any]], T]) -> T:
        """What `read` makes of the model's answer; after nonsense the model is asked once more."""
        for last in (False, True):
            said = self._until_answered(talk)
            try:
                return read(read_object(said.text))
            except ModelError:
                if last or self._left() < _ENOUGH:
                    raise
                again = "That was not the JSON object that was asked for. Answer with it alone."
                turns = (Message(role="assistant", text=said.text[:2_000] or "…"), Message(role="user", text=again))
                talk = replace(talk, messages=(*talk.messages, *turns))
        raise AssertionError("the last try either returns or raises")

    def _until_answered(self, talk: Conversation) -> ModelAnswer:
        """Rounds of tools, until the model says something without asking for any, or has had its rounds."""
        for number in range(MOST_ROUNDS + 1):
            said = self._said(talk)
            if not said.calls:
                return said
            calls = said.calls[:MOST_CALLS]
            results = tuple(ToolResult(call.id, self._looked_up(call, talk, number)) for call in calls)
            turns = (Message(role="assistant", text=said.text, calls=calls), Message(role="user", results=results))
            talk = replace(talk, messages=(*talk.messages, *turns))
        raise ModelError("bad_answer")

    def _said(self, talk: Conversation) -> ModelAnswer:
        """One answer; when the model is busy or out of order, it is tried once more, if there is time."""
        try:
            return self.model.ask(talk, self._left())
        except ModelError as refusal:
            wait = refusal.retry_after if refusal.retry_after is not None else _WAIT
            if refusal.reason not in ("busy", "unavailable") or self._left() - wait < _ENOUGH:
                raise
            self.sleep(wait)
            return self.model.ask(talk, self._left())

    def _left(self) -> float:
        left = self._until - self.clock()
        if left <= 0:
            raise ModelError("timeout")
        return left

    def _looked_up(self, call: ToolCall, talk: Conversation, number: int) -> str:
        """What a tool gives. There are two, both only read; whatever else a model asks for, it is told that."""
        offered = {tool.name for tool in talk.tools}
        if number >= MOST_ROUNDS - 1:
            return json.dumps({"error": "No more can be looked up. Answer now with what there is."})
        if self.lookup is None or call.name not in offered:
            return json.dumps({"error": f"There is no such tool. There are: {', '.join(sorted(offered)) or 'none'}."})
        found: Any
        if call.name == "search_tickets":
            found = self.lookup.search(optional(call.arguments, "query")[:200])
        else:
            found = self.lookup.ticket(optional(call.arguments, "ref")[:30]) or {"error": "There is no such ticket."}
        self._grounds.look_up(found)
        text = masked(json.dumps({"data": found}, ensure_ascii=False))[:_RESULT]
        self._given.append(text)
        return text


def _language_of_a_reply(case: Case) -> str:
    """Return the language the customer writes; empty where it isn't one that we know, as their letters show."""
    language = customer_language(case)
    written = " ".join(text.body for text in case.customer_texts())
    return language if may_be_in(written, language) else ""


def _talk(task: str, language: str, given: str, most_tokens: int) -> Conversation:
    asked = Message(role="user", text=given)
    return Conversation(system=prompts.system(task, language), messages=(asked,), most_tokens=most_tokens)
