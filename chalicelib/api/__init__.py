"""The JSON API: routes declared once, served through one wrapper."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_MODULES = (
    "about",
    "sign_in",
    "tickets",
    "finding",
    "conversation",
    "acting",
    "merging",
    "bulk",
    "files",
    "people",
    "inbox",
    "settings_contacts",
    "settings_desk",
    "settings_people",
    "settings_places",
    "settings_texts",
)
"""Where routes are declared: importing a module declares its routes."""


def mount(app: Any) -> None:
    """Put every declared route on the Chalice app, and the shell around all of its HTTP requests."""
    for name in _MODULES:
        import_module(f"chalicelib.api.{name}")
    from chalicelib.api.routes import ROUTES
    from chalicelib.api.shell import middleware, mounted

    app.register_middleware(middleware, "http")
    for route in ROUTES:
        app.route(route.path, methods=[route.method], content_types=[])(mounted(route))
