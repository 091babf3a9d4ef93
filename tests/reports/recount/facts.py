"""What is counted: the facts of every ticket, as they stand now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.reports.recount.stopwatch import Promise, Verdict, Watch, timed
from tests.reports.recount.story import State, Step, Story, Word
from tests.reports.recount.times import Hours, Zones, day_of, instant, on_the_wall


@dataclass(frozen=True)
class Fact:
    """One row of one cell. `seconds` are by the wall, `business` by the stopwatch."""

    kind: str
    number: int
    at: int
    day: date
    hour: int
    state: State
    member: str | None
    seconds: int | None = None
    business: int | None = None
    kept: str | None = None
    score: int | None = None
    comment: str | None = None


@dataclass(frozen=True)
class Rules:
    """What the desk goes by."""

    hours: Hours
    promises: Mapping[str, Promise]
    zones: Zones


@dataclass(frozen=True)
class _Judge:
    """Who says how long something took, and whether in time: as it was at that very moment."""

    story: Story
    words: Sequence[Word]
    rules: Rules

    def at(self, instant: int | None = None) -> Watch:
        return timed(self.story, self.words, self.rules.hours, self.rules.promises, instant)

    def solution(self, step: Step) -> Verdict:
        """What is solved again since reopening it was undone is as it was."""
        solved = self.at(step.at).solved
        return solved.get(step.id) or list(solved.values())[-1]


@dataclass(frozen=True)
class Told:
    """What one ticket comes to: its facts, and on which days it came to be open (1) or no more (-1). `watch` is its
    stopwatch by now."""

    story: Story
    watch: Watch
    facts: list[Fact]
    moves: list[tuple[date, int]]


def told_of(stories: Sequence[Story], rules: Rules) -> list[Told]:
    """Return what all tickets come to."""
    by_number = {story.number: story for story in stories}
    words: dict[int, list[Word]] = {number: [] for number in by_number}
    for story in stories:
        for word in story.words:
            words[_heard_by(by_number, story, word)].append(word)
    return [_told(story, words[story.number], rules) for story in stories]


def _heard_by(stories: Mapping[int, Story], story: Story, word: Word) -> int:
    """What a customer says on a duplicate is heard on what it was merged into by then, and that into."""
    while word.by == "customer" and (primary := story.primary_at(word.at)) is not None:
        story = stories[primary]
    return story.number


def _told(story: Story, words: Sequence[Word], rules: Rules) -> Told:
    judge = _Judge(story, sorted(words, key=lambda word: word.at), rules)
    moves = list(_moved(story, judge, rules))
    facts = [*_arrived(story, rules), *moves, *_replied(story, judge, rules), *_rated(story, rules)]
    born = [] if story.first.spam else [(day_of(story.created_at, rules.zones), 1)]
    return Told(story, judge.at(), facts, [*born, *((fact.day, 1 if fact.kind in _INTO else -1) for fact in moves)])


def _fact(kind: str, story: Story, at: int, state: State, member: str | None, rules: Rules) -> Fact:
    wall = on_the_wall(at, rules.zones)
    return Fact(kind, story.number, at, day_of(at, rules.zones), wall.hour, state, member)


def _taking(fact: Fact, story: Story, verdict: Verdict) -> Fact:
    seconds = (fact.at - story.created_at) // 1000
    return replace(fact, seconds=seconds, business=verdict.took // 1000, kept=verdict.kept)


def _arrived(story: Story, rules: Rules) -> Iterator[Fact]:
    """By what the ticket is now; it is nobody's. What is spam never came."""
    state = story.states[-1]
    if not state.spam:
        yield _fact("arrived", story, story.created_at, state, None, rules)


_KINDS = {
    ("open", "done"): "solved",
    ("done", "open"): "reopened",
    ("open", "away"): "left",
    ("away", "open"): "returned",
}
_INTO = frozenset({"arrived", "reopened", "returned"})


def _moved(story: Story, judge: _Judge, rules: Rules) -> Iterator[Fact]:
    """Into what is open, or out of it. What takes back such a move makes none, and leaves nothing of the other."""
    before, sent, made = story.first, story.withdrawn(), dict[str, Fact]()
    for step, state in zip(story.steps, story.states, strict=True):
        kind = _KINDS.get((before.place, state.place))
        before = state
        if kind is None:
            continue
        original = made.get(step.undoes or sent.get(step.id) or "")
        if original and (original.kind in _INTO) != (kind in _INTO):
            made = {name: fact for name, fact in made.items() if fact is not original}
            continue
        member = state.assignee_id
        if kind == "solved" and member is None and step.author["kind"] == "agent":
            member = step.author["id"]
        fact = _fact(kind, story, step.at, state, member, rules)
        made[step.id] = _taking(fact, story, judge.solution(step)) if kind == "solved" else fact
    yield from made.values()


def _replied(story: Story, judge: _Judge, rules: Rules) -> Iterator[Fact]:
    for word in story.words:
        if word.by != "agent":
            continue
        fact = _fact("replied", story, word.at, story.state_at(word.at), word.author["id"], rules)
        yield fact
        watch = judge.at(word.at)
        if watch.first and watch.first[0] == word.at:
            yield _taking(replace(fact, kind="first"), story, watch.first[1])
        if word.at in watch.answers:
            answer = watch.answers[word.at]
            yield replace(fact, kind="next", business=answer.took // 1000, kept=answer.kept)


def _rated(story: Story, rules: Rules) -> Iterator[Fact]:
    """Only the last rating stands."""
    csat = story.ticket["csat"]
    if csat["score"] is None:
        return
    at = instant(csat["rated_at"])
    state = story.state_at(at)
    fact = _fact("rated", story, at, state, state.assignee_id, rules)
    yield replace(fact, score=csat["score"], comment=csat["comment"])
