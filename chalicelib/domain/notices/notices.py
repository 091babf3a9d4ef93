"""Who is told what of an action: the product's table as data, and the rule that one person gets one notice.

Of several events in one action the most specific is told, in the order of `_TABLE`. Nobody is told of what they did
themselves, except that a customer's request is always confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.domain.events import Action, ActorKind, EventType, Recipient
from chalicelib.domain.people.people import Member, Role

INBOX = frozenset({"inbox"})
EMAIL = frozenset({"email"})
BOTH = INBOX | EMAIL
_PREFERENCE = {"inbox": INBOX, "email": EMAIL, "both": BOTH, "none": frozenset[str]()}


@dataclass(frozen=True, slots=True)
class Notice:
    """One person hears of one action. `person` is a member of the team or a recipient on the customers' side."""

    person: Member | Recipient
    event: EventType
    inbox: bool
    email: bool


_Audience = Callable[[Action, Mapping[str, Member]], Iterable[Member | Recipient]]


def _contact(action: Action, _team: Mapping[str, Member]) -> Iterable[Recipient]:
    return [person for person in action.recipients if person.is_contact]


def _customers(action: Action, _team: Mapping[str, Member]) -> Iterable[Recipient]:
    return action.recipients


def _assignee(action: Action, team: Mapping[str, Member]) -> Iterable[Member]:
    member = team.get(action.assignee_id or "")
    return [member] if member and member.may_be_assigned else []


def _assignee_or_agents(action: Action, team: Mapping[str, Member]) -> Iterable[Member]:
    return _assignee(action, team) or [member for member in team.values() if member.may_be_assigned]


def _admins(_action: Action, team: Mapping[str, Member]) -> Iterable[Member]:
    return [member for member in team.values() if member.active and member.role is Role.ADMIN]


def _assignee_or_admins(action: Action, team: Mapping[str, Member]) -> Iterable[Member]:
    return _assignee(action, team) or _admins(action, team)


def _assignee_and_admins(action: Action, team: Mapping[str, Member]) -> Iterable[Member]:
    return [*_assignee(action, team), *_admins(action, team)]


def _mentioned(action: Action, team: Mapping[str, Member]) -> Iterable[Member]:
    called = [event.changes["members"].after for event in action.events if event.type is EventType.MENTIONED]
    return [team[member_id] for ids in called for member_id in ids if member_id in team and team[member_id].active]


_TABLE: tuple[tuple[EventType, _Audience, frozenset[str]], ...] = (
    (EventType.RESOLVED, _contact, EMAIL),
    (EventType.MERGED_INTO, _contact, EMAIL),
    (EventType.AGENT_REPLIED, _customers, EMAIL),
    (EventType.CUSTOMER_REPLIED, _assignee_or_agents, INBOX),
    (EventType.SLA_BREACHED, _assignee_and_admins, BOTH),
    (EventType.SLA_WARNING, _assignee_or_admins, BOTH),
    (EventType.ESCALATED, _admins, INBOX),
    (EventType.MENTIONED, _mentioned, INBOX),
    (EventType.CREATED, _contact, EMAIL),
    (EventType.CREATED, _assignee, BOTH),
    (EventType.ASSIGNED, _assignee, BOTH),
    (EventType.STATUS_CHANGED, _contact, EMAIL),
)


def notices(action: Action, team: Mapping[str, Member]) -> list[Notice]:
    """Everybody who is to hear of `action`, each once. `team` is the workspace's members by id."""
    told: dict[str, Notice] = {}
    for event, person, channels in _addressed(action, team):
        if person.id in told or _did_it_himself(action, event, person):
            continue
        if isinstance(person, Member):
            channels &= _chosen(person, event)
        told[person.id] = Notice(person, event, "inbox" in channels, "email" in channels)
    return [notice for notice in told.values() if notice.inbox or notice.email]


def _addressed(
    action: Action, team: Mapping[str, Member]
) -> Iterator[tuple[EventType, Member | Recipient, frozenset[str]]]:
    happened = action.types()
    for event, audience, channels in _TABLE:
        if event in happened:
            for person in audience(action, team):
                yield event, person, channels


def _chosen(member: Member, event: EventType) -> frozenset[str]:
    """A choice that a later release stored leaves it at what is usual: rather told once too often than not at all."""
    choice = member.preferences.get(event, "both")
    return _PREFERENCE.get(choice, BOTH) if isinstance(choice, str) else BOTH


def _did_it_himself(action: Action, event: EventType, person: Member | Recipient) -> bool:
    if isinstance(person, Recipient) and action.actor.kind is ActorKind.CUSTOMER:
        return event is not EventType.CREATED
    return action.actor.id == person.id
