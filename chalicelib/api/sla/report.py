"""Reports on the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from chalicelib.api.schemas.base import Day, Document
from chalicelib.api.schemas.tickets import LabelOut
from chalicelib.api.serving.routes import Call, Reply, Schema, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import Label
from chalicelib.domain.tickets.sla_report import Kept, OfPriority
from chalicelib.domain.vocabulary import Priority
from chalicelib.services.sla.report import sla_report_of


class SlaReportQuery(Schema):
    """Tickets that came in from the day `from` to the day `to`, both included: days of the business hours' zone.
    Without them, the last thirty; 366 at most."""

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


class KeptOut(Document):
    """`missed` counts what is too late already, done or not; `undecided` may still be met. `median_seconds` is the
    business time that it took, of all that are done, null when none is."""

    met: int
    missed: int
    undecided: int
    median_seconds: int | None


class SlaOfPriorityOut(Document):
    priority: Priority
    tickets: int
    first_response: KeptOut
    resolution: KeptOut


class LabelCountOut(LabelOut):
    tickets: int


class SlaReportOut(Document):
    """Archived and merged tickets are not in it. `labels` are those in use, the most frequent first."""

    first_day: date
    last_day: date
    zone: str
    tickets: int
    priorities: list[SlaOfPriorityOut]
    labels: list[LabelCountOut]


@route(
    "Report how SLAs were kept",
    permission=Permission.TICKETS_READ,
    query=SlaReportQuery,
    answer=SlaReportOut,
    refusals=("too_many",),
)
def report_sla(call: Call[SlaReportQuery]) -> Reply:
    period, found = sla_report_of(call.desk, call.room, call.query.first, call.query.last)
    return Reply(
        SlaReportOut(
            first_day=period.first,
            last_day=period.last,
            zone=period.zone,
            tickets=found.tickets,
            priorities=[_of_priority(one) for one in found.priorities],
            labels=_labels(call.room.workspace.labels, found.labels),
        )
    )


def _of_priority(one: OfPriority) -> SlaOfPriorityOut:
    return SlaOfPriorityOut(
        priority=one.priority,
        tickets=one.tickets,
        first_response=_kept(one.first_response),
        resolution=_kept(one.resolution),
    )


def _kept(kept: Kept) -> KeptOut:
    seconds = None if kept.median is None else kept.median // timedelta(seconds=1)
    return KeptOut(met=kept.met, missed=kept.missed, undecided=kept.undecided, median_seconds=seconds)


def _labels(known: Mapping[str, Label], counts: Mapping[str, int]) -> list[LabelCountOut]:
    """A label may have been deleted since."""
    found = ((known[label_id], tickets) for label_id, tickets in counts.items() if label_id in known)
    return [LabelCountOut(id=one.id, name=one.name, color=one.color, tickets=tickets) for one, tickets in found]
