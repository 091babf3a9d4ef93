"""What the template's parameter `Dashboard` switches on: a dashboard, and the questions of infra/template/queries.json
to the logs, saved in CloudWatch Logs Insights.

The body's form: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from infra.package.alarms import OURS
from infra.package.names import TABLE_IN_USE, camel, function_id, queue_id
from infra.package.parts import Template, read

ON = "HasDashboard"
WIDE, HIGH, ACROSS = 8, 6, 3
STACK = "${AWS::StackName}"
MOST_METRICS = 50
"""Of a dashboard that is one of the account's first three, which are free: https://aws.amazon.com/cloudwatch/pricing/"""

Line = list[Any]


def dashboard(functions: Template, alarms: Iterable[str]) -> Template:
    """Return the dashboard and the saved queries, as a piece of a template that has these functions and alarms."""
    body = {"widgets": [_standing(sorted(alarms)), *_placed(_graphs(functions))]}
    content = {"Fn::Sub": [json.dumps(body), {"TableInUse": TABLE_IN_USE}]}
    shown = {"DashboardName": {"Fn::Sub": f"{STACK}-${{AWS::Region}}"}, "DashboardBody": content}
    resources: Template = {"Overview": _optional("AWS::CloudWatch::Dashboard", shown)}
    for name, entry in read("template/queries.json").items():
        logs = functions if entry["logs"] == "all" else entry["logs"]
        resources[_identity(name)] = _optional("AWS::Logs::QueryDefinition", _query(name, entry, logs))
    return {"Resources": resources}


def _identity(name: str) -> str:
    """`Who was refused` → `WhoWasRefusedQuery`."""
    return f"{camel('-'.join(re.findall('[A-Za-z]+', name)))}Query"


def _optional(kind: str, properties: Template) -> Template:
    return {"Type": kind, "Condition": ON, "Properties": properties}


def _query(name: str, entry: Template, logs: Iterable[str]) -> Template:
    return {
        "Name": {"Fn::Sub": f"{STACK}/{name}"},
        "QueryString": entry["query"],
        "LogGroupNames": [{"Ref": f"{function_id(log)}Log"} for log in logs],
    }


def _standing(alarms: list[str]) -> Template:
    properties = {"title": "Alarms", "alarms": [f"${{{name}.Arn}}" for name in alarms]}
    return {"type": "alarm", "x": 0, "y": 0, "width": WIDE * ACROSS, "height": HIGH, "properties": properties}


def _placed(graphs: Mapping[str, tuple[str, list[Line]]]) -> list[Template]:
    return [
        {
            "type": "metric",
            "x": WIDE * (at % ACROSS),
            "y": HIGH + HIGH * (at // ACROSS),
            "width": WIDE,
            "height": HIGH,
            "properties": {"title": title, "region": "${AWS::Region}", "stat": stat, "period": 60, "metrics": lines},
        }
        for at, (title, (stat, lines)) in enumerate(graphs.items())
    ]


def _graphs(functions: Template) -> dict[str, tuple[str, list[Line]]]:
    """Return the lines of each graph, by its title, with their statistic where a line names no other."""
    ids = {name: function_id(name) for name in functions}
    queues = {name: queue_id(name) for name in read("template/queues.json")}
    api = ["AWS/ApiGateway", "Latency", "ApiName", STACK, "Stage", "api"]
    return {
        "Requests": ("Sum", [[api[0], name, *api[2:]] for name in ("Count", "4XXError", "5XXError")]),
        "Milliseconds to an answer": ("p99", [[*api, {"stat": stat, "label": stat}] for stat in ("p50", "p99")]),
        "Failures": ("Sum", [_own(name) for name in ("RecordsFailed", "ReactionsRetried", "BrowserErrors")]),
        "Functions that failed as a whole": ("Sum", [_of(name, "Errors", identity) for name, identity in ids.items()]),
        "Seconds that messages wait": ("Maximum", [_waits(name, identity) for name, identity in queues.items()]),
        "Dead letters": ("Maximum", [_dead(name, identity) for name, identity in queues.items()]),
        "Mail in": ("Sum", [_own("MailsReceived"), _own("MailsParked")]),
        "Mail out": ("Sum", [_own("MailsHeld"), _own("MailsFailed"), _own("MailsPutBack"), ["AWS/SES", "Send"]]),
        "Milliseconds behind the table": (
            "Maximum",
            [_of(name, "IteratorAge", ids[name]) for name, entry in functions.items() if "stream" in entry],
        ),
        "Seconds behind promised times": ("Maximum", [_own("sla_lag")]),
        "Capacity of the table": ("Sum", [_table("Read"), _table("Write")]),
        "Runs at once": ("Maximum", [["AWS/Lambda", "ConcurrentExecutions"]]),
    }


def _own(name: str) -> Line:
    return [OURS, name, "stack", STACK]


def _of(name: str, metric: str, identity: str) -> Line:
    return ["AWS/Lambda", metric, "FunctionName", f"${{{identity}}}", {"label": name}]


def _waits(name: str, identity: str) -> Line:
    return ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", f"${{{identity}.QueueName}}", {"label": name}]


def _dead(name: str, identity: str) -> Line:
    queue = f"${{{identity}Dead.QueueName}}"
    return ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, {"label": name}]


def _table(kind: str) -> Line:
    return [
        "AWS/DynamoDB",
        f"Consumed{kind}CapacityUnits",
        "TableName",
        "${TableInUse}",
        {"label": f"{kind.lower()} units"},
    ]
