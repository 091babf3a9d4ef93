"""The one line that is written of each request: found by the id that its caller was told, and counted by its route."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.observability import observe
from chalicelib.web import Handling


def write(request: Handling, response: Response, seconds: float) -> None:
    """Write it. There is nothing in it of what was asked or answered, nor who it was: their workspace, and what they
    came as. A workspace is told once it is known to be one; before, its name is what somebody put into an address."""
    observe(
        "Latency",
        round(seconds * 1000, 1),
        {
            "message": "request",
            "request_id": request.id,
            "method": request.request.method,
            "status": response.status_code,
            "workspace": request.workspace,
            "caller": request.caller,
            "bytes": _size(response.body),
        },
        "Milliseconds",
        route=request.route,
    )


def _size(body: object) -> int:
    return len(body if isinstance(body, bytes) else str(body).encode())
