"""The addresses that mail to a desk comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.addresses import address
from chalicelib.domain.settings import canned
from chalicelib.domain.settings.workspace import REPLY, Mailbox
from chalicelib.domain.text import has_something
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.settings.mail_domains import check_not_anothers

MAY_NAME = {
    "confirmation": ("ticket_id", "ticket_url", "workspace_name"),
    "signature": ("agent_name", "ticket_id", "ticket_url", "workspace_name"),
}
"""The variables of each text. A confirmation names nothing that its reader may not have written themselves:
requests come in anybody's name."""


def mailbox_address(given: str, field: str = "address") -> str:
    """An address that can be a mailbox. Raises DeskError at `field`."""
    checked = address(given, field)
    if checked.partition("@")[0].partition("+")[0] == REPLY:
        raise invalid(field, "This address is needed for customers' answers. Choose another one.")
    return checked


def _texts(given: Mapping[str, Any]) -> dict[str, str | None]:
    """Those of the texts that are given, checked; one without anything to see is none."""
    texts = {name: given[name] for name in MAY_NAME if name in given}
    for name, text in texts.items():
        canned.check(text or "", name, MAY_NAME[name])
    return {name: text.strip() if text and has_something(text) else None for name, text in texts.items()}


def add_mailbox(seat: Seat, mailbox: Mailbox, once: Once | None = None) -> Mailbox:
    """Raises DeskError `taken` when mail to that address goes somewhere already, `domain_of_another` when its domain is
    another workspace's, or at a text that can't be sent."""
    texts = _texts({"confirmation": mailbox.confirmation, "signature": mailbox.signature})
    made = Mailbox(mailbox_address(mailbox.address), mailbox.name, **texts)
    check_not_anothers(seat.desk, seat.room.workspace.id, made.domain, "address")
    return parts.add(seat, made, once)


def change_mailbox(seat: Seat, mailbox_id: str, changes: Mapping[str, Any]) -> Mailbox:
    """Change the name, which customers get mail from, or the texts in it. Raises DeskError at a text."""
    changes = {**changes, **_texts(changes)}
    return parts.change(
        seat, lambda: parts.one(seat.room, Mailbox, mailbox_id), lambda mailbox: replace(mailbox, **changes)
    )


def delete_mailbox(seat: Seat, mailbox_id: str) -> None:
    """Raises DeskError `last_mailbox`: without one, no answer could go out."""

    def guard(before: Mailbox, _after: Mailbox | None) -> tuple[Mailbox, ...]:
        others = [mailbox for mailbox in seat.room.parts.page(Mailbox, 2, None).items if mailbox != before]
        if not others:
            raise DeskError("last_mailbox", "This is the only address. Add another one first.")
        return (others[0],)

    parts.remove(seat, lambda: parts.one(seat.room, Mailbox, mailbox_id), guard)
