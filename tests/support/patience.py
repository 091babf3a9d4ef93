"""Work that must end soon, in a process of its own: a pattern that has lost its way can't be stopped in ours."""

from __future__ import annotations

import subprocess
import sys

SECONDS = 30
"""Far more than anything needs that takes time in proportion to its input, far less than the square of a megabyte."""


def ends_soon(code: str) -> bool:
    """Run `code`; whether it ended in time. Raises CalledProcessError for code that fails."""
    try:
        subprocess.run([sys.executable, "-c", code], check=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True
