"""What another DynamoDB answers beside what the quick table does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support import quick_desk
from tests.support.quick_table import QuickTable

_LEFT_OUT = {"ResponseMetadata", "ScannedCount", "ConsumedCapacity"}


def by_both(client: Any, table: str, ask: Callable[[Any], Any]) -> tuple[Any, Any]:
    """What `ask` gets by `client`, and then from a quick table in the place of that: the content, or the code and the
    reasons of a refusal."""

    def answer() -> Any:
        try:
            return _plain(ask(client))
        except ClientError as refused:
            reasons: Any = refused.response.get("CancellationReasons", [])
            return refused.response["Error"]["Code"], [reason["Code"] for reason in reasons]

    first = answer()
    with pytest.MonkeyPatch.context() as patch:
        quick_desk.install(patch).tables[table] = QuickTable()
        return first, answer()


def _plain(answer: Any) -> Any:
    """Without what nobody here asks for; the members of sets in order."""
    if isinstance(answer, dict):
        kept = {name: value for name, value in answer.items() if name not in _LEFT_OUT}
        return {name: sorted(value) if name == "SS" else _plain(value) for name, value in kept.items()}
    return [_plain(one) for one in answer] if isinstance(answer, list) else answer
