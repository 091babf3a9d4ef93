"""Cutting a function off in the middle, as Lambda may at any moment, to see that nothing is lost or doubled by it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.client import BaseClient

from infra.local.aws import USER_AGENT


class Cut(BaseException):
    """The end of the function, at this very point."""


@dataclass
class Calls:
    """The AWS calls that the app made, such as `dynamodb.TransactWriteItems`, and whether it was cut off at one."""

    made: list[str] = field(default_factory=list)
    was_cut: bool = False


@contextmanager
def counting() -> Iterator[Calls]:
    """Count the app's AWS calls. The local machinery's own are not among them."""
    with _watching(cut_before=0, cut_after=0) as calls:
        yield calls


@contextmanager
def cut(*, before: int = 0, after: int = 0) -> Iterator[Calls]:
    """Let the app be cut off once: before its n-th AWS call is made, or after it succeeded (the first is 1).

    The block ends there, and none of its threads makes another call. `was_cut` tells whether there
    were so many calls at all.
    """
    with _watching(cut_before=before, cut_after=after) as calls:
        try:
            yield calls
        except Cut:
            calls.was_cut = True


@contextmanager
def _watching(cut_before: int, cut_after: int) -> Iterator[Calls]:
    """Every client of botocore makes its calls through one method; being there, no call can be forgotten."""
    calls, numbers = Calls(), itertools.count(1)
    make = BaseClient._make_api_call

    def watch(self: Any, operation: str, parameters: Any) -> Any:
        if self.meta.config.user_agent_extra == USER_AGENT:
            return make(self, operation, parameters)
        number = next(numbers)
        if 0 < cut_before <= number or 0 < cut_after < number:
            raise Cut
        calls.made.append(f"{self.meta.service_model.endpoint_prefix}.{operation}")
        answer = make(self, operation, parameters)
        if number == cut_after:
            raise Cut
        return answer

    BaseClient._make_api_call = watch
    try:
        yield calls
    finally:
        BaseClient._make_api_call = make
