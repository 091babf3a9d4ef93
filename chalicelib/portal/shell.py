"""Between Chalice and the pages: forms read, pages sent with the headers that keep them private."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from urllib.parse import unquote

from chalice.app import Response

from chalicelib import policies
from chalicelib.bootstrap import desk
from chalicelib.domain.errors import DeskError
from chalicelib.domain.settings.workspace import is_slug
from chalicelib.observability import security_event
from chalicelib.portal import frame, pages
from chalicelib.portal.content import ARRIVED_FIELD, UPLOAD_FIELD
from chalicelib.portal.forms import Sent, read_form
from chalicelib.portal.refusing import fault_page, refusal_page
from chalicelib.portal.visits import PageResponse, Visitor, back_to_thread, page_desk
from chalicelib.portal.writing import WritingPage
from chalicelib.services.tickets import public_gate
from chalicelib.services.tickets.public_gate import KINDS, Guest, Kind, Way
from chalicelib.web import client_address, current, handling, raw_body, viewer_host

_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


def serve(name: str, kind: str, path: Mapping[str, str]) -> Response:
    """Answer the current request by the view of that name, `<module>.<function>`, once the gate is passed."""
    event = current()
    query: Mapping[str, str] = event.query_params or {}
    visitor = Visitor(
        desk=desk(),
        path={key: unquote(value) for key, value in path.items()},
        query=dict(query),
        form={},
        client=client_address(event.headers),
        agent=event.headers.get("user-agent", ""),
        accepted=event.headers.get("accept-language", ""),
        host=viewer_host(event.headers),
        from_here=event.headers.get("sec-fetch-site") == "same-origin",
    )
    handling().shrinks = event.method == "GET" and KINDS[kind].way in (Way.OPEN, Way.FORM)
    visitor, page = _answered(name, KINDS[kind], visitor)
    _log_refusal(name, visitor, page.status)
    headers: dict[str, str | list[str]] = {
        **_HEADERS,
        "Content-Security-Policy": policies.page(visitor.desk.files_origin, _ancestors(visitor)),
        "Content-Type": page.content_type,
        **page.headers,
    }
    return Response(body=page.body, status_code=page.status, headers=headers)


def _answered(name: str, kind: Kind, visitor: Visitor) -> tuple[Visitor, PageResponse]:
    """The page, and its visitor as far as they were recognised. Faults end here: Chalice would log all that they say,
    and they quote what people wrote."""
    try:
        try:
            if "key" in visitor.path:
                visitor = frame.framed(visitor, consistent=not kind.again)
                handling().workspace = visitor.path["workspace"]
            if current().method == "POST":
                visitor = _sending(visitor, read_form(_header("content-type"), raw_body(current())))
            return visitor, _let_in(name, kind, visitor)
        except DeskError as refusal:
            return visitor, refusal_page(refusal, visitor)
    except Exception as fault:  # noqa: BLE001 - it is logged, and told by its id
        return visitor, fault_page(fault, visitor)


def _header(name: str) -> str:
    return str(current().headers.get(name, ""))


def _log_refusal(name: str, visitor: Visitor, status: int) -> None:
    workspace = visitor.path.get("workspace", "")
    where = {"route": name, "workspace": workspace if is_slug(workspace) else None}
    if status == 429:
        security_event("limited", **where)
    elif status == 403:
        security_event("refused", status=status, code="forbidden", **where)


def _sending(visitor: Visitor, sent: Sent) -> Visitor:
    """The visitor with what they sent; from a preview no file is taken in, wherever it may lie already."""
    if not visitor.preview:
        return replace(visitor, form=sent.fields, files=sent.files)
    return replace(visitor, form={k: v for k, v in sent.fields.items() if k not in (ARRIVED_FIELD, UPLOAD_FIELD)})


def _ancestors(visitor: Visitor) -> str:
    """The pages of the portal are shown in no frame, those of the widget by its key's origins, and in the settings'
    preview both by the console."""
    if visitor.preview:
        return visitor.desk.base_url
    return " ".join(visitor.widget.origins) if visitor.widget else "'none'"


def _let_in(name: str, kind: Kind, visitor: Visitor) -> PageResponse:
    """The page for whoever passes the public gate, on their way into the workspace's room if the page is in one."""
    public_gate.knock(visitor.desk, kind, visitor.client)
    if kind.way in (Way.OPEN, Way.ACCOUNT):
        return _view(name)(visitor)
    place, token = visitor.path["workspace"], visitor.path.get("token", "")
    framed = visitor.widget is not None or bool(visitor.opened)
    with public_gate.enter(visitor.desk, kind, visitor.client, place, token, framed=framed) as guest:
        _told(guest)
        return _inside(_view(name), replace(visitor, admitted=guest))


def _told(guest: Guest) -> None:
    """Have the request's line tell whose desk it is, and whether they came by a customer's link."""
    request = handling()
    request.workspace, request.caller = guest.room.workspace.id, "customer" if guest.seen else "none"


def _inside(view: Callable[[Visitor], PageResponse], visitor: Visitor) -> PageResponse:
    """A page that only shows something leads whoever may not go on back to the thread, where they are told so."""
    guest = visitor.guest
    try:
        page: object = view
        if isinstance(page, type) and issubclass(page, WritingPage):
            return page(visitor).answer()
        guest.check()
        if visitor.preview and guest.kind.writes:
            return PageResponse(pages.message_page(page_desk(visitor, guest.room), "preview"), 403)
        guest.count()
        return view(visitor)
    except DeskError as refusal:
        if refusal.code == "switched_off":
            return PageResponse(pages.message_page(page_desk(visitor, guest.room), "off"), 403)
        if refusal.code == "merged" and guest.kind.writes is None:
            return back_to_thread(visitor, guest.room)
        raise


def _view(name: str) -> Callable[[Visitor], PageResponse]:
    module, _, function = name.rpartition(".")
    view: Callable[[Visitor], PageResponse] = getattr(import_module(f"chalicelib.portal.{module}"), function)
    return view
