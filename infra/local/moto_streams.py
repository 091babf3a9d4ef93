"""The repair of moto's streams: no record of a write that changed nothing, and no heap of iterators."""

# mypy: disable-error-code="method-assign"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

from typing import Any

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamShard
from moto.dynamodbstreams.models import DynamoDBStreamsBackend

ITERATORS_KEPT = 1000


def install() -> None:
    """Put the repair into moto, once per process."""
    add, get_records = StreamShard.add, DynamoDBStreamsBackend.get_records

    def add_change(self: StreamShard, old: Item | None, new: Item | None) -> None:
        if old is None or new is None or old != new:  # a write that changes nothing leaves no record
            add(self, old, new)

    def get_records_and_tidy(self: DynamoDBStreamsBackend, iterator_arn: str, limit: int) -> dict[str, Any]:
        records = get_records(self, iterator_arn, limit)
        while len(self.shard_iterators) > ITERATORS_KEPT:  # moto keeps one for every poll ever made
            del self.shard_iterators[next(iter(self.shard_iterators))]
        return records

    StreamShard.add, DynamoDBStreamsBackend.get_records = add_change, get_records_and_tidy
