"""The steps of an export: find the person's tickets, gather what they may read of them, pack it into an archive.

Each step reads what the one before it left, and leaves its own under another name: cut off anywhere, it is carried out
again and comes to the same. What it leaves is in the file store, below the archive, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.privacy.exported import ExportedPerson
from chalicelib.domain.privacy.jobs import DeskJob
from chalicelib.domain.worklist import Work
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.export.archive import Bench, folder
from chalicelib.services.privacy.export.ask import GONE_AFTER, noted
from chalicelib.services.privacy.export.gathering import gather
from chalicelib.services.privacy.export.packing import pack
from chalicelib.services.privacy.export.reading import whole_person

MOST_FAILURES = 8
"""Times that a step may fail one after the other: that is some four hours."""
_AT_ONCE = 40
"""Steps after which other work goes first."""
_FOUND = 200
"""Tickets that a step finds."""

State = Mapping[str, Any]
Stage = Callable[[Desk, Room, Bench, State], State]
"""Returns what the work's state is from then on."""


def export_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Carry out one step of an export. One that failed too often is given up: it can be asked for again."""
    job = noted(room, work)
    if job.is_over:
        return None
    if work.failures >= MOST_FAILURES:
        _change(room, job.id, lambda one: one.failed(desk.clock.now(), "It failed too often. Ask for it again."))
        return None
    bench = Bench(desk.files, folder(room.workspace.id, job.id))
    state = _STAGES[work.state.get("stage", "find")](desk, room, bench, {**work.state, "contact": work.id})
    if "bytes" in state:
        _done(desk, room, job.id, state)
        return None
    if "tickets" in state:
        _change(room, job.id, lambda one: one.further(_gone_through(state), 2 * state["tickets"]))
    steps = work.state.get("steps", 0) + 1
    at = desk.clock.now() if steps % _AT_ONCE == 0 else work.at
    return replace(work, at=at, state={**state, "steps": steps})


def _find(_: Desk, room: Room, bench: Bench, state: State) -> State:
    """First the tickets whose contact they are, then those that each of their addresses is on."""
    if "people" not in state:
        person = whole_person(room, state["contact"])
        state = {**state, "people": person.ids, "addresses": person.addresses, "source": 0, "found": 0}
    source, after = state["source"], state.get("after")
    if source == 0:
        page = room.tickets.of_contacts(state["people"], _FOUND, after)
        numbers, position = [ticket.number for ticket in page.items], page.position
    else:
        pointed = room.contacts.pointed(state["addresses"][source - 1], _FOUND, after)
        numbers, position = list(pointed.items), pointed.position
    bench.put_list(f"found-{state['found']}", numbers)
    further = {**state, "found": state["found"] + 1, "after": position, "source": source + (position is None)}
    return further if further["source"] <= len(state["addresses"]) else _all_found(bench, further)


def _all_found(bench: Bench, state: State) -> State:
    """Every ticket once, the newest first."""
    numbers = {number for place in range(state["found"]) for number in bench.get_list(f"found-{place}")}
    bench.put_list("numbers", sorted(numbers, reverse=True))
    left = {name: value for name, value in state.items() if name not in ("addresses", "source", "found", "after")}
    return {**left, "stage": "gather", "tickets": len(numbers)}


def _gather(desk: Desk, room: Room, bench: Bench, state: State) -> State:
    found = room.contacts.several(state["people"])
    person = ExportedPerson(tuple(found[one] for one in state["people"] if one in found))
    return gather(desk, room, bench, person, state)


def _gone_through(state: State) -> int:
    """Gathering is one half, packing the other, by the bytes of it."""
    gathered, packed = state.get("gathered", 0), state.get("packed", 0)
    expected = max(1, state.get("expected", 1))
    return int(gathered + min(1, packed / expected) * state["tickets"])


def _done(desk: Desk, room: Room, job_id: str, state: State) -> None:
    now = desk.clock.now()
    receipt = {
        "bytes": state["bytes"],
        "tickets": state["told"],
        "files": state["files"],
        "left_out": state["left_out"],
        "until": (now + GONE_AFTER).isoformat(timespec="seconds"),
    }
    whole = 2 * state["tickets"]
    _change(room, job_id, lambda one: one.further(whole, whole).done(now, receipt))


def _change(room: Room, job_id: str, become: Callable[[DeskJob], DeskJob]) -> None:
    def attempt() -> None:
        before = room.desk_jobs.get(job_id)
        if before is not None and not before.is_over and become(before) != before:
            room.desk_jobs.change(before, become(before))

    retry_on_conflict(attempt)


_STAGES: Mapping[str, Stage] = {"find": _find, "gather": _gather, "pack": pack}
