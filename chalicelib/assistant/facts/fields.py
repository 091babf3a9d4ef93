"""What a ticket's fields say, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.assistant.case import Case, Inside
from chalicelib.assistant.facts.fact import FactLine, Voice
from chalicelib.locales import word


def find(name: str, inside: Inside, voice: Voice) -> FactLine:
    """Return what one of `NAMES` is."""
    return FactLine(voice.t(f"fact.{name}", value=_VALUES[name](inside.case, voice)), name)


_VALUES: Mapping[str, Callable[[Case, Voice], str]] = {
    "status": lambda case, voice: word(voice.t, "status", case.status.value),
    "priority": lambda case, voice: word(voice.t, "priority", case.priority.value),
    "type": lambda case, voice: word(voice.t, "type", case.type.value),
    "channel": lambda case, voice: word(voice.t, "channel", case.channel.value),
    "labels": lambda case, voice: ", ".join(case.labels) or voice.t("no_labels"),
    "customer": lambda case, voice: case.customer or voice.t("nobody"),
    "email": lambda case, voice: case.email or voice.t("no_labels"),
    "opened": lambda case, voice: voice.moment(case.created_at),
}
NAMES = tuple(_VALUES)
