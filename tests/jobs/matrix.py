"""What becomes of work under which trouble, function by function: whether it is lost, who is told when, what mends it.

The trouble lasts for longer than anything is tried. Then it is over, and what doesn't come by itself is fetched by an
operator's command.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import StringIO
from typing import Any

from infra.package.parts import Template
from tests.infra.cloudwatch import CloudWatch
from tests.jobs.interruptions import HTTP, Call, Counted, counting, let_leases_run_out, put_in
from tests.jobs.interruptions import Stage as StandIn
from tests.jobs.scenes import SCENES, Scene, Stage
from tests.jobs.trouble import Trouble
from tests.jobs.world import World, differences, world
from tests.support import deployed, stock

SENT_AGAIN = "`resend-mail`"
MINUTES = 20
"""For which it lasts, and in which an alarm may ring."""

PASSING = {"unavailable", "conflict"}
YIELDS = ("MailsDelayed", "WorkPutOff")
POISON = "poison"
NO_PART, UNTOUCHED, AGAIN, ITSELF = "–", "goes on", "asked again", "itself"


class Troubled(StandIn):
    """Stands in for a function that is in trouble until that is over."""

    trouble: Trouble | None = None
    logged: StringIO
    met: bool = False
    crashes: bool = False

    def failed(self, event: dict[str, Any], identifiers: list[str]) -> set[str]:
        if self.trouble and self.trouble.poisons:
            event = {"Records": [_poisoned(event["Records"][0]), *event["Records"]]}
            identifiers = [POISON, *identifiers]
        return super().failed(event, identifiers) - {POISON}

    def carry_out(self, call: Call, everything: Any) -> Any:
        if self.trouble is None:
            let_leases_run_out(self.desk)
            return call()
        answer = everything
        with self.trouble.around(self.desk) as met, redirect_stdout(self.logged):
            try:
                answer = call()
            except Exception:  # noqa: BLE001 - what Lambda sees of a fault is that the function failed
                self.crashes = True
        self.met = self.met or met.it
        self.crashes = self.crashes or (met.it and self.trouble.ends)
        return answer


def _poisoned(record: dict[str, Any]) -> dict[str, Any]:
    """Return one like it that says nothing. What becomes of it is not the scene's."""
    if "dynamodb" not in record:
        return record | {"messageId": POISON, "body": "no JSON"}
    image = record["dynamodb"]["NewImage"] | {"e": {"S": "no JSON"}, "pk": {"S": "nowhere"}}
    return record | {"dynamodb": record["dynamodb"] | {"SequenceNumber": POISON, "NewImage": image}}


@dataclass(frozen=True, slots=True)
class Became:
    """What the page tells of a function and a trouble."""

    mended: str
    alarm: str = ""
    minute: int = 0

    def __str__(self) -> str:
        return f"{self.mended}, {self.minute}" if self.alarm else self.mended


@dataclass
class Story:
    """One scene, with a function that is in trouble in it."""

    stage: Stage
    scene: Scene
    function: str
    trouble: Trouble
    logged: StringIO = field(default_factory=StringIO)

    def became(self, expected: World, template: Template) -> Became:
        """Return it, or fail where something is lost whatever is done, or nobody is told of what takes a command."""
        met, crashed, status = self._with_trouble()
        if not met or (self.trouble.poisons and self.function == HTTP):
            return Became(NO_PART)
        alarm, minute = self._told(template, crashed, status)
        mended = self._mended(expected)
        if self.function == HTTP:
            mended = AGAIN if status >= 400 or crashed else UNTOUCHED
        elif mended == ITSELF and not alarm and not any(one in self.logged.getvalue() for one in YIELDS):
            mended = UNTOUCHED
        assert alarm or mended in (ITSELF, UNTOUCHED, AGAIN), f"{self.trouble.name}: nobody was told"
        return Became(mended, alarm, minute)

    def _with_trouble(self) -> tuple[bool, bool, int]:
        """Whether it came upon it, whether it failed as a whole, and the worst that anybody was answered."""
        if self.function == HTTP:
            return self._asked()
        troubled = put_in(self.stage.desk, self.function, Troubled)
        troubled.trouble, troubled.logged = self.trouble, self.logged
        self.scene.act(self.stage)
        self.stage.desk.pumps.settle(60)
        if not troubled.called:
            pass_by(self.stage, 15)  # what failed before it yields first
        troubled.trouble = None
        return troubled.met, troubled.crashes, 0

    def _asked(self) -> tuple[bool, bool, int]:
        kept = len(self.stage.answers)
        with self.trouble.around(self.stage.desk) as met, suppress(KeyError):  # a scene looks for what isn't answered
            self.scene.act(self.stage)
        refused = self.stage.answers[kept:]
        assert {one.json()["code"] for one in refused if one.status >= 400} <= PASSING, (
            "coming again is all there is to do"
        )
        self.stage.answers[kept:] = []
        self.scene.act(self.stage)
        return met.it, met.it and self.trouble.ends, max((one.status for one in refused), default=0)

    def _told(self, template: Template, crashed: bool, status: int) -> tuple[str, int]:
        """Return which alarm rings first, and in which minute, where something comes every minute."""
        watch = CloudWatch(template)
        lambdas = next(name for name in watch.alarms if name.endswith("ErrorsAlarm") and _is_of(self.function, name))
        ticks = "sla_lag" in self.logged.getvalue()
        for minute in range(-5, MINUTES):
            if minute < 1 or self.function != "sla_tick" or ticks:
                watch.feed("SlaLagAlarm", minute, 5)
            if minute < 1:
                continue
            watch.read(self.logged.getvalue(), minute)
            if crashed:
                watch.feed(lambdas, minute, 1)
            if crashed and self.trouble.slow:
                watch.feed(lambdas.replace("Errors", "TimeOuts"), minute, 1_000_000)
            if status >= 500:
                watch.feed("ApiErrorsAlarm", minute, 1)
            rings = sorted(watch.ringing(minute))
            if rings:
                return rings[0], minute
        return "", 0

    def _mended(self, expected: World) -> str:
        """Return what has everything come to what it should be, the least first."""
        left: list[str] = []
        for name, mend in MENDING.items():
            mend(self.stage)
            left = differences(*(_compared(one, name) for one in (expected, end_of(self.stage))))
            if not left:
                assert [str(one) for one in stock.differences(self.stage.desk.ports)] == []
                return name
        raise AssertionError("\n".join([f"{self.function}, {self.trouble.name}: lost", *left]))


