"""The same reads and writes by bare botocore: what a promise is told by that waits for DynamoDB.

Whatever the app asks of the table is recorded once, with the items as they were before each write. Played, it is asked
again by a client of botocore's alone: the same requests in the same order, from as many threads. Before that the items
are put back, so that every condition holds again and the work is the same.
"""

from __future__ import annotations

import copy
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import botocore.session
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.aws import REGION, USER_AGENT
from tests.bench import yardstick
from tests.bench.desks import CREDENTIALS
from tests.bench.units import LAYOUT
from tests.support.item_size import Item
from tests.support.meter import READS, Place, written

_AT_ONCE = 16
_PUT_BACK_AT_ONCE = 25
"""Items of one BatchWriteItem, as many as DynamoDB takes."""
_REFUSALS = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException"})


@dataclass(slots=True)
class Call:
    """One request, and whether a condition of it didn't hold."""

    operation: str
    parameters: dict[str, Any]
    refused: bool = False

    def again(self) -> Call:
        """The same once more. DynamoDB takes a second transaction of the same token for the first, and does nothing."""
        parameters = copy.deepcopy(self.parameters)
        if "ClientRequestToken" in parameters:
            parameters["ClientRequestToken"] = str(uuid.uuid4())
        return Call(self.operation, parameters, self.refused)


@dataclass(slots=True)
class Recording:
    """Calls by the thread that made them, and every item they wrote, as it was before: None where there was none."""

    calls: dict[int, list[Call]] = field(default_factory=dict)
    before: dict[str, tuple[Place, Item | None]] = field(default_factory=dict)

    def operations(self) -> list[str]:
        """What was asked, in the order of each thread."""
        return [call.operation for made in self.calls.values() for call in made]


@contextmanager
def recording() -> Iterator[Recording]:
    """Record what the app asks of its tables. The local machinery's own requests are not among it."""
    found, make = Recording(), BaseClient._make_api_call

    def record(self: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if self.meta.service_model.service_name != "dynamodb" or self.meta.config.user_agent_extra == USER_AGENT:
            return make(self, operation, parameters)
        call = Call(operation, copy.deepcopy(parameters))
        found.calls.setdefault(threading.get_ident(), []).append(call)
        for place in [] if operation in READS else written(LAYOUT, operation, parameters):
            if repr(place) not in found.before:
                wanted = {"TableName": place.table, "Key": place.key, "ConsistentRead": True}
                found.before[repr(place)] = place, make(self, "GetItem", wanted).get("Item")
        try:
            return make(self, operation, parameters)
        except ClientError as refusal:
            call.refused = refusal.response["Error"]["Code"] in _REFUSALS
            raise

    BaseClient._make_api_call = record
    try:
        yield found
    finally:
        BaseClient._make_api_call = make


class Bare:
    """A client of botocore's alone for the DynamoDB at `url`."""

    def __init__(self, url: str) -> None:
        session = botocore.session.Session()
        session.set_credentials(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
        config = Config(max_pool_connections=_AT_ONCE)
        self._client: Any = session.create_client("dynamodb", region_name=REGION, endpoint_url=url, config=config)

    def milliseconds(self, recorded: Recording) -> float:
        """How long all that was recorded takes, once the items are as they were before: each thread's calls in a thread
        of its own."""
        self._put_back(recorded)
        lines = [[call.again() for call in made] for made in recorded.calls.values()]
        return yardstick.waited(lambda: self._play(lines))

    def _put_back(self, recorded: Recording) -> None:
        requests = [
            (place.table, {"PutRequest": {"Item": item}} if item else {"DeleteRequest": {"Key": place.key}})
            for place, item in recorded.before.values()
        ]
        for start in range(0, len(requests), _PUT_BACK_AT_ONCE):
            wanted: dict[str, list[Any]] = {}
            for table, request in requests[start : start + _PUT_BACK_AT_ONCE]:
                wanted.setdefault(table, []).append(request)
            while wanted:
                wanted = self._client.batch_write_item(RequestItems=wanted).get("UnprocessedItems")

    def _play(self, lines: list[list[Call]]) -> None:
        first, *others = lines
        if not others:
            self._ask(first)
            return
        with ThreadPoolExecutor(len(lines)) as pool:
            list(pool.map(self._ask, lines))

    def _ask(self, calls: list[Call]) -> None:
        """A condition may fail that failed before, and no other: the work would not be the same."""
        for call in calls:
            try:
                self._client._make_api_call(call.operation, call.parameters)
            except ClientError as refusal:
                if not call.refused or refusal.response["Error"]["Code"] not in _REFUSALS:
                    raise
