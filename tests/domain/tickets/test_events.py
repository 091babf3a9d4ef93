"""What happens has a name that the console knows words for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chalicelib.domain.events import SHOWN_BY_THEIR_MESSAGE, EventType
from chalicelib.domain.tickets.fields import FIELDS

CONSOLE = Path(__file__).parents[3] / "portal_static/console/src"
EVENT_TEXT = CONSOLE / "views/ticket/thread/eventText.ts"
CHOICES = CONSOLE / "store/tickets/choices.ts"


@pytest.mark.parametrize("event", sorted(set(EventType) - SHOWN_BY_THEIR_MESSAGE - {EventType.MENTIONED}))
def test_the_console_has_words_for_every_event_of_a_time_line(event: EventType) -> None:
    name = event.value.removeprefix("ticket.")
    of_a_choice = re.search(rf"^  {name.removesuffix('_changed')}: {{$", CHOICES.read_text(encoding="utf-8"), re.M)
    assert of_a_choice or re.search(rf"^  {name}: ", EVENT_TEXT.read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("name", [*FIELDS, "archived", "message"])
def test_the_console_has_words_for_every_field_that_an_undoing_names(name: str) -> None:
    words = json.loads((CONSOLE / "locales/en.json").read_text(encoding="utf-8"))
    assert f"field.{re.sub('_ids?$', '', name)}" in words
