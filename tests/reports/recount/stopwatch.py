"""The promises of a ticket: the stopwatch of business time, and what was kept of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.reports.recount.story import State, Step, Story, Word
from tests.reports.recount.times import MINUTE, Hours

_STOPS = frozenset({"status", "archived", "spam", "deleted", "primary"})


@dataclass(frozen=True)
class Promise:
    """What the policy of one priority promises, in minutes of business time, as `/sla-policies` tells."""

    first: int | None = None
    next: int | None = None
    resolution: int | None = None
    pauses: bool = True

    @classmethod
    def told(cls, policies: Iterable[Mapping[str, Any]]) -> dict[str, Promise]:
        """Return the promises by their priority."""
        return {
            one["priority"]: cls(
                one["first_response_minutes"],
                one["next_response_minutes"],
                one["resolution_minutes"],
                one["pause_on_waiting"],
            )
            for one in policies
        }


NOTHING = Promise()


@dataclass(frozen=True)
class Verdict:
    """How long something took, in milliseconds of business time, and what was kept: None where nothing was promised."""

    took: int
    kept: str | None


@dataclass
class _Target:
    """One promise while it is open. Missed stays missed, whatever is promised later."""

    begins: int
    minutes: int | None
    missed: bool = False
    done: bool = False

    def look(self, reading: int) -> None:
        if not self.done and self.minutes is not None and reading - self.begins >= self.minutes * MINUTE:
            self.missed = True

    def move(self, minutes: int | None, reading: int) -> None:
        self.look(reading)
        if not self.done and not self.missed:
            self.minutes = minutes
            self.look(reading)

    def end(self, reading: int) -> Verdict:
        self.look(reading)
        self.done = True
        kept = None if self.minutes is None else "missed" if self.missed else "met"
        return Verdict(reading - self.begins, kept)

    def open_again(self, minutes: int | None, reading: int) -> None:
        if self.done:
            self.done = False
            self.minutes = self.minutes if self.missed else minutes
            self.look(reading)


@dataclass
class Watch:
    """A ticket's stopwatch, led through its story. `solved` has a verdict by the step that solved it; `answers` by the
    instant of the reply, the first of them in `first`. While it is `held`, which is once for each change that is to be
    undone, it neither starts nor stops."""

    hours: Hours
    promises: Mapping[str, Promise]
    state: State
    pausing: str
    since: int | None
    spent: int = 0
    held: int = 0
    resolution: _Target = field(default_factory=lambda: _Target(0, None))
    waiting: _Target | None = None
    opening: _Target | None = None
    solved: dict[str, Verdict] = field(default_factory=dict)
    first: tuple[int, Verdict] | None = None
    answers: dict[int, Verdict] = field(default_factory=dict)

    def promise(self) -> Promise:
        return self.promises.get(self.state.priority, NOTHING)

    def reading(self, at: int) -> int:
        return self.spent + (self.hours.between(self.since, at) if self.since is not None else 0)

    def follow(self, step_id: str, at: int) -> None:
        """Go on or stand, as the state is now."""
        place = self.state.place
        if place == "done" and not self.resolution.done:
            self.solved[step_id] = self.resolution.end(self.reading(at))
        elif place == "open":
            self.resolution.open_again(self.promise().resolution, self.reading(at))
        pauses = self.promises.get(self.pausing, NOTHING).pauses
        runs = place == "open" and not (self.state.status == "waiting" and pauses)
        if runs != (self.since is not None) and not self.held:
            self.spent, self.since = self.reading(at), at if runs else None

    def prioritise(self, at: int) -> None:
        """Promise what is promised now for what is open still."""
        reading, promise = self.reading(at), self.promise()
        self.resolution.move(promise.resolution, reading)
        if self.opening:
            self.opening.move(promise.first, reading)
        if self.waiting:
            self.waiting.move(promise.next, reading)

    def heard(self, word: Word) -> None:
        reading = self.reading(word.at)
        if word.by == "customer":
            if self.first and self.waiting is None:
                self.waiting = _Target(reading, self.promise().next)
                self.waiting.look(reading)
        elif self.opening and self.first is None:
            self.first = word.at, self.opening.end(reading)
        elif self.waiting:
            self.answers[word.at], self.waiting = self.waiting.end(reading), None


def timed(
    story: Story, words: Sequence[Word], hours: Hours, promises: Mapping[str, Promise], until: int | None = None
) -> Watch:
    """Lead a stopwatch through a story, or through as much of it as there was `until` an instant: what is undone later
    stood then. `words` are what was said on the ticket, also on others that were its then."""
    began = promises.get(story.first.priority, NOTHING)
    watch = Watch(hours, promises, story.first, story.first.priority, story.created_at)
    watch.opening, watch.resolution = _Target(0, began.first), _Target(0, began.resolution)
    watch.follow("", story.created_at)
    said = {(word.at + 1, word.author["id"]) for word in words}
    held = set(story.withdrawn().values())
    steps = [step for step in story.steps if until is None or step.at <= until]
    queue: list[tuple[int, int, Step | Word]] = [(word.at, 0, word) for word in words]
    for step in steps:
        silently = (step.at, step.author["id"]) in said or step.id in held
        queue.append((step.at - 1 if silently else step.at, 1, step))
    undone = {step.undoes for step in steps if step.undoes}
    left_out = _left_out(steps, undone)
    for at, _, one in sorted(queue, key=lambda entry: entry[:2]):
        if until is not None and at > until:
            break
        if isinstance(one, Word):
            watch.heard(one)
        elif one.id in left_out:
            watch.held += -1 if one.undoes else 1
            watch.follow(one.id, at)
        else:
            _step(watch, one, at, promises_nothing=one.id in undone or bool(one.undoes))
    return watch


def _step(watch: Watch, step: Step, at: int, *, promises_nothing: bool) -> None:
    """What was undone promised nothing, though a change of priority alone may have let the watch go on or stand."""
    values = {name: value for name, value in step.values().items() if name in ("priority", *_STOPS)}
    watch.pausing = values.get("priority", watch.pausing)
    if promises_nothing:
        values.pop("priority", None)
    moved = values.get("priority", watch.state.priority) != watch.state.priority
    watch.state = replace(watch.state, **values)
    if moved:
        watch.prioritise(at)
    watch.follow(step.id, at)


def _left_out(steps: Sequence[Step], undone: Collection[str]) -> set[str]:
    """What was undone and moved the watch, and what undid it: as if neither had ever been."""
    moved = {step.id for step in steps if step.id in undone and _STOPS & step.values().keys()}
    return moved | {step.id for step in steps if step.undoes in moved}
