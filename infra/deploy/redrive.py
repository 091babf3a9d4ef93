"""`python -m infra.deploy redrive`: messages that failed every try go back to the queues they came from."""

from __future__ import annotations

import argparse
import time
from typing import Any

from infra.deploy import stack
from infra.deploy.errors import DeployError
from infra.deploy.saying import add_dry_run, goes_on, progress
from infra.package.names import queue_id
from infra.package.parts import read

PAUSE = 3.0
"""Seconds between two looks at how far SQS got."""
NAMES = sorted(read("template/queues.json"))
RUNNING = frozenset({"RUNNING", "CANCELLING"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queue", choices=NAMES, help="of this queue alone; without it, of all")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Have SQS move them, and wait. It goes on when this is cut off; run again, this looks on."""
    urls = dead_letter_queues(session.client("cloudformation"), options.stack)
    wanted = {name: urls[name] for name in ([options.queue] if options.queue else NAMES)}
    sqs = session.client("sqs")
    waiting = {name: _waiting(sqs, url) for name, url in wanted.items()}
    said = [f"  {name}: {number}" for name, number in waiting.items()]
    if not goes_on(options, "Dead letters that go back to be tried again, about:", *said):
        return
    tasks = {name: _moved(sqs, name, _arn(sqs, url)) for name, url in wanted.items() if waiting[name]}
    print(f"Moved {sum(map(_gone, tasks.values()))} messages. Those that fail again come back to where they were.")
    failed = [f"{name} ({task.get('FailureReason', task['Status'])})" for name, task in tasks.items() if _failed(task)]
    if failed:
        raise DeployError(f"SQS didn't move all of {', '.join(failed)}. Run this again.")


def dead_letter_queues(cloudformation: Any, name: str) -> dict[str, str]:
    """Return the URLs of the stack's dead-letter queues, by the names of the queues they are of."""
    stack.must_find(cloudformation, name)
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    made = {
        one["LogicalResourceId"]: one["PhysicalResourceId"] for page in pages for one in page["StackResourceSummaries"]
    }
    return {queue: made[f"{queue_id(queue)}Dead"] for queue in NAMES}


def _waiting(sqs: Any, url: str) -> int:
    """Return how many there are, about. They stay there while they are moved, until they are."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return sum(map(int, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values()))


def _arn(sqs: Any, url: str) -> str:
    arn: str = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return arn


def _moved(sqs: Any, name: str, arn: str) -> dict[str, Any]:
    """Move what is in one queue, or look on if that is under way. Return what SQS says of it at its end."""
    task = _latest(sqs, arn)
    if task.get("Status") not in RUNNING:
        before = task.get("StartedTimestamp")
        sqs.start_message_move_task(SourceArn=arn)
        while (task := _latest(sqs, arn)).get("StartedTimestamp") == before:
            time.sleep(PAUSE)
    while task["Status"] in RUNNING:
        progress(f"{name}: {_gone(task)} of {task.get('ApproximateNumberOfMessagesToMove', '?')}")
        time.sleep(PAUSE)
        task = _latest(sqs, arn)
    progress(f"{name}: {_gone(task)} moved, {task['Status'].lower()}")
    return task


def _latest(sqs: Any, arn: str) -> dict[str, Any]:
    """Return what SQS says of the newest move from this queue; nothing where there was none in a day."""
    tasks: list[dict[str, Any]] = sqs.list_message_move_tasks(SourceArn=arn, MaxResults=1).get("Results", [])
    return tasks[0] if tasks else {}


def _gone(task: dict[str, Any]) -> int:
    return int(task.get("ApproximateNumberOfMessagesMoved", 0))


def _failed(task: dict[str, Any]) -> bool:
    return bool(task["Status"] != "COMPLETED")
