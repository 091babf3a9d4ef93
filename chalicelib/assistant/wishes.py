"""Tickets by sentence: "Create a ticket for Maya at Globex: export is broken, assign it to Ben, urgent"."""

from __future__ import annotations

import re
from unicodedata import normalize

from chalicelib.assistant import cues
from chalicelib.assistant.answers import SENTENCE_LENGTH, Wish
from chalicelib.assistant.sentences import sentences, shortened
from chalicelib.assistant.suggestions import type_of
from chalicelib.assistant.wish.clauses import WishRead, take_apart
from chalicelib.assistant.wish.grammar import phrase, words_of
from chalicelib.assistant.wish.items import Who, WishContact
from chalicelib.assistant.wish.lines import tokens_of
from chalicelib.assistant.wish.names import Names
from chalicelib.assistant.wish.people import Mention
from chalicelib.domain.tickets.ticket import TITLE_LENGTH
from chalicelib.domain.vocabulary import Channel, Priority, TicketType

_TITLE_WORDS = 28
_LOUDEST_FIRST = (Priority.URGENT, Priority.HIGH, Priority.LOW, Priority.MEDIUM)
_SPACELESS = re.compile(r"^[^：:]{0,40}(?:工单|工單|客服单|チケット|票)[^：:]{0,20}[：:]\s*")
"""The beginning of a wish in Chinese and Japanese: "创建一个工单：…"."""
_COURTEOUS = re.compile(r"\b(?:can|could|would|kannst|könnten|können|puedes|podrías|peux|pourriez)\b", re.IGNORECASE)


def understand(text: str, names: Names | None = None) -> Wish:
    """Return what a sentence asks for; what it doesn't say stays at its default. An empty title: it says nothing."""
    lines = normalize("NFC", text[:SENTENCE_LENGTH]).splitlines()
    line = "\n".join(" ".join(one.split()) for one in lines).strip()
    line = _SPACELESS.sub("", line)
    told = take_apart(line, names or Names())
    matter = _matter(told, line)
    mention = _whom(told)
    assigned = told.values("assign") + told.values("member")
    who = next((one for one in assigned if isinstance(one, Who)), Who())
    return Wish(
        title=_title(matter),
        description=_capital(matter),
        priority=_priority(told),
        type=_type(told, matter),
        person=mention.person,
        company=mention.company,
        email=mention.email or None,
        channel=_channel(told),
        assignee=who.name,
        to_me=who.me,
        labels=_labels(told),
    )


def _matter(told: WishRead, line: str) -> str:
    """The matter without the joints at its beginning, and without the mark of a question that was only polite."""
    matter = told.matter.strip(" \n-–—:,;")
    if told.items:
        tokens = tokens_of(matter)
        begin = max((phrase(kind, tokens, 0) for kind in ("and", "that")), default=0)
        if 0 < begin < len(tokens) and tokens[0].key in words_of("and") | words_of("that"):
            matter = matter[tokens[begin].start :]
    if told.values("noun") and _COURTEOUS.match(line):
        matter = matter.rstrip("?")
    return matter


def _whom(told: WishRead) -> Mention:
    """Who it is for: somebody named with a cue, then anybody named; a company in the matter only when nobody is."""
    found = [one for one in told.values("contact") if isinstance(one, WishContact)]
    people = [one for one in found if one.mention.person or one.mention.email]
    people.sort(key=lambda one: (not one.mention.sure, not one.cue))
    firms = [one.mention.company for one in [*found, *(() if people else told.aside)] if one.mention.company]
    if not people:
        return Mention(0, company=firms[0] if firms else "")
    best = people[0].mention
    email = next((one.mention.email for one in people if one.mention.email), "")
    person = best.person or next((one.mention.person for one in people if one.mention.person), "")
    return Mention(0, person=person, company=best.company or (firms[0] if firms else ""), email=best.email or email)


def _priority(told: WishRead) -> Priority:
    said = {*told.values("level"), *told.values("adjective")}
    return next((level for level in _LOUDEST_FIRST if level.value in said), Priority.MEDIUM)


def _channel(told: WishRead) -> Channel | None:
    spoken = [item.value for item in told.items if item.kind in ("channel", "says")]
    nouns = [value[1] for value in told.values("noun") if isinstance(value, tuple)]
    return next((Channel(str(one)) for one in [*spoken, *nouns] if one), None)


def _labels(told: WishRead) -> tuple[str, ...]:
    lists = [one for one in told.values("label") if isinstance(one, tuple)]
    return tuple(dict.fromkeys(str(label) for one in lists for label in one))


def _title(told: str) -> str:
    said = sentences(told)
    first = said[0] if said else told
    return _capital(shortened(first, _TITLE_WORDS).rstrip(" .,;:!")[:TITLE_LENGTH])


def _type(told: WishRead, matter: str) -> TicketType:
    """What the sentence calls it; else what it sounds like."""
    nouns = [value[0] for value in told.values("noun") if isinstance(value, tuple)]
    named = next((str(one) for one in [*told.values("type"), *nouns] if one), "")
    if named:
        return TicketType(named)
    if (guessed := type_of(matter)) is not None:
        return guessed
    return TicketType.BUG_REPORT if cues.has("problem", matter) else TicketType.SUPPORT_TICKET


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
