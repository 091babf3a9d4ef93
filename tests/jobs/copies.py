"""Trying something out on a copy of the whole world: moto keeps it in this process, and a process can be copied."""

from __future__ import annotations

import gc
import os
import pickle
import traceback
import warnings
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")


def in_a_copy(run: Callable[[], T]) -> T:
    """What `run` returns in a copy of this process; whatever it does to desks, tables and mails is undone by that.

    Raises AssertionError, with the copy's traceback, when `run` raised anything.
    """
    reading, writing = os.pipe()
    child = _fork()
    if child == 0:
        os.close(reading)
        _answer(run, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    came_back, value = pickle.loads(content)
    if not came_back:
        raise AssertionError(f"in the copy:\n{value}")
    found: T = value
    return found


def _fork() -> int:
    """From Python 3.12 on a warning says that the threads stay behind; the only one here serves token keys."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _answer(run: Callable[[], Any], writing: int) -> NoReturn:
    """Nothing of the test run's own end may happen in the copy: it leaves without a word."""
    gc.disable()  # collecting would touch, and thereby copy, all of memory
    try:
        answer = (True, run())
    except BaseException:  # noqa: BLE001 - told to the test, which fails of it
        answer = (False, traceback.format_exc())
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(pickle.dumps(answer))
    os._exit(0)
