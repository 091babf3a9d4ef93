"""Suggested actions, by rules. Each says why, and from which words of the ticket it was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.assistant import cues
from chalicelib.assistant.answers import Do, Suggestion
from chalicelib.assistant.case import Case, Similar
from chalicelib.assistant.doing import said
from chalicelib.assistant.likeness import stem
from chalicelib.assistant.sentences import sentences, shortened, words_in
from chalicelib.assistant.summary import promise, seems_solved
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.workspace import CannedResponse, Label
from chalicelib.domain.tickets.message import MessageKind
from chalicelib.domain.vocabulary import Priority, Status, TicketType

MOST = 5
SILENT_FOR = timedelta(days=3)
DUPLICATE = 0.6
"""The likeness (0 to 1) from which two tickets of one customer were probably meant as one: of all that the tickets of
the set are shown with so much of it, nineteen in twenty are of the same matter."""
DUPLICATE_WITHIN = timedelta(days=7)
SAME_MATTER = 0.58
"""The likeness to a solved ticket whose agent knows the matter: of all that the set's tickets are shown with so much of
it, nine in ten are of the same matter. Of the demo tickets, which are of different matters, none is that like another.
"""
_EVIDENCE = 16
_TERSE = 25
_LIKE_A_CANNED = 2
_PIECES = re.compile(r"[,;.!?–—:]+\s")
_LOUDEST_FIRST = (Priority.URGENT, Priority.LOW, Priority.HIGH, Priority.MEDIUM)
_CATEGORIES = {
    TicketType.BUG_REPORT: "bug",
    TicketType.FEATURE_REQUEST: "feature",
    TicketType.CUSTOMER_REQUEST: "customer_request",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The rules' surroundings of a ticket: members, who asks, canned responses, similar tickets, the time, and the
    labels that it hasn't.

    `looked_into`: a colleague has noted something, so the team knows more than the customer told.
    """

    members: Sequence[Member]
    me: Member | None
    canned: Sequence[CannedResponse]
    similar: Sequence[Similar]
    now: datetime
    looked_into: bool = False
    labels: Sequence[Label] = ()


def suggest(case: Case, around: Around) -> list[Suggestion]:
    """At most `MOST` actions, the most pressing first; none for a closed ticket."""
    if case.status is Status.CLOSED:
        return []
    found = [one for rule in _RULES for one in rule(case, around)]
    return found[:MOST]


def _reply_in_time(case: Case, _: Around) -> Iterator[Suggestion]:
    if case.due_at is not None and case.late and _ours_to_answer(case):
        yield Suggestion(do=Do.REPLY, value=case.due_at.isoformat(), label="", reason="sla")


def _reply(case: Case, _: Around) -> Iterator[Suggestion]:
    """When the customer waits: for a first answer, for one to their last words, or for what we promised."""
    if case.late and case.due_at is not None:
        return
    newest = list(case.texts())[-1]
    if _ours_to_answer(case):
        told = sentences(newest.body)
        reason = "customer_waits" if case.answered else "unanswered"
        yield _read(reason, Do.REPLY, "", told[0] if told else newest.body, newest.source)
    elif case.status is Status.IN_PROGRESS and (promised := promise(said([newest]))):
        yield _read("promised", Do.REPLY, "", promised, newest.source)


def _ours_to_answer(case: Case) -> bool:
    """Whether the customer spoke last and still wants something."""
    if case.settled or not case.customer_spoke_last:
        return False
    return not (case.answered and seems_solved(case.messages[-1].body))


def _merge(case: Case, around: Around) -> Iterator[Suggestion]:
    """The other ticket of the same customer, if it is open and new enough to be the same matter."""
    if case.settled:
        return
    for one in around.similar:
        near = one.created_at is not None and abs(one.created_at - case.created_at) <= DUPLICATE_WITHIN
        if one.same_customer and near and not one.settled and one.score >= DUPLICATE:
            yield Suggestion(do=Do.MERGE, value=one.ref, label=one.title, reason="same_customer_same_words")
            return


def _resolve(case: Case, _: Around) -> Iterator[Suggestion]:
    if case.settled or not case.answered or not case.customer_spoke_last:
        return
    last = case.messages[-1]
    told = sentences(last.body)
    if told and seems_solved(last.body):
        yield _read("resolve", Do.RESOLVE, Status.RESOLVED.value, told[0], last.id)


def _assign(case: Case, around: Around) -> Iterator[Suggestion]:
    """Who solved the likest ticket, if it is like enough to be of the same matter; else whoever asks."""
    if case.assignee_id is not None or case.settled:
        return
    able = {member.id: member for member in around.members if member.may_be_assigned}
    for one in around.similar:
        if one.settled and one.score >= SAME_MATTER and one.assignee_id in able:
            known = able[one.assignee_id]
            yield Suggestion(do=Do.ASSIGN, value=known.id, label=known.name, reason="had_similar", evidence=one.ref)
            return
    if around.me is not None and around.me.id in able:
        yield Suggestion(do=Do.ASSIGN, value=around.me.id, label=around.me.name, reason="nobody_has_it")


def _priority(case: Case, _: Around) -> Iterator[Suggestion]:
    """Up, when the customer's words say so. Down is for people."""
    if case.settled or case.priority is Priority.URGENT:
        return
    for text in case.customer_texts():
        for sentence in sentences(text.body):
            wanted = priority_of(sentence)
            if wanted is Priority.URGENT or (wanted is Priority.HIGH and case.priority is not Priority.HIGH):
                yield _read("sounds_" + wanted.value, Do.SET_PRIORITY, wanted.value, sentence, text.source)
                return


