"""The one place that says which of Lambda's Pythons the functions run on.

The newest whose interpreter is at hand, since the byte code in the zip is made by it: the one that builds is, and so is
whatever `python3.x` is on the PATH. Dates: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from infra.package.errors import UnfitError

ENOUGH = timedelta(days=60)
"""Before Lambda takes no more updates of a runtime: whoever builds then could soon mend nothing any more."""
PLATFORMS = ("manylinux2014_aarch64", "manylinux_2_28_aarch64")
"""Wheels for glibc 2.17 and 2.28; Lambda's Pythons from 3.12 on have 2.34, the one before 2.26."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """One of Lambda's. It gets no fixes after `ends`, and takes no updates after `blocked`."""

    version: tuple[int, int]
    ends: date
    blocked: date
    platforms: tuple[str, ...] = PLATFORMS

    @property
    def number(self) -> str:
        """Return it as `3.13`."""
        return ".".join(map(str, self.version))

    @property
    def name(self) -> str:
        """Return what Lambda calls it: `python3.13`."""
        return f"python{self.number}"

    @property
    def cache_tag(self) -> str:
        """Return what its byte code has in its name."""
        return f"cpython-{self.version[0]}{self.version[1]}"


RUNTIMES = (
    Runtime((3, 13), date(2029, 6, 30), date(2029, 8, 31)),
    Runtime((3, 12), date(2028, 10, 31), date(2029, 1, 10)),
    Runtime((3, 11), date(2027, 6, 30), date(2027, 8, 31), PLATFORMS[:1]),
)
"""The newest first. Of a newer one the locked wheels of pydantic and cryptography don't exist yet."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A runtime, and the interpreter here that is of its version."""

    runtime: Runtime
    interpreter: str

    def told(self) -> Iterator[str]:
        """Yield what is built for, loudly where that isn't the newest."""
        yield f"Building for {self.runtime.name}, which Lambda mends until {self.runtime.ends}."
        if self.runtime is not RUNTIMES[0]:
            yield (
                f"WARNING: {RUNTIMES[0].name} is not at hand, so it is not the newest. Lambda takes no updates of"
                f" {self.runtime.name} after {self.runtime.blocked}. Install {RUNTIMES[0].name}, and build again."
            )


def choose(interpreter: Callable[[Runtime], str | None], today: date) -> Chosen:
    """Return the newest that is at hand. UnfitError where there is none, or soon no update of it."""
    for runtime in RUNTIMES:
        if found := interpreter(runtime):
            if today > runtime.blocked - ENOUGH:
                raise UnfitError(
                    f"Lambda takes no updates of {runtime.name} after {runtime.blocked}, and that is less than"
                    f" {ENOUGH.days} days from now. Build with a newer Python: {RUNTIMES[0].name}."
                )
            return Chosen(runtime, found)
    known = ", ".join(each.number for each in reversed(RUNTIMES))
    raise UnfitError(f"package with Python {known}, not {sys.version.split()[0]}: its byte code must fit Lambda")


@cache
def chosen() -> Chosen:
    """Return what this build is for."""
    return choose(_at_hand, date.today())


def _at_hand(runtime: Runtime) -> str | None:
    if sys.version_info[:2] == runtime.version:
        return sys.executable
    found = shutil.which(runtime.name)
    if found is None:
        return None
    asked = "import sys; print(*sys.version_info[:2], sys.implementation.name)"
    said = subprocess.run([found, "-c", asked], check=False, capture_output=True, text=True)
    # What version managers put on the PATH is there for versions that they don't have, too, and fails.
    return found if said.stdout.split() == [*map(str, runtime.version), "cpython"] else None
