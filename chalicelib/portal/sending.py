"""Where the script of a form asks how to send a file. It answers with the file store's form, as JSON."""

from __future__ import annotations

import json

from chalicelib import locales
from chalicelib.domain.errors import DeskError
from chalicelib.portal import attaching
from chalicelib.portal.content import NONCE_FIELD
from chalicelib.portal.rendering import size
from chalicelib.portal.visits import Page, Visitor, page_desk
from chalicelib.services import limits
from chalicelib.services.files import uploads
from chalicelib.services.ports import Room
from chalicelib.services.tickets import customers
from chalicelib.services.tickets.access import check_not_apart, visit


def offer_for_form(visitor: Visitor) -> Page:
    """A file for a request that isn't sent yet: it belongs to that form, which its nonce tells from others."""
    with visitor.desk.open(visitor.path["workspace"]) as room:
        nonce = visitor.form.get(NONCE_FIELD)
        if not nonce or not page_desk(visitor, room).takes:
            raise DeskError("bad_request", "Open the form first.")
        return _offer(visitor, room, attaching.by_form(nonce), None)


def offer_for_link(visitor: Visitor) -> Page:
    """A file for an answer."""
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        customers.check_not_blocked(room, seen.recipient, seen.ticket)
        check_not_apart(seen)
        return _offer(visitor, room, attaching.by_link(seen), seen.ticket.number)


def _offer(visitor: Visitor, room: Room, uploader: str, number: int | None) -> Page:
    limits.spend(visitor.desk, limits.UPLOAD, f"{room.workspace.id}|{visitor.client}")
    limits.spend(visitor.desk, limits.PUBLIC_WRITES, room.workspace.id)
    sent = visitor.form
    given = sent.get("size", "")
    count = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0
    name, kind = sent.get("name", ""), sent.get("type", "")
    made = uploads.offer(visitor.desk, room, uploader, name, kind, count, number)
    shown = size(count, locales.plain(page_desk(visitor, room).language))
    answer = {"id": made.upload.id, "size": shown, "url": made.form.url, "fields": dict(made.form.fields)}
    return Page(json.dumps(answer), content_type="application/json")
