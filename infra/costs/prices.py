"""The one table of prices: what a region's services cost, out of prices.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from infra.package.parts import INFRA

FILE = "costs/prices.json"
DEFAULT = "us-east-1"
Key = tuple[str, str]
"""A service, and what is metered of it."""


class NoPricesError(Exception):
    """The table doesn't have that region."""

    def __init__(self, region: str, known: list[str]) -> None:
        super().__init__(f"There are no prices of {region} in infra/{FILE}; there are those of {', '.join(known)}.")


@cache
def table() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((INFRA / FILE).read_text(encoding="utf-8"))
    return read


def of(region: str) -> Mapping[Key, Decimal]:
    """Return the prices of a region. Raise NoPricesError for one that the table doesn't have."""
    known = table()["regions"]
    if region not in known:
        raise NoPricesError(region, sorted(known))
    parts = (table()["everywhere"], known[region])
    return {
        (service, what): Decimal(price)
        for part in parts
        for service, prices in part.items()
        for what, price in prices.items()
    }


def source(region: str) -> str:
    """Return whose prices these are, in a few words."""
    return f"{region}, as known in {table()['known']}, written down on {table()['date']} (infra/{FILE})"
