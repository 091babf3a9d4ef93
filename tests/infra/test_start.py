"""What a function loads when it starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOADED = """
import importlib, pkgutil, sys
import app, chalicelib.bootstrap, chalicelib.jobs
for module in pkgutil.iter_modules(chalicelib.jobs.__path__):
    importlib.import_module(f"chalicelib.jobs.{module.name}")
print("\\n".join(sys.modules))
"""


def test_functions_that_serve_no_http_load_nothing_of_the_assistant_nor_of_the_api() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "chalicelib.jobs.react" in loaded
    ours = ("chalicelib.assistant", "chalicelib.services.assistant", "chalicelib.api.", "mcp")
    addresses = ("chalicelib.api.serving", "chalicelib.api.serving.paths")
    assert [name for name in loaded if name.startswith(ours) and name not in addresses] == []
