"""Tables as text (RFC 4180) that programs read and spreadsheets show, without running what stands in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that a spreadsheet takes for a formula, also behind spaces."""


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as lines. A cell that would run has an apostrophe in front, which spreadsheets don't show."""
    text = io.StringIO()
    csv.writer(text).writerows([_still(cell) for cell in row] for row in rows)
    return text.getvalue()


def _still(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RUN) or cell.lstrip().startswith(_RUN) else cell
