"""Filters typed among the words of a search: `label:billing is:open from:maya@example.com assignee:me refund`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.domain.people.addresses import address_in_dns
from chalicelib.domain.text import fold
from chalicelib.domain.tickets.filter import FACETS, PUT_AWAY, TicketFilter
from chalicelib.services.ports import Room

_TYPED = re.compile(r'(?<!\S)(label|is|from|assignee):(?:"([^"]+)"|([^\s"]+))(?!\S)', re.IGNORECASE)
_SAID_OF = ("status", "priority", "type", "sla")
_CONTACTS = 10


def typed_filters(room: Room, text: str, wanted: TicketFilter, me: str | None) -> tuple[str, TicketFilter]:
    """Return the words that are left, and `wanted` with what was typed in the place of the same filters.

    `is:` knows statuses, priorities, types, SLA states, `archived`, `spam` and `unassigned`; `from:` an address, or how
    a contact's name begins; `assignee:` a member's name or address, `me` and `none`. What names nothing stays among the
    words: a log says `from: eth0`.
    """
    rest, named, bucket = text, dict(wanted.wanted), wanted.bucket
    for found in reversed(list(_TYPED.finditer(text))):
        kind, value = found[1].lower(), found[2] or found[3]
        means = dict(_means(room, kind, value, me))
        put_away = value.lower() if kind == "is" and value.lower() in PUT_AWAY else None
        if means or put_away:
            named |= means
            bucket = put_away or bucket
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return rest if rest == text else rest.strip(), replace(wanted, wanted=named, bucket=bucket)


def _means(room: Room, kind: str, value: str, me: str | None) -> Iterator[tuple[str, frozenset[str | None]]]:
    """The facet that is meant, and its values; nothing when there are none."""
    values: Mapping[str, frozenset[str | None]] = {}
    match kind:
        case "is":
            values = {name: frozenset({value.lower()} & set(FACETS[name].choices or ())) for name in _SAID_OF}
            if value.lower() == "unassigned":
                values = {"assignee": frozenset({None})}
        case "label":
            labels = room.workspace.labels.values()
            values = {"label": frozenset(one.id for one in labels if fold(one.name) == fold(value))}
        case "from":
            values = {"contact": frozenset(_contacts(room, value))}
        case "assignee":
            values = {"assignee": frozenset(_members(room, value, me))}
    yield from ((name, some) for name, some in values.items() if some)


def _contacts(room: Room, value: str) -> Iterator[str]:
    if "@" in value:
        contact = room.contacts.by_address(address_in_dns(value))
        yield from [contact.id] if contact else []
    else:
        yield from (contact.id for contact in room.contacts.search(value, _CONTACTS, None).items)


def _members(room: Room, value: str, me: str | None) -> Iterator[str | None]:
    if value.lower() == "none":
        yield None
    elif value.lower() == "me":
        yield from [me] if me else []
    else:
        start = fold(value)
        for member in room.workspace.members.values():
            if member.email == value.lower() or any(part.startswith(start) for part in _parts(member.name)):
                yield member.id


def _parts(name: str) -> Iterator[str]:
    """The name from each of its words on."""
    words = fold(name).split()
    return (" ".join(words[at:]) for at in range(len(words)))
