"""How much dearer a start is for our own code: importing app.py against importing what it stands on."""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.results import Section, say

TIMES = 15
MOST_RATIO = 1.15
_ROOT = Path(__file__).parents[2]

APP, HTTP, ALONE = "app.py", "app.py in the function that serves HTTP", "Chalice, PynamoDB, pydantic, Powertools logger"

_APP = "import app"
_STATEMENTS = {
    APP: _APP,
    HTTP: f"import os\nos.environ['_HANDLER'] = 'app.app'\n{_APP}",
    ALONE: """
from chalice import Chalice
from pynamodb.models import Model
from pydantic import BaseModel
from aws_lambda_powertools import Logger
""",
}

TEXT = f"""CPU time in milliseconds, median of {TIMES} fresh processes each, in turn, with compiled files in place.
Promised: app.py at most {MOST_RATIO} times the libraries alone. It loads views and libraries when they are first
used, so its figure leaves out what a function then loads for its work. The function that serves HTTP loads all of that
at its start: its row is what a caller waits for, and has no promise."""


def measure() -> Section:
    say("Importing app.py, and what it stands on …")
    for statement in _STATEMENTS.values():
        cpu_seconds(statement)  # compiles what isn't
    taken = [[cpu_seconds(statement) for statement in _STATEMENTS.values()] for _ in range(TIMES)]
    medians = dict(zip(_STATEMENTS, map(statistics.median, zip(*taken, strict=True)), strict=True))
    ratios = {name: round(seconds / medians[ALONE], 2) for name, seconds in medians.items()}
    rows = [(name, round(seconds * 1000), ratios[name]) for name, seconds in medians.items()]
    broken = [f"importing app.py takes {ratios[APP]} times what its libraries do"] if ratios[APP] > MOST_RATIO else []
    return Section("Start of a container", TEXT, ("Import of", "CPU ms", "ratio"), rows, broken)


def cpu_seconds(statement: str) -> float:
    """What a fresh process takes to run it."""
    code = f"import time\n{statement}\nprint(time.process_time())"
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)
