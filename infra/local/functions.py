"""Calling the app's functions the way Lambda does, and reading what they answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from chalice.local import LambdaContext

log = logging.getLogger(__name__)


class Function:
    """One function of the app. Calling it with an event gives the identifiers of the records that failed."""

    def __init__(self, app: Any, name: str, settings: dict[str, Any]) -> None:
        self.name = name
        self._call: Callable[[Any, Any], Any] = getattr(app, name)
        self._memory = settings["memory"]
        self._timeout = settings["timeout"] * 1000

    def __call__(self, event: dict[str, Any]) -> Any:
        return self._call(event, LambdaContext(self.name, self._memory, self._timeout))

    def failed(self, event: dict[str, Any], identifiers: list[str]) -> set[str]:
        """Return which of the event's records are to be tried again. A function that raises failed at all of them.

        An answer that names an unknown record, or an empty one, fails the whole batch too: ReportBatchItemFailures,
        https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
        """
        try:
            answer = self(event)
        except Exception:
            log.exception("%s failed", self.name)
            return set(identifiers)
        named = {failure["itemIdentifier"] for failure in (answer or {}).get("batchItemFailures") or ()}
        return named if named <= set(identifiers) else set(identifiers)
