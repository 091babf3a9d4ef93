"""Who is told what of an action: the product's table as data, and the rule that one person gets one notice.

Of several events in one action the most specific is told, in the order of `NOTICES`. Nobody is told of what they did
themselves, except that a customer's request is always confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.domain.events import Action, ActorKind, EventType, Recipient
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.notices.ways import NOTHING, Choice, Scope, Way, Ways, said, stored_ways
from chalicelib.domain.people.people import Member, Role

_Team = Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class ToCustomers:
    """Customers choose nothing: what they are told comes by mail."""

    event: EventType
    audience: Callable[[Action], Iterable[Recipient]]
    letter: LetterKind


@dataclass(frozen=True, slots=True)
class ToMembers:
    """An event's notice to members. `audience` is whom it is meant for, the scope `mine`; `usual` is how these hear of
    it while they choose nothing. By mail it comes if it has a letter. Whoever is in no audience hears of it in the
    `scopes` that they chose; if it is `watched`, agents do so in the inbox while they choose nothing."""

    event: EventType
    audience: Callable[[Action, _Team], Iterable[Member]]
    usual: Choice
    letter: LetterKind | None = None
    scopes: tuple[Scope, ...] = tuple(Scope)
    watched: bool = False

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return the ways that a member can choose."""
        return tuple(way for way in Way if self.letter or way is not Way.EMAIL)

    def chosen(self, member: Member, scope: Scope) -> Ways:
        """Return the ways in which a member wants to hear of it. What isn't offered can't be: none comes of it."""
        if scope not in self.scopes:
            return NOTHING
        return stored_ways(member.preferences, self.event, scope, self._usual(member, scope)) & frozenset(self.ways)

    def _usual(self, member: Member, scope: Scope) -> Ways:
        if scope is Scope.MINE:
            return said(self.usual)
        watches = self.watched and scope is Scope.UNASSIGNED and member.may_be_assigned
        return frozenset({Way.INBOX}) if watches else NOTHING


@dataclass(frozen=True, slots=True)
class Notice:
    """One person hears of one action: in the inbox, by a letter, or both. `person` is a member of the team or a
    recipient on the customers' side."""

    person: Member | Recipient
    event: EventType
    inbox: bool
    letter: LetterKind | None


def _contact(action: Action) -> Iterable[Recipient]:
    return [person for person in action.recipients if person.is_contact]


def _contact_who_asked(action: Action) -> Iterable[Recipient]:
    return _contact(action) if action.actor.kind is ActorKind.CUSTOMER or action.unproven else []


def _contact_of_an_agent(action: Action) -> Iterable[Recipient]:
    """What somebody may have written in their name is nothing that an agent says to them."""
    return _contact(action) if action.actor.kind is not ActorKind.CUSTOMER and not action.unproven else []


def _customers(action: Action) -> Iterable[Recipient]:
    return action.recipients


def _assignee(action: Action, team: _Team) -> Iterable[Member]:
    member = team.get(action.assignee_id or "")
    return [member] if member and member.may_be_assigned else []


def _assignee_or_agents(action: Action, team: _Team) -> Iterable[Member]:
    return _assignee(action, team) or [member for member in team.values() if member.may_be_assigned]


def _admins(_action: Action, team: _Team) -> Iterable[Member]:
    return [member for member in team.values() if member.active and member.role is Role.ADMIN]


def _assignee_or_admins(action: Action, team: _Team) -> Iterable[Member]:
    return _assignee(action, team) or _admins(action, team)


def _assignee_and_admins(action: Action, team: _Team) -> Iterable[Member]:
    return [*_assignee(action, team), *_admins(action, team)]


def _mentioned(action: Action, team: _Team) -> Iterable[Member]:
    called = [event.changes["members"].after for event in action.events if event.type is EventType.MENTIONED]
    return [team[member_id] for ids in called for member_id in ids if member_id in team and team[member_id].active]


NOTICES: tuple[ToCustomers | ToMembers, ...] = (
    ToCustomers(EventType.RESOLVED, _contact, LetterKind.RESOLVED),
    ToCustomers(EventType.MERGED_INTO, _contact, LetterKind.MERGED),
    ToCustomers(EventType.AGENT_REPLIED, _customers, LetterKind.AGENT_REPLY),
    ToCustomers(EventType.REPLY_RESENT, _customers, LetterKind.AGENT_REPLY),
    ToMembers(EventType.CUSTOMER_REPLIED, _assignee_or_agents, "inbox", watched=True),
    ToMembers(EventType.SLA_BREACHED, _assignee_and_admins, "both", LetterKind.MEMBER_SLA_BREACHED),
    ToMembers(EventType.SLA_WARNING, _assignee_or_admins, "both", LetterKind.MEMBER_SLA_WARNING),
    ToMembers(EventType.ESCALATED, _admins, "inbox"),
    ToMembers(EventType.MENTIONED, _mentioned, "inbox", scopes=(Scope.MINE,)),
    ToCustomers(EventType.CREATED, _contact_who_asked, LetterKind.CONFIRMATION),
    ToCustomers(EventType.CREATED, _contact_of_an_agent, LetterKind.OPENED_FOR_CUSTOMER),
    ToMembers(EventType.CREATED, _assignee, "both", LetterKind.MEMBER_CREATED, watched=True),
    ToMembers(EventType.ASSIGNED, _assignee, "both", LetterKind.MEMBER_ASSIGNED, (Scope.MINE, Scope.ALL)),
    ToCustomers(EventType.STATUS_CHANGED, _contact, LetterKind.STATUS_CHANGED),
)
LETTERS_TO_MEMBERS = frozenset(row.letter for row in NOTICES if isinstance(row, ToMembers) and row.letter)
"""They lead to the console, and nobody answers them."""


def notices(action: Action, team: Mapping[str, Member]) -> list[Notice]:
    """Everybody who is to hear of `action`, each once. `team` is the workspace's members by id."""
    told: dict[str, Notice] = {}
    for notice in _addressed(action, team):
        if notice.person.id not in told and not _did_it_themselves(action, notice):
            told[notice.person.id] = notice
    return [notice for notice in told.values() if notice.inbox or notice.letter]


def _addressed(action: Action, team: _Team) -> Iterator[Notice]:
    happened = action.types()
    for row in NOTICES:
        if row.event not in happened:
            continue
        match row:
            case ToCustomers():
                yield from (Notice(one, row.event, inbox=False, letter=row.letter) for one in row.audience(action))
            case ToMembers():
                yield from (_as_chosen(row, member) for member in row.audience(action, team))


def _as_chosen(row: ToMembers, member: Member) -> Notice:
    ways = row.chosen(member, Scope.MINE)
    letter = row.letter if Way.EMAIL in ways else None
    return Notice(member, row.event, inbox=Way.INBOX in ways, letter=letter)


def _did_it_themselves(action: Action, notice: Notice) -> bool:
    if isinstance(notice.person, Recipient) and action.actor.kind is ActorKind.CUSTOMER:
        return notice.event is not EventType.CREATED
    return action.actor.id == notice.person.id
