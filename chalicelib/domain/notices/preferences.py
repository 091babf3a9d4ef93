"""What a member wants to hear of, and how: for each event and scope by inbox, mail and push; when not to be disturbed;
where acting on a ticket leads them; and in which order they see the saved views.

Beside the ways (`ways`), `Member.preferences` holds, each only once it was chosen:

* `quiet_hours`: `{"from": "22:00", "to": "07:00", "zone": "Europe/Berlin"}`, by the clock of the zone, or of the
  member's own where that is None; over midnight where `to` is no later than `from`; None for no such hours;
* `digest`: whether what came in the quiet hours is one mail at their end, rather than one each;
* `advance`: `stay`, `next` or `list`;
* `view_order`: ids of views, private and shared, as the member put them. Those that are gone mean nothing;
* `weekly_report`: whether the member wants the weekly report, if an admin chose them for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import EventType
from chalicelib.domain.notices.notices import NOTICES, NoEvent, ToMembers
from chalicelib.domain.notices.ways import Choice, Scope, Ways, in_order, said, with_ways, word_of
from chalicelib.domain.people.people import Member
from chalicelib.domain.sla import business_zones

_EVENT = "ticket."
QUIET_HOURS, DIGEST, ADVANCE, VIEW_ORDER = "quiet_hours", "digest", "advance", "view_order"
WEEKLY_REPORT = "weekly_report"
MOST_ORDERED = 200
"""The most views that can be put in order, which is more than anybody sees."""
CHOSEN: Mapping[str, ToMembers] = {
    event.removeprefix(_EVENT): row
    for event in (*EventType, *NoEvent)
    for row in NOTICES
    if isinstance(row, ToMembers) and row.event is event
}
"""The events that members are told of, by the names that they are chosen under."""
FLAT = ("created", "assigned", "customer_replied", "mentioned", "escalated", "sla_warning", "sla_breached")
"""The events that could be chosen by one word each before there were scopes, and still can. No more of them come."""
USUAL: Mapping[str, Choice] = {name: CHOSEN[name].usual for name in FLAT}


class Advance(StrEnum):
    """The place that acting on a ticket leads to: none, the next one of the list, or the list."""

    STAY = "stay"
    NEXT = "next"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the day to another, such as `22:00` and `07:00`, by the clock of a zone, or of the member's own
    where that is None."""

    begin: str
    end: str
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNotices:
    """A change of preferences. `words` are for the events of before, `ways` for each event and scope that is named;
    `rest` has of `quiet_hours`, `digest`, `advance`, `view_order` and `weekly_report` what is named, as it is stored.
    """

    words: Mapping[str, Choice]
    ways: Mapping[str, Mapping[Scope, Ways]]
    rest: Mapping[str, Any]


def choices(member: Member) -> dict[str, str]:
    """Return for each event of before the word that it was stored with; the usual one where that is none."""
    found = {event: member.preferences.get(_EVENT + event) for event in USUAL}
    return {**USUAL, **{event: choice for event, choice in found.items() if isinstance(choice, str)}}


def ways(member: Member) -> dict[str, dict[str, list[str]]]:
    """Return for each event and each of its scopes the ways in which the member hears of it."""
    return {
        name: {scope.value: in_order(row.chosen(member, scope)) for scope in row.scopes} for name, row in CHOSEN.items()
    }


def quiet_hours(member: Member) -> QuietHours | None:
    """Return the hours in which the member is not to be disturbed; None for none, and for what a later release said."""
    stored = member.preferences.get(QUIET_HOURS)
    if not isinstance(stored, Mapping) or not all(isinstance(stored.get(name), str) for name in ("from", "to")):
        return None
    zone = stored.get("zone")
    return QuietHours(stored["from"], stored["to"], zone if isinstance(zone, str) else None)


def digest(member: Member) -> bool:
    """Return whether what came in the quiet hours is one mail at their end; so it is while nobody chose."""
    return member.preferences.get(DIGEST) is not False


def wants_weekly_report(member: Member) -> bool:
    """Return whether the member wants it; so it is while they didn't stop it."""
    return member.preferences.get(WEEKLY_REPORT) is not False


def advance(member: Member) -> Advance:
    """Return where acting on a ticket leads the member; nowhere while nobody chose, or a later release did."""
    stored = member.preferences.get(ADVANCE)
    return Advance(stored) if stored in set(Advance) else Advance.STAY


def view_order(member: Member) -> tuple[str, ...]:
    """Return the ids of views as the member put them; none while they put none, or for what a later release stored."""
    stored = member.preferences.get(VIEW_ORDER)
    if not isinstance(stored, list | tuple):
        return ()
    return tuple(each for each in stored if isinstance(each, str))


def chosen(member: Member, wanted: WantedNotices) -> dict[str, Any]:
    """Return the member's preferences, as they are stored, once `wanted` is so. What is usual can be chosen, too.

    Raises DeskError at what can't be kept, or is said twice, and not the same.
    """
    check(wanted)
    said_by_word = {name: {Scope.MINE: said(word)} for name, word in wanted.words.items()}
    found: dict[str, Any] = dict(member.preferences)
    for named in (said_by_word, wanted.ways):
        for name, scopes in named.items():
            for scope, chosen_ways in scopes.items():
                found = with_ways(found, _EVENT + name, scope, chosen_ways)
    return {**found, **wanted.rest}


def check(wanted: WantedNotices) -> None:
    """Raise DeskError at the first field that can't be kept: a way that isn't offered for its event, a word and ways
    that say different things, quiet hours that are none, or a zone that there isn't."""
    for name, word in wanted.words.items():
        _check_offered(name, CHOSEN[name], said(word), name)
        also = wanted.ways.get(name, {}).get(Scope.MINE)
        if also is not None and word_of(also) != word:
            raise invalid(f"notices.{name}.mine", f"This says something else than `{name}` does. Send one of the two.")
    for name, scopes in wanted.ways.items():
        for scope, chosen_ways in scopes.items():
            _check_offered(name, CHOSEN[name], chosen_ways, f"notices.{name}.{scope}")
    _check_quiet_hours(wanted.rest.get(QUIET_HOURS))


def _check_offered(name: str, row: ToMembers, chosen_ways: Ways, field: str) -> None:
    if more := chosen_ways - frozenset(row.ways):
        raise invalid(field, f"Nobody hears of `{name}` by {' or '.join(in_order(more))}.")


def _check_quiet_hours(stored: Mapping[str, Any] | None) -> None:
    if stored is None:
        return
    if stored["from"] == stored["to"]:
        raise invalid(f"{QUIET_HOURS}.to", "Quiet hours end at another time than they begin.")
    if stored.get("zone") is not None and stored["zone"] not in business_zones.known():
        raise invalid(f"{QUIET_HOURS}.zone", "This is no time zone of the IANA database, such as Europe/Berlin.")
