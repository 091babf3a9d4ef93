"""Who is told what of an action: the product's table as data, and the rule that one person gets one notice.

Of several events in one action the most specific is told, in the order of `NOTICES`. Nobody is told of what they did
themselves, except that a customer's request is always confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.events import AUTHORS, Action, ActorKind, EventType, Recipient
from chalicelib.domain.mail.jobs import LetterKind
from chalicelib.domain.notices.ways import NOTHING, Choice, NoticeWay, Scope, Ways, said, stored_ways
from chalicelib.domain.people.people import Member, Role

_Team = Mapping[str, Member]
_POOR = 2


@dataclass(frozen=True, slots=True)
class ToCustomers:
    """Customers, and others outside, choose nothing: what they are told comes by mail."""

    event: EventType
    audience: Callable[[Action], Iterable[Recipient]]
    letter: LetterKind


class NoEvent(StrEnum):
    """Words in the place of an event: members are told of it, though nothing happened on the ticket."""

    NOT_DELIVERED = "ticket.not_delivered"
    REMINDED = "ticket.reminded"


Happening = EventType | NoEvent


@dataclass(frozen=True, slots=True)
class ToMembers:
    """An event's notice to members. `audience` is whom it is meant for, the scope `mine`; `usual` is how these hear of
    it while they choose nothing. By mail it comes if it has a letter. Whoever is in no audience hears of it in the
    `scopes` that they chose; if it is `watched`, agents do so in the inbox while they choose nothing. What isn't
    `pressing` enough is pushed to nobody."""

    event: Happening
    audience: Callable[[Action, _Team], Iterable[Member]]
    usual: Choice
    letter: LetterKind | None = None
    scopes: tuple[Scope, ...] = tuple(Scope)
    watched: bool = False
    pressing: bool = True

    @property
    def ways(self) -> tuple[NoticeWay, ...]:
        """Return the ways that a member can choose."""
        offered = {NoticeWay.INBOX: True, NoticeWay.EMAIL: self.letter is not None, NoticeWay.PUSH: self.pressing}
        return tuple(way for way in NoticeWay if offered[way])

    def chosen(self, member: Member, scope: Scope) -> Ways:
        """Return the ways in which a member wants to hear of it. What isn't offered can't be: none comes of it."""
        if scope not in self.scopes:
            return NOTHING
        return stored_ways(member.preferences, self.event, scope, self._usual(member, scope)) & frozenset(self.ways)

    def _usual(self, member: Member, scope: Scope) -> Ways:
        if scope is Scope.MINE:
            return said(self.usual)
        watches = self.watched and scope is Scope.UNASSIGNED and member.may_be_assigned
        return frozenset({NoticeWay.INBOX}) if watches else NOTHING


@dataclass(frozen=True, slots=True)
class Notice:
    """One person hears of one action: by an entry of their own in the inbox, a letter, a push, or several of them.
    `person` is a member of the team or a recipient on the customers' side. `meant`: a member of whom the notice is,
    not one who only watches. `instead_of` is for whom they stand in."""

    person: Member | Recipient
    event: Happening
    inbox: bool
    letter: LetterKind | None
    push: bool = False
    meant: bool = False
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """One entry for everybody who chose that scope: each finds it in their own inbox."""

    scope: Scope
    event: Happening


def _contact(action: Action) -> Iterable[Recipient]:
    return [person for person in action.recipients if person.is_contact]


def _contact_who_asked(action: Action) -> Iterable[Recipient]:
    return _contact(action) if action.actor.kind is ActorKind.CUSTOMER or action.unproven else []


def _contact_of_an_agent(action: Action) -> Iterable[Recipient]:
    """What somebody may have written in their name is nothing that an agent says to them."""
    return _contact(action) if action.actor.kind is not ActorKind.CUSTOMER and not action.unproven else []


def _customers(action: Action) -> Iterable[Recipient]:
    return action.recipients


def _forwarded_to(action: Action) -> Iterable[Recipient]:
    """Whom a member named. The customers of the ticket are told nothing of it."""
    told = (event.changes["to"].after for event in action.events if event.type is EventType.FORWARDED)
    return [Recipient(id_, address, "", is_contact=False) for people in told for id_, address in people.items()]


def _assignee(action: Action, team: _Team) -> Iterable[Member]:
    member = team.get(action.assignee_id or "")
    return [member] if member and member.may_be_assigned else []


def _admins(_action: Action, team: _Team) -> Iterable[Member]:
    return [member for member in team.values() if member.active and member.role is Role.ADMIN]


def _assignee_or_admins(action: Action, team: _Team) -> Iterable[Member]:
    return _assignee(action, team) or _admins(action, team)


def _assignee_and_admins(action: Action, team: _Team) -> Iterable[Member]:
    return [*_assignee(action, team), *_admins(action, team)]


def _assignee_or_also_admins(action: Action, team: _Team) -> Iterable[Member]:
    """Admins hear of a customer who is not content, and had better be asked why."""
    scores = (event.changes["score"].after for event in action.events if event.type is EventType.RATED)
    return [*_assignee(action, team), *(_admins(action, team) if min(scores, default=5) <= _POOR else ())]


def _author(action: Action, team: _Team) -> Iterable[Member]:
    member = team.get(action.actor.id or "")
    return [member] if member and member.active else []


def _mentioned(action: Action, team: _Team) -> Iterable[Member]:
    called = [event.changes["members"].after for event in action.events if event.type is EventType.MENTIONED]
    return [team[member_id] for ids in called for member_id in ids if member_id in team and team[member_id].active]


def _authors_of_unsent(action: Action, team: _Team) -> Iterable[Member]:
    """Whoever wrote a reply that isn't sent; if they are gone, whoever has the ticket."""
    told = [event.changes[AUTHORS].after for event in action.events if AUTHORS in event.changes]
    found = [team[one] for authors in told for one in authors if one in team and team[one].active]
    return found or _assignee_or_admins(action, team)


