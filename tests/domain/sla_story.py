"""Plays the life stories of tests/domain/stories: tables of what happens to a ticket, and what its clock then shows.

Columns: *When* (the desk's own time, 2026; a weekday that doesn't fit its date is an error), *What happens*, the
targets, and *Notices* that the minutely tick sent since the line above. A story may leave out the columns, and with
them the notices, of targets that it isn't about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib.domain import sla, sla_clock
from chalicelib.domain.business_hours import ALWAYS, BusinessHours, Interval, check
from chalicelib.domain.sla import TargetState
from chalicelib.domain.sla_clock import Clock, Level
from chalicelib.domain.workspace import SlaPolicy
from tests.domain.business_samples import weekdays

STORIES = Path(__file__).parent / "stories"
BERLIN = "Europe/Berlin"

POLICIES = {
    "urgent": SlaPolicy(
        id="p1", priority="urgent", first_response_minutes=60, next_response_minutes=30, resolution_minutes=240
    ),
    "high": SlaPolicy(
        id="p2", priority="high", first_response_minutes=120, resolution_minutes=480, pause_on_waiting=False
    ),
    "medium": SlaPolicy(
        id="p3", priority="medium", first_response_minutes=240, next_response_minutes=120, resolution_minutes=960
    ),
}

HOURS = {
    "office": weekdays(BERLIN, (9, 17), holidays=(date(2026, 1, 6), date(2026, 5, 1))),
    "long days": replace(weekdays(BERLIN, (8, 20)), version=1),
    "short days": replace(weekdays(BERLIN, (9, 13)), version=1),
    "around the clock": ALWAYS,
    "split day": check(
        BusinessHours(
            zone=BERLIN,
            week=(*((Interval(480, 720), Interval(780, 1020)),) * 5, (Interval(540, 720),), ()),
        )
    ),
    "night shift in New York": BusinessHours(
        zone="America/New_York", week=((Interval(0, 360), Interval(1320, 1440)),) * 7
    ),
    "office in Kathmandu": weekdays("Asia/Kathmandu", (10, 18)),
    "no working hours": BusinessHours(zone=BERLIN),
}


@dataclass(frozen=True)
class Story:
    title: str
    hours: BusinessHours
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass
class Life:
    """One ticket as the rules will treat it: what happened is applied, then the clock follows the ticket's status."""

    hours: BusinessHours
    clock: Clock | None = None
    status: str = "open"
    away: bool = False
    replied_at: datetime | None = None
    ticking: bool = True
    notices: list[str] = field(default_factory=list)

    def happens(self, what: str, now: datetime) -> None:
        if self.ticking:
            self._tick_until(now)
        if what.startswith("created "):
            self.clock = sla_clock.started(POLICIES.get(what.removeprefix("created ")), self.hours, now)
            return
        assert self.clock is not None
        for part in what.split(", "):
            self._apply(part, now)
        self.clock = sla_clock.followed(self.clock, self.status, self.hours, now, away=self.away)
        if self.ticking and sla.crossed(self.clock, now):
            self._tick(now)

    def _apply(self, what: str, now: datetime) -> None:
        verb, _, rest = what.partition(" ")
        apply = _COMMANDS.get(what) or _COMMANDS[verb]
        apply(self, rest, now)

    def _tick_until(self, now: datetime) -> None:
        """The ticks since the last line: each comes at the instant that the clock itself names."""
        while self.clock and (due := sla.next_due(self.clock)) and due.at <= now:
            self._tick(due.at)

    def _tick(self, now: datetime) -> None:
        assert self.clock is not None
        crossings = sla.crossed(self.clock, now)
        assert crossings, "the tick came for nothing"
        self.clock = sla.told(self.clock, crossings)
        self.notices += [f"{_name(c.target)} {_LEVELS[c.level]}" for c in crossings]

    def replies(self, _: str, now: datetime) -> None:
        self.clock = sla_clock.agent_replied(self._clock, self.hours, now)
        self.status = "in_progress" if self.status == "open" else self.status
        self.replied_at = now

    def undoes(self, _: str, now: datetime) -> None:
        assert self.replied_at
        self.clock = sla_clock.reply_withdrawn(self._clock, self.replied_at, self.hours, now)

    def writes(self, _: str, now: datetime) -> None:
        self.clock = sla_clock.customer_replied(self._clock, self.hours, now)
        self.status = "open" if self.status in ("waiting", "resolved") else self.status
        self.away = False

    def prioritises(self, priority: str, now: datetime) -> None:
        self.clock = sla_clock.priority_changed(self._clock, POLICIES.get(priority), self.hours, now)

    def reschedules(self, hours: str, now: datetime) -> None:
        self.hours = HOURS[hours]
        self.clock = sla_clock.hours_changed(self._clock, self.hours, now)

    @property
    def _clock(self) -> Clock:
        assert self.clock is not None
        return self.clock


