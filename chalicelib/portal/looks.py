"""What a desk's pages look like beyond the one style sheet they share."""

from __future__ import annotations

from chalicelib.colors import first_of
from chalicelib.domain.errors import not_found
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.portal import pages
from chalicelib.portal.visits import PageResponse, Visitor, page_desk
from chalicelib.services.files.links import logo_key


def logo(visitor: Visitor) -> PageResponse:
    """The desk's logo. A new one has another address, and the file store's own is good for a few minutes."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        if visitor.path["id"] != room.workspace.portal_logo:
            raise not_found("file")
        return logo_of(visitor, room.workspace)


def logo_of(visitor: Visitor, workspace: Workspace) -> PageResponse:
    """Lead to the logo in the file store. Raises not_found for a desk without one."""
    if workspace.portal_logo is None:
        raise not_found("file")
    link = visitor.desk.files.link(logo_key(workspace.id), "logo", workspace.portal_logo_type)
    return PageResponse("", 302, headers={"Location": link, "Cache-Control": "public, max-age=240"})


def account_theme(visitor: Visitor) -> PageResponse:
    """The colour in the path, for the pages that aren't on the portal's host. It tells nothing of any desk."""
    color = f"#{visitor.path['id']}"
    if first_of(color) != color:
        raise not_found("page")
    return _theme(color)


def _theme(color: str) -> PageResponse:
    headers = {"Cache-Control": "public, max-age=86400"}
    return PageResponse(pages.theme_css(color), content_type="text/css; charset=utf-8", headers=headers)


def theme(visitor: Visitor) -> PageResponse:
    """The workspace's colour. Its address has the colour in it, so it may be kept."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        return _theme(page_desk(visitor, room).color)
