"""What a visitor sees of a refusal: a page of its own, or what stands above the form they sent."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.bootstrap import is_passing
from chalicelib.domain.errors import RETRY_AFTER, DeskError, unavailable
from chalicelib.observability import log_fault
from chalicelib.portal import pages
from chalicelib.portal.content import PageDesk
from chalicelib.portal.visits import PageResponse, Visitor, page_desk
from chalicelib.web import handling


def refusal_page(refusal: DeskError, visitor: Visitor) -> PageResponse:
    """Return the page for a refusal that belongs to no field."""
    kind, status = _REFUSED.get(refusal.code, ("failed", 400))
    if refusal.code == "not_found" and "token" in visitor.path:
        return PageResponse(_nothing_there(visitor, "not_found" if "id" in visitor.path else "no_link"), status)
    page = pages.message_page(_framing_desk(visitor), kind, language=visitor.language())
    return PageResponse(page, status, headers=when_again(refusal))


def fault_page(fault: Exception, visitor: Visitor) -> PageResponse:
    """Log a fault, and return the page that says whether to come back, and what to name to whoever looks into it."""
    request, busy = handling(), is_passing(fault)
    log_fault("a page failed", fault, route=request.route)
    kind: pages.MessageKind = "busy" if busy else "failed"
    page = pages.message_page(_desk_if_there(visitor), kind, language=visitor.language(), request_id=request.id)
    return PageResponse(page, 503 if busy else 500, headers=when_again(unavailable()) if busy else {})


def _desk_if_there(visitor: Visitor) -> PageDesk | None:
    """The page is told without the desk's looks when they can't be read either."""
    try:
        return _framing_desk(visitor)
    except Exception as further:  # noqa: BLE001 - it is logged, and the visitor is told of the first one
        log_fault("a page failed twice", further, route=handling().route)
        return None


def _nothing_there(visitor: Visitor, kind: pages.MessageKind) -> str:
    """The same for a link that is forged, cut off, revoked or another desk's. Old links of a desk lead back to it."""
    if "workspace" not in visitor.path:
        return pages.message_page(None, "expired", language=visitor.language())
    try:
        with visitor.desk.open(visitor.path["workspace"]) as room:
            return pages.message_page(page_desk(visitor, room), kind)
    except DeskError:
        return pages.message_page(None, "not_found", language=visitor.language())


_REFUSED: Mapping[str, tuple[pages.MessageKind, int]] = {
    "not_found": ("not_found", 404),
    "rate_limited": ("too_many", 429),
    "unavailable": ("busy", 503),
    "blocked": ("failed", 403),
    "workspace_suspended": ("closed", 403),
    "file_withheld": ("file_withheld", 403),
    "merged": ("failed", 409),
    "too_large": ("too_large", 413),
    "validation_failed": ("failed", 422),
    "unsupported_media_type": ("failed", 415),
}


def _framing_desk(visitor: Visitor) -> PageDesk | None:
    """The desk whose widget shows the page: within the frame, even a refusal has to tell the launcher that it is there.

    In the portal no refusal says whether there is such a desk.
    """
    if visitor.widget is None:
        return None
    with visitor.desk.open(visitor.widget.workspace) as room:
        return page_desk(visitor, room)


def when_again(refusal: DeskError) -> dict[str, str]:
    """Retry-After (RFC 9110 §10.2.3), for what was refused as too often, or because there was no room for it."""
    if refusal.code == "unavailable":
        return {"Retry-After": str(RETRY_AFTER)}
    allowance = refusal.data.get("allowance")
    return {"Retry-After": str(allowance.reset)} if allowance else {}


WRITING_REFUSED = {
    "rate_limited": ("too_many", 429),
    "unavailable": ("busy", 503),
    "blocked": ("refused", 403),
    "forbidden": ("not_yours", 403),
    "merged": ("merged", 409),
    "unknown_place": ("unknown_place", 409),
    "in_trash": ("unknown_place", 409),
}
"""The refusals told at a form, each as the code of its problem there, and the status to answer with."""
