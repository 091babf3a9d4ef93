"""A page of somebody else's that shows the widget: on another origin than the desk, with a strict policy and hostile
styles."""

from __future__ import annotations

from html import escape

from chalicelib.domain.people import Actor, ActorKind
from chalicelib.domain.widgets import Widget
from chalicelib.services.ports import Desk
from chalicelib.services.settings import widgets
from infra.local.gateway import Reply

NAME = "Demo shop"
PATH = "/_local/widget-demo"
STYLES = f"{PATH}.css"
CSS = """
* { all: unset !important; display: block !important; color: hotpink !important }
head, script, style { display: none !important }
button, iframe, div, workestra-tickets { opacity: 0.1 !important; transform: scale(0.2) !important }
body { transform: rotate(1deg) !important; filter: sepia(1) !important; padding: 40px !important }
"""


def key(desk: Desk, workspace: str, origin: str) -> str:
    """The key of the demo page's widget, made or allowed for the origin that the page has this time."""
    actor = Actor(ActorKind.SYSTEM, None, "Demo")
    with desk.open(workspace) as room:
        found = next((one for one in room.parts.page(Widget, 20, None).items if one.name == NAME), None)
        if found is None:
            return widgets.add_widget(desk, room, actor, NAME, (origin,), widgets.Look()).widget.id
        return widgets.change_widget(desk, room, actor, found.id, {"origins": (origin,)}).id


def page(desk_url: str, key: str, color: str) -> Reply:
    """The page, which allows the desk's script and frame and nothing else of it."""
    own = "default-src 'none'; base-uri 'none'; style-src 'self'; img-src data:"
    policy = f"{own}; script-src {desk_url}; frame-src {desk_url}"
    source = f"{desk_url}/static/widget/widget.js"
    tag = f'<script async src="{source}" data-key="{escape(key)}" data-color="{escape(color)}"></script>'
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{STYLES}"></head><body><main><h1>A shop with styles of its own</h1>'
        f"<p>The help button comes from another origin.</p></main>{tag}{tag}</body></html>"
    )
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", policy)]
    return Reply(200, html.encode(), [*headers, ("Cache-Control", "no-store")])


def styles() -> Reply:
    return Reply(200, CSS.encode(), [("Content-Type", "text/css; charset=utf-8"), ("Cache-Control", "no-store")])
