"""`make bench`: measure, write docs/benchmarks.md, and fail when a promise is broken.

    python -m tests.bench [part …]

measures some parts only (`python -m tests.bench mail`) and writes their sections anew.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

from tests.bench import (
    assistant,
    bare_page,
    console,
    cpu,
    imports,
    lighthouse,
    local,
    mail,
    reports,
    scale,
    search,
    similar,
    tick,
    units,
    widget,
    yardstick,
)
from tests.bench.results import Section, say
from tests.support import dynamodb_local

_ROOT = Path(__file__).parents[2]
_PAGE = _ROOT / "docs" / "benchmarks.md"
_ZIP = _ROOT / "build" / "deployment.zip"


_PARTS = {
    "imports": [imports.measure, imports.measure_by_import],
    "mail": [mail.measure_reading, mail.measure_hostile],
    "units": [units.measure],
    "cpu": [cpu.measure],
    "scale": [scale.measure],
    "reports": [reports.measure],
    "search": [search.measure],
    "similar": [similar.measure],
    "assistant": [assistant.measure],
    "console": [console.measure],
    "lighthouse": [lighthouse.measure],
    "local": [local.measure],
    "widget": [widget.measure],
    "tick": [tick.measure],
}


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(_PARTS):
        say(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(_PARTS)}.")
        return 2
    try:
        sections = [measure() for part in wanted or _PARTS for measure in _PARTS[part]]
    except dynamodb_local.DynamoDBLocalError as fault:
        say(str(fault))
        return 2
    _write(sections, whole=not wanted)
    say(f"Written to {_PAGE.relative_to(_ROOT)}.")
    return _verdict(sections)


def _write(sections: list[Section], whole: bool) -> None:
    """The page with these sections: all of it, or those of the same titles in the page as it is."""
    written = {section.title: section.markdown() for section in sections}
    head, *parts = re.split(r"^(?=## )", _PAGE.read_text(encoding="utf-8"), flags=re.M)
    if whole:
        head, parts = f"{_introduction()}\n", []
    kept = [written.pop(part.partition("\n")[0].removeprefix("## "), part.rstrip() + "\n") for part in parts]
    _PAGE.write_text(head + "\n".join([*kept, *written.values()]), encoding="utf-8")


def _verdict(sections: list[Section]) -> int:
    broken = [what for section in sections for what in section.broken]
    for what in broken:
        say(f"BROKEN: {what}")
    return 1 if broken else 0


def _introduction() -> str:
    return f"""# Benchmarks

Written by `make bench`, which fails when a promise below is broken. Measured on a machine with {os.cpu_count()} cores \
and {_memory()} GB of memory, Python {platform.python_version()}, Java {_java()}, \
DynamoDB Local {dynamodb_local.VERSION}, botocore {importlib.metadata.version("botocore")}.{_package()}

{_RATIOS}
"""


_RATIOS = f"""What is promised of time is how many times as long as something else it takes, since milliseconds are
those of one machine:

- what waits for DynamoDB, as the same reads and writes by bare botocore (`tests/bench/bare.py`): they are recorded, and
  asked again of items put back as they were, by a client of botocore's alone;
- CPU of ours, as a piece of plain Python (`tests/bench/yardstick.py`): {yardstick.ABOUT};
- CPU of a start, as the libraries that it stands on;
- what a browser does, as {bare_page.ABOUT} (`tests/bench/bare_page.py`).

Both are measured in the same run and in turn, so that a busy moment meets both, and their medians count. The bars were
promises in milliseconds once. Each leaves the ratio as much room as its figure had then below what was promised, on
the machine that it was measured on."""


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)


def _java() -> str:
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr
    found = re.search(r'version "([^"]+)"', said)
    return found[1] if found else "of an unknown version"


def _package() -> str:
    """The size of what goes to Lambda, if it was built since the code was last changed."""
    changed = max(source.stat().st_mtime for source in (_ROOT / "chalicelib").rglob("*.py"))
    if not _ZIP.exists() or _ZIP.stat().st_mtime < changed:
        return ""
    return f" The Lambda package has {_ZIP.stat().st_size / 1024**2:.1f} MB."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
