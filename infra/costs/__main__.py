"""`python -m infra.costs --tickets 1000 --agents 10`: what a month costs by service, idle and used apart."""

from __future__ import annotations

import argparse
import sys

from infra.costs import prices
from infra.costs.month import lines, month
from infra.costs.units import uses
from infra.package.merge import merge_file


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.costs", description=__doc__)
    parser.add_argument("--tickets", type=_count, required=True, help="new tickets a month")
    parser.add_argument("--agents", type=_count, required=True, help="people at the console")
    parser.add_argument("--region", default=prices.DEFAULT)
    parser.add_argument("--dashboard", action="store_true", help="with the dashboard")
    parser.add_argument("--units", action="store_true", help="print what is taken of each, and where it is from")
    asked = parser.parse_args(arguments)
    try:
        table = prices.of(asked.region)
    except prices.NoPricesError as missing:
        print(missing, file=sys.stderr)
        return 2
    taken = list(uses(_template(), dashboard=asked.dashboard))
    for line in lines(month(taken, table, asked.tickets, asked.agents)):
        print(line)
    if asked.units:
        for use in taken:
            taken_of = f"{use.idle:,g} idle, {use.once:,g} once, {use.ticket:,g} a ticket, {use.agent:,g} an agent"
            print(f"{' '.join(use.key)}: {taken_of}. {use.source}")
    print(f"Prices: {prices.source(asked.region)}. Without free tiers and taxes.")
    return 0


def _template() -> dict[str, object]:
    """The parts of the template that have a type: Chalice describes the functions."""
    return {"Resources": {name: one for name, one in merge_file()["Resources"].items() if "Type" in one}}


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("less than none")
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
