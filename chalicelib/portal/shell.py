"""Between Chalice and the pages: forms read, pages sent with the headers that keep them private."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from urllib.parse import parse_qs, unquote

from chalice.app import Response

from chalicelib.api.shell import client_address, current, raw_body
from chalicelib.bootstrap import desk
from chalicelib.domain.errors import DeskError
from chalicelib.portal import frame
from chalicelib.portal.refusing import refusal_page
from chalicelib.portal.visits import Page, Visitor

MOST_FORM = 2 * 1024 * 1024
"""In bytes: the longest description in the form's percent-encoding takes 1.2 MB."""
MOST_FIELDS = 50

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
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
    )
    try:
        visitor = frame.framed(visitor) if "key" in path else visitor
        if event.method == "POST":
            visitor = replace(visitor, form=_form(event.headers.get("content-type", ""), raw_body(event)))
        page = _view(name)(visitor)
    except DeskError as refusal:
        page = refusal_page(refusal, visitor)
    policy = frame.policy(visitor, visitor.widget) if visitor.widget else CSP
    headers: dict[str, str | list[str]] = {
        **_HEADERS,
        "Content-Security-Policy": policy,
        "Content-Type": page.content_type,
        **page.headers,
    }
    return Response(body=page.body, status_code=page.status, headers=headers)


def _view(name: str) -> Callable[[Visitor], Page]:
    module, _, function = name.rpartition(".")
    view: Callable[[Visitor], Page] = getattr(import_module(f"chalicelib.portal.{module}"), function)
    return view


def _form(content_type: str, body: bytes) -> dict[str, str]:
    """The fields of a form, each once. Raises DeskError for what no form of ours sends."""
    if content_type.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise DeskError("unsupported_media_type", "Please use the form on the page.")
    if len(body) > MOST_FORM:
        raise DeskError("too_large", "This is more than a form may hold.")
    text = body.decode("ascii", "replace")
    if text.count("&") >= MOST_FIELDS:
        raise DeskError("bad_request", "This is more fields than a form of ours has.")
    fields = parse_qs(text, keep_blank_values=True, errors="replace")
    return {name: values[0].replace("\r\n", "\n").replace("\0", "") for name, values in fields.items()}
