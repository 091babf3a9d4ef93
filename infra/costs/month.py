"""A month's costs by service: what is there while nobody asks, and what tickets and agents add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from infra.costs.prices import Key
from infra.costs.units import Use

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cost:
    """Dollars for one service, or for all."""

    idle: Decimal = Decimal(0)
    used: Decimal = Decimal(0)

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.idle + other.idle, self.used + other.used)

    @property
    def total(self) -> Decimal:
        return self.idle + self.used


def month(uses: Iterable[Use], prices: Mapping[Key, Decimal], tickets: int, agents: int) -> dict[str, Cost]:
    """Return what each service costs."""
    costs: dict[str, Cost] = {}
    for use in uses:
        price = prices[use.key]
        used = Decimal(str(use.once)) if tickets or agents else Decimal(0)
        used += Decimal(str(use.ticket)) * tickets + Decimal(str(use.agent)) * agents
        costs[use.key[0]] = costs.get(use.key[0], Cost()) + Cost(Decimal(str(use.idle)) * price, used * price)
    return costs


def lines(costs: Mapping[str, Cost]) -> Iterator[str]:
    """Yield the table, the dearest service first, and the sum."""
    yield _line("US dollars a month", "idle", "used", "together")
    for service, cost in sorted(costs.items(), key=lambda one: -one[1].total):
        yield _row(service, cost)
    yield _row("together", sum(costs.values(), Cost()))


def _row(name: str, cost: Cost) -> str:
    return _line(name, *(f"{dollars.quantize(_CENT):,}" for dollars in (cost.idle, cost.used, cost.total)))


def _line(name: str, *cells: str) -> str:
    return f"{name:20}" + "".join(f"{cell:>12}" for cell in cells)
