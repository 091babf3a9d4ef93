"""What a start is measured with: the code as the package has it, and an AWS for it in a process that isn't measured."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.package import botocore_data, site
from tests.bench.desks import open_desk
from tests.bench.scenes import Day
from tests.support.desk import PASSWORD

TICKETS = 26
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")
_PARTS = 3
"""`chalicelib.domain.tickets`: as far as modules are told apart."""


@dataclass(frozen=True, slots=True)
class Played:
    """Where the built code is, the variables by which it finds AWS, and what it is asked: files of events."""

    site: Path
    environment: Mapping[str, str]
    requests: Mapping[str, Path]


@contextmanager
def played() -> Iterator[Played]:
    """The built code, with a desk of 26 tickets and two people to ask for, within the block."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder, open_desk("memory") as desk:
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        try:
            host, port = server.get_host_and_port()
            there = {**os.environ, **desk.environment, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
            yield Played(build(Path(folder) / "site"), there, _requests(desk, Path(folder)))
        finally:
            server.stop()


def build(target: Path) -> Path:
    """Return the folder with app.py, our own code, Chalice's runtime and botocore as the package has them, compiled.
    All other libraries are this machine's: those of the package are for another processor."""
    target.mkdir()
    site.add_app(target)
    site.add_chalice(target)
    for name in ("boto3", "botocore"):
        found = importlib.util.find_spec(name)
        assert found
        assert found.origin
        shutil.copytree(Path(found.origin).parent, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    botocore_data.trim(target)
    site.compile_sources(target)
    return target


def answering(events: Path) -> str:
    """Return the statement that starts the function that serves HTTP and has it answer them."""
    return f"""
import json, os, types
os.environ["_HANDLER"] = "app.app"
import app
context = types.SimpleNamespace(aws_request_id="1", get_remaining_time_in_millis=lambda: 29000)
for event in json.load(open({str(events)!r})):
    answer = app.app(event, context)
    assert answer["statusCode"] == 200, answer
"""


def by_place(statement: str, folder: Path) -> Counter[str]:
    """Return the milliseconds that a fresh process takes for the modules of each place, as `-X importtime` has it."""
    command = [sys.executable, "-X", "importtime", "-c", statement]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stderr
    taken: Counter[str] = Counter()
    for microseconds, module in _LINE.findall(said):
        taken[_place(module)] += int(microseconds)
    return taken


def _place(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:_PARTS]) if parts[0] == "chalicelib" else "libraries"


class _Heard:
    """The app, with the events that it is called with."""

    def __init__(self, app: Any) -> None:
        self.app, self.routes, self.events = app, app.routes, list[Any]()

    def __call__(self, event: Any, context: Any) -> Any:
        self.events.append(event)
        return self.app(event, context)


def _requests(desk: Any, folder: Path) -> dict[str, Path]:
    """Return the events of a sign-in and of a list. Who signs in is somebody else: sign-ins end the oldest ones."""
    day = Day(desk)
    for _ in range(TICKETS):
        day.create()
    desk.settle(120)
    ben = desk.add_member("Ben", "ben@acme.example", "agent")
    gateway = desk._gateway
    heard = gateway._app = _Heard(gateway._app)
    files = {}
    asked = {
        "sign in": lambda: desk.http("POST", "/v1/auth/sign-in", json={"email": ben.email, "password": PASSWORD}),
        "list 25 tickets": day.list,
    }
    for name, ask in asked.items():
        heard.events.clear()
        ask()
        files[name] = folder / f"{len(files)}.json"
        files[name].write_text(json.dumps(heard.events), encoding="utf-8")
    gateway._app = heard.app
    return files