def _becomes(**state: object) -> Callable[[Life, str, datetime], None]:
    def apply(life: Life, _: str, __: datetime) -> None:
        for name, value in state.items():
            setattr(life, name, value)

    return apply


_COMMANDS: Mapping[str, Callable[[Life, str, datetime], None]] = {
    "agent replies": Life.replies,
    "reply undone": Life.undoes,
    "customer writes": Life.writes,
    "priority": Life.prioritises,
    "hours": Life.reschedules,
    "look": lambda *_: None,
    "note": lambda *_: None,
    "automatic answer": lambda *_: None,
    "archived": _becomes(away=True),
    "restored": _becomes(away=False),
    "merged": _becomes(away=True, status="closed"),
    "tick stops": _becomes(ticking=False),
    "tick runs again": _becomes(ticking=True),
    "open": _becomes(status="open"),
    "waiting": _becomes(status="waiting"),
    "resolved": _becomes(status="resolved"),
    "closed": _becomes(status="closed"),
}

_LEVELS = {Level.WARNING: "warning", Level.BREACH: "breach"}
_DATED = re.compile(r"(?P<day>\w{3}) (?P<date>\d{1,2} \w{3}) (?P<time>\d\d:\d\d(?::\d\d)?)")


def stories() -> Iterator[Story]:
    for path in sorted(STORIES.glob("*.md")):
        for section in path.read_text().split("\n## ")[1:]:
            yield _story(section)


def play(story: Story) -> list[dict[str, str]]:
    """What the story's columns really show, line by line."""
    life, shown = Life(story.hours), []
    for when, what, *_ in story.lines:
        now = _instant(when, story.hours)
        life.notices.clear()
        life.happens(what, now)
        shown.append({"When": when, "What happens": what, **_showing(life, story.columns, now)})
    return shown


def _story(section: str) -> Story:
    title, *lines = section.strip().splitlines()
    hours = next(line.removeprefix("Hours: ") for line in lines if line.startswith("Hours: "))
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return Story(title, HOURS[hours], rows[0], tuple(rows[2:]))


def _showing(life: Life, columns: tuple[str, ...], now: datetime) -> dict[str, str]:
    assert life.clock is not None
    state = sla.state(life.clock, life.hours, now)
    notices = (notice for notice in life.notices if notice.startswith(columns))
    return {
        "First response": _cell(state.first_response if state else None, life.hours),
        "Next response": _cell(state.next_response if state else None, life.hours),
        "Resolution": _cell(state.resolution if state else None, life.hours),
        "Notices": ", ".join(notices).capitalize() or "–",
    }


def _cell(target: TargetState | None, hours: BusinessHours) -> str:
    if target is None:
        return "–"
    text = f"{target.status.replace('_', ' ')} {target.elapsed_percent} %"
    if target.never_due:
        return f"{text}, never due"
    return text if target.at or target.due_at is None else f"{text}, due {_local(target.due_at, hours)}"


def _name(target: sla.TargetName) -> str:
    return target.replace("_", " ").capitalize()


def _instant(when: str, hours: BusinessHours) -> datetime:
    found = _DATED.fullmatch(when)
    assert found, when
    shape = "%d %b %Y %H:%M:%S" if found["time"].count(":") == 2 else "%d %b %Y %H:%M"
    local = datetime.strptime(f"{found['date']} 2026 {found['time']}", shape).replace(tzinfo=ZoneInfo(hours.zone))
    assert local.strftime("%a") == found["day"], f"{when}: that is a {local:%A}"
    return local.astimezone(UTC)


def _local(instant: datetime, hours: BusinessHours) -> str:
    local = instant.astimezone(ZoneInfo(hours.zone))
    seconds = ":%S" if local.second else ""
    return f"{local:%a} {local.day} {local.strftime('%b %H:%M' + seconds)}"
