"""What a month costs: idle and used apart, by one table of prices."""

from __future__ import annotations

from decimal import Decimal

import pytest

from infra.costs import prices
from infra.costs.__main__ import main
from infra.costs.month import Cost, lines, month
from infra.costs.units import Use, uses

A, B = ("Lambda", "request"), ("Lambda", "GB-second")
TEMPLATE = {"Resources": {"One": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Age"}}}}


def test_idle_and_used_are_added_up_by_service() -> None:
    taken = [Use(A, idle=10, once=3, ticket=2, agent=5), Use(B, idle=1, ticket=0.5)]
    costs = month(taken, {A: Decimal("0.1"), B: Decimal(2)}, tickets=4, agents=2)
    assert costs == {"Lambda": Cost(Decimal(3), Decimal("0.1") * 21 + Decimal(4))}


def test_the_last_line_is_the_sum_of_all() -> None:
    said = list(lines({"S3": Cost(Decimal(1), Decimal(2)), "SQS": Cost(Decimal(10), Decimal("0.5"))}))
    assert [line.split()[0] for line in said[1:]] == ["SQS", "S3", "together"]
    assert said[-1].split()[1:] == ["11.00", "2.50", "13.50"]


@pytest.mark.parametrize("region", sorted(prices.table()["regions"]))
def test_without_tickets_and_agents_there_is_only_what_is_idle(region: str) -> None:
    costs = month(uses(TEMPLATE, dashboard=False), prices.of(region), 0, 0)
    assert all(cost.used == 0 for cost in costs.values())
    assert costs["CloudWatch"].idle > Decimal("0.10")


@pytest.mark.parametrize("region", sorted(prices.table()["regions"]))
def test_every_unit_has_its_price_and_every_price_its_unit(region: str) -> None:
    optional = {key for key in prices.of(region) if key[0] == "WAF"}
    assert {use.key for use in uses(TEMPLATE, dashboard=True)} | optional == set(prices.of(region))


def test_every_service_has_its_source() -> None:
    assert set(prices.table()["sources"]) == {service for service, _ in prices.of(prices.DEFAULT)}


def test_a_region_without_prices_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tickets", "1", "--agents", "1", "--region", "mars-north-1"]) == 2
    assert "no prices of mars-north-1" in capsys.readouterr().err


def test_the_table_names_what_the_prices_are_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tickets", "1000", "--agents", "10", "--region", "eu-central-1", "--units"]) == 0
    said = capsys.readouterr().out
    assert "DynamoDB write" in said
    assert "eu-central-1" in said.splitlines()[-1]
