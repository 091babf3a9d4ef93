"""Read, decide, store; when somebody else wrote first, once more."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from chalicelib.domain.errors import DeskError
from chalicelib.domain.idempotency import ConflictError

T = TypeVar("T")

TRIES = 8
PATIENT_TRIES = 60
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 0.5


def retry_on_conflict(attempt: Callable[[], T], *, patient: bool = False) -> T:
    """Carry out `attempt` until it meets no conflict, with full jitter between the tries (at most 2 s in all).

    Three tries lose 26 % with 16 writers on 5 tickets, eight 0.5 % (measured on DynamoDB Local). `patient` is for what
    must not be turned away, notes and customers' messages: it goes on for up to 15 s. Then DeskError `conflict`.
    """
    for number in range(PATIENT_TRIES if patient else TRIES):
        try:
            return attempt()
        except ConflictError:
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**number)))  # noqa: S311 - not a secret
    raise DeskError("conflict", "Others are changing this right now. Please try again.")
