"""Faults that pass by themselves: AWS had no room for a request at this moment, or no answer of it came in time."""

from __future__ import annotations

from urllib.error import HTTPError, URLError

from botocore.exceptions import ClientError, ConnectionError, HTTPClientError, IncompleteReadError
from pynamodb.exceptions import PynamoDBException, VerboseClientError

from chalicelib.storage.table.batches import BusyError

_CODES = frozenset(
    {
        "BandwidthLimitExceeded",
        "InternalError",
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingError",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
"""Of any service, and of one action in a transaction that was cancelled for it."""
_SERVER_ERROR = 500
_NO_ANSWER = (HTTPClientError, ConnectionError, IncompleteReadError, URLError, TimeoutError)


def passes(fault: BaseException) -> bool:
    """Return whether the same may go well a little later, with nothing changed by anybody."""
    cause = fault.cause if isinstance(fault, PynamoDBException) and fault.cause else fault
    if isinstance(cause, ClientError):
        return bool(_codes(cause) & _CODES) or _status(cause) >= _SERVER_ERROR
    if isinstance(cause, HTTPError):
        return cause.code >= _SERVER_ERROR
    return isinstance(cause, (*_NO_ANSWER, BusyError))


def _codes(refusal: ClientError) -> set[str]:
    reasons = refusal.cancellation_reasons if isinstance(refusal, VerboseClientError) else ()
    return {refusal.response["Error"]["Code"], *(reason.code for reason in reasons if reason)}


def _status(refusal: ClientError) -> int:
    return int(refusal.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
