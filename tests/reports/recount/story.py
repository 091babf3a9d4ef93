"""A ticket's time line as the API shows it, read as what happened: steps, words, and the ticket's state after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from tests.reports.recount.times import instant

OPEN = frozenset({"open", "in_progress", "waiting"})
_MOVES = {
    "ticket.archived": {"archived": {"from": False, "to": True}},
    "ticket.restored": {"archived": {"from": True, "to": False}},
    "ticket.spam": {"spam": {"from": False, "to": True}},
    "ticket.not_spam": {"spam": {"from": True, "to": False}},
    "ticket.deleted": {"deleted": {"from": False, "to": True}},
    "ticket.recovered": {"deleted": {"from": True, "to": False}},
}
"""What events mean that say nothing else of the ticket's fields."""
_FIELDS = (
    "status",
    "priority",
    "type",
    "channel",
    "contact",
    "label_ids",
    "assignee_id",
    "archived",
    "spam",
    "deleted",
    "primary",
)
_LONGEST_HOLD = 60_000


class ContradictionError(Exception):
    """A time line that can't have happened."""


@dataclass(frozen=True)
class State:
    """A ticket at one moment. `contact` is an id, `primary` the number of what it was merged into."""

    status: str
    priority: str
    type: str
    channel: str
    contact: str | None
    label_ids: tuple[str, ...]
    assignee_id: str | None
    archived: bool
    spam: bool
    deleted: bool
    primary: int | None

    @property
    def place(self) -> str:
        """Return `open`, `done` or `away`: where it is counted."""
        if self.spam or self.deleted or self.archived or self.primary is not None:
            return "away"
        return "open" if self.status in OPEN else "done"


@dataclass(frozen=True)
class Step:
    """One action's events. `undone`: it was taken back within the seconds for that, by the step that `undoes` it."""

    id: str
    at: int
    author: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]

    @property
    def undone(self) -> bool:
        return any(event["undone"] for event in self.events)

    @property
    def undoes(self) -> str | None:
        return next((one["changes"]["action"]["to"] for one in self.events if one["type"] == "ticket.undone"), None)

    def tells(self, kind: str) -> bool:
        return any(event["type"] == f"ticket.{kind}" for event in self.events)

    def changes(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield each field that changed, with what it was and is."""
        for event in self.events:
            for name, change in {**_MOVES.get(event["type"], {}), **event["changes"]}.items():
                if name in _FIELDS:
                    yield name, _plain(name, change["from"]), _plain(name, change["to"])

    def tells_of_times(self) -> bool:
        """Return whether it says when the ticket was solved, or had been: so do replies that can be withdrawn."""
        return any({"resolved_at", "closed_at"} & event["changes"].keys() for event in self.events)

    def values(self) -> dict[str, Any]:
        """Return the fields as they are after it."""
        return {name: after for name, _, after in self.changes()}


@dataclass(frozen=True)
class Word:
    """Something that was said in public. `by` is `agent` or `customer`."""

    at: int
    by: str
    author: Mapping[str, Any]


@dataclass
class Story:
    """One ticket's: `ticket` is its document, `states` has its state after each of the steps."""

    ticket: Mapping[str, Any]
    steps: list[Step]
    words: list[Word]
    first: State
    states: list[State] = field(default_factory=list)

    @property
    def number(self) -> int:
        number: int = self.ticket["number"]
        return number

    @property
    def created_at(self) -> int:
        return instant(self.ticket["created_at"])

    def state_at(self, at: int) -> State:
        """Return the state at an instant, what was done at that very instant included."""
        before = [state for step, state in zip(self.steps, self.states, strict=True) if step.at <= at]
        return before[-1] if before else self.first

    def primary_at(self, at: int) -> int | None:
        return self.state_at(at).primary

    def withdrawn(self) -> dict[str, str]:
        """Return which step a withdrawn reply came with, by the step that withdrew it, where that took its status back.

        The time line doesn't say which reply it was: the latest of the same author that made it so and isn't shown,
        and rather one that tells of more than the status, as replies do that can be withdrawn.
        """
        shown = {(word.at, word.author["id"]) for word in self.words}
        found: dict[str, str] = {}
        for place, step in enumerate(self.steps):
            was = next((before for name, before, _ in step.changes() if name == "status"), None)
            if not step.tells("reply_withdrawn") or was is None:
                continue
            sent = [
                one
                for one in self.steps[:place]
                if one.author["id"] == step.author["id"]
                and one.at >= step.at - _LONGEST_HOLD
                and one.values().get("status") == was
                and (one.at - 1, one.author["id"]) not in shown
                and one.id not in found.values()
                and not (one.undone or one.undoes)
            ]
            if not sent:
                raise ContradictionError(f"{self.ticket['ref']}: what {step.id} withdrew can't be found")
            found[step.id] = sorted(sent, key=Step.tells_of_times)[-1].id
        return found


def read(ticket: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> Story:
    """Return the story of a ticket by its document and its whole time line, the oldest first."""
    own = [entry for entry in entries if entry["merged_from"] is None]
    events = [entry for entry in own if entry["kind"] == "event"]
    steps = [_step(list(lines)) for _, lines in groupby(events, lambda entry: entry["id"].rpartition(".")[0])]
    words = [word for entry in own for word in _words(entry)]
    story = Story(ticket, steps, words, _before(_now(ticket), steps))
    state = story.first
    for step in steps:
        state = _after(state, step)
        story.states.append(state)
    if state != _now(ticket):
        raise ContradictionError(f"{ticket['ref']}: {state} is not {_now(ticket)}")
    return story


def _step(lines: list[Mapping[str, Any]]) -> Step:
    first = lines[0]
    events = tuple(entry["event"] for entry in lines)
    return Step(first["id"].rpartition(".")[0], instant(first["at"]), first["author"], events)


def _words(entry: Mapping[str, Any]) -> Iterator[Word]:
    kind, author = entry["kind"], entry["author"]
    if kind == "customer_message" or (kind == "agent_reply" and author["kind"] == "agent"):
        yield Word(instant(entry["at"]), "customer" if kind == "customer_message" else "agent", author)


def _now(ticket: Mapping[str, Any]) -> State:
    """The state that the ticket's own document tells of."""
    merged_into, contact, assignee = ticket["merged_into"], ticket["contact"], ticket["assignee"]
    return State(
        status=ticket["status"],
        priority=ticket["priority"],
        type=ticket["type"],
        channel=ticket["channel"],
        contact=contact and contact["id"],
        label_ids=tuple(sorted(label["id"] for label in ticket["labels"])),
        assignee_id=assignee and assignee["id"],
        archived=ticket["archived"],
        spam=ticket["spam"],
        deleted=ticket["deleted_at"] is not None,
        primary=int(merged_into.rpartition("-")[2]) if merged_into else None,
    )


def _before(state: State, steps: list[Step]) -> State:
    """The state before the first step: what is now, walked back."""
    for step in reversed(steps):
        for name, before, _ in reversed(list(step.changes())):
            state = replace(state, **{name: before})
    return state


def _after(state: State, step: Step) -> State:
    for name, before, after in step.changes():
        if getattr(state, name) != before:
            raise ContradictionError(f"{step.id}: {name} was {getattr(state, name)}, not {before}")
        state = replace(state, **{name: after})
    return state


def _plain(name: str, value: Any) -> Any:
    if name == "contact":
        return value and value["id"]
    return tuple(sorted(value)) if name == "label_ids" else value