def _is_of(function: str, alarm: str) -> bool:
    return alarm.removesuffix("ErrorsAlarm").lower() == function.replace("_", "").lower()


def _redriven(stage: Stage) -> None:
    """What `redrive` has SQS do: dead letters go back where they came from."""
    for pump in stage.desk.pumps.queues:
        bodies, dead = pump.dead_letters(), pump._queue.dead_letter_queue
        if dead:
            dead._messages.clear()
        pump.put_back(bodies)


def _replayed(stage: Stage) -> None:
    since = stage.desk.ports.clock.now() - stage.desk.ports.clock.offset - timedelta(hours=1)
    deployed.run(stage.desk, "replay", "--since", since.isoformat())


def _sent_again(stage: Stage) -> None:
    since = stage.desk.ports.clock.now() - timedelta(days=1)
    deployed.run(stage.desk, "resend-mail", "--workspace", "acme", "--since", since.isoformat())


_HELD = re.compile(r'"h[sw]": \{"S": "[^"]*"\}, ')
"""Since when, and why, a mail that went out later was held."""

MENDING: Mapping[str, Callable[[Stage], None]] = {
    ITSELF: lambda _: None,
    "`redrive`": _redriven,
    "`replay`": _replayed,
    SENT_AGAIN: _sent_again,
}
"""By what it is called on the page; in the order in which they are tried, each beside those before it."""


def end_of(stage: Stage) -> World:
    """Let everything run that follows, for an hour and more: mail that was held is tried again by then."""
    stage.desk.pumps.settle(60)
    for minutes in (1, 2, 65, 20):
        pass_by(stage, minutes)
    return world(stage.desk, [])


def pass_by(stage: Stage, minutes: int) -> None:
    stage.desk.ports.clock.offset += timedelta(minutes=minutes)
    stage.desk.pumps.advance(timedelta(minutes=minutes))
    stage.desk.pumps.settle(60)


def undisturbed(stage: Stage, scene: Scene, function: str) -> tuple[World, set[str]]:
    """Return how the scene ends when nothing is wrong, and which services the function calls in it."""
    if function == HTTP:
        with counting() as calls:
            scene.act(stage)
    else:
        counted = put_in(stage.desk, function, Counted)
        scene.act(stage)
    end = end_of(stage)
    calls = calls if function == HTTP else counted.calls
    return end, {call.partition(".")[0] for call in calls}


def _compared(found: World, mended: str) -> World:
    """Leave out mails that nobody got, and that mails were held. What is sent again is another mail, with the words of
    the first."""
    if mended == SENT_AGAIN:
        words = Counter[str]()
        for mail, many in found.mails.items():
            words[str({name: value for name, value in json.loads(mail).items() if name in ("to", "text")})] += many
        return World(Counter(), words, found.files, Counter())
    items = Counter[str]()
    for item, many in found.items.items():
        if '"withdrawn"' not in item and "mail_held_since" not in item:
            items[_HELD.sub("", item)] += many
    return replace(found, items=items)


def prepare(stage: Stage, scene: Scene) -> None:
    for act in scene.before:
        act(stage)
    stage.answers.clear()


def of_name(name: str) -> Scene:
    return next(scene for scene in SCENES if scene.name == name)
