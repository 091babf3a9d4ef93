"""Time lines written by hand, in the form that the API has for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ANA: dict[str, Any] = {"kind": "agent", "id": "m_ana", "name": "Ana K."}
BO: dict[str, Any] = {"kind": "agent", "id": "m_bo", "name": "Bo Marsh"}
MAYA: dict[str, Any] = {"kind": "customer", "id": "maya", "name": "Maya Osei"}
_EVENTS = {
    "status": "status_changed",
    "priority": "priority_changed",
    "label_ids": "labels_changed",
    "assignee_id": "assigned",
}


def moment(text: str) -> str:
    """Return what the API calls `02 09:00` or `02 09:00:30.001`: a day of November and a time, by UTC."""
    day, _, time = text.partition(" ")
    hours, minutes, seconds = [*time.split(":"), "00"][:3]
    whole, _, parts = seconds.partition(".")
    return f"2026-11-{day}T{hours}:{minutes}:{whole}.{parts or '000'}Z"


@dataclass
class Line:
    """A ticket and its time line, which grow with what happens. It is new on `created`."""

    created: str = "02 09:00"
    number: int = 1
    now: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    csat: dict[str, Any] = field(default_factory=lambda: {"score": None, "comment": None, "rated_at": None})

    def __post_init__(self) -> None:
        usual = {"status": "open", "priority": "medium", "type": "bug_report", "channel": "email", "contact": None}
        rest: dict[str, Any] = {"label_ids": [], "assignee_id": None, "archived": False, "spam": False, "primary": None}
        rest["deleted"] = False
        self.now = {**usual, **rest, **self.now}
        self.event(self.created, MAYA, "created")

    def event(self, at: str, author: dict[str, Any], *kinds: str, undone: bool = False, **values: Any) -> str:
        """One action with events of these kinds and one more for each field that has another value; its id."""
        action = f"{self.number}-{len(self.entries)}"
        told: list[tuple[str, dict[str, Any]]] = [(kind, {}) for kind in kinds]
        for name, value in values.items():
            change = {name: {"from": self.now[name], "to": value}}
            if name in _EVENTS and not {"merged_into", "unmerged_from", "undone"} & set(kinds):
                told.append((_EVENTS[name], change))
            elif name in ("primary", "status") or "undone" in kinds:
                told[0][1].update(change)
            self.now[name] = value
        for place, (kind, changes) in enumerate(told):
            event = {"type": f"ticket.{kind}", "changes": changes, "undone": undone}
            self._add(f"{action}.{place}", "event", at, author, event)
        return action

    def undo(self, at: str, author: dict[str, Any], action: str, **values: Any) -> None:
        """The action is undone: the fields have these values again."""
        for entry in self.entries:
            if entry["id"].startswith(f"{action}."):
                entry["event"]["undone"] = True
        self.event(at, author, "undone", **values)
        self.entries[-1]["event"]["changes"]["action"] = {"from": None, "to": action}

    def say(self, at: str, author: dict[str, Any]) -> None:
        kind = "agent_reply" if author["kind"] == "agent" else "customer_message"
        self._add(f"{self.number}-{len(self.entries)}", kind, at, author, None)

    def rate(self, at: str, score: int, comment: str | None = None) -> None:
        before, self.csat = self.csat["score"], {"score": score, "comment": comment, "rated_at": moment(at)}
        self.event(at, MAYA, "rated")
        self.entries[-1]["event"]["changes"]["score"] = {"from": before, "to": score}

    def _add(self, entry_id: str, kind: str, at: str, author: dict[str, Any], event: Any) -> None:
        known = {"id": entry_id, "kind": kind, "at": moment(at), "author": author, "event": event}
        self.entries.append({**known, "merged_from": None})

    @property
    def ticket(self) -> dict[str, Any]:
        """The ticket's document, as far as the recount reads it."""
        now = self.now
        return {
            **{name: now[name] for name in ("status", "priority", "type", "channel", "contact", "archived", "spam")},
            "ref": f"TKT-{self.number:04d}",
            "number": self.number,
            "created_at": moment(self.created),
            "labels": [{"id": one} for one in now["label_ids"]],
            "assignee": now["assignee_id"] and {"id": now["assignee_id"]},
            "deleted_at": moment(self.created) if now["deleted"] else None,
            "merged_into": now["primary"] and f"TKT-{now['primary']:04d}",
            "csat": self.csat,
        }
