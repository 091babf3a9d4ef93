"""`python -m tests.zip.build`: what is zipped, built once more by the same steps with the libraries of this machine."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from infra.package import site
from infra.package.__main__ import BUILD
from infra.package.tree import build_tree

DEPLOYED = BUILD / "deployment.zip"
TEMPLATE = BUILD / "expanded.json"
TASK = BUILD / "here"
"""What is /var/task on Lambda."""

_OF_A_PLATFORM = re.compile(r"[^/]+\.dist-info/(RECORD|WHEEL|sboms/.+)")
"""Files about a distribution that say what its libraries are made of, and for which platform."""


def differences(zipped: Path, tree: Path) -> list[str]:
    """Return the names of all that isn't the same in a zip and a tree, but for libraries and what is about them."""
    with zipfile.ZipFile(zipped) as opened:
        packed = {entry.filename: entry.CRC for entry in opened.infolist()}
    files = (path for path in tree.rglob("*") if path.is_file())
    built = {path.relative_to(tree).as_posix(): zlib.crc32(path.read_bytes()) for path in files}
    return sorted(name for name in packed.keys() | built.keys() if _differs(name, packed.get(name), built.get(name)))


def _differs(name: str, one: int | None, other: int | None) -> bool:
    if ".so" in Path(name).suffixes:
        return False
    if _OF_A_PLATFORM.fullmatch(name):
        return one is None or other is None
    return one != other


if __name__ == "__main__":
    build_tree(TASK, site.here())
