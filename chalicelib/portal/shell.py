"""Between Chalice and the pages: forms read, pages sent with the headers that keep them private."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from urllib.parse import unquote

from chalice.app import Response

from chalicelib.bootstrap import desk
from chalicelib.domain.errors import DeskError
from chalicelib.portal import frame
from chalicelib.portal.forms import read_form
from chalicelib.portal.policy import policy
from chalicelib.portal.refusing import refusal_page
from chalicelib.portal.visits import Page, Visitor
from chalicelib.web import client_address, current, raw_body

_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
}


def serve(name: str, path: Mapping[str, str]) -> Response:
    """Answer the current request by the view of that name, `<module>.<function>`."""
    event = current()
    query: Mapping[str, str] = event.query_params or {}
    visitor = Visitor(
        desk=desk(),
        path={key: unquote(value) for key, value in path.items()},
        query=dict(query),
        form={},
        client=client_address(event.headers),
        accepted=event.headers.get("accept-language", ""),
        host=event.headers.get("x-viewer-host", ""),
    )
    try:
        visitor = frame.framed(visitor) if "key" in path else visitor
        if event.method == "POST":
            sent = read_form(event.headers.get("content-type", ""), raw_body(event))
            visitor = replace(visitor, form=sent.fields, files=sent.files)
        page = _view(name)(visitor)
    except DeskError as refusal:
        page = refusal_page(refusal, visitor)
    headers: dict[str, str | list[str]] = {
        **_HEADERS,
        "Content-Security-Policy": policy(visitor),
        "Content-Type": page.content_type,
        **page.headers,
    }
    return Response(body=page.body, status_code=page.status, headers=headers)


def _view(name: str) -> Callable[[Visitor], Page]:
    module, _, function = name.rpartition(".")
    view: Callable[[Visitor], Page] = getattr(import_module(f"chalicelib.portal.{module}"), function)
    return view
