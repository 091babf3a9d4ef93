"""What may be out of order around a function, for longer than anything is tried: how each is made to happen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError

from infra.local.aws import client
from infra.local.ses import Refusal
from tests.jobs.interruptions import calls_made_by
from tests.support.cuts import cut
from tests.support.desk import Desk

Around = Callable[[Desk], AbstractContextManager["Met"]]


@dataclass
class Met:
    """Whether the function came upon what is out of order."""

    it: bool = False


@dataclass(frozen=True)
class Trouble:
    name: str
    of: str
    """The service whose calls it meets, as botocore calls it; nothing where it meets every function."""
    around: Around
    ends: bool = False
    """Whether the function as a whole ends by it, which Lambda counts as an error."""
    slow: bool = False
    """Whether it ends since its time is over, which is told by how long it took."""
    poisons: bool = False
    """Whether one record that nobody can read comes with the others."""


Answer = Callable[[str], Any]
"""What a service answers to an operation; it raises what botocore raises."""


def service(name: str, answer: Answer, *operations: str) -> Around:
    """Return a service that answers otherwise: to everything, or to these operations."""

    @contextmanager
    def around(_desk: Desk) -> Iterator[Met]:
        met = Met()

        def call(make: Any, client: Any, operation: str, parameters: Any) -> Any:
            called = client.meta.service_model.endpoint_prefix
            if called != name or (operations and operation not in operations):
                return make(client, operation, parameters)
            met.it = True
            return answer(operation)

        with calls_made_by(call):
            yield met

    return around


def refusing(code: str, status: int = 400, reasons: Sequence[str] = ()) -> Answer:
    def answer(operation: str) -> Any:
        said: Any = {"Error": {"Code": code, "Message": "out of order"}, "ResponseMetadata": {"HTTPStatusCode": status}}
        raise ClientError(said | {"CancellationReasons": [{"Code": reason} for reason in reasons]}, operation)

    return answer


def silent(operation: str) -> Any:
    raise ReadTimeoutError(endpoint_url=f"https://{operation}.example")


@contextmanager
def _unread(desk: Desk) -> Iterator[None]:
    """A function that has only just started: it hasn't read the secrets yet, nor will it keep what it reads now."""
    desk.ports.secrets._values = {}
    yield
    desk.ports.secrets._values = {}


def secrets(answer: Answer) -> Around:
    @contextmanager
    def around(desk: Desk) -> Iterator[Met]:
        with _unread(desk), service("ssm", answer)(desk) as met:
            yield met

    return around


def carrier(code: str, message: str = "no", status: int = 400) -> Around:
    """Return SES as it answers to every mail."""

    @contextmanager
    def around(desk: Desk) -> Iterator[Met]:
        tried, desk.outbox.refusal = desk.outbox.tried, Refusal(code, message, status)
        met = Met()
        try:
            yield met
        finally:
            met.it, desk.outbox.refusal = desk.outbox.tried > tried, None

    return around


def clock(minutes: int) -> Around:
    """Return a machine whose clock goes wrong by so much."""

    @contextmanager
    def around(desk: Desk) -> Iterator[Met]:
        right = desk.ports.clock.offset
        desk.ports.clock.offset = right + timedelta(minutes=minutes)
        yield Met(it=True)
        desk.ports.clock.offset = right

    return around


@contextmanager
def among_what_is_due(desk: Desk) -> Iterator[Met]:
    """A ticket that nobody can read has come due with the others. To queues and streams it comes with their records."""
    dynamodb, table = client("dynamodb"), desk.environment["TABLE_NAME"]
    due = [
        item for item in dynamodb.scan(TableName=table)["Items"] if item["type"]["S"] == "ticket" and "du_pk" in item
    ]
    spoilt = [_next_to(item) for item in due]
    for item in spoilt:
        dynamodb.put_item(TableName=table, Item=item)
    yield Met(it=True)
    for item in spoilt:
        dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


def _next_to(item: dict[str, Any]) -> dict[str, Any]:
    """Return a ticket of the next number, due at the same moment, that says nothing."""
    pk = item["pk"]["S"]
    other = f"{pk[:-1]}{(int(pk[-1]) + 1) % 10}"
    return item | {"pk": {"S": other}, "du_sk": {"S": item["du_sk"]["S"].replace(pk, other)}, "k": {"S": "no JSON"}}


def ended(**where: int) -> Around:
    """Return an end of the process before or after one of its calls: `before=1`, `after=3`."""

    @contextmanager
    def around(_desk: Desk) -> Iterator[Met]:
        met = Met()
        with cut(**where) as calls:
            yield met
        met.it = calls.was_cut

    return around


def _garbage(_operation: str) -> Any:
    return {"Parameter": {"Value": json.dumps({"signing": {"current": "k9", "keys": {}}, "origin": ""})}}


WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")
TROUBLES = (
    Trouble("SES: message rejected", "email", carrier("MessageRejected", "Illegal address")),
    Trouble("SES: MAIL FROM domain not verified", "email", carrier("MailFromDomainNotVerifiedException")),
    Trouble("SES: account suspended", "email", carrier("AccountSuspendedException")),
    Trouble("SES: sending paused", "email", carrier("SendingPausedException")),
    Trouble("SES: daily quota used up", "email", carrier("LimitExceededException", "Daily message quota exceeded.")),
    Trouble("SES: too many a second", "email", carrier("TooManyRequestsException", status=429)),
    Trouble("SES: out of order", "email", carrier("InternalServiceErrorException", status=500)),
    Trouble("DynamoDB: throttled", "dynamodb", service("dynamodb", refusing("ProvisionedThroughputExceededException"))),
    Trouble("DynamoDB: writes throttled", "dynamodb", service("dynamodb", refusing("ThrottlingException"), *WRITES)),
    Trouble(
        "DynamoDB: every transaction conflicts",
        "dynamodb",
        service(
            "dynamodb", refusing("TransactionCanceledException", reasons=["TransactionConflict"]), "TransactWriteItems"
        ),
    ),
    Trouble("DynamoDB: 5xx", "dynamodb", service("dynamodb", refusing("InternalServerError", 500))),
    Trouble("DynamoDB: silent", "dynamodb", service("dynamodb", silent)),
    Trouble("SQS: refuses", "sqs", service("sqs", refusing("ServiceUnavailable", 503))),
    Trouble("SQS: slow", "sqs", service("sqs", silent)),
    Trouble("S3: 5xx", "s3", service("s3", refusing("InternalError", 500))),
    Trouble("S3: object missing", "s3", service("s3", refusing("NoSuchKey", 404), "GetObject")),
    Trouble("Cognito: down", "cognito-idp", service("cognito-idp", refusing("InternalErrorException", 500))),
    Trouble("secrets: unreadable", "", secrets(refusing("AccessDeniedException"))),
    Trouble("secrets: malformed", "", secrets(_garbage)),
    Trouble("killed before its first call", "", ended(before=1), ends=True),
    Trouble("killed in the middle", "", ended(after=3), ends=True),
    Trouble("time-out", "", ended(after=2), ends=True, slow=True),
    Trouble("a record that can't be read", "", among_what_is_due, poisons=True),
    Trouble("clock five minutes slow", "", clock(-5)),
    Trouble("clock five minutes fast", "", clock(5)),
)
