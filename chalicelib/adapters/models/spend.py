"""What calls of models cost: counted a day and workspace, in all against its budget, and by engine to be shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

Spend = Callable[[str, int, int, int], int | None]
"""Counts tokens in a bucket and window, as the rate counters do: bucket, window, when to forget it, how many."""
Counted = Callable[[str, int], int]
"""Tells what was counted in a bucket and window."""
What = Literal["asked", "in", "out"]
DAY = 24 * 3600


def today() -> int:
    """Return the window of this day, in UTC."""
    return int(time.time()) // DAY


def of_engine(workspace: str, engine: str, what: What) -> str:
    """Return the bucket of what an engine was asked, or of its tokens."""
    return f"tokens|{workspace}|{engine}|{what}"
