"""The files that CloudFront would serve from its bucket: under `/static/`, and the console's page."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote

from chalicelib import assets, policies
from infra.local.gateway import LocalReply, own_answer, problem
from infra.package import caching

PREFIX = assets.PREFIX
CONSOLE = "/console"
CONSOLE_PAGE = "console/index.html"


def serve(method: str, path: str, root: Path = assets.ROOT) -> LocalReply:
    """The file that is served at `/static/…`; whatever has another name isn't there."""
    return _read_only(method) or _file(unquote(path.removeprefix(PREFIX)), root)


def is_console(path: str) -> bool:
    """Return whether the console's page answers here: all its own addresses are one page."""
    return path == CONSOLE or path.startswith(f"{CONSOLE}/")


def console(method: str, portal: str, root: Path = assets.ROOT) -> LocalReply:
    """The console's page, with the policy CloudFront would add."""
    refusal = _read_only(method)
    if refusal:
        return refusal
    page = _file(CONSOLE_PAGE, root)
    if page.status == 404:
        return problem(404, "not_built", "The console is not built", "Run `make console`, then load this page again.")
    policy = policies.console(os.environ.get("AWS_ENDPOINT_URL_S3", ""), portal)
    return LocalReply(200, page.body, list((dict(page.headers) | {"Content-Security-Policy": policy}).items()))


def _read_only(method: str) -> LocalReply | None:
    if method in ("GET", "HEAD"):
        return None
    return problem(405, "method_not_allowed", "Method not allowed", "This address takes GET, HEAD.", Allow="GET, HEAD")


def _file(served: str, root: Path) -> LocalReply:
    file = assets.file_of(served, root)
    if file is None:
        return own_answer("MISSING_AUTHENTICATION_TOKEN")
    headers = {**caching.headers(served), **caching.STATIC}
    return LocalReply(200, assets.delivered(file, root / file), list(headers.items()))
