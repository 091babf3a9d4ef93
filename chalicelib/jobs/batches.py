"""Batches of SQS messages and stream records, answered record by record, so that one bad record fails alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

from chalicelib.domain.ranks import WAITED
from chalicelib.observability import count, log, log_fault


@dataclass(frozen=True, slots=True)
class Deadline:
    """The milliseconds that a function has `left`, and how many are `needed` to begin something."""

    left: Callable[[], int]
    needed: int

    @property
    def is_near(self) -> bool:
        return self.left() < self.needed


@dataclass(frozen=True, slots=True)
class Queued:
    """A message's `body`, the ARN of the `queue` it came by, and for how many seconds it was put off so far."""

    body: str
    queue: str
    waited: int = 0


class NoTimeError(Exception):
    """The record wasn't begun: it comes again, untouched."""


def process_messages(
    event: dict[str, Any],
    handle: Callable[[Queued], None],
    deadline: Deadline | None = None,
    later: tuple[type[Exception], ...] = (),
) -> dict[str, Any]:
    """Give each SQS message to `handle`; those it raises for are reported as failed, and so are those that can't be
    begun before the `deadline`. What it raises of `later` is no fault: the message comes again, and nobody is told."""

    def one(record: Any) -> None:
        if deadline and deadline.is_near:
            raise NoTimeError
        waited = record.raw_event.get("messageAttributes", {}).get(WAITED, {}).get("stringValue", 0)
        handle(Queued(record.body, record.raw_event.get("eventSourceARN", ""), int(waited)))

    return _process(event, EventType.SQS, one, (NoTimeError, *later))


def process_stream(event: dict[str, Any], handle: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Give each stream record's new image, in DynamoDB's own JSON, to `handle`."""

    def one(record: Any) -> None:
        handle(record.raw_event["dynamodb"]["NewImage"])

    return _process(event, EventType.DynamoDBStreams, one)


def _process(
    event: dict[str, Any], kind: EventType, handle: Callable[[Any], None], later: tuple[type[Exception], ...] = ()
) -> dict[str, Any]:
    def logged(record: Any) -> None:
        try:
            handle(record)
        except later as why:
            log.warning("a record was left for later", why=type(why).__name__)
            count("RecordsLeft", source=kind.value)
            raise
        except Exception as fault:
            log_fault("a record failed", fault)
            count("RecordsFailed", source=kind.value)
            raise

    processor = BatchProcessor(event_type=kind, raise_on_entire_batch_failure=False)
    answer = process_partial_response(event=event, record_handler=logged, processor=processor, context=None)
    return dict(answer)
