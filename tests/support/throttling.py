"""A table that has room for so many requests and refuses the others below botocore, so that it tries again as it does
when DynamoDB refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.endpoint import Endpoint

from chalicelib.storage.table.records import Item


class _Nothing(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Throttling:
    """The table takes as many requests as there is `room`, None for any number; of some `operations` alone, if any are
    named. Nobody sleeps: what botocore and the desk would have slept is added to `slept`, in seconds."""

    room: int | None = None
    operations: frozenset[str] = frozenset()
    refused: Counter[str] = field(default_factory=Counter)
    slept: float = 0

    @contextmanager
    def ample(self) -> Iterator[None]:
        """Let everything through meanwhile, for a look at what was done."""
        room, self.room = self.room, None
        yield
        self.room = room

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def refuses(self, operation: str) -> bool:
        if self.room is None or (self.operations and operation not in self.operations):
            return False
        if self.room:
            self.room -= 1
            return False
        self.refused[operation] += 1
        return True


@contextmanager
def throttled(monkeypatch: pytest.MonkeyPatch) -> Iterator[Throttling]:
    """Stand between the app, but none of the machinery, and its table."""
    throttling, endpoint = Throttling(), Item._get_connection().connection.client._endpoint
    quick, asked = Endpoint.make_request, Endpoint._do_get_response

    def make_request(self: Endpoint, operation: Any, request: Any) -> Any:
        if self is endpoint and throttling.room is not None:
            return self._send_request(request, operation)  # not past the tries, as tests go otherwise
        return quick(self, operation, request)

    def answer(self: Endpoint, request: Any, operation: Any, context: Any) -> Any:
        if self is endpoint and throttling.refuses(operation.name):
            error = {"Code": "ThrottlingException", "Message": "no room"}
            parsed = {"Error": error, "ResponseMetadata": {"HTTPStatusCode": 400}}
            return (AWSResponse(request.url, 400, {}, _Nothing()), parsed), None
        return asked(self, request, operation, context)

    with monkeypatch.context() as patch:
        patch.setattr(Endpoint, "make_request", make_request)
        patch.setattr(Endpoint, "_do_get_response", answer)
        patch.setattr("time.sleep", throttling.sleep)
        yield throttling
