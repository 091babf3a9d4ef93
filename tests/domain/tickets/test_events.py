"""What happens has a name that the console knows words for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib.domain.events import SHOWN_BY_THEIR_MESSAGE, EventType

EVENT_TEXT = Path(__file__).parents[3] / "portal_static/console/src/views/ticket/thread/eventText.ts"


@pytest.mark.parametrize("event", sorted(set(EventType) - SHOWN_BY_THEIR_MESSAGE - {EventType.MENTIONED}))
def test_the_console_has_words_for_every_event_of_a_time_line(event: EventType) -> None:
    name = event.value.removeprefix("ticket.")
    assert re.search(rf"^  {name}: ", EVENT_TEXT.read_text(encoding="utf-8"), re.M)
