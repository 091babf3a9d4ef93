"""Queues from infra/template/queues.json: each with its dead-letter queue, its alarms and the topic that feeds it."""

from __future__ import annotations

from infra.package.alarms import Metric, alarm, alarm_on
from infra.package.names import queue_id
from infra.package.parts import Template, read

DAY = 24 * 60 * 60
LATE = 15 * 60
"""Seconds after which a message that still waits is a reason to look."""

STUCK = "(FILL(received, 0) > 2 * FILL(deleted, 0)) OR (FILL(visible, 0) > 0 AND FILL(received, 0) == 0)"
"""Most of what was taken from a queue came back, or nobody takes what is there."""

VISIBILITY_PER_TIMEOUT = 6
"""Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""


def queues(functions: Template) -> Template:
    """Every queue, as a piece of a template. Who reads it says how long a message stays invisible meanwhile."""
    timeouts = {entry["queue"]: entry["timeout"] for entry in functions.values() if "queue" in entry}
    resources: Template = {}
    for name, entry in read("template/queues.json").items():
        identity = queue_id(name)
        resources[identity] = _queue(identity, entry, timeouts[name] * VISIBILITY_PER_TIMEOUT)
        resources |= _dead_letters(name, identity) | _alarms(name, identity)
        if "topic" in entry:
            resources |= _fed_by(entry["topic"], identity)
    return {"Resources": resources}


def _queue(identity: str, entry: Template, visibility: int) -> Template:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": visibility,
            "MessageRetentionPeriod": entry["retention_days"] * DAY,
            "RedrivePolicy": {
                "deadLetterTargetArn": {"Fn::GetAtt": [f"{identity}Dead", "Arn"]},
                "maxReceiveCount": entry["tries"],
            },
        },
    }


def _dead_letters(name: str, identity: str) -> Template:
    dead = f"{identity}Dead"
    properties = {"SqsManagedSseEnabled": True, "MessageRetentionPeriod": 14 * DAY}
    return {
        dead: {"Type": "AWS::SQS::Queue", "Properties": properties},
        f"{dead}Alarm": alarm(
            f"A message of {name} failed every try and waits in its dead-letter queue.",
            _metric(dead, "ApproximateNumberOfMessagesVisible", "Maximum"),
            at_least=1,
            window="state",
        ),
    }


def _alarms(name: str, identity: str) -> Template:
    late = alarm(
        f"A message of {name} has been waiting for {LATE // 60} minutes.",
        _metric(identity, "ApproximateAgeOfOldestMessage", "Maximum"),
        at_least=LATE,
        window="state",
    )
    stuck = alarm_on(
        f"Messages of {name} are taken and not done with, or wait and are not taken, in three minutes of five.",
        STUCK,
        {
            "received": _metric(identity, "NumberOfMessagesReceived", "Sum"),
            "deleted": _metric(identity, "NumberOfMessagesDeleted", "Sum"),
            "visible": _metric(identity, "ApproximateNumberOfMessagesVisible", "Maximum"),
        },
        at_least=1,
        window="lasting",
    )
    return {f"{identity}LateAlarm": late, f"{identity}StuckAlarm": stuck}


def _metric(queue: str, name: str, statistic: str) -> Metric:
    return Metric(f"AWS/SQS/{name}", {"QueueName": {"Fn::GetAtt": [queue, "QueueName"]}}, statistic)


def _fed_by(topic: str, identity: str) -> Template:
    arn = {"Fn::GetAtt": [identity, "Arn"]}
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": {"Ref": topic}}},
    }
    document = {"Version": "2012-10-17", "Statement": [statement]}
    subscription = {"TopicArn": {"Ref": topic}, "Protocol": "sqs", "Endpoint": arn, "RawMessageDelivery": True}
    return {
        f"{identity}Policy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {"Queues": [{"Ref": identity}], "PolicyDocument": document},
        },
        f"{identity}Subscription": {
            "Type": "AWS::SNS::Subscription",
            "DependsOn": f"{identity}Policy",
            "Properties": subscription,
        },
    }
