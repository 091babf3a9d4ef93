"""Answers in fewer bytes, for whoever takes them: gzip (RFC 1952), where nothing can be found out by their length.

Whoever can put words of theirs into an answer beside a secret, have it sent many times, and see its length, guesses the
secret letter by letter (BREACH, https://breachattack.com). So packed is what answers a caller with a token, which no
other site can have sent for them: the desk goes by no cookie, but for renewing a session. Left out are what hands out
tokens, and all of the portal that belongs to a link, where the link itself stands beside what others wrote. Of the
portal there is left what is the same for everybody and repeats nothing of the request: its empty forms, whose own
secrets are new each time.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.api.serving.routes import Access, AnyRoute
from chalicelib.web import Handling

LEAST = 1024
"""Bytes. What is shorter fits a packet anyway."""
_LEVEL = 4
"""A list of 100 tickets, 110 KB: 8.8 KB in 0.5 ms. The best there is, 9, makes 7.7 KB of it in 1.6 ms."""
_GZIP = zlib.MAX_WBITS | 16
_TYPES = frozenset({"application/json", "text/html", "text/csv", "text/css"})


class PackedResponse(Response):
    """An answer of bytes, whatever its type. Chalice would go by a list of binary types, and take JSON for text."""

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, Any]:  # noqa: ARG002 - Chalice's signature
        answer: dict[str, Any] = super().to_dict(None)
        return answer | {"body": base64.b64encode(self.body).decode(), "isBase64Encoded": True}


def may_shrink(route: AnyRoute) -> bool:
    """Return whether the route's answers may be packed: callers' own, and what is the same for everybody."""
    return route.access is not Access.ANYBODY or route.gate == "open"


def packed(request: Handling, response: Response) -> Response:
    """Return the answer as it leaves. That it might have been another is told to whoever keeps answers."""
    if not request.shrinks or _kind(response.headers) not in _TYPES:
        return response
    response.headers.setdefault("Vary", "Accept-Encoding")
    content = response.body if isinstance(response.body, bytes) else str(response.body).encode()
    if len(content) < LEAST or not _takes_gzip(request.request.headers.get("accept-encoding", "")):
        return response
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    body = packer.compress(content) + packer.flush()
    return PackedResponse(body, {**response.headers, "Content-Encoding": "gzip"}, response.status_code)


def _kind(headers: Mapping[str, Any]) -> str:
    return str(headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _takes_gzip(accepted: str) -> bool:
    """Return whether `Accept-Encoding` (RFC 9110 §12.5.3) names gzip, or anything at all, and doesn't refuse it."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        weights[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.", "q=0.0", "q=0.00", "q=0.000")
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))