def priority_of(text: str) -> Priority | None:
    """The priority that somebody's words ask for; None when they don't say. "It fails, urgent" is not "not urgent"."""
    found = {_level(piece) for piece in _PIECES.split(text)}
    return next((level for level in _LOUDEST_FIRST if level in found), None)


def _level(piece: str) -> Priority | None:
    if cues.has("low", piece):
        return Priority.LOW
    if cues.has("urgent", piece) or cues.has("outage", piece):
        return Priority.URGENT
    if cues.has("high", piece):
        return Priority.HIGH
    return Priority.MEDIUM if cues.has("medium", piece) else None


def _type(case: Case, _: Around) -> Iterator[Suggestion]:
    """For what came in as the default type alone; whoever chose another one had a reason."""
    if case.type is not TicketType.SUPPORT_TICKET or case.settled:
        return
    opening = case.customer_texts()[0]
    for sentence in [case.title, *sentences(opening.body)]:
        wanted = type_of(sentence)
        if wanted is not None:
            yield _read("sounds_" + wanted.value, Do.SET_TYPE, wanted.value, sentence, opening.source)
            return


def type_of(text: str) -> TicketType | None:
    """The type that a text sounds like; None when it sounds like none in particular."""
    return next((kind for kind, category in _CATEGORIES.items() if cues.has(category, text)), None)


def _label(case: Case, around: Around) -> Iterator[Suggestion]:
    """A label all of whose words the customer's subject has, or one sentence of theirs."""
    if case.settled:
        return
    texts = [("description", case.title), *((one.source, one.body) for one in case.customer_texts())]
    for source, sentence in ((source, one) for source, text in texts for one in sentences(text)):
        about = _stems(sentence, 1)
        for label in around.labels:
            named = _stems(label.name, 1)
            if named and named <= about:
                found = _read("label_named", Do.LABEL, label.id, sentence, source)
                yield replace(found, label=label.name)
                return


def _canned(case: Case, around: Around) -> Iterator[Suggestion]:
    if case.settled:
        return
    found = _for_situation(case, around) or _for_subject(case, around.canned)
    if found:
        response, reason = found
        yield Suggestion(do=Do.CANNED, value=response.id, label=response.name, reason=reason)


def _for_situation(case: Case, around: Around) -> tuple[CannedResponse, str] | None:
    """A text for the customer's long silence, or for what they left out."""
    silent = case.status is Status.WAITING and bool(case.messages) and not case.customer_spoke_last
    if silent and around.now - case.messages[-1].at >= SILENT_FOR:
        return _about("silence", around.canned, "customer_is_silent")
    if _little_known(case, around):
        return _about("ask_details", around.canned, "little_said")
    return None


def _about(category: str, canned: Sequence[CannedResponse], reason: str) -> tuple[CannedResponse, str] | None:
    return next(((one, reason) for one in canned if cues.has(category, f"{one.name}. {one.body}")), None)


def _for_subject(case: Case, canned: Sequence[CannedResponse]) -> tuple[CannedResponse, str] | None:
    """A text whose name says what the customer's last message is about."""
    if not case.customer_spoke_last or (case.answered and seems_solved(case.messages[-1].body)):
        return None
    about = _stems(f"{case.title} {case.customer_texts()[-1].body}")
    ranked = [(len(about & _stems(one.name)), len(about & _stems(one.body)), one) for one in canned]
    named, shared, best = max(ranked, key=lambda row: row[:2], default=(0, 0, None))
    good = best is not None and named > 0 and named + shared >= _LIKE_A_CANNED
    return (best, "same_subject") if best is not None and good else None


def _stems(text: str, letters: int = 4) -> frozenset[str]:
    """The stems of its words of so many letters or more."""
    words = set(cues.plain(text).split()) - cues.stop_words()
    return frozenset(stem(word) for word in words if len(word) >= letters)


def _ask_detail(case: Case, around: Around) -> Iterator[Suggestion]:
    """In words of our own, unless the desk has a text for that."""
    if _little_known(case, around) and _about("ask_details", around.canned, "little_said") is None:
        opening = case.customer_texts()[0]
        yield _read("little_said", Do.ASK_DETAIL, "", opening.body, opening.source)


def _little_known(case: Case, around: Around) -> bool:
    return lacks_detail(case) and not around.looked_into


def lacks_detail(case: Case) -> bool:
    """Return whether somebody reports a fault in few words and nobody has asked back yet."""
    if case.answered or case.settled or any(one.kind is MessageKind.AGENT_REPLY for one in case.messages):
        return False
    told = " ".join(text.body for text in case.customer_texts())
    faulty = case.type is TicketType.BUG_REPORT or cues.has("problem", f"{case.title}. {told}")
    exact = any(character.isdigit() for character in told) or "“" in told or '"' in told
    return faulty and words_in(told) < (_TERSE if not exact else _TERSE // 2)


def _read(reason: str, do: Do, value: str, evidence: str, source: str) -> Suggestion:
    return Suggestion(
        do=do, value=value, label="", reason=reason, evidence=shortened(evidence, _EVIDENCE), sources=(source,)
    )


Rule = Callable[[Case, Around], Iterator[Suggestion]]
_RULES: Sequence[Rule] = (
    *(_reply_in_time, _reply, _merge, _resolve, _assign, _priority, _type, _label, _ask_detail, _canned),
)
"""By what hurts: the SLA, who waits, what was meant as one, who takes it, what it is; texts come last."""
