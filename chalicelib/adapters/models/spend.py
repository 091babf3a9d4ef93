"""What a call of a model cost."""

from __future__ import annotations

from collections.abc import Callable

Spend = Callable[[str, int, int, int], int | None]
"""Counts tokens in a bucket and window, as the rate counters do: bucket, window, when to forget it, how many."""
