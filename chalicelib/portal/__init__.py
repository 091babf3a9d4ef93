"""The pages customers meet, and the page that sets a password: server-rendered, no JavaScript needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_DESK_PAGES = (
    ("GET", "", "submitting.submit_form", "new form"),
    ("POST", "", "submitting.Submit", "new request"),
    ("GET", "/theme.css", "looks.theme", "open"),
    ("GET", "/logo/{id}", "looks.logo", "open"),
    ("POST", "/uploads", "sending.offer_for_form", "new upload"),
    ("GET", "/find", "finding.find_form", "form"),
    ("POST", "/find", "finding.Find", "find"),
    ("GET", "/privacy", "privacy.privacy", "form"),
    ("GET", "/t/{token}", "tracking.track", "read"),
    ("GET", "/t/{token}/news", "tracking.news", "news"),
    ("POST", "/t/{token}/replies", "tracking.AnswerTicket", "write"),
    ("POST", "/t/{token}/resolved", "tracking.Solved", "write"),
    ("POST", "/t/{token}/mine", "tracking.Mine", "write"),
    ("GET", "/t/{token}/rate", "rating.rating_form", "read on"),
    ("POST", "/t/{token}/rate", "rating.Rate", "write"),
    ("POST", "/t/{token}/uploads", "sending.offer_for_link", "upload"),
    ("GET", "/t/{token}/files", "large_files.LargeFile", "large file"),
    ("GET", "/t/{token}/files/{id}", "attachments.file", "read"),
    ("GET", "/t/{token}/pictures/{id}", "attachments.picture", "picture"),
)
"""Below `/portal/{workspace}`, and the same below `/widget/{key}`, where the widget's frame shows them."""
PAGES = (
    ("GET", "/", "front_door.home", "open"),
    ("GET", "/portal", "front_door.portal", "open"),
    *((method, f"/portal/{{workspace}}{path}", view, kind) for method, path, view, kind in _DESK_PAGES),
    *((method, f"/widget/{{key}}{path}", view, kind) for method, path, view, kind in _DESK_PAGES),
    ("GET", "/widget/{key}/portal", "frame.to_portal", "open"),
    ("POST", "/widget/{key}/requests", "frame.requests", "list"),
    ("GET", "/account/password/{token}", "passwords.password_form", "account link"),
    ("POST", "/account/password/{token}", "passwords.set_password", "account link"),
    ("GET", "/account/password/{token}/logo", "passwords.logo", "account link"),
    ("GET", "/account/theme/{id}", "looks.account_theme", "open"),
)
"""Each with its view and the kind of visit, by its name in `public_gate.KINDS`."""


def mount(app: Any) -> None:
    """Put the pages on the Chalice app; whatever can be read by GET answers HEAD as well."""
    for method, path, view, kind in PAGES:
        methods = ["GET", "HEAD"] if method == "GET" else [method]
        app.route(path, methods=methods, content_types=[])(_view(view, kind))


def _view(name: str, kind: str) -> Callable[..., Any]:
    """The page's code, Jinja2 and all, is loaded when the first customer comes."""

    def view(**path: str) -> Any:
        from chalicelib.portal import shell  # cold start: the pages' code, Jinja2 and all, waits for the first customer

        return shell.serve(name, kind, path)

    return view
