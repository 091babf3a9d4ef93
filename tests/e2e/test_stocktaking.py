"""After anything that people do, everything stored is what follows from it."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.support.desk import Answer, Desk
from tests.support.stock import differences
from tests.yesterday.lives import STATUSES, WORKSPACE, Lives, T

LIVES = int(os.environ.get("LIVES", "40"))
"""Each is a ticket with up to eight things that happen to it."""


@dataclass
class TodaysLives(Lives):
    """Also what no earlier release knew: spam, snoozing, reminders, undoing, many at once."""

    def _happen(self, ref: str, customer: str) -> None:
        who = self.chance.choice(self.members)
        acts: list[Callable[[], object]] = [
            lambda: self._ask("POST", f"{ref}/spam", {}, who),
            lambda: self._ask("DELETE", f"{ref}/spam", None, who),
            lambda: self._undone(ref),
            lambda: self._ask("POST", "bulk", {"refs": self.refs[-3:], "set": self._set()}, self.members[0]),
            lambda: self._ask("PUT", f"{ref}/snooze", self._until(), who),
            lambda: self._ask("DELETE", f"{ref}/snooze", None, who),
            lambda: self._ask("PUT", f"{ref}/reminder", {"at": self._soon(), "note": self._text()[:200]}, who),
            lambda: self._ask("PUT", f"{ref}/labels/{self.chance.choice(self.labels)}", None, who),
        ]
        if self.chance.random() < 0.3:
            self.chance.choice(acts)()
        else:
            super()._happen(ref, customer)

    def _expect(self, answer: Answer) -> Answer:
        """A link that shows no answers doesn't rate either."""
        return answer if answer.status == 403 else super()._expect(answer)

    def _undone(self, ref: str) -> None:
        who, body = self.members[0], {"status": self.chance.choice(STATUSES), "title": self._title()}
        done = self._ask("PATCH", ref, body, who)
        if done.status == 200 and done.json()["action_id"]:
            self._ask("POST", f"{ref}/actions/{done.json()['action_id']}/undo", None, who)

    def _soon(self) -> str:
        return (self.desk.ports.clock.now() + timedelta(hours=self.chance.randrange(1, 50))).isoformat()

    def _until(self) -> dict[str, object]:
        return {"until": self._soon()} if self.chance.random() < 0.5 else {"until_reply": True}

    def _set(self) -> dict[str, object]:
        sets: list[dict[str, object]] = [
            {"spam": self.chance.random() < 0.5},
            {"archived": self.chance.random() < 0.5, "status": self.chance.choice(STATUSES)},
            {"snooze": self.chance.choice([None, self._until()])},
            {"add_labels": self.labels[:2], "assignee_id": self.members[1].id},
        ]
        return self.chance.choice(sets)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_lives_nothing_is_otherwise_than_what_was_done_says(desk: Desk, seed: int) -> None:
    lives = TodaysLives(desk, random.Random(seed))
    lives.move_in()
    for number in range(LIVES):
        if number % 20 == 0:
            lives.sign_in_again()
        lives.live()
    desk.settle()
    desk.advance(timedelta(minutes=2))
    assert len(desk.http("GET", f"{T}?limit=100", token=lives.members[0].token).json()["items"]) > LIVES // 3
    assert [str(one) for one in differences(desk.ports, WORKSPACE)] == []
