"""Whatever may happen on a desk, at random: its members, a program and its customers, by the ways that they have."""

from __future__ import annotations

import itertools
import random
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.storage.rates import Rates
from tests.support.desk import PASSWORD, Answer, Desk, Person
from tests.support.signing_in import access_token

T = "/v1/acme/tickets"
STATUSES = ("open", "in_progress", "waiting", "resolved", "closed")
PRIORITIES = ("low", "medium", "high", "urgent")
TYPES = ("support_ticket", "customer_request", "bug_report", "feature_request")
CHANNELS = ("portal", "email", "phone", "chat", "api")
WEEK = [[{"start": "09:00", "end": "12:30"}, {"start": "13:15", "end": "17:00"}]] * 4 + [
    [{"start": "08:00", "end": "14:00"}],
    [],
    [{"start": "00:00", "end": "04:30"}],
]
"""People work here on Sundays, too, at the hour that clocks are changed."""
POLICIES: dict[str, dict[str, Any]] = {
    "urgent": {"first_response_minutes": 30, "resolution_minutes": 480, "next_response_minutes": 60},
    "high": {"first_response_minutes": 240, "resolution_minutes": 1200, "pause_on_waiting": False},
    "medium": {"first_response_minutes": 480, "resolution_minutes": 4320, "next_response_minutes": 300},
}
"""Nothing is promised for what is low."""
BERLIN = {
    "zone": "Europe/Berlin",
    "always": False,
    "week": WEEK,
    "holidays": [{"date": "2026-10-31", "name": "Reformation Day"}, {"date": "2026-12-24", "name": "Christmas Eve"}],
}
CUSTOMERS = 12
RECENT = 4
TOUCHED_AGAIN = 0.6
"""How often something is done to what was just touched."""
TOKENS_LAST = timedelta(minutes=10)


@dataclass
class Actors:
    """Who there is on the desk, and how they ask. Tokens are those of members, and of one API key."""

    desk: Desk
    members: list[Person]
    key: str
    labels: list[str]
    tokens: dict[str, str] = field(default_factory=dict)
    signed_in: datetime | None = None

    def token(self, who: str) -> str:
        """Return what that member, or the key, signs in with by now."""
        if self.signed_in is None or datetime.now(UTC) - self.signed_in > TOKENS_LAST:
            self.tokens = {one.id: access_token(self.desk.ports, one.email, PASSWORD) for one in self.members}
            self.signed_in = datetime.now(UTC)
        return self.tokens.get(who, self.key)

    def ask(self, who: str, method: str, path: str, body: Any = None) -> Answer:
        return self.desk.http(method, path, json=body, token=self.token(who))

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """Ask as the admin for what has to succeed."""
        answer = self.ask(self.desk.admin.id, method, path, body)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.text}"
        return answer.json() if answer.content else None


@dataclass
class Act:
    """The play: what was done by whom, what was refused, and what can still be taken back."""

    actors: Actors
    chance: random.Random
    numbers: list[int] = field(default_factory=list)
    recent: deque[int] = field(default_factory=lambda: deque(maxlen=RECENT))
    undoable: deque[tuple[str, int, str]] = field(default_factory=lambda: deque(maxlen=RECENT))
    held: deque[tuple[str, int, str]] = field(default_factory=lambda: deque(maxlen=RECENT))
    batches: deque[tuple[str, str]] = field(default_factory=lambda: deque(maxlen=2))
    merged: dict[int, int] = field(default_factory=dict)
    archived: set[int] = field(default_factory=set)
    spam: set[int] = field(default_factory=set)
    resolved: set[int] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    serial: itertools.count[int] = field(default_factory=itertools.count)

    @property
    def desk(self) -> Desk:
        return self.actors.desk

    def somebody(self) -> str:
        """A member, or at times the program; seldom one who may only read."""
        members = self.actors.members if self.chance.random() < 0.1 else self.actors.members[:-1]
        return self.chance.choice([*(one.id for one in members), "key"])

    def somewhere(self, within: Collection[int] = ()) -> int:
        """A ticket, mostly one of those, or one that was just touched."""
        if within and self.chance.random() < 0.8:
            return self.chance.choice(sorted(within))
        if self.recent and self.chance.random() < TOUCHED_AGAIN:
            return self.chance.choice(self.recent)
        return self.chance.choice(self.numbers)

    def do(self, name: str, who: str, method: str, path: str, body: Any = None) -> Any:
        """Return what a request was answered; None where it was refused, as many are."""
        return self.noted(name, self.actors.ask(who, method, path, body))

    def noted(self, name: str, answer: Answer) -> Any:
        assert answer.status < 500, f"{name}: {answer.status} {answer.text[:500]}"
        if answer.status >= 400:
            self.refused[f"{name} {answer.status}"] += 1
            return None
        self.done[name] += 1
        plain = answer.content and answer.headers.get("content-type", "").startswith("application/json")
        return answer.json() if plain else {}

    def on(self, number: int, name: str, method: str, path: str, body: Any = None, who: str = "") -> Any:
        """Do something to a ticket, and remember how to take it back."""
        who = who or self.somebody()
        answer = self.do(name, who, method, f"{T}/{ref(number)}{path}", body)
        if answer is not None:
            self.recent.append(number)
            if answer.get("undo_until") and "ref" in answer:
                self.undoable.append((who, number, answer["action_id"]))
        return answer

    def born(self, number: int) -> None:
        if number not in self.numbers:
            self.numbers.append(number)
        self.recent.append(number)

    def pass_time(self, span: timedelta) -> None:
        """Let only the clock move: nobody reacts to anything meanwhile."""
        self.desk.ports.clock.offset += span


def ref(number: int) -> str:
    return f"TKT-{number:04d}"


def email(chance: random.Random) -> str:
    return f"c{chance.randrange(CUSTOMERS)}@customer.example"


def cast(desk: Desk, patch: pytest.MonkeyPatch, begins: datetime) -> Actors:
    """Return who acts on an opened desk: members of all roles, a program, labels; nobody is asked to slow down. The
    desk's clock is set to when it `begins`."""
    patch.setattr(Rates, "hit", lambda *_args, **_more: 1)
    desk.ports.clock.offset = begins - datetime.now(UTC)
    others = [
        desk.add_member("Bo Marsh", "bo@acme.example", "agent"),
        desk.add_member("Cy Dunn", "cy@acme.example", "agent", can_delete=True),
        desk.add_member("Di Okafor", "di@acme.example", "admin", can_delete=True),
        desk.add_member("Ed Viewer", "ed@acme.example", "viewer"),
    ]
    key = desk.api_key("tickets:read", "tickets:write", "tickets:delete", "notes:read")
    actors = Actors(desk, [desk.admin, *others], key, [])
    for name in ("red", "blue", "green"):
        label = actors.admin("POST", "/v1/acme/labels", {"name": name, "color": "#a13a00"})
        actors.labels.append(label["id"])
    return actors


def promise(actors: Actors, hours: dict[str, Any], policies: dict[str, dict[str, Any]]) -> None:
    """Have the desk work at these hours, and promise that alone."""
    actors.admin("PATCH", "/v1/acme/business-hours", hours)
    for priority in PRIORITIES:
        if priority in policies:
            actors.admin("PATCH", f"/v1/acme/sla-policies/p_{priority}", policies[priority])
        else:
            actors.admin("DELETE", f"/v1/acme/sla-policies/p_{priority}")
    actors.desk.advance(timedelta(minutes=2))  # other containers remember the old ones for a moment
