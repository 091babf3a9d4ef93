"""From the table's stream to a function, as Lambda's poller for DynamoDB streams does it."""

from __future__ import annotations

import json
import logging
import uuid
from datetime import UTC, datetime

from infra.local.aws import client
from infra.local.functions import Function
from infra.local.table_stream import Record, TableStream, number

BATCH = 100
TRIES = 3

log = logging.getLogger(__name__)


class StreamPump:
    """Carries to one function the records that its filter lets through, in order, a shard standing still on failure.

    `keep` are the attributes an inserted item must have, as in the template's filter. What is given up on goes into
    the bucket `failures`.
    """

    def __init__(self, function: Function, stream: TableStream, keep: dict[str, str], failures: str) -> None:
        self.function = function
        self.given_up: list[str] = []  # sequence numbers of records put aside
        self._stream, self._keep, self._failures = stream, keep, failures
        self._subscription = stream.subscribe()
        self._tries: dict[str, int] = {}  # by shard, how often its first record failed

    @property
    def positions(self) -> dict[str, str]:
        """The sequence number last carried, by shard: whoever wants to go on there after a restart keeps it."""
        return self._subscription.positions

    def step(self) -> int:
        """Carry one batch of every shard; how many records were looked at."""
        self._stream.read(self._subscription)
        return sum(self._carry(shard, records) for shard, records in list(self._subscription.waiting.items()))

    def pass_over(self) -> int:
        """Take one batch of every shard for carried; how many records that were."""
        self._stream.read(self._subscription)
        passed = 0
        for shard, records in self._subscription.waiting.items():
            if records:
                passed += len(records)
                self._move_on(shard, records, past=number(records[-1]))
        return passed

    def waiting(self) -> int:
        """Records read and not yet carried. Those not yet read make the next step's answer greater than zero."""
        return sum(len(records) for records in self._subscription.waiting.values())

    def _carry(self, shard: str, records: list[Record]) -> int:
        batch = records[:BATCH]
        if batch:
            self._deliver(shard, records, batch)
        return len(batch)

    def _deliver(self, shard: str, records: list[Record], batch: list[Record]) -> None:
        wanted = [record for record in batch if self._passes(record)]
        if self._tries.get(shard):
            wanted = wanted[:1]  # what failed is tried alone, so that it can't hold up its neighbours for longer
        numbers = [number(record) for record in wanted]
        failed = self.function.failed({"Records": wanted}, numbers) if wanted else set()
        first = next((one for one in numbers if one in failed), None)
        if first is None:
            self._move_on(shard, records, past=numbers[-1] if self._tries.get(shard) else number(batch[-1]))
        else:
            self._hold(shard, records, first)

    def _hold(self, shard: str, records: list[Record], first: str) -> None:
        position = [number(record) for record in records].index(first)
        self._tries[shard] = self._tries.get(shard, 0) + 1 if position == 0 else 1
        if position:
            self.positions[shard] = number(records[position - 1])
            del records[:position]
        if self._tries[shard] >= TRIES:
            self._give_up_on(records[0], shard)
            self._move_on(shard, records, past=first)

    def _move_on(self, shard: str, records: list[Record], past: str) -> None:
        """Everything up to `past` is done."""
        self.positions[shard] = past
        del records[: [number(record) for record in records].index(past) + 1]
        self._tries[shard] = 0

    def _passes(self, record: Record) -> bool:
        image = record["dynamodb"].get("NewImage", {})
        return record["eventName"] == "INSERT" and all(image.get(k) == {"S": v} for k, v in self._keep.items())

    def _give_up_on(self, record: Record, shard: str) -> None:
        """Put the record where a deployment does: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html."""
        log.error("%s gave up on a record after %d tries", self.function.name, TRIES)
        self.given_up.append(number(record))
        now = datetime.now(UTC)
        body = {
            "requestContext": {"functionArn": self.function.name, "condition": "RetryAttemptsExhausted"},
            "version": "1.0",
            "timestamp": now.isoformat(),
            "DDBStreamBatchInfo": {
                "shardId": shard,
                "startSequenceNumber": number(record),
                "endSequenceNumber": number(record),
                "batchSize": 1,
                "streamArn": self._stream.arn,
            },
            "payload": json.dumps({"Records": [record]}),
        }
        key = f"aws/lambda/{self.function.name}/{shard}/{now:%Y/%m/%d/%H-%M-%S}-{uuid.uuid4()}"
        client("s3").put_object(Bucket=self._failures, Key=key, Body=json.dumps(body).encode())
