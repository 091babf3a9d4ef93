"""Whatever the audit log and the suspended mails tell has words in the console."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

from chalicelib.domain.files import MOST_BYTES
from chalicelib.domain.settings.audit import OF_TICKETS, UNTOLD
from chalicelib.domain.settings.parts import NAMES
from chalicelib.services.mail.incoming.form_spam import CAUSE
from chalicelib.services.mail.incoming.news_answers import SEVERAL_TICKETS
from chalicelib.services.mail.incoming.park import CAUSES, OWN_MAIL
from chalicelib.services.mail.incoming.receive import UNKNOWN_REPLY
from chalicelib.services.mail.limits import REOPENS, SENDER
from chalicelib.services.mail.outgoing.confirmations import ENOUGH, MOST_BOUNCED

OTHERS = (
    "addresses", "blocked", "contact", "contact_parked", "duplicate", "format", "from", "held", "kind",
    "parked", "readers", "ticket", "to", "who",
)  # fmt: skip
"""Fields of what is no part of the settings."""
CONSOLE = Path(__file__).parents[3] / "portal_static/console/src"


LANGUAGES = ("en", "de", "es", "fr")
FIGURES = {
    "confirmations": (ENOUGH, round(MOST_BOUNCED * 100)),
    "cause.rate": (SENDER.most,),
    "cause.loop": (REOPENS.most,),
    "cause.oversize": (MOST_BYTES // 1024**2,),
}
"""What is told in figures of why something is so."""


def words(catalogue: str = "settings.en") -> dict[str, str]:
    found: dict[str, str] = json.loads((CONSOLE / f"locales/{catalogue}.json").read_text())
    return found


def test_the_console_has_words_for_each_part_made_changed_or_deleted() -> None:
    parts = [name.lower().replace(" ", "_") for name in NAMES.values()]
    told = [f"audit.did.{part}.{verb}" for part in parts for verb in ("created", "changed", "deleted")]
    told += [f"audit.did.{action}" for action in OF_TICKETS.values()]
    told += [
        "audit.did.audit.exported",
        *(
            f"audit.did.contact.{one}"
            for one in ("blocked", "unblocked", "parked", "unparked", "readdressed", "held", "released")
        ),
    ]
    assert [key for key in told if not words().get(key)] == []


def test_the_console_has_words_for_each_field_that_is_told() -> None:
    told = {one.name for part in NAMES for one in fields(part) if one.name != "id" and not one.metadata.keys() & UNTOLD}
    named = re.findall(r'^  (\w+): "', (CONSOLE / "views/settings/auditText.ts").read_text(), re.MULTILINE)
    choices = re.findall(r"^  (\w+): \{$", (CONSOLE / "store/tickets/choices.ts").read_text(), re.MULTILINE)
    assert told | {*OTHERS} == set(named) | told & set(choices)


def test_the_console_has_words_for_each_cause_to_park_a_mail_and_explains_it() -> None:
    causes = {CAUSE, "unreadable", "unreadable_sender", UNKNOWN_REPLY, OWN_MAIL, SEVERAL_TICKETS, "unknown_address"}
    wanted = sorted(f"cause.{cause}" for cause in {*causes, *(cause for cause, _ in CAUSES)})
    assert [key for key in wanted if not words().get(key) or not words("why.en").get(key)] == []


def test_why_something_is_so_is_told_with_the_figures_that_hold() -> None:
    told = {language: words(f"why.{language}") for language in LANGUAGES}
    missing = [
        (language, key, figure)
        for language, texts in told.items()
        for key, figures in FIGURES.items()
        for figure in figures
        if not re.search(rf"\b{figure}\b", texts[key])
    ]
    assert missing == []
