"""Functions from infra/template/functions.json: role, log, alarms and event source of each, one entry a function.

Chalice describes the functions themselves (it knows them from app.py); these pieces are merged into its template.
"""

from __future__ import annotations

import json

from infra.package.alarms import Metric, alarm
from infra.package.names import camel, function_id, queue_id
from infra.package.parts import Template, read
from infra.package.runtime import chosen

LOG_DAYS = 90
STREAM_TRIES = 10
_TABLE_ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${RestoredTable}"
STREAM: Template = {
    "Fn::If": [
        "OnRestoredTable",
        {"Fn::Sub": f"{_TABLE_ARN}/stream/${{RestoredStream}}"},
        {"Fn::GetAtt": ["Table", "StreamArn"]},
    ]
}
STREAM_LATE = 60_000
"""Milliseconds the stream may lag behind before somebody is told."""
NEARLY = 950
"""Milliseconds of each second it may run: what Lambda cut off ran for all of them, or for nearly all."""


def functions(entries: Template) -> Template:
    """Every function's pieces, from the entries of functions.json."""
    grants = read("template/grants.json")
    resources: Template = {}
    for name, entry in entries.items():
        identity = function_id(name)
        resources[identity] = {"Properties": _properties(name, identity, entry)}
        resources[f"{identity}Role"] = _role(identity, _statements(entry, grants))
        resources[f"{identity}Log"] = _log(name)
        resources |= _alarms(name, identity, entry)
    return {"Resources": resources}


def _properties(name: str, identity: str, entry: Template) -> Template:
    return {
        "Runtime": chosen().runtime.name,
        "Role": {"Fn::GetAtt": [f"{identity}Role", "Arn"]},
        "Timeout": entry["timeout"],
        "MemorySize": entry["memory"],
        "LoggingConfig": {"LogGroup": {"Ref": f"{identity}Log"}},
        **_reserved(entry),
        **_source(name, entry),
    }


def _reserved(entry: Template) -> Template:
    """The share of the account's concurrency that a parameter keeps for the function, if it is to have one."""
    if "reserved" not in entry:
        return {}
    share = [f"Has{entry['reserved']}", {"Ref": entry["reserved"]}, {"Ref": "AWS::NoValue"}]
    return {"ReservedConcurrentExecutions": {"Fn::If": share}}


def _source(name: str, entry: Template) -> Template:
    """What calls the function, under the name Chalice gives that event."""
    if "queue" in entry:
        return {"Events": {camel(f"{name}-sqs-event-source"): {"Properties": _from_queue(entry)}}}
    if "stream" in entry:
        return {"Events": {camel(f"{name}-dynamodb-event-source"): {"Properties": _from_stream(entry)}}}
    if "schedule" in entry:
        # The next minute's run does what a failed one left; a retry would only run beside it.
        return {"EventInvokeConfig": {"MaximumRetryAttempts": 0}}
    return {}


def _from_queue(entry: Template) -> Template:
    return {
        "Queue": {"Fn::GetAtt": [queue_id(entry["queue"]), "Arn"]},
        "BatchSize": entry["batch"],
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": entry["concurrency"]},
    }


def _from_stream(entry: Template) -> Template:
    image = {attribute: {"S": [value]} for attribute, value in entry["stream"].items()}
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": image}}
    return {
        "Stream": STREAM,
        "StartingPosition": "TRIM_HORIZON",
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": STREAM_TRIES,
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern)}]},
        # A bucket, not a queue: a bucket keeps the records, a queue only says where in the stream they were.
        "DestinationConfig": {
            "OnFailure": {"Type": "S3", "Destination": {"Fn::GetAtt": ["FailuresBucket", "Arn"]}},
        },
    }


def _statements(entry: Template, grants: Template) -> list[Template]:
    granted = [statement for grant in entry["may"] for statement in grants[grant]]
    if "queue" in entry:
        granted.append(_may_receive(queue_id(entry["queue"])))
    if "stream" in entry:
        granted += _may_read_stream()
    return granted


def _may_receive(queue: str) -> Template:
    return {
        "Effect": "Allow",
        "Action": [
            f"sqs:{verb}"
            for verb in ("DeleteMessage", "GetQueueAttributes", "GetQueueUrl", "ReceiveMessage", "SendMessage")
        ],
        "Resource": {"Fn::GetAtt": [queue, "Arn"]},
    }


def _may_read_stream() -> list[Template]:
    return [
        {
            "Effect": "Allow",
            "Action": [
                f"dynamodb:{verb}" for verb in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
            ],
            "Resource": STREAM,
        },
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": {"Fn::Sub": "${FailuresBucket.Arn}/*"}},
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": {"Fn::GetAtt": ["FailuresBucket", "Arn"]}},
    ]


def _role(identity: str, statements: list[Template]) -> Template:
    write_log = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": {"Fn::GetAtt": [f"{identity}Log", "Arn"]},
    }
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = {"Version": "2012-10-17", "Statement": [write_log, *statements]}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [{"PolicyName": "what-it-does", "PolicyDocument": policy}],
        },
    }


def _log(name: str) -> Template:
    return {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": {"Fn::Sub": f"/${{AWS::StackName}}/{name}"}, "RetentionInDays": LOG_DAYS},
    }


def _alarms(name: str, identity: str, entry: Template) -> Template:
    function = {"FunctionName": {"Ref": identity}}
    alarms = {
        f"{identity}ErrorsAlarm": alarm(
            f"{name} failed as a whole at least three times in five minutes.",
            Metric("AWS/Lambda/Errors", function),
            at_least=3,
        ),
        f"{identity}TimeOutsAlarm": alarm(
            f"{name} ran {entry['timeout']} seconds, which is all it has, or nearly: Lambda cut it off.",
            Metric("AWS/Lambda/Duration", function, "Maximum"),
            at_least=entry["timeout"] * NEARLY,
            window="once",
        ),
        f"{identity}ThrottlesAlarm": alarm(
            f"Lambda held back {name}: the account's concurrency is used up, or the function's own share.",
            Metric("AWS/Lambda/Throttles", function),
            at_least=10,
        ),
    }
    if "stream" in entry:
        alarms[f"{identity}LateAlarm"] = alarm(
            f"{name} is more than {STREAM_LATE // 1000} seconds behind the table.",
            Metric("AWS/Lambda/IteratorAge", function, "Maximum"),
            at_least=STREAM_LATE,
            window="lasting",
        )
    return alarms
