"""The countries that the console offers are those that holidays are known of."""

from __future__ import annotations

import re
from pathlib import Path

import holidays

_LIST = Path(__file__).parents[3] / "portal_static/console/src/views/settings/hours/countries.ts"


def test_the_console_offers_each_country_whose_holidays_are_known_and_no_other() -> None:
    offered = re.findall(r"\b[A-Z]{2}\b", " ".join(re.findall(r'"([A-Z ]+)"', _LIST.read_text(encoding="utf-8"))))
    assert offered == sorted(holidays.list_supported_countries(include_aliases=False))
