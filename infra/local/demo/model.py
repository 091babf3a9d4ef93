"""What a demo ticket is written down as: its first words, and the steps that followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.vocabulary import Source

CUSTOMER = "customer"
SOURCES = {
    "portal": Source.PORTAL,
    "email": Source.EMAIL,
    "phone": Source.CONSOLE,
    "chat": Source.WIDGET,
    "api": Source.API,
}
"""The way a ticket comes by each channel."""
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened: `after` the step before, `by` a member's key or the customer.

    `kind` is `reply`, `note`, `message` (the customer's), `resolve`, `escalate` or `change`; a reply may set the status
    as well.
    """

    kind: str
    after: timedelta
    by: str
    text: str = ""
    status: str | None = None
    priority: str | None = None
    assignee: str | None = None
    labels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTicket:
    """One ticket. `ago` is how long ago it came in; `customer`, `labels` and `assignee` are keys of the demo desk."""

    title: str
    text: str
    customer: str
    ago: timedelta
    channel: str = "email"
    type: str = "support_ticket"
    priority: str = "medium"
    labels: tuple[str, ...] = ()
    assignee: str | None = None
    steps: tuple[Step, ...] = ()


def ago(text: str) -> timedelta:
    """A span such as `45m`, `3h`, `2d` or `2d 4h`."""
    return timedelta(**{_UNITS[part[-1]]: float(part[:-1]) for part in text.split()})


def label_id(key: str) -> str:
    """Return the id of the label with that key of the demo desk."""
    return f"l_{key}"


def reply(after: str, by: str, text: str, status: str | None = None) -> Step:
    """An agent's answer."""
    return Step("reply", ago(after), by, text, status)


def note(after: str, by: str, text: str) -> Step:
    """An internal note."""
    return Step("note", ago(after), by, text)


def message(after: str, text: str) -> Step:
    """More from the customer."""
    return Step("message", ago(after), CUSTOMER, text)


def resolve(after: str, by: str, resolution: str) -> Step:
    """Resolved, with the notes on how."""
    return Step("resolve", ago(after), by, resolution)


def escalate(after: str, by: str, reason: str) -> Step:
    """Made urgent, and why."""
    return Step("escalate", ago(after), by, reason)


def change(
    after: str,
    by: str,
    *,
    status: str | None = None,
    priority: str | None = None,
    assignee: str | None = None,
    labels: tuple[str, ...] | None = None,
) -> Step:
    """A change of the ticket's fields."""
    return Step("change", ago(after), by, "", status, priority, assignee, labels)
