"""The recount's stopwatch, beside what tickets say of their own promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.reports.compared import Recounted
from tests.reports.recount.facts import Told
from tests.reports.recount.stopwatch import Verdict
from tests.reports.recount.times import MINUTE, instant


def wrong_promises(counted: Recounted) -> list[str]:
    """Return where a ticket says of its first reply, of its latest one or of its solution what isn't so."""
    return [f"{one.story.ticket['ref']}: {wrong}" for one in counted.told for wrong in _wrong(one)]


def _wrong(told: Told) -> Iterator[str]:
    ticket, watch = told.story.ticket, told.watch
    sla, place = ticket["sla"] or {}, told.story.states[-1].place
    first_at = instant(ticket["first_responded_at"]) if ticket["first_responded_at"] else None
    if first_at != (watch.first[0] if watch.first else None):
        yield f"first reply {ticket['first_responded_at']}, not {watch.first}"
    yield from _other("first reply", sla.get("first_response"), watch.first[1] if watch.first else None)
    if watch.waiting is None:
        yield from _other("next reply", sla.get("next_response"), _last(watch.answers.values()))
    if place == "done":
        yield from _other("solution", sla.get("resolution"), _last(watch.solved.values()))


def _last(verdicts: Iterable[Verdict]) -> Verdict | None:
    return next(reversed(list(verdicts)), None)


def _other(what: str, said: Mapping[str, Any] | None, verdict: Verdict | None) -> Iterator[str]:
    if said is None or verdict is None:
        if said and said["status"] in ("met", "missed"):
            yield f"{what}: {said}, not {verdict}"
        return
    percent = verdict.took * 100 // (said["target_minutes"] * MINUTE)
    percent = max(percent, 100) if verdict.kept == "missed" else min(percent, 99)
    if (said["status"], said["elapsed_percent"]) != (verdict.kept, percent):
        yield f"{what}: {said}, not {verdict}"
