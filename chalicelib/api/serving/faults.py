"""What callers are told of a fault: that they may try again, where that helps, and the id by which the log has it."""

from __future__ import annotations

from chalicelib.api.serving.problems import Answer, of_refusal, problem
from chalicelib.bootstrap import is_passing
from chalicelib.domain.errors import DeskError, unavailable
from chalicelib.observability import log_fault


def answered(fault: Exception, request_id: str, route: str) -> Answer:
    """Log a fault, and return the problem that its caller is told."""
    if is_passing(fault):
        log_fault("a request could not be served", fault, route=route)
        busy = unavailable()
        return of_refusal(DeskError(busy.code, busy.detail, data={"request_id": request_id}))
    log_fault("a request failed", fault, route=route)
    detail = "Something went wrong on our side. It has been logged."
    return problem("internal_error", detail, extra={"request_id": request_id})
