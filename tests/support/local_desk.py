"""The whole desk as `make run` starts it: a process of its own, with free ports and a folder for what it keeps."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]
SOON = 180


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def run(
    *arguments: str, stdout: int | IO[str] = PIPE, stderr: int | IO[str] = PIPE, module: str = "infra.local"
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=stdout, stderr=stderr, text=True)


class LocalDesk:
    """Started when made, and ready. `desk` is what it says of itself in `desk.json`, `arguments` are further ones. With
    `history` its demo has the past that people are shown; tests of everything else do without. A `quick` one has
    a quick table, and keeps nothing of it.

    What it writes goes to files: a pipe that nobody empties is full after a few hundred requests, and stops it.
    """

    def __init__(self, folder: Path, *arguments: str, history: bool = False, quick: bool = False) -> None:
        self.port, smtp_port, self.about = free_port(), free_port(), folder / "desk.json"
        command = ["--port", str(self.port), "--smtp-port", str(smtp_port), "--folder", str(folder), *arguments]
        command.append("--history" if history else "--no-history")
        self._output, self._errors = folder / "output.txt", folder / "errors.txt"
        with self._output.open("w") as output, self._errors.open("w") as errors:
            module = "tests.support.quick_local" if quick else "infra.local"
            self.process = run(*command, stdout=output, stderr=errors, module=module)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        self.desk: dict[str, Any] = json.loads(self.about.read_text(encoding="utf-8"))

    def _wait(self) -> None:
        deadline = time.monotonic() + SOON
        while not self.about.exists():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, "the desk isn't ready"
            time.sleep(0.05)

    def call(self, path: str, content: Any = None, token: str = "", method: str | None = None) -> Any:
        """A request that has to succeed, and the JSON it is answered with; None where that is nothing."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        body = None if content is None else json.dumps(content).encode()
        with urlopen(Request(self.desk["base_url"] + path, body, headers, method=method), timeout=60) as answer:
            told = answer.read()
        return json.loads(told) if told else None

    def said(self) -> tuple[str, str]:
        """What it wrote so far, as output and as errors."""
        return self._output.read_text(), self._errors.read_text()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
