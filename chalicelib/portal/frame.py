"""The widget's frame: the portal's pages under a widget's key, which that key's origins alone may show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from chalicelib import locales
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.portal.visits import PageResponse, Visitor, page_desk, redirect
from chalicelib.services.widget import identity
from chalicelib.services.widget import requests as widget_requests
from chalicelib.services.widget.requests import OpenRequest
from chalicelib.web import handling

_MOST_TOKENS = 10


def framed(visitor: Visitor, *, consistent: bool) -> Visitor:
    """The visitor as one who comes by the widget's key in their path. Raises not_found for a key that nothing has.

    Read consistently, a key or an origin that was taken away is gone at once.
    """
    widget = visitor.desk.accounts.widget(visitor.path["key"], consistent=consistent)
    if widget is None:
        raise not_found("page")
    return replace(visitor, path={**visitor.path, "workspace": widget.workspace}, widget=widget)


def to_portal(visitor: Visitor) -> PageResponse:
    """Redirect to the portal whoever the launcher can't show the frame to."""
    return redirect(f"{visitor.desk.portal_url}/portal/{visitor.path['workspace']}")


def requests(visitor: Visitor) -> PageResponse:
    """The requests of whoever asks, as JSON for the frame's script: by a token that their site signed, or by the links
    that they hold themselves. An address alone opens nothing."""
    assert visitor.widget is not None
    proof, tokens = visitor.form.get("proof", ""), visitor.form.get("tokens", "").split()[:_MOST_TOKENS]
    room = visitor.guest.room
    try:
        person = identity.signed_in(visitor.desk, visitor.widget, proof) if proof else None
    except DeskError as refusal:
        return _json({"code": refusal.code, "detail": refusal.detail}, 403)
    own = widget_requests.of_person(visitor.desk, room, person.email) if person else []
    refs = {request.ref for request in own}
    linked = [one for one in widget_requests.by_links(visitor.desk, room, tokens) if one.ref not in refs]
    t = locales.plain(page_desk(visitor, room).language)
    handling().caller = "customer" if person or linked else "none"
    who = {"email": person.email, "name": person.name, "proof": person.proof} if person else None
    return _json({"person": who, "requests": [*_shown(own, t, True), *_shown(linked, t, False)]})


def _shown(found: Sequence[OpenRequest], t: locales.Translate, own: bool) -> list[dict[str, str | bool | None]]:
    """`own` ones are there because the site vouches for the visitor, the others because they hold their links."""
    return [
        {
            "token": request.token,
            "ref": request.ref,
            "title": request.title,
            "own": own,
            "status": request.status.value if request.status else "by_mail" if request.by_mail else "merged",
            "status_text": _status_text(request, t),
            "replied_at": f"{request.replied_at:%Y-%m-%dT%H:%M:%SZ}" if request.replied_at else None,
        }
        for request in found
    ]


def _status_text(request: OpenRequest, t: locales.Translate) -> str:
    if request.status:
        return locales.word(t, "status", request.status)
    return t("tracking.by_mail" if request.by_mail else "tracking.merged")


def _json(content: object, status: int = 200) -> PageResponse:
    return PageResponse(json.dumps(content), status, content_type="application/json")
