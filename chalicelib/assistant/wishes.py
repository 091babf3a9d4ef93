"""Tickets by sentence: "Create a ticket for Maya at Globex: export is broken since Monday, urgent"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from chalicelib.assistant import cues
from chalicelib.assistant import wish_patterns as patterns
from chalicelib.assistant.answers import SENTENCE_LENGTH, Wish
from chalicelib.assistant.sentences import sentences, shortened
from chalicelib.assistant.suggestions import priority_of, type_of
from chalicelib.domain.people.addresses import is_address
from chalicelib.domain.tickets.ticket import TITLE_LENGTH
from chalicelib.domain.vocabulary import Priority, TicketType

_TITLE_WORDS = 14
_LEVEL_WORDS = 5
_NOUNS = {
    "bug": TicketType.BUG_REPORT,
    "report": TicketType.BUG_REPORT,
    "error": TicketType.BUG_REPORT,
    "fehlerbericht": TicketType.BUG_REPORT,
    "funktionswunsch": TicketType.FEATURE_REQUEST,
}


@dataclass(frozen=True, slots=True)
class _Who:
    person: str = ""
    company: str = ""


def understand(text: str) -> Wish:
    """Return what a sentence asks for; what it doesn't say stays at its default. An empty title: it says nothing."""
    line = " ".join(normalize("NFC", text[:SENTENCE_LENGTH]).split())
    email, line = _address(line)
    line = patterns.SPACELESS.sub("", line)
    asked = patterns.asking().match(line)
    kind = asked["kind"] if asked else ""
    who, matter = _parted(line[asked.end() :] if asked else line, asked=asked is not None)
    named, matter = _named_priority(matter)
    priority = named or _loud(kind) or _loud(matter) or Priority.MEDIUM
    told = _trimmed(matter)
    if asked and patterns.COURTEOUS.search(asked[0]):
        told = told.rstrip("?")
    return Wish(
        title=_title(told),
        description=_capital(told),
        priority=priority,
        type=_type(kind, told),
        person=who.person,
        company=who.company,
        email=email,
    )


def _address(line: str) -> tuple[str | None, str]:
    """An email address anywhere in the line, and the line without it."""
    found = patterns.ADDRESS.search(line)
    if found is None or not is_address(found[1]):
        return None, line
    before, after = line[: found.start()].rstrip(" (<"), line[found.end() :].lstrip(" )>")
    for_nobody = re.compile(rf"\s+(?:{cues.alternatives('for')})$", re.IGNORECASE)
    joint = "" if after[:1] in (",", ":", ";", ".", "") else " "
    return found[1].lower(), f"{for_nobody.sub('', before)}{joint}{after}"


def _parted(rest: str, *, asked: bool) -> tuple[_Who, str]:
    """Whom it is for, and what it is about."""
    if asked:
        leading = patterns.for_whom().match(rest)
        if leading:
            return _who(leading), rest[leading.end() :]
    matter = rest.lstrip(" :,;–—-")
    matter = patterns.CALLING.sub("", matter)
    saying = patterns.somebody_says().match(matter)
    if saying:
        return _who(saying), matter[saying.end() :]
    trailing = patterns.for_whom_at_end().search(matter) if asked else None
    if trailing:
        return _who(trailing), matter[: trailing.start()] + matter[trailing.end() :]
    return _Who(), matter


def _who(match: re.Match[str]) -> _Who:
    company = match["company"] or match["inside"] or ""
    return _Who(_bare(match["person"]), _bare(company))


def _bare(name: str) -> str:
    kept = name.strip(" ,'’")
    return patterns.CALLING.sub("", kept if patterns.SHORT_END.search(kept) else kept.rstrip("."))


def _named_priority(matter: str) -> tuple[Priority | None, str]:
    """A priority called by its name, and the matter without it."""
    for priority, pattern in patterns.LEVELS:
        found = patterns.level(pattern).search(matter)
        if found:
            return priority, matter[: found.start()] + matter[found.end() :]
    return None, matter


def _loud(text: str) -> Priority | None:
    found = priority_of(text)
    return found if found is not Priority.MEDIUM else None


def _trimmed(matter: str) -> str:
    """Without the joints at its beginning, and without "urgent" where that stands alone at its end."""
    text = patterns.JOINTS.sub("", matter).strip()
    while text:
        piece = patterns.PIECES.split(text.rstrip(" ,;.!–—-"))[-1]
        if not _is_level(piece):
            return text
        text = text[: text.rindex(piece)].rstrip(" ,;.!–—-")
    return text


def _is_level(piece: str) -> bool:
    """Whether a piece says how urgent it is, and nothing else."""
    words = cues.plain(piece).split()
    if not words or len(words) > _LEVEL_WORDS or priority_of(piece) is None:
        return False
    levels = (phrase for kind in ("urgent", "high", "low", "medium") for phrase in cues.phrases(kind))
    known = {word for phrase in levels for word in phrase.split()} | cues.stop_words() | {"really", "s", "c"}
    return all(word in known for word in words)


def _title(told: str) -> str:
    said = sentences(told)
    first = said[0] if said else told
    return _capital(shortened(first, _TITLE_WORDS).rstrip(" .,;:")[:TITLE_LENGTH])


def _type(kind: str, told: str) -> TicketType:
    named = type_of(kind) or _NOUNS.get(cues.plain(kind).rpartition(" ")[2])
    if named or (guessed := type_of(told)) is None:
        return named or (TicketType.BUG_REPORT if cues.has("problem", told) else TicketType.SUPPORT_TICKET)
    return guessed


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
