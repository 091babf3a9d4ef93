"""From the table's stream to a function, as Lambda's poller for DynamoDB streams does it."""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.dynamodbstreams.models import dynamodbstreams_backends

from infra.local.aws import ACCOUNT, REGION, client
from infra.local.functions import Function
from infra.local.lambda_events import stream_event
from infra.local.moto_repair import LOCK

BATCH = 100
TRIES = 3

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Shard:
    """Where a consumer is in one shard: records read and not yet carried, and how often the first of them failed.

    Without an `iterator` there is no more to read: a stream ends one shard and goes on in its child.
    """

    iterator: str | None
    records: list[dict[str, Any]] = field(default_factory=list)
    tries: int = 0

    @property
    def done(self) -> bool:
        return self.iterator is None and not self.records


class StreamPump:
    """Carries to one function the records that its filter lets through, in order, a shard standing still on failure.

    `keep` are the attributes an inserted item must have, as in the template's filter. `positions` maps a shard to the
    sequence number last carried; whoever wants to go on there after a restart keeps it.
    """

    def __init__(self, function: Function, environment: dict[str, str], keep: dict[str, str]) -> None:
        self.function = function
        self.positions: dict[str, str] = {}
        self.given_up: list[str] = []  # sequence numbers of records put aside
        self._arn = environment["STREAM_ARN"]
        self._failures = environment["FAILURES_BUCKET"]
        self._in_moto = "AWS_ENDPOINT_URL_DYNAMODB_STREAMS" not in environment
        self._streams = client("dynamodbstreams", environment.get("AWS_ENDPOINT_URL_DYNAMODB_STREAMS"))
        self._keep = keep
        self._shards: dict[str, Shard] = {}

    def step(self) -> int:
        """Carry one batch of every shard; how many records were looked at."""
        if all(shard.done for shard in self._shards.values()):
            self._find_shards()
        return sum(self._carry(name, shard) for name, shard in list(self._shards.items()))

    def waiting(self) -> int:
        """Records read and not yet carried. Those not yet read make the next step's answer greater than zero."""
        return sum(len(shard.records) for shard in self._shards.values())

    def _find_shards(self) -> None:
        """Take up the shards whose parents are done: a child's records come after its parent's."""
        shards = self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        there = {shard["ShardId"] for shard in shards}
        for shard in shards:
            name, parent = shard["ShardId"], shard.get("ParentShardId")
            if name not in self._shards and (parent not in there or parent in self._shards):
                self._shards[name] = Shard(self._iterator(name))

    def _iterator(self, shard: str) -> str:
        start: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
        if shard in self.positions:
            start = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": self.positions[shard]}
        answer = self._streams.get_shard_iterator(StreamArn=self._arn, ShardId=shard, **start)
        iterator: str = answer["ShardIterator"]
        return iterator

    def _carry(self, name: str, shard: Shard) -> int:
        if not shard.records and shard.iterator:
            answer = self._read(shard.iterator)
            shard.iterator, shard.records = answer.get("NextShardIterator"), answer["Records"]
        looked_at = len(shard.records)
        if looked_at:
            self._deliver(name, shard)
        return looked_at

    def _read(self, iterator: str) -> dict[str, Any]:
        """GetRecords. moto's is asked past its API, where writing and reading the answer takes longer than all else."""
        answer: dict[str, Any]
        if self._in_moto:
            with LOCK:
                answer = dynamodbstreams_backends[ACCOUNT][REGION].get_records(iterator, BATCH)
        else:
            answer = self._streams.get_records(ShardIterator=iterator, Limit=BATCH)
        return answer

    def _deliver(self, name: str, shard: Shard) -> None:
        wanted = [record for record in shard.records if self._passes(record)]
        if shard.tries:
            wanted = wanted[:1]  # what failed is tried alone, so that it can't hold up its neighbours for longer
        numbers = [_number(record) for record in wanted]
        failed = self.function.failed(stream_event(wanted, self._arn), numbers) if wanted else set()
        first = next((number for number in numbers if number in failed), None)
        if first is None:
            self._move_on(name, shard, past=numbers[-1] if shard.tries else None)
        else:
            self._hold(name, shard, first)

    def _hold(self, name: str, shard: Shard, first: str) -> None:
        position = [_number(record) for record in shard.records].index(first)
        shard.tries = shard.tries + 1 if position == 0 else 1
        if position:
            self.positions[name] = _number(shard.records[position - 1])
        shard.records = shard.records[position:]
        if shard.tries >= TRIES:
            self._give_up_on(shard.records[0], name)
            self._move_on(name, shard, past=first)

    def _move_on(self, name: str, shard: Shard, past: str | None) -> None:
        """Everything up to `past`, or all there is, is done."""
        numbers = [_number(record) for record in shard.records]
        end = numbers.index(past) + 1 if past else len(numbers)
        self.positions[name] = numbers[end - 1]
        shard.records = shard.records[end:]
        shard.tries = 0

    def _passes(self, record: dict[str, Any]) -> bool:
        image = record["dynamodb"].get("NewImage", {})
        return record["eventName"] == "INSERT" and all(image.get(k) == {"S": v} for k, v in self._keep.items())

    def _give_up_on(self, record: dict[str, Any], shard: str) -> None:
        """Put the record where a deployment does: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html."""
        log.error("%s gave up on a record after %d tries", self.function.name, TRIES)
        self.given_up.append(_number(record))
        now = datetime.now(UTC)
        body = {
            "requestContext": {"functionArn": self.function.name, "condition": "RetryAttemptsExhausted"},
            "version": "1.0",
            "timestamp": now.isoformat(),
            "DDBStreamBatchInfo": {
                "shardId": shard,
                "startSequenceNumber": _number(record),
                "endSequenceNumber": _number(record),
                "batchSize": 1,
                "streamArn": self._arn,
            },
            "payload": json.dumps(stream_event([record], self._arn)),
        }
        key = f"aws/lambda/{self.function.name}/{shard}/{now:%Y/%m/%d/%H-%M-%S}-{uuid.uuid4()}"
        client("s3").put_object(Bucket=self._failures, Key=key, Body=json.dumps(body).encode())


def _number(record: dict[str, Any]) -> str:
    number: str = record["dynamodb"]["SequenceNumber"]
    return number
