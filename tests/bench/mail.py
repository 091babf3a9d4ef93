"""What reading a mail takes: an ordinary one, one of any size, and each that was made to break the parser."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from chalicelib.mail import parse
from tests.bench import yardstick
from tests.bench.imports import cpu_seconds
from tests.bench.results import Section, say
from tests.mail.reading.hostile import GROWING, MAILS
from tests.mail.score import CORPUS, mails_in

TIMES = 15
ROUNDS = 3
SMALL, LARGE = 100_000, 1_000_000
MOST_IMPORT, MOST_MEDIAN, MOST_GROWTH = 2.0, 1.25, 12
MOST_HOSTILE, MOST_MEGABYTES = 900, 200
_ROOT = Path(__file__).parents[2]

# What of the standard library `chalicelib.mail` stands on; beyond that is its own.
_STANDARD = (
    "import base64, dataclasses, datetime, email.utils, functools, hashlib, html, pathlib, re, typing, urllib.parse"
)
_IMPORTS = {"standard library": _STANDARD, "chalicelib.mail": f"{_STANDARD}\nimport chalicelib.mail"}


def measure_reading() -> Section:
    """Import, the corpus, and how time grows with size."""
    say("Reading mails …")
    standard, whole = _imports()
    median, slowest, piece = _corpus()
    imported, read = (whole - standard) / standard, median / piece
    growth = {name: _growth(make) for name, make in GROWING.items()}
    rows: list[tuple[object, ...]] = [
        (
            "import of chalicelib.mail, beyond the standard library",
            f"{whole - standard:.0f} ms, {imported:.2f} × the standard library's {standard:.0f} ms",
            f"≤ {MOST_IMPORT:g} ×",
        ),
        (
            "median mail of the corpus",
            f"{median:.2f} ms, {read:.2f} × plain Python's {piece:.1f} ms",
            f"≤ {MOST_MEDIAN:g} ×",
        ),
        ("slowest mail of the corpus", f"{slowest:.1f} ms", ""),
        *(
            (f"{name}: 1 MB", f"{large * 1000:.0f} ms, {large / small:.1f} × 100 KB", f"≤ {MOST_GROWTH} ×")
            for name, (small, large) in growth.items()
        ),
    ]
    broken = [f"importing chalicelib.mail: {imported:.2f} × the standard library"] if imported > MOST_IMPORT else []
    broken += [f"the median mail: {read:.2f} × plain Python"] if read > MOST_MEDIAN else []
    broken += [f"{name}: {large / small:.1f} times" for name, (small, large) in growth.items() if large > 12 * small]
    text = (
        "CPU time of `parse`, which includes telling the reply from the quotes. The imports are medians of "
        f"{TIMES} fresh processes each, in turn: that of the standard library is of those of its modules that "
        f"`chalicelib.mail` needs, with the interpreter's own start. Of the corpus each mail and the piece of plain "
        f"Python are read {ROUNDS} times in turn; of the growing ones the best of three counts, since the machine is "
        "not ours alone."
    )
    return Section("Reading mail", text, ("What", "CPU", "promised"), rows, broken)


def measure_hostile() -> Section:
    """Each in a process of its own, so that its memory is its own, too."""
    say("Reading hostile mails …")
    taken = {name: _alone(name) for name in MAILS}
    rows = [(name, len(MAILS[name]()) // 1024, *taken[name]) for name in MAILS]
    broken = [
        f"{name}: {ratio} × plain Python, {megabytes} MB"
        for name, (_, ratio, megabytes) in taken.items()
        if ratio > MOST_HOSTILE or megabytes > MOST_MEGABYTES
    ]
    text = (
        f"Mails made to break a parser: CPU seconds of `parse` and `sanitize`, the median of {ROUNDS}, and the peak of "
        "a process that does nothing else; how many times what the piece of plain Python takes in turn. Promised: at "
        f"most {MOST_HOSTILE} × that piece, and {MOST_MEGABYTES} MB each."
    )
    return Section("Hostile mail", text, ("Mail", "KB", "CPU s", "ratio", "peak MB"), rows, broken)


def _imports() -> tuple[float, ...]:
    """Milliseconds of each in `_IMPORTS`."""
    for statement in _IMPORTS.values():
        cpu_seconds(statement)  # compiles what isn't
    return yardstick.in_turn(TIMES, *(partial(_import, statement) for statement in _IMPORTS.values()))


def _import(statement: str) -> float:
    return cpu_seconds(statement) * 1000


def _corpus() -> tuple[float, float, float]:
    """Milliseconds: the median mail, the slowest, and the piece of plain Python."""
    mails = [path.read_bytes() for path in mails_in(CORPUS)]
    parse(mails[0])
    taken = [
        yardstick.in_turn(ROUNDS, yardstick.cpu, lambda raw=raw: yardstick.cpu(lambda: parse(raw))) for raw in mails
    ]
    pieces, read = zip(*taken, strict=True)
    return statistics.median(read), max(read), statistics.median(pieces)


def _growth(make: Callable[[int], bytes]) -> tuple[float, float]:
    small, large = (min(_once(raw) for _ in range(3)) for raw in (make(SMALL), make(LARGE)))
    return small, large


def _once(raw: bytes) -> float:
    start = time.process_time()
    parse(raw)
    return time.process_time() - start


def _alone(name: str) -> tuple[float, int, int]:
    """Seconds, how many times the piece of plain Python, and the most megabytes."""
    peaks: list[int] = []

    def read() -> float:
        command = [sys.executable, "-m", "tests.mail.reading.hostile", name]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
        seconds, megabytes = done.stdout.split()
        peaks.append(int(megabytes))
        return float(seconds) * 1000

    piece, taken = yardstick.in_turn(ROUNDS, yardstick.cpu, read)
    return round(taken / 1000, 2), round(taken / piece), max(peaks)
