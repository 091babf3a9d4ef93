"""The pages customers meet, and the page that sets a password: server-rendered, no JavaScript needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_DESK_PAGES = (
    ("", "submitting.submit_form", "submitting.submit"),
    ("/theme.css", "looks.theme", None),
    ("/logo/{id}", "looks.logo", None),
    ("/uploads", None, "sending.offer_for_form"),
    ("/find", "finding.find_form", "finding.find"),
    ("/t/{token}", "tracking.track", None),
    ("/t/{token}/replies", None, "tracking.answer"),
    ("/t/{token}/resolved", None, "tracking.solved"),
    ("/t/{token}/rate", "rating.rating_form", "rating.rate"),
    ("/t/{token}/uploads", None, "sending.offer_for_link"),
    ("/t/{token}/files", "large_files.large_file_form", None),
    ("/t/{token}/files/{id}", "tracking.file", None),
)
"""Below `/portal/{workspace}`, and the same below `/widget/{key}`, where the widget's frame shows them."""
_PAGES = (
    ("/", "front_door.home", None),
    ("/portal", "front_door.portal", None),
    *((f"/portal/{{workspace}}{path}", reader, writer) for path, reader, writer in _DESK_PAGES),
    *((f"/widget/{{key}}{path}", reader, writer) for path, reader, writer in _DESK_PAGES),
    ("/widget/{key}/portal", "frame.to_portal", None),
    ("/widget/{key}/requests", None, "frame.requests"),
    ("/account/password/{token}", "passwords.password_form", "passwords.set_password"),
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
