"""From a queue to its function, as Lambda's poller for SQS does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from moto.sqs.models import sqs_backends

from infra.local.aws import ACCOUNT, REGION, client
from infra.local.functions import Function
from infra.local.lambda_events import queue_event
from infra.local.resources import queue_arn


class QueuePump:
    """Carries the messages of one queue to one function, `batch` at once. `retry_after`: seconds until a failed message
    comes again."""

    def __init__(self, function: Function, queue: str, batch: int = 10) -> None:
        self.function = function
        self._batch = batch
        self.retry_after = 0
        self._arn = queue_arn(queue)
        self._url = client("sqs").get_queue_url(QueueName=queue)["QueueUrl"]
        self._queue = sqs_backends[ACCOUNT][REGION].get_queue(queue)

    def step(self) -> int:
        """Carry one batch; how many messages there were."""
        messages = self._receive()
        if messages:
            self._carry(messages)
        return len(messages)

    def waiting(self) -> int:
        """Messages that are still to come, other than those sent with a delay."""
        return sum(not message.delayed for message in list(self._queue._messages))

    def dead_letters(self) -> list[str]:
        """The bodies of the messages that failed every try."""
        dead = self._queue.dead_letter_queue
        return [message.body for message in dead._messages] if dead else []

    def bodies(self) -> list[str]:
        """Every message that is not done with, those sent with a delay as well."""
        return [message.body for message in list(self._queue._messages)]

    def put_back(self, bodies: list[str]) -> None:
        """Queue these once more."""
        for body in bodies:
            client("sqs").send_message(QueueUrl=self._url, MessageBody=body)

    def clear(self) -> None:
        """Drop every message."""
        client("sqs").purge_queue(QueueUrl=self._url)

    def advance(self, span: timedelta) -> None:
        """Let delayed messages become due as if that much time had passed."""
        for message in list(self._queue._messages):
            message.delayed_until -= span.total_seconds() * 1000

    def _receive(self) -> list[dict[str, Any]]:
        if not self.waiting():  # spares an idle desk a request
            return []
        answer = client("sqs").receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=self._batch,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def _carry(self, messages: list[dict[str, Any]]) -> None:
        identifiers = [message["MessageId"] for message in messages]
        failed = set(identifiers)  # also when the function is cut off by something that is no Exception
        try:
            failed = self.function.failed(queue_event(messages, self._arn), identifiers)
        finally:
            for message in messages:
                self._settle(message, message["MessageId"] in failed)

    def _settle(self, message: dict[str, Any], failed: bool) -> None:
        handle = {"QueueUrl": self._url, "ReceiptHandle": message["ReceiptHandle"]}
        if failed:
            client("sqs").change_message_visibility(**handle, VisibilityTimeout=self.retry_after)
        else:
            client("sqs").delete_message(**handle)
