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

from chalicelib.domain.events import SYSTEM, Actor, EventType
from chalicelib.domain.sla import state as sla_state
from chalicelib.domain.sla.business_hours import ALWAYS, BusinessHours, Interval, check
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.state import TargetState
from chalicelib.domain.tickets import change, converse, create, lifecycle, merge, tick
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.message import PublicMessage
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.timing import Promises, retimed
from chalicelib.domain.tickets.withdraw import LONGEST_HOLD, WithoutIt, withdraw
from chalicelib.domain.vocabulary import Channel, Priority, Source, Status
from tests.domain.making import BY_ANA, BY_MAYA, KEY, MAYA, moment
from tests.domain.sla.business_samples import weekdays

STORIES = Path(__file__).parents[1] / "stories"
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
    """One ticket, as the desk's own rules treat it; `who` of the commands are Ana and Maya."""

    hours: BusinessHours
    ticket: Ticket | None = None
    reply: Decision | None = None
    primary: Ticket | None = None
    ticking: bool = True
    notices: list[str] = field(default_factory=list)

    def happens(self, what: str, now: datetime) -> None:
        if self.ticking:
            self._tick_until(now)
        if what.startswith("created "):
            self._create(what.removeprefix("created "), now)
            return
        for part in _parts(what):
            verb, _, rest = part.partition(" ")
            apply = _COMMANDS.get(part) or _COMMANDS[verb]
            apply(self, rest, now)
        if self.ticking and sla_state.crossed(self._ticket.clock, now):
            self._tick(now)

    def decides(self, decision: Decision) -> None:
        self.ticket = decision.ticket

    def moment(self, now: datetime, actor: Actor = BY_ANA) -> Moment:
        return replace(moment(actor), now=now, promises=self._promises)

    @property
    def _promises(self) -> Promises:
        return Promises(policies=tuple(POLICIES.values()), hours=self.hours)

    @property
    def _ticket(self) -> Ticket:
        assert self.ticket is not None
        return self.ticket

    def _create(self, priority: str, now: datetime) -> None:
        new = NewTicket(
            title="Checkout",
            channel=Channel.PORTAL,
            source=Source.PORTAL,
            contact=MAYA,
            priority=Priority(priority),
        )
        self.decides(create.create(new, 7, KEY, self.moment(now, BY_MAYA)))

    def _tick_until(self, now: datetime) -> None:
        """The ticks since the last line: each comes at the instant that the ticket itself names."""
        while self.ticket and self.ticket.look_at and self.ticket.look_at <= now:
            self._tick(self.ticket.look_at)

    def _tick(self, now: datetime) -> None:
        """It leaves no trace in the order of things: what else happens in that minute happens at its very beginning."""
        last_at = self._ticket.last_at
        ticked, action = tick.crossed(self._ticket, self.moment(now, SYSTEM))
        self.ticket = replace(ticked, last_at=last_at)
        assert action, "the tick came for nothing"
        self.notices += [f"{_name(event.changes['target'].after)} {_LEVELS[event.type]}" for event in action.events]

    def replies(self, status: str, now: datetime) -> None:
        """`agent replies`, and what status the reply sets."""
        status = status.removeprefix("replies").strip(", ")
        wanted = Status(status) if status else None
        self.reply = converse.agent_reply(self._ticket, "We look", self.moment(now), status=wanted, hold=LONGEST_HOLD)
        self.decides(self.reply)

    def undoes(self, _: str, now: datetime) -> None:
        """Whoever undoes does so within the time that they have for it."""
        assert self.reply
        assert isinstance(self.reply.said, PublicMessage)
        assert self.reply.action
        said = replace(self.reply.said, visible_at=now + LONGEST_HOLD)
        left = WithoutIt(last_speaker="customer", next_answer_at=None)
        self.decides(withdraw(self._ticket, said, self.reply.action, left, self.moment(now)))

    def writes(self, _: str, now: datetime) -> None:
        self.decides(converse.customer_message(self._ticket, "Hello?", self.moment(now, BY_MAYA)))

    def notes(self, _: str, now: datetime) -> None:
        self.decides(converse.internal_note(self._ticket, "Ask billing first", self.moment(now)))

    def hears_a_machine(self, _: str, now: datetime) -> None:
        self.decides(converse.auto_answered(self._ticket, "maya@example.com", "Away", self.moment(now, BY_MAYA)))

    def prioritises(self, priority: str, now: datetime) -> None:
        self.decides(change.change(self._ticket, {"priority": Priority(priority)}, self.moment(now)))

    def reschedules(self, hours: str, now: datetime) -> None:
        self.hours = HOURS[hours]
        self.ticket = retimed(self._ticket, self._promises, now)

    def archives(self, _: str, now: datetime) -> None:
        self.decides(lifecycle.archive(self._ticket, self.moment(now)))

    def restores(self, _: str, now: datetime) -> None:
        self.decides(lifecycle.restore(self._ticket, self.moment(now)))

    def merges(self, _: str, now: datetime) -> None:
        primary = create.create(_OTHER, 8, KEY, self.moment(self._ticket.created_at)).ticket
        gained, given = merge.merge(primary, self._ticket, (), self.moment(now), across_contacts=False)
        self.primary = gained.ticket
        self.decides(given)

    def is_parted(self, _: str, now: datetime) -> None:
        assert self.primary
        _, freed = merge.unmerge(self.primary, self._ticket, [self._ticket], self.moment(now))
        self.decides(freed)


_OTHER = NewTicket(title="The same", channel=Channel.PORTAL, source=Source.PORTAL, contact=MAYA)


def _parts(what: str) -> list[str]:
    """The commands of a line. A reply that sets a status is one command."""
    return [what] if what.startswith("agent replies") else what.split(", ")


def _sets(**state: object) -> Callable[[Life, str, datetime], None]:
    def apply(life: Life, _: str, __: datetime) -> None:
        for name, value in state.items():
            setattr(life, name, value)

    return apply


def _becomes(status: Status) -> Callable[[Life, str, datetime], None]:
    def apply(life: Life, _: str, now: datetime) -> None:
        assert life.ticket is not None
        life.decides(change.change(life.ticket, {"status": status}, life.moment(now)))

    return apply


_COMMANDS: Mapping[str, Callable[[Life, str, datetime], None]] = {
    "agent": Life.replies,
    "reply undone": Life.undoes,
    "customer writes": Life.writes,
    "priority": Life.prioritises,
    "hours": Life.reschedules,
    "look": lambda *_: None,
    "note": Life.notes,
    "automatic answer": Life.hears_a_machine,
    "archived": Life.archives,
    "restored": Life.restores,
    "merged": Life.merges,
    "unmerged": Life.is_parted,
    "tick stops": _sets(ticking=False),
    "tick runs again": _sets(ticking=True),
    **{status.value: _becomes(status) for status in Status},
}

_LEVELS = {EventType.SLA_WARNING: "warning", EventType.SLA_BREACHED: "breach"}
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
    assert life.ticket is not None
    state = sla_state.state(life.ticket.clock, life.hours, now)
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


def _name(target: str) -> str:
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
