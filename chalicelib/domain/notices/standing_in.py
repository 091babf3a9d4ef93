"""Notices while somebody is away: they find them when they are back, and whoever stands in hears of them now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from chalicelib.domain.events import Action
from chalicelib.domain.notices.notices import NOTICES, Notice, ToMembers, finds_undelivered, notices
from chalicelib.domain.notices.ways import NoticeWay, Scope, Ways
from chalicelib.domain.people.absence import Away
from chalicelib.domain.people.people import Member

_Team = Mapping[str, Member]


def heard(action: Action, team: _Team, away: Away) -> list[Notice]:
    """Return `notices`, yet to whoever is away nothing is mailed or pushed: what was meant for them lies in their
    inbox, and goes to whoever stands in for them, in the ways that those chose for their own. Who hears of it anyway
    hears once, and nobody of what they did themselves."""
    told = notices(action, team)
    if not away.keys() & {one.person.id for one in told}:
        return told
    found = {one.person.id: _kept(one) if one.person.id in away else one for one in told}
    for one in _passed_on(told, team, away):
        own = found.get(one.person.id)
        if own is None:
            found[one.person.id] = one
        elif not own.inbox:
            found[one.person.id] = replace(own, inbox=True, instead_of=one.instead_of)
    did_it = action.actor.id
    return [
        one
        for one in found.values()
        if (one.inbox or one.letter or one.push) and (one.instead_of is None or one.person.id != did_it)
    ]


def find_undelivered(reply: Action, team: _Team, away: Away) -> list[tuple[Member, str | None]]:
    """Return who finds in their inbox that a mail of a reply didn't arrive, and for whom they stand in."""
    own = finds_undelivered(reply, team)
    return [(one, None) for one in own] + [*substitutes(own, team, away)]


def substitutes(told: Iterable[Member], team: _Team, away: Away) -> Iterator[tuple[Member, str]]:
    """Yield who stands in for those of them who are away, and for whom; nobody who is told themselves."""
    people = {one.id: one for one in told}
    ids = set(people)
    for one in people.values():
        stands_in = team.get(away.get(one.id) or "")
        if stands_in and stands_in.id not in ids:
            ids.add(stands_in.id)
            yield stands_in, one.id


def _kept(notice: Notice) -> Notice:
    """A notice of somebody who is away: of others' tickets they find in their inbox what they share, no more."""
    return replace(notice, inbox=notice.meant or notice.inbox, letter=None, push=False)


def _passed_on(told: Iterable[Notice], team: _Team, away: Away) -> Iterator[Notice]:
    for notice in told:
        stands_in = team.get(away.get(notice.person.id) or "")
        if stands_in and notice.meant:
            row = next(one for one in NOTICES if isinstance(one, ToMembers) and one.event == notice.event)
            ways: Ways = row.chosen(stands_in, Scope.MINE)
            letter = row.letter if NoticeWay.EMAIL in ways else None
            push, whose = NoticeWay.PUSH in ways, notice.person.id
            yield Notice(stands_in, row.event, inbox=True, letter=letter, push=push, meant=True, instead_of=whose)
