"""Mails that the carrier doesn't take for a reason that isn't their own: held, and tried again for four days.

What passes by itself within a moment waits in the queue. The rest is listed, a small item a mail, and one piece of work
a workspace goes through the list and has all of it tried at growing intervals. It keeps to one order: a mail is listed
before somebody makes sure of the work, and the work isn't done while anybody did so since it was begun. So a worker may
be cut off anywhere: the message that it was called with comes again, and what is done twice is as if done once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.mail.faults import Fault, is_given_up, passes, wait_after, wait_aside
from chalicelib.domain.mail.jobs import LEASE_SECONDS, JobKey, MailBusyError, MailJob
from chalicelib.domain.settings import audit
from chalicelib.domain.settings.workspace import General
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room

KIND = "held"
LOOK = timedelta(minutes=1)
"""How often the list is looked at: so that it is over a minute after mail goes again."""
_PAGE, _GLANCE = 100, 10
"""Mails that are gone through at once, and as many of the oldest as tell between two tries whether any is left."""


class HeldError(Exception):
    """The mail of a job is held, since then, and waits to be tried again. `passing`: nobody need be told. Its text is
    what the carrier said, which may name addresses."""

    def __init__(self, key: JobKey, fault: Fault, since: datetime, now: datetime, told: str = "") -> None:
        super().__init__(told)
        self.key, self.fault, self.lasting = key, fault, now - since
        self.passing = passes(fault, self.lasting)


def hold(desk: Desk, job: MailJob, busy: MailBusyError) -> bool:
    """Give a claimed job back that the carrier doesn't take. False for one that has been tried for long enough, and is
    still claimed. Raises HeldError for one that waits from now on."""
    now = desk.clock.now()
    if is_given_up(job.held_since, now):
        return False
    since = desk.jobs.hold(job.key, busy.fault, now)
    if since:
        raise HeldError(job.key, busy.fault, since, now, str(busy))
    return True


def keep(desk: Desk, room: Room | None, asked: JobKey, held: HeldError) -> None:
    """See to it that a held mail is tried again, and what a worker was `asked` to send where that isn't the same one:
    news that wait for a mail to be out, which is to tell of others."""
    keys = list(dict.fromkeys((held.key, asked)))
    if room is None or held.passing:
        desk.mail_queue.put(keys, _aside(held))
        return
    for key in keys:
        room.held.add(key)
    now, wait = desk.clock.now(), timedelta(seconds=_least(held.fault)) or LOOK
    state = {"since": (now - held.lasting).isoformat(), "why": held.fault.value, "next": (now + wait).isoformat()}
    desk.work.remind(Work(workspace=room.workspace.id, kind=KIND, at=now + LOOK, state=state))


def try_now(desk: Desk, room: Room) -> None:
    """Have all that is held tried within a minute, as if it had been held just now: somebody mended something."""
    if room.held.page(1, None).items:
        now = desk.clock.now()
        state = {"since": now.isoformat(), "why": room.workspace.mail_held_why or Fault.UNKNOWN.value}
        desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, at=now, state=state))


def look(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on through the list: forget what is settled and, when it is time, have the rest tried. At its end, wait for
    the next look, or be done where nothing was left."""
    now, state = desk.clock.now(), dict(work.state)
    due = now + LOOK / 2 >= datetime.fromisoformat(state.get("next", state["since"]))
    position = state.get("position")
    page = room.held.page(_PAGE if due or position else _GLANCE, position)
    left = desk.jobs.unsettled(page.items)
    room.held.remove([key for key in page.items if key not in left])
    if left and not state.get("left") and not room.workspace.mail_held_since:
        _tell(desk, room, state["since"], state["why"])
    if due and not room.workspace.is_suspended:
        desk.mail_queue.put(left)
    state["left"] = bool(left) or state.get("left", False)
    if page.position and (due or not left):
        return replace(work, state={**state, "position": page.position})
    if state["left"]:
        return _waits(desk, work, state, due=due)
    if page.items or position:
        return replace(work, state=_from_the_top(state))
    _tell(desk, room, "", "")
    return None


def _from_the_top(state: Mapping[str, Any]) -> dict[str, Any]:
    """Look at the whole list once more: what was held meanwhile may stand before what was gone through."""
    return {name: value for name, value in state.items() if name not in ("position", "left")}


def _waits(desk: Desk, work: Work, state: Mapping[str, Any], *, due: bool) -> Work:
    now, since = desk.clock.now(), datetime.fromisoformat(state["since"])
    following = (now + wait_after(now - since)).isoformat() if due else state["next"]
    return replace(work, at=now + LOOK, state={**_from_the_top(state), "next": following})


def _tell(desk: Desk, room: Room, since: str, why: str) -> None:
    """Have the settings say since when mail is held, and why; empty texts are: it goes. Once for each time."""

    def attempt() -> None:
        before = room.parts.get(General, "")
        if before is None or bool(before.mail_held_since) == bool(since):
            return
        now = desk.clock.now()
        after = replace(before, mail_held_since=since, mail_held_why=why)
        room.parts.write(before, after, audit.of_change(desk.new_id(now), now, SYSTEM, before, after))

    retry_on_conflict(attempt)


def _aside(held: HeldError) -> int:
    """The seconds to wait in the queue."""
    return max(int(wait_aside(held.fault, held.lasting).total_seconds()), _least(held.fault))


def _least(fault: Fault) -> int:
    """The seconds for which a mail is left alone that the carrier may have: its own news could tell by then."""
    return LEASE_SECONDS + 1 if fault is Fault.CARRIER else 0
