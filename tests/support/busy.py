"""AWS as it is under stress: some operations are refused, or no answer of them comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from chalicelib.storage.table import batches, transactions

URL = "https://dynamodb.us-east-1.amazonaws.com/"
Raise = Callable[[str], Exception]


def _refusing(code: str, *reasons: str, status: int = 400) -> Raise:
    def refusal(operation: str) -> ClientError:
        answer: Any = {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}}
        return ClientError(answer | {"CancellationReasons": [{"Code": reason} for reason in reasons]}, operation)

    return refusal


WHATEVER = {
    "throughput": _refusing("ProvisionedThroughputExceededException"),
    "throttled": _refusing("ThrottlingException"),
    "too many requests": _refusing("RequestLimitExceeded"),
    "server error": _refusing("InternalServerError", status=500),
    "read time-out": lambda _: ReadTimeoutError(endpoint_url=URL),
    "connect time-out": lambda _: ConnectTimeoutError(endpoint_url=URL),
    "no connection": lambda _: EndpointConnectionError(endpoint_url=URL),
}
TRANSACTIONS = {
    "cancelled for throttling": _refusing("TransactionCanceledException", "None", "ThrottlingError"),
    "cancelled for throughput": _refusing("TransactionCanceledException", "ProvisionedThroughputExceeded"),
    "in progress": _refusing("TransactionInProgressException"),
}
WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")
READS = ("GetItem", "Query", "BatchGetItem", "TransactGetItems")


class Busy:
    """AWS, of which some operations are refused."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.refused: tuple[str, ...] = ()
        self.times = 0
        self._raise: Raise = WHATEVER["throttled"]
        call: Any = BaseClient._make_api_call

        def answer(client: Any, operation: str, parameters: Any) -> Any:
            if operation in self.refused:
                self.times += 1
                raise self._raise(operation)
            return call(client, operation, parameters)

        monkeypatch.setattr(BaseClient, "_make_api_call", answer)
        monkeypatch.setattr(transactions, "_PAUSES", (0,))
        monkeypatch.setattr(batches, "_FIRST_PAUSE", 0)

    def with_(self, raised: Raise, *operations: str) -> None:
        self._raise, self.refused = raised, operations
