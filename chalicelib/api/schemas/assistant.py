"""What the assistant is asked, and what it says. `engine` is which one said it; where that isn't the one that was
chosen, `fallback` is why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import READ, Description, Document, Flag, Id, Name, Title, something
from chalicelib.api.schemas.people import ContactGiven
from chalicelib.api.serving.routes import Schema
from chalicelib.assistant.answers import SENTENCE_LENGTH, TRANSLATED_LENGTH, Do
from chalicelib.assistant.facts.fact import Fact
from chalicelib.assistant.languages import languages
from chalicelib.domain.tickets.ticket import LABELS
from chalicelib.domain.vocabulary import Channel, Priority, Status, TicketType

MOST_TURNS = 20
_QUESTION_LENGTH = 1000
Question = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=_QUESTION_LENGTH), READ, something(_QUESTION_LENGTH)
]
Sentence = Annotated[str, StringConstraints(max_length=SENTENCE_LENGTH), READ, something(SENTENCE_LENGTH)]
Said = Annotated[str, StringConstraints(max_length=8000)]
_TO_TRANSLATE = StringConstraints(max_length=TRANSLATED_LENGTH)
_LANGUAGES = list(languages())
TargetLanguage = Annotated[
    str, StringConstraints(pattern=f"^({'|'.join(_LANGUAGES)})$"), Field(json_schema_extra={"enum": [*_LANGUAGES]})
]


Fallback = Literal["timeout", "busy", "unavailable", "refused", "bad_answer", "budget"]
"""The reason why the engine that was chosen was of no use, and another one answered."""


Language = Literal["en", "de", "es", "fr"]


class TurnBody(Schema):
    question: Said
    answer: Said


class AssistantQuery(Schema):
    """`language` is that of whoever reads the answer; without, the desk's."""

    language: Language | None = None


class AskBody(Schema):
    """Either a `question` or a `fact`, which is what the ticket records of one thing; `history` is what was asked and
    answered before, the earliest first. `language` is that of whoever reads the answer; without, the desk's."""

    question: Question | None = None
    fact: Fact | None = None
    language: Language | None = None
    history: list[TurnBody] = Field(default_factory=list, max_length=MOST_TURNS)


class DraftBody(Schema):
    pass


class TranslateBody(Schema):
    """Either an `entry` of the time line by its id (or `description`), or a `text`; and the language `to` put it in, by
    its code (BCP 47)."""

    entry: Id | None = None
    text: Annotated[str, _TO_TRANSLATE, READ, something(TRANSLATED_LENGTH)] | None = None
    to: TargetLanguage


class WishBody(Schema):
    """A sentence such as "Create a ticket for Maya at Globex: export is broken since Monday, urgent".

    It is answered by a draft. With `confirm` the ticket is made at once, unless something has to be asked first. What
    is given besides counts in the place of what the sentence says.
    """

    message: Sentence
    confirm: Flag = False
    title: Title | None = None
    description: Description | None = None
    priority: Priority | None = None
    type: TicketType | None = None
    contact: ContactGiven | None = None
    channel: Channel | None = None
    assignee_id: Id | None = None
    labels: list[Id] | None = Field(default=None, max_length=LABELS)
    company: Name | None = None


class WishNameOut(Document):
    """A member or a label of the desk."""

    id: str
    name: str


class WishContactOut(Document):
    """The person a ticket is for. Without `id` they aren't known yet, and are made with the ticket."""

    id: str | None
    name: str
    email: str | None
    company: str | None


class WishQuestionOut(Document):
    """A question that the sentence leaves open. Without an answer to a `required` one no ticket is made.

    `options` are contacts, members, labels or companies to choose from, by giving the id as `contact`, `assignee_id`,
    among `labels` or as `company` together with the same message. Only contacts have an `email` and a `company`.
    """

    field: Literal["title", "contact", "assignee", "labels", "company"]
    text: str
    required: bool
    options: list[WishContactOut]


class WishOut(Document):
    """The ticket that the sentence seems to ask for. It was not made yet.

    `channel` is null where the sentence doesn't say how the request came. `labels` are those that are clear. `company`
    is the one that the sentence names; `offered` are its people, when it names nobody.
    """

    title: str
    description: str
    priority: Priority
    type: TicketType
    contact: WishContactOut | None
    channel: Channel | None
    assignee: WishNameOut | None
    labels: list[WishNameOut]
    company: str | None
    offered: list[WishContactOut]
    questions: list[WishQuestionOut]
    engine: str
    fallback: Fallback | None


class SummaryPartOut(Document):
    """`sources` are what it rests on: ids of the time line's entries, `description` or `resolution`."""

    kind: Literal["wanted", "done", "open"]
    text: str
    sources: list[str]


class SummaryOut(Document):
    """At most 100 words in all. `version` is that of the ticket it was made of."""

    parts: list[SummaryPartOut]
    engine: str
    fallback: Fallback | None
    version: int


class SuggestionOut(Document):
    """Something to do by one click, which does nothing by itself.

    `do` is what, `value` with which: a member's id, a priority, a type, a label's id, a reference, a canned response's
    id, a status, the instant that a reply is due at. `label` is what people call that. `reason` is a word for why,
    `evidence` what was read that says so, and `sources` where it stands. `engine` suggests it: `model_free` for the
    rules, or the model that is chosen.
    """

    do: Do
    value: str
    label: str
    reason: str
    evidence: str
    sources: list[str]
    engine: str


class SimilarOut(Document):
    """A ticket like this one; the panel has at most three, solved ones first, and none that is hardly alike.

    `score` is between 0 and 1. `shared` are at most four telling words that both tickets have, or other words for them,
    as this one writes them. `resolution` is how it was solved.
    """

    ref: str
    title: str
    status: Status
    score: float
    shared: list[str]
    resolution: str | None
    customer: str
    same_customer: bool
    url: str


class PanelOut(Document):
    summary: SummaryOut
    suggestions: list[SuggestionOut]
    similar: list[SimilarOut]


class QuoteOut(Document):
    """A passage: the ticket's reference, the entry's id (or the name of a field), and the words."""

    ref: str
    source: str
    text: str


class MadeOut(Document):
    """A text, which engine made it, and the passages that it rests on."""

    text: str
    quotes: list[QuoteOut]
    engine: str
    fallback: Fallback | None


class AnswerOut(MadeOut):
    """`fact` is what it was answered from, null for what was found by words or made by a model. Not `answered`: it
    can't say. Without `quotes` nothing is recorded or nothing was found."""

    fact: Fact | None
    answered: bool


class DraftOut(MadeOut):
    """A reply to read, change and send; `quotes` are what it took from elsewhere."""


class TranslatedOut(Document):
    """`language` is what the text was written in, where that is known. `cut`: of a long entry it is the beginning."""

    text: str
    engine: str
    language: str | None
    cut: bool
