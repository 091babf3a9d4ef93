"""The dashboard and the saved queries, which a parameter switches on, and what it says they cost."""

from __future__ import annotations

import argparse
import json
import re
from typing import Any

import pytest

from infra.deploy import desk, prices
from infra.deploy.__main__ import parser, with_command
from infra.package.dashboard import MOST_METRICS, ON
from infra.package.expand import expand
from infra.package.merge import merge_file
from infra.package.metrics import FAILURES, NEWS
from infra.package.parts import Template, read
from infra.package.rules.reading import of_type
from infra.package.sam import sam_template
from tests.infra.stand_in_app import make_app

ATTRIBUTES = {"Arn", "QueueName"}


@pytest.fixture(scope="module")
def template() -> Template:
    return expand(sam_template(make_app(), merge_file()))


@pytest.fixture(scope="module")
def widgets(template: Template) -> list[dict[str, Any]]:
    """What is on it. The table that it shows is the one that functions use."""
    [shown] = of_type(template, "AWS::CloudWatch::Dashboard").values()
    body, meant = shown["DashboardBody"]["Fn::Sub"]
    used = template["Resources"]["Notify"]["Properties"]["Environment"]["Variables"]["TABLE_NAME"]
    assert meant == {"TableInUse": used}
    standing: list[dict[str, Any]] = json.loads(body)["widgets"]
    return standing


def lines(widgets: list[dict[str, Any]]) -> list[list[Any]]:
    return [line for widget in widgets for line in widget["properties"].get("metrics", [])]


def test_there_is_neither_unless_somebody_asks_for_them(template: Template) -> None:
    kinds = ("AWS::CloudWatch::Dashboard", "AWS::Logs::QueryDefinition")
    optional = [each for each in template["Resources"].values() if each["Type"] in kinds]
    assert len(optional) == 1 + len(read("template/queries.json"))
    assert {each["Condition"] for each in optional} == {ON}
    assert template["Conditions"][ON] == {"Fn::Equals": [{"Ref": "Dashboard"}, "on"]}
    assert template["Parameters"]["Dashboard"]["Default"] == "off"


def test_whatever_it_names_is_in_the_template(template: Template, widgets: list[dict[str, Any]]) -> None:
    named = re.findall(r"\$\{([^}]+)}", json.dumps(widgets))
    for name, _, attribute in (name.partition(".") for name in named):
        assert name.startswith("AWS::") or name in template["Resources"] or name == "TableInUse"
        assert not attribute or attribute in ATTRIBUTES


def test_it_shows_every_alarm_and_is_small_enough_to_be_free(template: Template, widgets: list[dict[str, Any]]) -> None:
    [standing] = [widget for widget in widgets if widget["type"] == "alarm"]
    alarms = of_type(template, "AWS::CloudWatch::Alarm")
    assert standing["properties"]["alarms"] == [f"${{{name}.Arn}}" for name in sorted(alarms)]
    assert 20 < len(lines(widgets)) <= MOST_METRICS


def test_our_own_metrics_on_it_are_ones_that_are_counted_by_stack(widgets: list[dict[str, Any]]) -> None:
    ours = [line for line in lines(widgets) if line[0] == "WorkestraTickets"]
    assert {line[1] for line in ours} <= FAILURES.keys() | NEWS.keys()
    assert all(line[2:] == ["stack", "${AWS::StackName}"] for line in ours)


def test_widgets_stand_side_by_side_and_none_on_another(widgets: list[dict[str, Any]]) -> None:
    taken = [
        (x, y)
        for widget in widgets
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24


def test_queries_ask_the_logs_of_their_functions_under_the_stacks_name(template: Template) -> None:
    queries = of_type(template, "AWS::Logs::QueryDefinition")
    assert "ARequestByItsIdQuery" in queries
    for query in queries.values():
        assert query["Name"]["Fn::Sub"].startswith("${AWS::StackName}/")
        assert {template["Resources"][group["Ref"]]["Type"] for group in query["LogGroupNames"]} == {
            "AWS::Logs::LogGroup"
        }
    assert len(queries["WhatFailedQuery"]["LogGroupNames"]) == len(read("template/functions.json"))


def wish(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(with_command(["--stack", "desk", *arguments]))


def with_parameter(value: str) -> dict[str, Any]:
    return {"Parameters": [{"ParameterKey": "Dashboard", "ParameterValue": value}]}


@pytest.mark.parametrize(
    ("said", "has", "then"),
    [
        ([], None, False),
        ([], with_parameter("on"), True),
        ([], with_parameter("off"), False),
        (["--dashboard"], with_parameter("off"), True),
        (["--no-dashboard"], with_parameter("on"), False),
    ],
)
def test_it_stays_as_it_is_unless_something_else_is_said(
    said: list[str], has: dict[str, Any] | None, then: bool
) -> None:
    options = wish(*said, "--mail-domain", "help.example", "--alarm-email", "ops@help.example")
    given = desk.parameters(options, has)
    assert ("Dashboard" in given) == bool(said)
    assert desk.has_dashboard(given, has) is then


def test_the_price_counts_each_metric_that_an_alarm_watches() -> None:
    one = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Namespace": "AWS/SQS", "MetricName": "Age"}}
    stats = [{"Id": "sum", "Expression": "a + b"}, *({"Id": name, "MetricStat": {"Metric": {}}} for name in "ab")]
    two = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": stats}}
    said = list(prices.monthly({"Resources": {"One": one, "Two": two}}, dashboard=False))
    assert said[0].startswith("2 alarms on 3 metrics cost $0.30 a month")
    assert prices.SOURCE in said[-1]
    assert not any("dashboard" in line for line in said)


def test_the_price_of_the_dashboard_is_said_where_there_is_one() -> None:
    said = list(prices.monthly({"Resources": {}}, dashboard=True))
    assert any("The dashboard costs $3.00 a month" in line for line in said)
