"""What reading a mail takes: an ordinary one, one of any size, and each that was made to break the parser."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from chalicelib.mail import parse
from tests.bench.imports import cpu_seconds
from tests.bench.results import Section, say
from tests.mail.reading.hostile import GROWING, MAILS
from tests.mail.score import CORPUS, mails_in

TIMES = 15
SMALL, LARGE = 100_000, 1_000_000
MOST_IMPORT_MS, MOST_MEDIAN_MS, MOST_GROWTH = 60, 5, 12
MOST_SECONDS, MOST_MEGABYTES = 2, 200
_ROOT = Path(__file__).parents[2]

# What of the standard library `chalicelib.mail` stands on; beyond that is its own.
_STANDARD = (
    "import base64, dataclasses, datetime, email.utils, functools, hashlib, html, pathlib, re, typing, urllib.parse"
)
_IMPORTS = {"standard library": _STANDARD, "chalicelib.mail": f"{_STANDARD}\nimport chalicelib.mail"}


def measure_reading() -> Section:
    """Import, the corpus, and how time grows with size."""
    say("Reading mails …")
    beyond = _import_beyond()
    median, slowest = _corpus()
    growth = {name: _growth(make) for name, make in GROWING.items()}
    rows: list[tuple[object, ...]] = [
        ("import of chalicelib.mail, beyond the standard library", f"{beyond:.0f} ms", f"≤ {MOST_IMPORT_MS} ms"),
        ("median mail of the corpus", f"{median:.2f} ms", f"≤ {MOST_MEDIAN_MS} ms"),
        ("slowest mail of the corpus", f"{slowest:.1f} ms", ""),
        *(
            (f"{name}: 1 MB", f"{large * 1000:.0f} ms, {large / small:.1f} × 100 KB", f"≤ {MOST_GROWTH} ×")
            for name, (small, large) in growth.items()
        ),
    ]
    broken = [f"importing chalicelib.mail takes {beyond:.0f} ms"] if beyond > MOST_IMPORT_MS else []
    broken += [f"the median mail takes {median:.1f} ms"] if median > MOST_MEDIAN_MS else []
    broken += [f"{name}: {large / small:.1f} times" for name, (small, large) in growth.items() if large > 12 * small]
    text = (
        "CPU time of `parse`, which includes telling the reply from the quotes. The imports are medians of "
        f"{TIMES} fresh processes; of every other figure the best of three, since the machine is not ours alone."
    )
    return Section("Reading mail", text, ("What", "CPU", "promised"), rows, broken)


def measure_hostile() -> Section:
    """Each in a process of its own, so that its memory is its own, too."""
    say("Reading hostile mails …")
    taken = {name: _alone(name) for name in MAILS}
    rows = [(name, len(MAILS[name]()) // 1024, *taken[name]) for name in MAILS]
    broken = [
        f"{name}: {seconds} s, {megabytes} MB"
        for name, (seconds, megabytes) in taken.items()
        if seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES
    ]
    text = (
        "Mails made to break a parser: CPU seconds of `parse` and `sanitize`, and the peak of a process that does "
        f"nothing else. Promised: at most {MOST_SECONDS} s and {MOST_MEGABYTES} MB each."
    )
    return Section("Hostile mail", text, ("Mail", "KB", "CPU s", "peak MB"), rows, broken)


def _import_beyond() -> float:
    """Milliseconds."""
    for statement in _IMPORTS.values():
        cpu_seconds(statement)  # compiles what isn't
    taken = [[cpu_seconds(statement) for statement in _IMPORTS.values()] for _ in range(TIMES)]
    standard, whole = map(statistics.median, zip(*taken, strict=True))
    return (whole - standard) * 1000


def _corpus() -> tuple[float, float]:
    """Milliseconds: the median and the slowest."""
    mails = [path.read_bytes() for path in mails_in(CORPUS)]
    parse(mails[0])
    taken = [min(_once(raw) for _ in range(3)) * 1000 for raw in mails]
    return statistics.median(taken), max(taken)


def _growth(make: Callable[[int], bytes]) -> tuple[float, float]:
    small, large = (min(_once(raw) for _ in range(3)) for raw in (make(SMALL), make(LARGE)))
    return small, large


def _once(raw: bytes) -> float:
    start = time.process_time()
    parse(raw)
    return time.process_time() - start


def _alone(name: str) -> tuple[float, int]:
    command = [sys.executable, "-m", "tests.mail.reading.hostile", name]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return round(float(seconds), 2), int(megabytes)
