"""Rich text that the console makes Markdown of when it is pasted: it reads as it did where it came from.

The console's own tests hold the Markdown of each sample to what its program put into the clipboard; here it is shown.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chalicelib import markdown
from chalicelib.assets import ROOT

SAMPLES = sorted((ROOT / "console" / "tests" / "pastes").glob("*.md"))
_ADDED = re.compile(r' (?:dir="auto"|rel="[^"]*")')
"""What every paragraph and link is given."""


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_pasted_text_is_shown_as_it_was_built(sample: Path) -> None:
    shown = markdown.render(sample.read_text(encoding="utf-8").rstrip("\n"))
    expected = sample.with_suffix(".shown.html").read_text(encoding="utf-8")
    assert _ADDED.sub("", shown).strip() == expected.strip()


def test_there_are_samples_of_the_programs_people_use() -> None:
    programs = {sample.stem.partition("-")[0] for sample in SAMPLES}
    assert len(SAMPLES) >= 30
    assert programs >= {"word", "outlook", "gmail", "sheets", "excel", "docs", "notion", "browser", "slack"}
