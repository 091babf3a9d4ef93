"""The portal's first page as Lighthouse sees it, on a phone (its usual preset), on the desk as `make run` starts it."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.results import Section, say
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.support.local_desk import LocalDesk

LIGHTHOUSE = Path(__file__).parent / "node_modules" / "lighthouse"
PROMISED = {"performance": 98, "accessibility": 100, "best-practices": 100}
FIGURES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
WAITED = 180  # seconds

TEXT = """The form for a new request, as Lighthouse {version} scores it with its preset for phones: a processor four
times slower and a slow 4G line, both reckoned from what happened here. The desk here answers uncompressed."""


def measure() -> Section:
    say("The portal in Lighthouse …")
    found = _report()
    scores = {name: round(found["categories"][name]["score"] * 100) for name in PROMISED}
    rows = [(name.replace("-", " "), scores[name], f"≥ {least}") for name, least in PROMISED.items()]
    rows += [(name.replace("-", " "), found["audits"][name]["displayValue"], "") for name in FIGURES]
    broken = [f"{name}: {scores[name]}" for name, least in PROMISED.items() if scores[name] < least]
    text = TEXT.format(version=found["lighthouseVersion"])
    return Section("The portal in Lighthouse", text, ("What", "measured", "promised"), rows, broken)


def _report() -> dict[str, Any]:
    """Lighthouse's own, of a run in a Chromium that it starts itself."""
    with tempfile.TemporaryDirectory() as folder:
        live = LocalDesk(Path(folder))
        try:
            command = ["node", str(LIGHTHOUSE / "cli" / "index.js"), f"{live.desk['base_url']}/portal/acme"]
            command += ["--quiet", "--output=json", "--no-enable-error-reporting"]
            command += [f"--only-categories={','.join(PROMISED)}", f"--chrome-flags={' '.join(['--headless', *FLAGS])}"]
            surroundings = {**os.environ, "CHROME_PATH": CHROMIUM}
            done = subprocess.run(command, env=surroundings, capture_output=True, check=True, timeout=WAITED)
        finally:
            live.stop()
    report: dict[str, Any] = json.loads(done.stdout)
    return report
