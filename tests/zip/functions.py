"""The functions of an unpacked zip, each in a process of its own with nothing but the zip and Lambda's runtime."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from infra.local.aws import ACCOUNT, REGION
from tests.zip.runtime_api import FunctionError, RuntimeApi

RUNTIME = ("awslambdaric", "simplejson", "snapshot-restore-py")
"""What Lambda has in /var/runtime for Python to begin with. boto3 is there as well, but the zip brings its own."""


class Lambda:
    """One function, started at its first event as Lambda does. `about` are its properties in the template."""

    def __init__(self, name: str, tree: Path, runtime: Path, about: Mapping[str, Any], logs: Path) -> None:
        self.name = name
        self._tree, self._runtime, self._about = tree, runtime, about
        self._log = logs / f"{name}.log"
        self.calls = 0
        self._api: RuntimeApi | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, event: Any, _context: object = None) -> Any:
        """Return its answer to an event. The log is with whatever it raises."""
        api = self._started()
        self.calls += 1
        try:
            return api.invoke(event, self._about["Timeout"], self._is_alive)
        except FunctionError as failed:
            log = self.log()[-3000:]
            self.stop()
            raise FunctionError(f"{self.name}: {failed}\n{log}") from None

    def log(self) -> str:
        """Return what it has said so far."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def stop(self) -> None:
        """End the process; the next event starts another."""
        if self._process:
            self._process.kill()
            self._process.wait()
        if self._api:
            self._api.close()
        self._process = self._api = None

    def _started(self) -> RuntimeApi:
        if self._api is None:
            self._api = RuntimeApi(f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}")
            # -S: no site-packages. Whatever isn't in the zip or the runtime isn't there.
            command = [sys.executable, "-S", "-s", "-B", "-m", "awslambdaric", self._about["Handler"]]
            with self._log.open("ab") as log:
                self._process = subprocess.Popen(
                    command, cwd=self._tree, env=self._environment(), stdout=log, stderr=log
                )
        return self._api

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _environment(self) -> dict[str, str]:
        """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, and what the template gives."""
        assert self._api
        return {
            "PATH": os.environ["PATH"],
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PYTHONPATH": str(self._runtime),
            "LAMBDA_TASK_ROOT": str(self._tree),
            "LAMBDA_RUNTIME_DIR": str(self._runtime),
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self._about["MemorySize"]),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self._about['Runtime']}",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            # The recorder tells by it who calls.
            "AWS_ACCESS_KEY_ID": self.name,
            "AWS_SECRET_ACCESS_KEY": "of-the-role",
            "AWS_SESSION_TOKEN": "of-the-role",
            "_HANDLER": self._about["Handler"],
            **self._about["Environment"]["Variables"],
        }


def runtime(folder: Path) -> Path:
    """Put Lambda's runtime for Python into a folder: there is nothing else on the functions' path but the zip."""
    for name in RUNTIME:
        for file in distribution(name).files or ():
            if not file.parts[0].startswith("..") and file.suffix != ".pyc":
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)
    return folder
