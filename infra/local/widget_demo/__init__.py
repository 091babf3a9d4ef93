"""A page of somebody else's that shows the widget: on another origin than the desk, with a strict policy and,
if wanted, hostile styles. What its buttons do is all a site can tell the widget, signing its visitor in included."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from pathlib import Path
from string import Template

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.settings.widgets import Widget
from chalicelib.services.ports import Desk
from chalicelib.services.seat import Seat
from chalicelib.services.settings import widgets
from chalicelib.services.widget import identity
from infra.local.demo.people import CONTACTS
from infra.local.gateway import LocalReply

NAME = "Demo shop"
COLOR = "#14693a"
PATH = "/_local/widget-demo"
CUSTOMER = CONTACTS["maya"]
CSS = """
* { all: unset !important; display: block !important; color: hotpink !important }
head, script, style { display: none !important }
button, iframe, div, workestra-tickets { opacity: 0.1 !important; transform: scale(0.2) !important }
body { transform: rotate(1deg) !important; filter: sepia(1) !important; padding: 40px !important }
"""
_FILES = {"hostile.css": "text/css", "shop.css": "text/css", "shop.js": "text/javascript"}
_SIGNED_SECONDS = 600


def key(desk: Desk, workspace: str, origin: str) -> str:
    """The key of the demo page's widget, made or allowed for the origin that the page has this time."""
    actor = Actor(ActorKind.SYSTEM, None, "Demo")
    with desk.open(workspace) as room:
        found = next((one for one in room.parts.page(Widget, 20, None).items if one.name == NAME), None)
        if found is None:
            return widgets.add_widget(Seat(desk, room, actor), NAME, (origin,), widgets.Look()).widget.id
        return widgets.change_widget(Seat(desk, room, actor), found.id, {"origins": (origin,)}).id


def routes(desk: Desk, desk_url: str, key: str) -> list[tuple[str, str, Callable[[dict[str, str]], LocalReply]]]:
    """Return the routes below the demo page: path, method and what answers, given the query."""
    return [
        (PATH, "GET", lambda query: page(desk_url, key, query)),
        (f"{PATH}/token", "POST", lambda _: token(desk, key)),
        *((f"{PATH}/{name}", "GET", partial(_own_file, name)) for name in _FILES),
    ]


def page(desk_url: str, key: str, query: Mapping[str, str]) -> LocalReply:
    """The page, which allows the desk's script and frame and nothing else of it. `?hostile` adds hostile styles.

    `connect-src` is for the page's own server, which signs; the widget needs none.
    """
    own = "default-src 'none'; base-uri 'none'; style-src 'self'; img-src data:; connect-src 'self'"
    policy = f"{own}; script-src 'self' {desk_url}; frame-src {desk_url}; frame-ancestors 'none'"
    hostile = "hostile" in query
    html = Template(_file("shop.html")).substitute(
        path=PATH,
        styles=f'<link rel="stylesheet" href="{PATH}/hostile.css">' if hostile else "",
        other=f'<a href="{PATH}">in peace</a>' if hostile else f'<a href="{PATH}?hostile=1">with hostile styles</a>',
        customer=escape(f"{CUSTOMER.name} ({CUSTOMER.email})"),
        tags=_tag(desk_url, key, query.get("lang", "")) * 2,
    )
    return _reply(html, "text/html", ("Content-Security-Policy", policy))


def _tag(desk_url: str, key: str, language: str) -> str:
    """What the site pastes into its pages; this one did so twice, and takes the language from its own address."""
    told = {"src": f"{desk_url}/static/widget/widget.js", "data-key": key, "data-color": COLOR, "data-lang": language}
    given = " ".join(f'{name}="{escape(value)}"' for name, value in told.items() if value)
    return f"<script async {given}></script>"


def _own_file(name: str, _: Mapping[str, str]) -> LocalReply:
    return _reply(CSS if name == "hostile.css" else _file(name), _FILES[name])


def token(desk: Desk, key: str) -> LocalReply:
    """Sign a token as the site's own server would for a customer who is signed in there."""
    import jwt  # cold start: the demo page may never be looked at

    widget = desk.accounts.widget(key)
    secret = identity.secret_of(desk, widget.seed) if widget else None
    if secret is None:
        return _reply("The demo page's widget was deleted.", "text/plain", status=410)
    claims = {
        "aud": key,
        "exp": int(time.time()) + _SIGNED_SECONDS,
        "email": CUSTOMER.email,
        "name": CUSTOMER.name,
        "jti": desk.random_bytes(16).hex(),
    }
    return _reply(jwt.encode(claims, secret, "HS256"), "text/plain")


def _file(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _reply(text: str, kind: str, *headers: tuple[str, str], status: int = 200) -> LocalReply:
    always = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
    return LocalReply(status, text.encode(), [*always, *headers])
