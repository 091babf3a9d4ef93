"""How much dearer a start is for our own code: importing app.py against importing what it stands on."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from tests.bench import start
from tests.bench.compared import promise
from tests.bench.results import Section, say

TIMES = 15
MOST_PLACES = 25
LOOKS = 5
_ROOT = Path(__file__).parents[2]

ALONE = "Chalice, PynamoDB, pydantic, Powertools logger"
_LIBRARIES = """
from chalice import Chalice
from pynamodb.models import Model
from pydantic import BaseModel
from aws_lambda_powertools import Logger
"""
_AS_HTTP = "import os\nos.environ['_HANDLER'] = 'app.app'\nimport app\n"
_ALL_VIEWS = (
    "import app\nfrom chalicelib.api.serving import shell\nfrom chalicelib.api.serving.routes import load\nload()\n"
)
"""What the function that serves HTTP did at its start until November 2026."""

TEXT = f"""CPU time in milliseconds, median of {TIMES} fresh processes each, in turn; the ratio is the median of those
to the libraries in the same turn. Our code and botocore are as the package has them: compiled, botocore with the data
of the services that the desk uses. The function that serves HTTP loads at its start what every request needs, with the
collector at rest, and a view when it is first asked. A first request is everything from the start to its answer: the
view, clients of AWS, the settings' first reading. AWS is played by another process over plain HTTP, so that TLS isn't
in it. On Lambda a start has a whole processor and a request only the share that its memory comes to; the sum is what
counts here, and nothing was won by putting off what every first request needs."""

BY_IMPORT = f"""The same start before, with all views, and now: milliseconds of our own modules by their place, and of
all libraries together, as `-X importtime` tells them, which takes longer than importing without. Medians of {LOOKS}
processes each, in turn. The {MOST_PLACES} places that took most; the others together."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a fresh process does, with which variables, and how many times the libraries alone it may take."""

    name: str
    statement: str
    most: float = inf
    environment: Mapping[str, str] = field(default_factory=dict)


def measure() -> Section:
    say("Starting the functions, and what they stand on …")
    with start.played() as played:
        starts = list(_starts(played))
        for one in starts:
            _taken(one, played)
        columns = list(zip(*([_taken(one, played) for one in starts] for _ in range(TIMES)), strict=True))
    rows, broken = [], []
    for one, column in zip(starts, columns, strict=True):
        ratio = statistics.median(ours / alone for ours, alone in zip(column, columns[0], strict=True))
        rows.append((one.name, round(statistics.median(column) * 1000), round(ratio, 2), promise(one.most)))
        broken += [f"{one.name} takes {ratio:.2f} times what the libraries do"] if ratio > one.most else []
    return Section("Start of a container", TEXT, ("Start", "CPU ms", "ratio", "promised"), rows, broken)


def _starts(played: start.Played) -> Iterator[Start]:
    yield Start(ALONE, _LIBRARIES)
    yield Start("app.py", "import app", 0.35)
    yield Start("app.py in the function that serves HTTP", _AS_HTTP, 2.2)
    yield Start("before: the same with all views", _ALL_VIEWS)
    for name, events in played.requests.items():
        yield Start(f"start and first request: {name}", start.answering(events), 3.1, played.environment)
        before = f"{_ALL_VIEWS}{start.answering(events)}"
        yield Start(f"before: start and first request: {name}", before, environment=played.environment)


def _taken(one: Start, played: start.Played) -> float:
    return cpu_seconds(one.statement, played.site, one.environment)


def measure_by_import() -> Section:
    say("What a start imports, by place …")
    with start.played() as played:
        turns = [[start.by_place(one, played.site) for one in (_ALL_VIEWS, _AS_HTTP)] for _ in range(LOOKS)]
    before, now = (_medians(looks) for looks in zip(*turns, strict=True))
    shown = [place for place, _ in before.most_common(MOST_PLACES)]
    sums = [[counted[place] for place in shown] for counted in (before, now)]
    rest = (before.total() - sum(sums[0]), now.total() - sum(sums[1]))
    pairs = [*zip(shown, *sums, strict=True), ("all others", *rest), ("together", before.total(), now.total())]
    rows = [(place, *(round(each / 1000, 1) for each in both)) for place, *both in pairs]
    return Section("Start of a container, by import", BY_IMPORT, ("Place", "before ms", "now ms"), rows)


def _medians(looks: Sequence[Counter[str]]) -> Counter[str]:
    """Return the median of each place, which is zero where it wasn't loaded."""
    return Counter({place: round(statistics.median(look[place] for look in looks)) for place in set().union(*looks)})


def cpu_seconds(statement: str, folder: Path = _ROOT, environment: Mapping[str, str] | None = None) -> float:
    """What a fresh process takes to run it."""
    code = f"import time\n{statement}\nprint(time.process_time())"
    command, around = [sys.executable, "-c", code], {**os.environ, **(environment or {})}
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])
