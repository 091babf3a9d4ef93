"""Half a minute of fifty agents on the same twenty tickets: what they were told is done is done, and told of once."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.domain.events import Action
from chalicelib.domain.mail.jobs import COLLECTED, TELLS_OF_A_CHANGE
from chalicelib.domain.notices.notices import Notice, notices
from chalicelib.domain.tickets.message import Said
from chalicelib.domain.vocabulary import Status
from tests.api.asking import walked
from tests.dynamodb.racing import race
from tests.dynamodb.test_races_jobs import crowded
from tests.e2e.test_life_laws import stored
from tests.services import laws
from tests.services.lives import Life
from tests.support.desk import Desk, Person

AGENTS, TICKETS = 50, 20
SECONDS = float(os.environ.get("BUSY_SECONDS", "30"))
PATH = "/v1/acme/tickets"


@dataclass
class Agent:
    """One who does something all the time, and remembers what the desk said was `said` and `titled`."""

    desk: Desk
    person: Person
    colleagues: list[Person]
    chance: random.Random
    said: list[str] = field(default_factory=list)
    titled: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)

    def work(self, until: float) -> None:
        while time.monotonic() < until:
            ref = f"TKT-{self.chance.randint(1, TICKETS):04d}"
            self.chance.choice(ACTS)(self, ref, f"{self.person.name}, {self.answers.total()}")

    def ask(self, method: str, path: str, body: Any = None) -> bool:
        answer = self.desk.http(method, PATH + path, json=body, token=self.person.token)
        assert answer.status in (200, 201, 409), answer.text
        self.answers[answer.status] += 1
        return answer.status < 300

    def reply(self, ref: str, text: str) -> None:
        status = self.chance.choice([None, None, "waiting", "resolved"])
        if self.ask("POST", f"/{ref}/replies", {"body": text, "status": status}):
            self.said.append(text)

    def write_note(self, ref: str, text: str) -> None:
        text = f"{text}, for @{self.chance.choice(self.colleagues).name}"
        if self.ask("POST", f"/{ref}/notes", {"body": text}):
            self.said.append(text)

    def retitle(self, ref: str, text: str) -> None:
        if self.ask("PATCH", f"/{ref}", {"title": text, "status": self.chance.choice([*Status])}):
            self.titled.append(text)

    def take(self, ref: str, _: str) -> None:
        self.ask("PATCH", f"/{ref}", {"assignee_id": self.person.id})

    def hand_over(self, ref: str, _: str) -> None:
        self.ask(
            "PATCH", f"/{ref}", {"assignee_id": self.chance.choice([None, self.chance.choice(self.colleagues).id])}
        )

    def escalate(self, ref: str, text: str) -> None:
        if self.ask("POST", f"/{ref}/escalate", {"reason": text}):
            self.ask("PATCH", f"/{ref}", {"priority": "low"})

    def put_away(self, ref: str, _: str) -> None:
        self.ask("POST", f"/{ref}/{self.chance.choice(['archive', 'restore', 'restore'])}")

    def look_around(self, ref: str, _: str) -> None:
        for path in ("?assignee=me", "/counts", f"/{ref}", f"/{ref}/timeline"):
            self.ask("GET", path)


ACTS = (
    Agent.reply, Agent.reply, Agent.write_note, Agent.write_note, Agent.retitle, Agent.take, Agent.hand_over,
    Agent.escalate, Agent.put_away, Agent.look_around,
)  # fmt: skip


@pytest.fixture
def agents(desk: Desk) -> list[Agent]:
    people = [
        desk.add_member(f"Agent{n:02d}", f"agent{n}@acme.example", "agent", can_delete=True) for n in range(AGENTS)
    ]
    for number in range(TICKETS):
        body = {"title": f"Ticket {number}", "contact": {"email": f"maya{number}@example.com"}}
        assert desk.http("POST", PATH, json=body, token=desk.admin.token).status == 201
    desk.settle()
    return [Agent(desk, person, people, random.Random(number)) for number, person in enumerate(people)]


def test_nothing_is_lost_and_nobody_told_twice_while_fifty_work(desk: Desk, agents: list[Agent]) -> None:
    crowded(desk, 2)
    desk.pumps.start()
    until = time.monotonic() + SECONDS
    race(lambda number: agents[number].work(until), AGENTS)
    desk.pumps.stop()
    desk.settle(300)
    print(sum((agent.answers for agent in agents), Counter()))
    with desk.ports.open("acme") as room:
        life = Life(desk.ports, room, lambda number: stored(life, number), list(range(1, TICKETS + 1)))
        laws.check(life)
        history = [entry for number in life.numbers for entry in life.entries(number)]
        team = dict(room.workspace.members)
        buckets = Counter(life.ticket(number).place.bucket for number in life.numbers)
        owners = Counter(ticket.assignee_id for ticket in map(life.ticket, life.numbers) if not ticket.archived_at)
    _all_that_was_said_and_changed_is_there(agents, history)
    told = [(action, notice) for action in history if isinstance(action, Action) for notice in notices(action, team)]
    _everybody_was_told_once(desk, agents, told)
    _counters_equal_a_recount(desk, agents, buckets, owners)


def _all_that_was_said_and_changed_is_there(agents: list[Agent], history: list[Any]) -> None:
    said = Counter(entry.body for entry in history if isinstance(entry, Said))
    assert said == Counter(text for agent in agents for text in agent.said)
    events = [event for entry in history if isinstance(entry, Action) for event in entry.events]
    titles = Counter(event.changes["title"].after for event in events if "title" in event.changes)
    assert titles == Counter(text for agent in agents for text in agent.titled)


def _everybody_was_told_once(desk: Desk, agents: list[Agent], told: list[tuple[Action, Notice]]) -> None:
    inboxes = {
        (person.id, entry["id"])
        for person in (desk.admin, *(agent.person for agent in agents))
        for entry in _once(walked(desk, "/v1/acme/inbox", person.token, 100))
        if entry["scope"] == "mine"
    }
    assert inboxes == {(notice.person.id, action.id) for action, notice in told if notice.inbox}
    jobs = {f"{action.id}.{notice.person.id}": notice.letter for action, notice in told if notice.letter}
    sent = Counter(mail.tags["job"] for mail in desk.sent)
    assert set(sent.values()) <= {1}
    assert sent.keys() <= jobs.keys()
    at_once = {job for job, letter in jobs.items() if letter not in TELLS_OF_A_CHANGE | COLLECTED}
    assert at_once <= sent.keys(), "what waits until it stands, or is collected, may have become nothing"


def _once(entries: list[Any]) -> list[Any]:
    assert len({entry["id"] for entry in entries}) == len(entries)
    return entries


def _counters_equal_a_recount(
    desk: Desk, agents: list[Agent], buckets: Counter[str], owners: Counter[str | None]
) -> None:
    for person in (desk.admin, *(agent.person for agent in agents)):
        counts = desk.http("GET", f"{PATH}/counts", token=person.token).json()
        assert counts["mine"] == owners[person.id]
        assert counts["unassigned"] == owners[None]
        assert {name: counts[name] for name in (*Status, "archived")} == {
            name: buckets[name] for name in (*Status, "archived")
        }
