"""Calling one of the app's functions with messages of a test's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError

from infra.local.aws import client
from infra.local.lambda_events import queue_event
from infra.local.queue_pump import QueuePump
from tests.jobs.interruptions import calls_made_by
from tests.support.desk import Desk


def pump(desk: Desk, function: str) -> QueuePump:
    """The queue of that function, and the function."""
    return next(one for one in desk.pumps.queues if one.function.name == function)


def call(desk: Desk, function: str, *bodies: Any) -> list[str]:
    """The bodies, as text or to be made JSON, that the function failed at, when it gets them as one batch."""
    texts = [body if isinstance(body, str) else json.dumps(body) for body in bodies]
    messages = [
        {"MessageId": str(number), "ReceiptHandle": "r", "Body": text, "MD5OfBody": ""}
        for number, text in enumerate(texts)
    ]
    identifiers = [message["MessageId"] for message in messages]
    failed = pump(desk, function).function.failed(queue_event(messages, "arn:aws:sqs:us-east-1:1:q"), identifiers)
    return [texts[int(identifier)] for identifier in sorted(failed)]


def drain(desk: Desk, function: str) -> list[str]:
    """Take the waiting messages of that function away; their bodies."""
    bodies = pump(desk, function).bodies()
    pump(desk, function).clear()
    return bodies


@contextmanager
def carrier_answers(code: str, message: str = "no", status: int = 400, sender: str = "") -> Iterator[None]:
    """Every mail, or every one from this sender, is answered by SES with this error."""
    answer: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}

    def refuse(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        if operation == "SendEmail" and sender in parameters["FromEmailAddress"]:
            raise ClientError(answer, operation)
        return make(self, operation, parameters)

    with calls_made_by(refuse):
        yield


@contextmanager
def carrier_out_of_reach() -> Iterator[None]:
    """No mail gets as far as SES."""

    def fail(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        if operation == "SendEmail":
            raise EndpointConnectionError(endpoint_url="https://email.us-east-1.amazonaws.com")
        return make(self, operation, parameters)

    with calls_made_by(fail):
        yield


def items(desk: Desk, kind: str) -> list[dict[str, Any]]:
    """Everything of one type that the table has."""
    found = client("dynamodb").scan(TableName=desk.environment["TABLE_NAME"])["Items"]
    return [item for item in found if item["type"]["S"] == kind]
