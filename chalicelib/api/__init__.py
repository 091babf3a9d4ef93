"""The JSON API: routes declared once, served through one wrapper."""

from __future__ import annotations

from typing import Any


def mount(app: Any) -> None:
    """Put every declared route on the Chalice app, and the shell around all of its HTTP requests."""
    from chalicelib.api import about, acting, conversation, files, merging, people, sign_in, tickets  # noqa: F401 - importing declares
    from chalicelib.api.routes import ROUTES
    from chalicelib.api.shell import middleware, mounted

    app.register_middleware(middleware, "http")
    for route in ROUTES:
        app.route(route.path, methods=[route.method], content_types=[])(mounted(route))
