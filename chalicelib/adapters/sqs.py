"""Queues: of mails to send, and of what has to be tried again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.adapters.aws import client
from chalicelib.domain.mail.jobs import JobKey
from chalicelib.domain.ranks import WAITED

_BATCH = 10


@dataclass(frozen=True, slots=True)
class MailQueue:
    url: str
    region: str

    def put(self, keys: Sequence[JobKey], delay: int = 0) -> None:
        """Queue jobs; raises when any of them was not taken, so that the caller is run again."""
        for start in range(0, len(keys), _BATCH):
            entries = [
                {"Id": str(index), "MessageBody": json.dumps(asdict(key)), "DelaySeconds": delay}
                for index, key in enumerate(keys[start : start + _BATCH])
            ]
            answer: dict[str, Any] = client("sqs", self.region).send_message_batch(QueueUrl=self.url, Entries=entries)
            if answer.get("Failed"):
                raise RuntimeError(f"the mail queue refused {len(answer['Failed'])} of {len(entries)} jobs")


@dataclass(frozen=True, slots=True)
class Queue:
    url: str
    region: str

    def put(self, body: str, delay: int = 0, waited: int = 0) -> None:
        """Queue a text. How long it will have `waited` is an attribute: the body stays what any release reads."""
        attributes = {WAITED: {"DataType": "Number", "StringValue": str(waited)}} if waited else {}
        client("sqs", self.region).send_message(
            QueueUrl=self.url, MessageBody=body, DelaySeconds=delay, MessageAttributes=attributes
        )


@dataclass(frozen=True, slots=True)
class Queues:
    region: str

    def put_back(self, arn: str, body: str, delay: int, waited: int) -> None:
        url = client("sqs", self.region).get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
        Queue(url, self.region).put(body, delay, waited)
