"""Rules for what calls functions: queues and the table's stream."""

from __future__ import annotations

import json
from collections.abc import Iterator

from infra.package.parts import Template
from infra.package.queues import DAY, VISIBILITY_PER_TIMEOUT
from infra.package.rules.reading import called, of_type, target, watched

SOURCE = "AWS::Lambda::EventSourceMapping"
QUEUE = "AWS::SQS::Queue"
VISIBLE = "ApproximateNumberOfMessagesVisible"


def report_single_failures(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, SOURCE).items():
        if properties.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name} would repeat a whole batch for one failure"


def streams_get_over_a_bad_record(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, SOURCE).items():
        if "StartingPosition" not in properties:
            continue
        if not properties.get("BisectBatchOnFunctionError"):
            yield f"{name} does not halve a failing batch"
        if not 1 <= properties.get("MaximumRetryAttempts", -1) <= 100:
            yield f"{name} has no cap on its tries"
        if not properties.get("DestinationConfig", {}).get("OnFailure"):
            yield f"{name} forgets a record that keeps failing"


def streams_wake_on_new_items_only(template: Template) -> Iterator[str]:
    for name, properties in of_type(template, SOURCE).items():
        if "StartingPosition" not in properties:
            continue
        patterns = [json.loads(each["Pattern"]) for each in properties.get("FilterCriteria", {}).get("Filters", [])]
        if not patterns or any(pattern.get("eventName") != ["INSERT"] for pattern in patterns):
            yield f"{name} would wake on its own writes"


def queues_hide_a_message_long_enough(template: Template) -> Iterator[str]:
    queues, functions = of_type(template, QUEUE), of_type(template, "AWS::Lambda::Function")
    for properties in of_type(template, SOURCE).values():
        queue = target(properties["EventSourceArn"])
        if queue not in queues:
            continue
        least = functions[called(template, properties["FunctionName"])]["Timeout"] * VISIBILITY_PER_TIMEOUT
        if queues[queue].get("VisibilityTimeout", 30) < least:
            yield f"{queue} shows a message again before {least} s"


def queues_end_in_a_dead_letter_queue(template: Template) -> Iterator[str]:
    queues = of_type(template, QUEUE)
    dead = _dead(queues)
    for name, properties in queues.items():
        if name not in dead and "RedrivePolicy" not in properties:
            yield f"{name} has no dead-letter queue"
        if name in dead and properties.get("MessageRetentionPeriod") != 14 * DAY:
            yield f"{name} does not keep messages for 14 days"


def dead_letters_are_noticed(template: Template) -> Iterator[str]:
    unwatched = _dead(of_type(template, QUEUE)) - watched(template, VISIBLE, "QueueName")
    yield from (f"nobody is told of a message in {name}" for name in sorted(unwatched))


def _dead(queues: dict[str, Template]) -> set[str]:
    return {target(each["RedrivePolicy"]["deadLetterTargetArn"]) for each in queues.values() if "RedrivePolicy" in each}


RULES = (
    report_single_failures,
    streams_get_over_a_bad_record,
    streams_wake_on_new_items_only,
    queues_hide_a_message_long_enough,
    queues_end_in_a_dead_letter_queue,
    dead_letters_are_noticed,
)
