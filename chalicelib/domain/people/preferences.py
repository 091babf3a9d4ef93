"""What a member wants to hear of, and how: for each event by inbox, email, both or none."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.people.people import Member

DEFAULTS: Mapping[str, str] = {
    "created": "both",
    "assigned": "both",
    "customer_replied": "inbox",
    "escalated": "inbox",
    "mentioned": "inbox",
    "sla_warning": "both",
    "sla_breached": "both",
}
"""The events that members are told of, and how they are while nobody chooses otherwise."""

_EVENT = "ticket."


def choices(member: Member) -> dict[str, str]:
    """Return the member's choice for every event, in the word it was stored with; the default where that is no word."""
    found = {event: member.preferences.get(_EVENT + event) for event in DEFAULTS}
    return {**DEFAULTS, **{event: choice for event, choice in found.items() if isinstance(choice, str)}}


def chosen(member: Member, wanted: Mapping[str, str]) -> dict[str, str]:
    """The member's preferences, as they are stored, once `wanted` is so. Choosing what is usual is a choice, too."""
    return {**member.preferences, **{_EVENT + event: choice for event, choice in wanted.items()}}
