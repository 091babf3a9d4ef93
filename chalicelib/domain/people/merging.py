"""Two contacts who are one person: a pointer from the one to the other, and nothing else, so that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.people.people import Contact

HOPS = 10
"""Pointers that a reader follows, and contacts that are one person at most."""


def merged(survivor: Contact, other: Contact, together: int) -> tuple[Contact, Contact]:
    """Return both once the other points to the survivor; `together` is how many contacts are one person then.

    Raises DeskError `merged` when one of them points elsewhere already, `too_many`.
    """
    if survivor.id == other.id:
        raise invalid("other", "A contact can't be merged with themselves.")
    for one in (survivor, other):
        check_whole(one)
    if together > HOPS:
        raise DeskError("too_many", f"At most {HOPS} contacts can be merged into one.")
    return replace(survivor, merged=(*survivor.merged, other.id)), replace(other, merged_into=survivor.id)


def parted(survivor: Contact, other: Contact) -> tuple[Contact, Contact]:
    """Return both as they were before. Raises DeskError `not_merged`."""
    if other.merged_into != survivor.id:
        raise DeskError("not_merged", "These two contacts are not merged.")
    rest = tuple(one for one in survivor.merged if one != other.id)
    return replace(survivor, merged=rest), replace(other, merged_into=None)


def check_whole(contact: Contact) -> None:
    """Raise DeskError `merged` for a contact who was merged into another: that is the one to go on with."""
    if contact.merged_into is not None:
        into = contact.merged_into
        raise DeskError("merged", "This contact was merged into another. Go on there.", data={"merged_into": into})


def is_blocked(chain: Sequence[Contact]) -> bool:
    """Return whether nothing is taken from a contact, who is followed by those they were merged into."""
    return any(one.blocked for one in chain)


def is_parked(chain: Sequence[Contact]) -> bool:
    """Return whether what a contact sends is put aside as spam; the same chain."""
    return any(one.parked for one in chain)
