"""Rules for how much of the account's concurrency in Lambda the functions take that nobody waits for at a screen."""

from __future__ import annotations

from collections.abc import Iterator

from infra.package.parts import Template
from infra.package.rules.events import SOURCE
from infra.package.rules.functions import FUNCTION
from infra.package.rules.reading import called, of_type

API = "APIHandler"
BESIDE_API = 40
"""At most so many run beside the API at once: of an account's N, N - 40 are left to it whatever comes in."""
SHARDS = 4
"""Of the stream of a table that is new: one for each thousand writes a second, of which such a table takes 4,000.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"""


def others_leave_room_for_the_api(template: Template) -> Iterator[str]:
    beside = {name: 1 for name in of_type(template, FUNCTION) if name != API}
    for name, source in of_type(template, SOURCE).items():
        most = _most(source)
        if most is None:
            yield f"{name} may take all of the account's concurrency"
        else:
            beside[called(template, source["FunctionName"])] = most
    if sum(beside.values()) > BESIDE_API:
        yield f"{sum(beside.values())} may run beside the API at once, not {BESIDE_API}: {beside}"


def _most(source: Template) -> int | None:
    if "StartingPosition" in source:
        return SHARDS * int(source.get("ParallelizationFactor", 1))
    most: int | None = source.get("ScalingConfig", {}).get("MaximumConcurrency")
    return most


RULES = (others_leave_room_for_the_api,)
