"""The audit log: who changed what of the desk, and when. An entry is stored in the transaction of its change; what is
done to a ticket is an action already, from which a reactor makes the entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from chalicelib.domain.events import Action, Actor, ActorKind, Change, Event, EventType
from chalicelib.domain.notices.preferences import VIEW_ORDER
from chalicelib.domain.people.people import Absence, Member
from chalicelib.domain.settings.parts import NAMES, Part

LONGEST_VALUE = 2_000
"""Characters of a text that the log keeps."""

UNTOLD = {"secret", "derived"}

OF_TICKETS = {
    EventType.ARCHIVED: "ticket.archived",
    EventType.RESTORED: "ticket.restored",
    EventType.SPAM: "ticket.spam",
    EventType.NOT_SPAM: "ticket.not_spam",
    EventType.DELETED: "ticket.deleted",
    EventType.RECOVERED: "ticket.recovered",
    EventType.REDACTED: "ticket.redacted",
    EventType.HELD: "ticket.held",
    EventType.RELEASED: "ticket.released",
    EventType.MERGED: "ticket.merged",
    EventType.UNMERGED: "ticket.unmerged",
    EventType.PARTICIPANTS_CHANGED: "ticket.readers_added",
    EventType.CONTACT_CHANGED: "ticket.contact_changed",
}
"""What takes a ticket out of sight, keeps it, or shows it to more people or others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """`action` is such as `label.changed` or `contact.blocked`; `subject` is the id of what it was done to, `name` what
    that was called then. `id` is a ULID of `at`."""

    id: str
    at: datetime
    actor: Actor
    action: str
    subject: str
    name: str
    changes: Mapping[str, Change] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWish:
    """The entries that somebody wants to see: of an `action`, or of all that begin with its first word; by a member or
    an API key; from an instant to another, both included."""

    action: str | None = None
    member: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def keeps(self, entry: AuditEntry) -> bool:
        """Return whether the entry is one of them."""
        if self.action and entry.action != self.action and not entry.action.startswith(f"{self.action}."):
            return False
        if self.member and entry.actor.id != self.member:
            return False
        return not (self.since and entry.at < self.since) and not (self.until and entry.at > self.until)


def of_action(action: Action, reference: str) -> list[AuditEntry]:
    """Return the entries of what members do to a ticket: its reference, and nothing that anybody wrote. Always the same
    for one action, the first with its id; none for daily work."""
    if action.actor.kind is ActorKind.CUSTOMER:
        return []
    told = [(OF_TICKETS[event.type], _of_event(event)) for event in action.events if event.type in OF_TICKETS]
    kept = [(done, changes) for done, changes in told if changes is not None]
    return [
        AuditEntry(
            id=f"{action.id}.{index}" if index else action.id,
            at=action.at,
            actor=action.actor,
            action=done,
            subject=reference,
            name=reference,
            changes=changes,
        )
        for index, (done, changes) in enumerate(kept)
    ]


def _of_event(event: Event) -> Mapping[str, Change] | None:
    """Of readers only how many there were and are, and nothing where none was added: addresses can be erased, and
    entries can't. Of the contact, who hears all of a ticket, who they were and are, since nothing else tells of one
    who was given it for an hour."""
    if event.type is EventType.CONTACT_CHANGED:
        contact = event.changes["contact"]
        return {"contact": Change(_person(contact.before), _person(contact.after))}
    if event.type is not EventType.PARTICIPANTS_CHANGED:
        return {name: change for name, change in event.changes.items() if name == "duplicate"}
    change = event.changes["participants"]
    added = set(change.after) - set(change.before)
    return {"readers": Change(len(change.before), len(change.after))} if added else None


def _person(told: Mapping[str, Any] | None) -> str | None:
    if told is None:
        return None
    email = told.get("email")
    return " ".join(filter(None, (told["name"], f"<{email}>" if email else ""))) or told["id"]


def of_change(entry_id: str, at: datetime, actor: Actor, before: Part | None, after: Part | None) -> AuditEntry:
    """The entry of a part made (`before` is None), changed, or deleted (`after` is None).

    Fields marked as secret or derived never get into it; long texts only with their beginning.
    """
    part = after or before
    assert part is not None
    verb = "created" if before is None else "deleted" if after is None else "changed"
    return AuditEntry(
        id=entry_id,
        at=at,
        actor=actor,
        action=f"{NAMES[type(part)].lower().replace(' ', '_')}.{verb}",
        subject=getattr(part, "id", ""),
        name=part.name,
        changes=_differences(_told_of(before), _told_of(after)),
    )


def is_untold(before: Part | None, after: Part | None) -> bool:
    """Return whether a change is of nothing but how a member sees their own console, which the log doesn't tell."""
    return before is not None and before != after and _told_of(before) == _told_of(after)


def _told_of(part: Part | None) -> Part | None:
    if not isinstance(part, Member):
        return part
    return replace(part, preferences={name: chosen for name, chosen in part.preferences.items() if name != VIEW_ORDER})


def _differences(before: Part | None, after: Part | None) -> dict[str, Change]:
    part = after or before
    assert part is not None
    told = [one.name for one in fields(part) if one.name != "id" and not one.metadata.keys() & UNTOLD]
    pairs = {name: (getattr(before, name, None), getattr(after, name, None)) for name in told}
    return {name: Change(_plain(old), _plain(new)) for name, (old, new) in pairs.items() if old != new}


def _plain(value: Any) -> Any:
    """A field's value as JSON knows it."""
    if isinstance(value, str):
        return str(value) if len(value) <= LONGEST_VALUE else value[:LONGEST_VALUE] + "…"
    if isinstance(value, Absence):
        return asdict(value)
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
