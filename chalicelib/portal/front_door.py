"""What is met at the bare address of a host."""

from __future__ import annotations

from urllib.parse import urlsplit

from chalicelib.portal import pages
from chalicelib.portal.visits import PageResponse, Visitor


def home(visitor: Visitor) -> PageResponse:
    """The way to the console, or on any other host than the console's to a portal."""
    if visitor.host in ("", urlsplit(visitor.desk.base_url).netloc):
        return _leading_to("/console/")
    return portal(visitor)


def portal(visitor: Visitor) -> PageResponse:
    """The way to the portal of the one workspace; where there are several, strangers are told of none."""
    only = visitor.desk.settings.only()
    if only is None:
        return PageResponse(pages.message_page(None, "no_desk", language=visitor.language()))
    return _leading_to(f"/portal/{only}")


def _leading_to(path: str) -> PageResponse:
    """Not for good: a second workspace may be opened any day."""
    return PageResponse("", 302, headers={"Location": path})