NOTICES: tuple[ToCustomers | ToMembers, ...] = (
    ToCustomers(EventType.RESOLVED, _contact, LetterKind.RESOLVED),
    ToCustomers(EventType.MERGED_INTO, _contact, LetterKind.MERGED),
    ToCustomers(EventType.AGENT_REPLIED, _customers, LetterKind.AGENT_REPLY),
    ToCustomers(EventType.REPLY_RESENT, _customers, LetterKind.AGENT_REPLY),
    ToCustomers(EventType.FORWARDED, _forwarded_to, LetterKind.FORWARD),
    ToMembers(EventType.REPLY_UNSCHEDULED, _authors_of_unsent, "inbox", scopes=(Scope.MINE,)),
    ToMembers(EventType.CUSTOMER_REPLIED, _assignee, "inbox", LetterKind.MEMBER_REPLIED, watched=True),
    ToMembers(EventType.SLA_BREACHED, _assignee_and_admins, "both", LetterKind.MEMBER_SLA_BREACHED),
    ToMembers(EventType.SLA_WARNING, _assignee_or_admins, "both", LetterKind.MEMBER_SLA_WARNING),
    ToMembers(EventType.WOKEN, _assignee, "inbox", watched=True),
    ToMembers(EventType.ESCALATED, _admins, "inbox"),
    ToMembers(EventType.RATED, _assignee_or_also_admins, "inbox"),
    ToMembers(NoEvent.NOT_DELIVERED, _author, "inbox", scopes=(Scope.MINE,), pressing=False),
    ToMembers(NoEvent.REMINDED, _author, "inbox", scopes=(Scope.MINE,)),
    ToMembers(EventType.MENTIONED, _mentioned, "inbox", LetterKind.MEMBER_MENTIONED, (Scope.MINE,)),
    ToCustomers(EventType.CREATED, _contact_who_asked, LetterKind.CONFIRMATION),
    ToCustomers(EventType.CREATED, _contact_of_an_agent, LetterKind.OPENED_FOR_CUSTOMER),
    ToMembers(EventType.CREATED, _assignee, "both", LetterKind.MEMBER_CREATED, watched=True),
    ToMembers(EventType.ASSIGNED, _assignee, "both", LetterKind.MEMBER_ASSIGNED, (Scope.MINE,)),
    ToCustomers(EventType.STATUS_CHANGED, _contact, LetterKind.STATUS_CHANGED),
)
LETTERS_TO_MEMBERS = frozenset(row.letter for row in NOTICES if isinstance(row, ToMembers) and row.letter) | {
    LetterKind.MEMBER_UNCLEAR
}
"""They lead to the console. A member's answer to one comes back by an address of their own."""


