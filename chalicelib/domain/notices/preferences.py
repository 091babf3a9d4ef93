"""What a member wants to hear of, and how: for each event by inbox, email, both or none."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.events import EventType
from chalicelib.domain.notices.notices import NOTICES, Choice, ToMembers
from chalicelib.domain.people.people import Member

_EVENT = "ticket."
CHOSEN: Mapping[str, ToMembers] = {
    event.removeprefix(_EVENT): row
    for event in EventType
    for row in NOTICES
    if isinstance(row, ToMembers) and row.event is event
}
"""The events that members are told of, by the names that they are chosen under."""
USUAL: Mapping[str, Choice] = {name: row.usual for name, row in CHOSEN.items()}


def choices(member: Member) -> dict[str, str]:
    """Return the member's choice for every event, in the word it was stored with; the usual one where that is none."""
    found = {event: member.preferences.get(_EVENT + event) for event in USUAL}
    return {**USUAL, **{event: choice for event, choice in found.items() if isinstance(choice, str)}}


def chosen(member: Member, wanted: Mapping[str, str]) -> dict[str, str]:
    """The member's preferences, as they are stored, once `wanted` is so. Choosing what is usual is a choice, too."""
    return {**member.preferences, **{_EVENT + event: choice for event, choice in wanted.items()}}
