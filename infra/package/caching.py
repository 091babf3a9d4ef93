"""What browsers are told of the static files: how long to keep them, what they may do."""

from __future__ import annotations

from pathlib import PurePosixPath

from chalicelib import policies
from chalicelib.assets import STABLE, TYPES

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
FIVE_MINUTES = "public, max-age=300, stale-while-revalidate=86400"
"""For the widget's launcher: a mend must reach every site that has it within minutes."""

STATIC = {
    "Content-Security-Policy": policies.NOTHING,
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Nothing in the static files is secret, and the launcher is loaded by pages that may demand these (COEP, SRI)."""


def headers(served: str) -> dict[str, str]:
    """Type and caching of what is served under this name."""
    return {"Content-Type": TYPES[PurePosixPath(served).suffix], "Cache-Control": _caching(served)}


def _caching(served: str) -> str:
    if served not in STABLE:
        return FOR_EVER
    return ASK_AGAIN if served.endswith(".html") else FIVE_MINUTES
