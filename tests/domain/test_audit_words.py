"""Whatever the audit log tells has words in the console."""

from __future__ import annotations

import json
from pathlib import Path

from chalicelib.domain.parts import NAMES

WORDS = Path(__file__).parents[2] / "portal_static/console/src/locales/settings.en.json"


def test_the_console_has_words_for_each_part_made_changed_or_deleted() -> None:
    words = json.loads(WORDS.read_text())
    parts = [name.lower().replace(" ", "_") for name in NAMES.values()]
    told = [f"audit.did.{part}.{verb}" for part in parts for verb in ("created", "changed", "deleted")]
    assert [key for key in told if not words.get(key)] == []