def notices(action: Action, team: Mapping[str, Member]) -> list[Notice]:
    """Everybody who is to hear of `action`, each once. `team` is the workspace's members by id."""
    told: dict[str, Notice] = {}
    for notice in _addressed(action, team):
        if notice.person.id not in told and not _did_it_themselves(action, notice):
            told[notice.person.id] = notice
    return [notice for notice in told.values() if notice.inbox or notice.letter or notice.push]


def finds_undelivered(reply: Action, team: Mapping[str, Member]) -> list[Member]:
    """Return who finds in their inbox that a mail of a reply didn't arrive: whoever wrote it, if they want to."""
    rows = (row for row in NOTICES if isinstance(row, ToMembers) and row.event is NoEvent.NOT_DELIVERED)
    return [one for row in rows for one in row.audience(reply, team) if NoticeWay.INBOX in row.chosen(one, Scope.MINE)]


def reminded_by(member: Member) -> Ways:
    """Return the ways in which a member hears of what they wanted to be reminded of."""
    rows = (row for row in NOTICES if isinstance(row, ToMembers) and row.event is NoEvent.REMINDED)
    return NOTHING.union(*(row.chosen(member, Scope.MINE) for row in rows))


def shared(action: Action, team: Mapping[str, Member]) -> list[Shared]:
    """The entries that those share who chose to hear of tickets that aren't theirs: one a scope, however many they are,
    and none where nobody chose it. As with notices, the most specific event is told, even if another was chosen."""
    found = []
    for scope in _scopes(action, team):
        row = next((row for row in _happened(action) if isinstance(row, ToMembers) and scope in row.scopes), None)
        if row and any(finds(member, row.event, scope) and member.id != action.actor.id for member in team.values()):
            found.append(Shared(scope, row.event))
    return found


def finds(member: Member, event: str, scope: Scope) -> bool:
    """Return whether the member finds in their inbox what is shared of such an event in that scope."""
    rows = (row for row in NOTICES if isinstance(row, ToMembers) and row.event == event)
    return member.active and any(NoticeWay.INBOX in row.chosen(member, scope) for row in rows)


def watches(member: Member, scope: Scope) -> bool:
    """Return whether the member finds anything in their inbox that is shared in that scope."""
    rows = (row for row in NOTICES if isinstance(row, ToMembers))
    return member.active and any(NoticeWay.INBOX in row.chosen(member, scope) for row in rows)


def _scopes(action: Action, team: _Team) -> tuple[Scope, ...]:
    """The scopes that an action's ticket is in, whoever it is meant for; none for what a program wrote."""
    if action.machine:
        return ()
    return (Scope.ALL,) if _assignee(action, team) else (Scope.UNASSIGNED, Scope.ALL)


def _happened(action: Action) -> Iterator[ToCustomers | ToMembers]:
    events = action.types()
    return (row for row in NOTICES if row.event in events)


def _addressed(action: Action, team: _Team) -> Iterator[Notice]:
    for row in _happened(action):
        match row:
            case ToCustomers():
                yield from (Notice(one, row.event, inbox=False, letter=row.letter) for one in row.audience(action))
            case ToMembers():
                yield from _to_members(row, action, team)


def _to_members(row: ToMembers, action: Action, team: _Team) -> Iterator[Notice]:
    """Whom it is meant for first, then whoever else chose to hear of it outside of the inbox, which they share."""
    meant = list(row.audience(action, team))
    scopes = _scopes(action, team)
    concerned = {member.id for member in meant}
    for member in [*meant, *(one for one in team.values() if one.active and one.id not in concerned)]:
        mine = row.chosen(member, Scope.MINE) if member.id in concerned else NOTHING
        ways = mine.union(*(row.chosen(member, scope) for scope in scopes))
        letter = row.letter if NoticeWay.EMAIL in ways else None
        if member.id in concerned or ways:
            push = NoticeWay.PUSH in ways
            yield Notice(member, row.event, NoticeWay.INBOX in mine, letter, push, meant=bool(mine))


def _did_it_themselves(action: Action, notice: Notice) -> bool:
    if isinstance(notice.person, Recipient) and action.actor.kind is ActorKind.CUSTOMER:
        return notice.event is not EventType.CREATED
    return action.actor.id == notice.person.id
