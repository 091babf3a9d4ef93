"""What a desk's pages look like beyond the one style sheet they share."""

from __future__ import annotations

from chalicelib.domain.errors import not_found
from chalicelib.portal import pages
from chalicelib.portal.visits import PageResponse, Visitor, page_desk
from chalicelib.services.files.links import logo_key


def logo(visitor: Visitor) -> PageResponse:
    """The desk's logo. A new one has another address, and the file store's own is good for a few minutes."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        workspace = room.workspace
        if workspace.portal_logo is None or visitor.path["id"] != workspace.portal_logo:
            raise not_found("file")
        link = visitor.desk.files.link(logo_key(workspace.id), "logo", workspace.portal_logo_type)
        return PageResponse("", 302, headers={"Location": link, "Cache-Control": "public, max-age=240"})


def theme(visitor: Visitor) -> PageResponse:
    """The workspace's colour. Its address has the colour in it, so it may be kept."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        css = pages.theme_css(page_desk(visitor, room).color)
        return PageResponse(
            css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
        )
