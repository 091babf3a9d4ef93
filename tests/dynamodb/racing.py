"""Doing things at the very same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def race(what: Callable[[int], T], threads: int) -> list[T]:
    """Call `what` with 0, 1, 2 … in that many threads, which all start together. The first failure comes through."""
    start = threading.Barrier(threads)

    def run(number: int) -> T:
        start.wait()
        return what(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
