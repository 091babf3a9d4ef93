"""Dead letters go back to the queues they came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.deploy import redrive
from infra.deploy.errors import DeployError
from infra.package.names import queue_id
from tests.support.deployed import wish

REGION = "eu-west-1"
COUNTS = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]


@dataclass
class Stack:
    """A stack with its dead-letter queues, and what SQS is asked and answers, in this order."""

    sqs: Any
    asked: Stubber

    def client(self, name: str) -> Any:
        return {"sqs": self.sqs, "cloudformation": self}[name]

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        return {"Stacks": [{"StackName": asked["StackName"], "StackStatus": "CREATE_COMPLETE"}]}

    def get_paginator(self, operation: str) -> Stack:
        assert operation == "list_stack_resources"
        return self

    def paginate(self, **asked: str) -> Iterator[dict[str, Any]]:
        assert asked == {"StackName": "desk"}
        for queue in redrive.NAMES:
            for name in (queue_id(queue), f"{queue_id(queue)}Dead"):
                yield {"StackResourceSummaries": [{"LogicalResourceId": name, "PhysicalResourceId": f"https://{name}"}]}

    def holds(self, queue: str, waiting: int, taken: int = 0) -> None:
        found = dict(zip(COUNTS, (str(waiting), str(taken)), strict=True))
        asked = {"QueueUrl": f"https://{queue_id(queue)}Dead", "AttributeNames": COUNTS}
        self.asked.add_response("get_queue_attributes", {"Attributes": found}, asked)

    def is_named(self, queue: str) -> None:
        asked = {"QueueUrl": f"https://{queue_id(queue)}Dead", "AttributeNames": ["QueueArn"]}
        self.asked.add_response("get_queue_attributes", {"Attributes": {"QueueArn": f"arn:{queue}"}}, asked)

    def is_at(self, queue: str, *tasks: dict[str, Any]) -> None:
        asked = {"SourceArn": f"arn:{queue}", "MaxResults": 1}
        self.asked.add_response("list_message_move_tasks", {"Results": list(tasks)}, asked)

    def begins(self, queue: str) -> None:
        self.asked.add_response("start_message_move_task", {"TaskHandle": "h"}, {"SourceArn": f"arn:{queue}"})


def task(started: int, status: str, moved: int, of: int = 5, **more: str) -> dict[str, Any]:
    counts = {"ApproximateNumberOfMessagesMoved": moved, "ApproximateNumberOfMessagesToMove": of}
    return {"StartedTimestamp": started, "Status": status, **counts, **more}


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    monkeypatch.setattr(redrive, "PAUSE", 0.0)
    client = boto3.client("sqs", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        yield Stack(client, stub)
        stub.assert_no_pending_responses()


def test_every_queue_that_has_any_is_emptied_and_watched(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    for queue, number in {"mail-in": 0, "mail-out": 5, "react-retry": 0, "ses-events": 2}.items():
        stack.holds(queue, number)
    stack.is_named("mail-out")
    stack.is_at("mail-out", task(1, "COMPLETED", 9))
    stack.begins("mail-out")
    stack.is_at("mail-out", task(1, "COMPLETED", 9))
    stack.is_at("mail-out", task(2, "RUNNING", 3))
    stack.is_at("mail-out", task(2, "COMPLETED", 5))
    stack.is_named("ses-events")
    stack.is_at("ses-events")
    stack.begins("ses-events")
    stack.is_at("ses-events", task(3, "COMPLETED", 2))
    redrive.run(wish("redrive"), stack)
    said = capsys.readouterr().out
    assert "mail-out: 3 of 5" in said
    assert "Moved 7 messages." in said


def test_a_move_that_is_under_way_is_looked_on_at_and_no_second_one_begun(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    stack.holds("mail-out", 4, taken=1)
    stack.is_named("mail-out")
    stack.is_at("mail-out", task(2, "RUNNING", 3))
    stack.is_at("mail-out", task(2, "COMPLETED", 5))
    redrive.run(wish("redrive", "--queue", "mail-out"), stack)
    assert "Moved 5 messages." in capsys.readouterr().out


def test_a_dry_run_counts_and_moves_nothing(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    stack.holds("mail-out", 4, taken=1)
    redrive.run(wish("redrive", "--queue", "mail-out", "--dry-run"), stack)
    said = capsys.readouterr().out
    assert "mail-out: 5" in said
    assert "Nothing was done" in said


def test_what_sqs_could_not_move_is_told_once_the_others_are_moved(stack: Stack) -> None:
    for queue, number in {"mail-in": 1, "mail-out": 1, "react-retry": 0, "ses-events": 0}.items():
        stack.holds(queue, number)
    for queue, status in {"mail-in": "FAILED", "mail-out": "COMPLETED"}.items():
        stack.is_named(queue)
        stack.is_at(queue)
        stack.begins(queue)
        stack.is_at(queue, task(1, status, 1, FailureReason="AccessDenied"))
    with pytest.raises(DeployError, match=r"mail-in \(AccessDenied\)\. Run"):
        redrive.run(wish("redrive"), stack)


def test_a_stack_that_is_not_there_is_told_as_by_the_others() -> None:
    client = boto3.client("cloudformation", region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stub:
        stub.add_client_error("describe_stacks", "ValidationError", "Stack with id desk does not exist")
        with pytest.raises(DeployError, match="There is no stack desk in this account and region"):
            redrive.dead_letter_queues(client, "desk")
