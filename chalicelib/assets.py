"""Where the static files are: under names that hold a digest of their content, so that they may be kept for ever.

A page names a file as it lies in `portal_static/`, and gets the address it is served under. Packaging writes all names
into `assets.json`; where that is missing, as on a developer's machine, they are read from the files themselves.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

PREFIX = "/static/"
ROOT = Path(__file__).parents[1] / "portal_static"
MANIFEST = Path(__file__).with_name("assets.json")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""The endings that are served at all; whatever else lies in the folders stays at home."""

FOLDERS = ("portal", "shared", "widget", "console/dist")
_IN_FOLDERS = tuple(f"{folder}/" for folder in FOLDERS)
STABLE = frozenset({"widget/widget.js", "console/index.html"})
"""Served names without a digest: customers paste the one into their pages, CloudFront's function asks for the other."""

_BUNDLED, _BUNDLED_AS = "console/dist/", "console/"
_DIGEST = 12
_NAMED = re.compile(rf"(.+)\.[0-9a-f]{{{_DIGEST}}}(\.[a-z0-9]+)")
_COMMENT = re.compile(
    rb"""^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n | [ \t]+(?://[ ][^\n"`]*|/\*[ ][^\n"`*]*\*/)$""",
    re.M | re.X,
)
"""A comment on lines of its own, or at the end of one. Before a quotation mark there it might be inside a string."""


def address(file: str) -> str:
    """The path a file of `portal_static/` is served at. Raises KeyError for one there isn't."""
    packaged = _packaged()
    if packaged:
        return PREFIX + packaged[file]
    if not _is_served(ROOT, file):
        raise KeyError(file)
    return PREFIX + served_name(file, ROOT / file)


def served_names(root: Path) -> Mapping[str, str]:
    """Every file that is served, by its path under `root`, with the name it is served under."""
    found = [path.relative_to(root).as_posix() for folder in FOLDERS for path in sorted((root / folder).rglob("*"))]
    return {file: served_name(file, root / file) for file in found if _is_served(root, file)}


def file_of(served: str, root: Path) -> str | None:
    """The file that is served under a name, by its path under `root`; whatever has another name isn't there."""
    if served.startswith(_BUNDLED_AS):
        file = _BUNDLED + served.removeprefix(_BUNDLED_AS)
    else:
        file = served if served in STABLE else _NAMED.sub(r"\1\2", served)
    return file if _is_served(root, file) and served_name(file, root / file) == served else None


def delivered(file: str, path: Path) -> bytes:
    """The bytes that are served: our own scripts and style sheets without their comments, everything else as it is."""
    content = path.read_bytes()
    if path.suffix not in (".css", ".js") or file.startswith(_BUNDLED):
        return content
    return _COMMENT.sub(b"", content)


def served_name(file: str, path: Path) -> str:
    """`portal/portal.css` becomes `portal/portal.0f3a….css`. The console's bundler has done that to its own already."""
    if file.startswith(_BUNDLED):
        return _BUNDLED_AS + file.removeprefix(_BUNDLED)
    if file in STABLE:
        return file
    about = path.stat()
    stem, dot, ending = file.rpartition(".")
    return f"{stem}.{_digest(file, path, about.st_mtime_ns, about.st_size)}{dot}{ending}"


def _is_served(root: Path, file: str) -> bool:
    """A file of a type that is served, in one of the folders, by its own name: no link, and no way round."""
    path = root / file
    if path.suffix not in TYPES or not file.startswith(_IN_FOLDERS):
        return False
    there = os.path.isfile(path)  # noqa: PTH113 - Path's own raises for a name that is too long
    return there and path.resolve().as_posix() == f"{root.resolve().as_posix()}/{file}"


@cache
def _packaged() -> Mapping[str, str] | None:
    if not MANIFEST.exists():
        return None
    names: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))
    return names


@lru_cache(maxsize=1000)
def _digest(file: str, path: Path, _changed: int, _size: int) -> str:
    """Of what is delivered; read anew when the file was changed."""
    return hashlib.sha256(delivered(file, path)).hexdigest()[:_DIGEST]
