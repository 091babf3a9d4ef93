"""What a desk's pages look like beyond the one style sheet they share."""

from __future__ import annotations

from chalicelib.portal import pages
from chalicelib.portal.visits import Page, Visitor, page_desk


def theme(visitor: Visitor) -> Page:
    """The workspace's colour. Its address has the colour in it, so it may be kept."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        css = pages.theme_css(page_desk(visitor, room).color)
        return Page(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"})
