"""A visitor of a page, and the page he gets."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.domain.repeats import Once
from chalicelib.portal.content import Desk as PageDesk
from chalicelib.services.ports import Desk, Room, Secrets

_ONCE_SECONDS = 24 * 3600
_OPENED = "form"


@dataclass(frozen=True, slots=True)
class Visitor:
    desk: Desk
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    client: str


@dataclass(frozen=True, slots=True)
class Page:
    body: str
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def redirect(location: str) -> Page:
    """To be read by GET: going back or reloading doesn't post again."""
    return Page("", 303, headers={"Location": location})


def page_desk(room: Room) -> PageDesk:
    workspace = room.workspace
    return PageDesk(slug=workspace.id, name=workspace.name, color=workspace.color, language=workspace.language)


def once(visitor: Visitor, route: str, digest: str) -> Once:
    """The form's own nonce makes sending it twice one request. Without one, every sending is its own."""
    nonce = visitor.form.get("nonce", "")[:100] or visitor.desk.random_bytes(16).hex()
    return Once(
        principal="public",
        route=route,
        key=nonce,
        body_digest=digest,
        expires_at=int(time.time()) + _ONCE_SECONDS,
    )


def stamp(secrets: Secrets) -> str:
    """The moment a form is first shown, signed."""
    now = str(int(time.time()))
    return f"{now}.{secrets.sign(_OPENED, now.encode())}"


def stamp_is_good(secrets: Secrets, given: str) -> bool:
    """Whether a form comes back within a day of being shown, with a stamp of ours."""
    shown, _, signature = given.partition(".")
    if not shown.isascii() or not shown.isdigit() or not secrets.verify(_OPENED, shown.encode(), signature):
        return False
    return time.time() - int(shown) < _ONCE_SECONDS
