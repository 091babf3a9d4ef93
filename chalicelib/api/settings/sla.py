"""SLA policies and business hours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.api.schemas.settings_sla import (
    BusinessHoursChangesBody,
    BusinessHoursOut,
    HolidayOut,
    IntervalOut,
    NewSlaPolicyBody,
    SlaPoliciesPage,
    SlaPolicyChangesBody,
    SlaPolicyOut,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import Resource, named
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.schedule import Holiday, Schedule
from chalicelib.services.settings import business_hours, parts, sla


def _policy(policy: SlaPolicy) -> SlaPolicyOut:
    return SlaPolicyOut.model_validate(policy, from_attributes=True)


def _new_policy(call: Call[NoQuery, NewSlaPolicyBody]) -> tuple[str, SlaPolicyOut]:
    body = call.body
    targets = named(body)
    policy = sla.add_policy(call.seat, targets.pop("priority"), targets, call.once)
    return policy.id, _policy(policy)


def _policy_again(call: Call, result: str) -> tuple[str, SlaPolicyOut]:
    return result, _policy(parts.one(call.room, SlaPolicy, result))


def _change_policy(call: Call, policy_id: str, changes: dict[str, Any]) -> SlaPolicy:
    return sla.change_policy(call.seat, policy_id, changes)


def _delete_policy(call: Call, policy_id: str) -> None:
    sla.delete_policy(call.seat, policy_id)


Resource(
    path="sla-policies",
    one="SLA policy",
    many="SLA policies",
    may_read=Permission.DESK_READ,
    may_write=Permission.SETTINGS_WRITE,
    shown=SlaPolicyOut,
    page=SlaPoliciesPage,
    new=NewSlaPolicyBody,
    made=SlaPolicyOut,
    changes=SlaPolicyChangesBody,
    show=lambda _call, policy: _policy(policy),
    list=lambda call, limit, after: call.room.parts.page(SlaPolicy, limit, after),
    get=lambda call, policy_id: parts.one(call.room, SlaPolicy, policy_id),
    create=_new_policy,
    again=_policy_again,
    change=_change_policy,
    delete=_delete_policy,
).declare()


@route("Read the business hours", permission=Permission.SETTINGS_READ, answer=BusinessHoursOut)
def read_business_hours(call: Call) -> Reply:
    return Reply(_hours(business_hours.business_hours(call.room)))


@route(
    "Change the business hours",
    permission=Permission.SETTINGS_WRITE,
    body=BusinessHoursChangesBody,
    answer=BusinessHoursOut,
    refusals=("conflict",),
)
def change_business_hours(call: Call[NoQuery, BusinessHoursChangesBody]) -> Reply:
    changes = _changes(call.body)
    return Reply(_hours(business_hours.change_business_hours(call.seat, changes)))


def _changes(body: BusinessHoursChangesBody) -> dict[str, Any]:
    changes = named(body)
    if "week" in changes:
        changes["week"] = tuple(tuple(f"{one.start}-{one.end}" for one in day) for day in body.week)
    if "holidays" in changes:
        changes["holidays"] = tuple(Holiday(one.date, one.name.strip()) for one in body.holidays)
    return changes


def _hours(found: Schedule) -> BusinessHoursOut:
    return BusinessHoursOut(
        zone=found.zone,
        always=found.always,
        week=[[IntervalOut(start=one[:5], end=one[6:]) for one in day] for day in found.week],
        country=found.country,
        region=found.region,
        holidays=_holidays(found.holidays),
        public_holidays=_holidays(found.public_holidays),
        never_due=found.hours.never,
    )


def _holidays(days: Sequence[Holiday]) -> list[HolidayOut]:
    return [HolidayOut.model_validate({"date": day.date, "name": day.name}) for day in days]
