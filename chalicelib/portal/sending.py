"""Where the script of a form asks how to send a file. It answers with the file store's form, as JSON."""

from __future__ import annotations

import json

from chalicelib import locales
from chalicelib.domain.errors import DeskError
from chalicelib.portal import attaching
from chalicelib.portal.content import NONCE_FIELD
from chalicelib.portal.visits import PageResponse, Visitor, page_desk
from chalicelib.services.files import uploads


def offer_for_form(visitor: Visitor) -> PageResponse:
    """A file for a request that isn't sent yet: it belongs to that form, which its nonce tells from others."""
    nonce = visitor.form.get(NONCE_FIELD)
    if not nonce:
        raise DeskError("bad_request", "Open the form first.")
    return _offer(visitor, attaching.by_form(nonce), None)


def offer_for_link(visitor: Visitor) -> PageResponse:
    """A file for an answer."""
    seen = visitor.guest.visit
    return _offer(visitor, attaching.by_link(seen), seen.ticket.number)


def _offer(visitor: Visitor, uploader: str, number: int | None) -> PageResponse:
    room = visitor.guest.room
    sent = visitor.form
    given = sent.get("size", "")
    count = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
    name, kind = sent.get("name", ""), sent.get("type", "")
    made = uploads.offer(visitor.desk, room, uploader, name, kind, count, number)
    shown = locales.size(locales.plain(page_desk(visitor, room).language), count)
    answer = {"id": made.upload.id, "size": shown, "url": made.form.url, "fields": dict(made.form.fields)}
    return PageResponse(json.dumps(answer), content_type="application/json")
