"""The pages customers meet, and the page that sets a password: server-rendered, no JavaScript needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_PAGES = (
    ("/portal/{workspace}", "submit_form", "submit"),
    ("/portal/{workspace}/theme.css", "theme", None),
    ("/portal/{workspace}/t/{token}", "track", None),
    ("/portal/{workspace}/t/{token}/replies", None, "answer"),
    ("/portal/{workspace}/t/{token}/rate", "rating_form", "rate"),
    ("/portal/{workspace}/t/{token}/files/{id}", "file", None),
    ("/account/password/{token}", "password_form", "set_password"),
)


def mount(app: Any) -> None:
    """Put the pages on the Chalice app; whatever can be read by GET answers HEAD as well."""
    for path, reader, writer in _PAGES:
        if reader:
            app.route(path, methods=["GET", "HEAD"], content_types=[])(_view(reader))
        if writer:
            app.route(path, methods=["POST"], content_types=[])(_view(writer))


def _view(name: str) -> Callable[..., Any]:
    """The page's code, Jinja2 and all, is loaded when the first customer comes."""

    def view(**path: str) -> Any:
        from chalicelib.portal import shell

        return shell.serve(name, path)

    return view
