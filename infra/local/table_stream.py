"""The table's stream, read once for all its consumers, its records as Lambda hands them to a function."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from moto.dynamodbstreams.models import dynamodbstreams_backends

from infra.local.aws import ACCOUNT, REGION, client
from infra.local.lambda_events import plain
from infra.local.moto_repair import LOCK

AT_ONCE = 100
Record = dict[str, Any]


@dataclass(slots=True)
class Subscription:
    """One consumer's records still to carry, by shard, the oldest first; and the sequence numbers it carried last.

    Its owner alone takes away from `waiting`. Whoever wants to go on after a restart keeps `positions`.
    """

    positions: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, list[Record]] = field(default_factory=dict)

    def add(self, shard: str, records: Iterable[Record]) -> None:
        carried = int(self.positions.get(shard, -1))
        self.waiting.setdefault(shard, []).extend(record for record in records if int(number(record)) > carried)


class TableStream:
    """Reads on when a consumer has nothing left to carry, for every consumer."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.arn = environment["STREAM_ARN"]
        endpoint = environment.get("AWS_ENDPOINT_URL_DYNAMODB_STREAMS")
        self._in_moto = endpoint is None
        self._client = client("dynamodbstreams", endpoint)
        self._client.meta.events.register(_GET_RECORDS, _keep_as_sent, unique_id="as-sent")
        self._subscriptions: list[Subscription] = []
        self._iterators: dict[str, str | None] = {}  # None at a shard's end: the stream goes on in its children
        self._lock = threading.Lock()

    def subscribe(self) -> Subscription:
        """A further consumer. To be called before anything is read."""
        self._subscriptions.append(Subscription())
        return self._subscriptions[-1]

    def read(self, consumer: Subscription) -> None:
        """Read a batch of every shard, unless another's reading has brought something for this consumer, too."""
        with self._lock:
            if any(consumer.waiting.values()):
                return
            if not any(self._iterators.values()):
                self._find_shards()
            for shard, iterator in list(self._iterators.items()):
                if iterator:
                    self._read_shard(shard, iterator)

    def _find_shards(self) -> None:
        """Take up the shards whose parents are done: a child's records come after its parent's."""
        if any(records for one in self._subscriptions for records in one.waiting.values()):
            return
        shards = self._client.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]
        there = {shard["ShardId"] for shard in shards}
        for shard in shards:
            name, parent = shard["ShardId"], shard.get("ParentShardId")
            if name not in self._iterators and (parent not in there or parent in self._iterators):
                self._iterators[name] = self._iterator(name)

    def _iterator(self, shard: str) -> str:
        """Where the consumer has to go on that is furthest behind."""
        start: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
        carried = [one.positions.get(shard) for one in self._subscriptions]
        if all(carried):
            start = {
                "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                "SequenceNumber": min((position for position in carried if position), key=int),
            }
        answer = self._client.get_shard_iterator(StreamArn=self.arn, ShardId=shard, **start)
        iterator: str = answer["ShardIterator"]
        return iterator

    def _read_shard(self, shard: str, iterator: str) -> None:
        answer = self._in_memory(iterator) if self._in_moto else self._over_http(iterator)
        self._iterators[shard] = answer.get("NextShardIterator")
        records = [{**record, "eventSourceARN": self.arn} for record in answer["Records"]]
        for one in self._subscriptions:
            one.add(shard, records)

    def _in_memory(self, iterator: str) -> dict[str, Any]:
        """moto is asked past its API, where writing and reading the answer takes longer than all else."""
        with LOCK:
            answer = dynamodbstreams_backends[ACCOUNT][REGION].get_records(iterator, AT_ONCE)
            return {**answer, "Records": plain(answer["Records"])}

    def _over_http(self, iterator: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._client.get_records(ShardIterator=iterator, Limit=AT_ONCE)[_AS_SENT]
        return answer


def number(record: Record) -> str:
    """A record's sequence number."""
    found: str = record["dynamodb"]["SequenceNumber"]
    return found


_GET_RECORDS = "before-parse.dynamodb-streams.GetRecords"
_AS_SENT = "AsSent"


def _keep_as_sent(response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any) -> None:
    """The JSON as it came is what Lambda hands on. Taking it to pieces and putting it together costs ten times that."""
    if response_dict["status_code"] == 200:
        customized_response_dict[_AS_SENT] = json.loads(response_dict["body"])
        response_dict["body"] = b"{}"
