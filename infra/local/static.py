"""The files that CloudFront would serve from its bucket."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from infra.local.gateway import Reply, own_answer, problem

ROOT = Path(__file__).parents[2] / "portal_static"
PREFIX = "/static/"
FOLDERS = frozenset({"portal", "shared", "widget"})
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


def serve(method: str, path: str, root: Path = ROOT) -> Reply:
    """The file at `/static/<folder>/…`; whatever lies elsewhere, or is of another type, isn't there."""
    if method not in ("GET", "HEAD"):
        return problem(
            405, "method_not_allowed", "Method not allowed", "This address takes GET, HEAD.", Allow="GET, HEAD"
        )
    file = _find(unquote(path.removeprefix(PREFIX)), root)
    if file is None:
        return own_answer("MISSING_AUTHENTICATION_TOKEN")
    headers = {
        "Content-Type": TYPES[file.suffix],
        "Cache-Control": "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return Reply(200, file.read_bytes(), list(headers.items()))


def _find(name: str, root: Path) -> Path | None:
    if "\0" in name or name.partition("/")[0] not in FOLDERS:
        return None
    file = (root / name).resolve()
    inside = file.is_relative_to((root / name.partition("/")[0]).resolve())
    return file if inside and file.suffix in TYPES and file.is_file() else None
