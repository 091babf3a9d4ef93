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

_APP = "import app"
_ALONE = """
from chalice import Chalice
from pynamodb.models import Model
from pydantic import BaseModel
from aws_lambda_powertools import Logger
"""

TEXT = f"""CPU time in milliseconds, median of {TIMES} fresh processes each, in turn, with compiled files in place.
Promised: app.py at most {MOST_RATIO} times the libraries alone."""


def measure() -> Section:
    say("Importing app.py, and what it stands on …")
    for statement in (_APP, _ALONE):
        _seconds(statement)  # compiles what isn't
    taken = [(_seconds(_APP), _seconds(_ALONE)) for _ in range(TIMES)]
    app, alone = (statistics.median(column) * 1000 for column in zip(*taken, strict=True))
    ratio = round(app / alone, 2)
    rows = [("app.py", round(app), ratio), ("Chalice, PynamoDB, pydantic, Powertools logger", round(alone), 1)]
    broken = [f"importing app.py takes {ratio} times what its libraries do"] if ratio > MOST_RATIO else []
    return Section("Start of a container", TEXT, ("Import of", "CPU ms", "ratio"), rows, broken)


def _seconds(statement: str) -> float:
    code = f"import time\n{statement}\nprint(time.process_time())"
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)
