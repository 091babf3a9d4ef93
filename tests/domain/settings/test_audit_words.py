"""Whatever the audit log and the suspended mails tell has words in the console."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

from chalicelib.domain.settings.audit import OF_TICKETS, UNTOLD
from chalicelib.domain.settings.parts import NAMES
from chalicelib.services.mail.incoming.form_spam import CAUSE
from chalicelib.services.mail.incoming.park import CAUSES

OTHERS = (
    "addresses", "blocked", "contact", "contact_parked", "duplicate", "format", "from", "kind",
    "parked", "readers", "ticket", "to", "who",
)  # fmt: skip
"""Fields of what is no part of the settings."""
CONSOLE = Path(__file__).parents[3] / "portal_static/console/src"


def words() -> dict[str, str]:
    found: dict[str, str] = json.loads((CONSOLE / "locales/settings.en.json").read_text())
    return found


def test_the_console_has_words_for_each_part_made_changed_or_deleted() -> None:
    parts = [name.lower().replace(" ", "_") for name in NAMES.values()]
    told = [f"audit.did.{part}.{verb}" for part in parts for verb in ("created", "changed", "deleted")]
    told += [f"audit.did.{action}" for action in OF_TICKETS.values()]
    told += [
        "audit.did.audit.exported",
        *(f"audit.did.contact.{one}" for one in ("blocked", "unblocked", "parked", "unparked", "readdressed")),
    ]
    assert [key for key in told if not words().get(key)] == []


def test_the_console_has_words_for_each_field_that_is_told() -> None:
    told = {one.name for part in NAMES for one in fields(part) if one.name != "id" and not one.metadata.keys() & UNTOLD}
    named = re.findall(r'^  (\w+): "', (CONSOLE / "views/settings/auditText.ts").read_text(), re.MULTILINE)
    choices = re.findall(r"^  (\w+): \{$", (CONSOLE / "store/tickets/choices.ts").read_text(), re.MULTILINE)
    assert told | {*OTHERS} == set(named) | told & set(choices)


def test_the_console_has_words_for_each_cause_to_park_a_mail() -> None:
    causes = {CAUSE, "unreadable", "unreadable_sender", "unknown_reply_address", *(cause for cause, _ in CAUSES)}
    assert [cause for cause in sorted(causes) if not words().get(f"cause.{cause}")] == []
