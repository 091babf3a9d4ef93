"""The page for files that are too large for a form of ours: its form posts to the file store, which sends the visitor
back here, where he adds the file to his request. Nothing of it needs a script."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import clean_name
from chalicelib.portal import attaching, pages
from chalicelib.portal.content import ArrivedFile, LargeFileForm, ReplyForm
from chalicelib.portal.tracking import refused
from chalicelib.portal.visits import Page, Visitor, back_to_thread, page_desk, thread_path
from chalicelib.services import limits
from chalicelib.services.files import uploads
from chalicelib.services.tickets import customers
from chalicelib.services.tickets.access import visit


def large_file_form(visitor: Visitor) -> Page:
    limits.spend(visitor.desk, limits.TRACK, visitor.client)
    with visitor.desk.open(visitor.path["workspace"]) as room:
        seen = visit(room, visitor.path["token"])
        try:
            customers.check_not_blocked(room, seen.recipient, seen.ticket)
        except DeskError as refusal:
            return refused(visitor, room, seen, ReplyForm(nonce=visitor.desk.random_bytes(16).hex()), refusal)
        if seen.apart:
            return back_to_thread(visitor, room)
        path = thread_path(visitor, room, visitor.path["token"])
        back = f"{visitor.desk.portal_url}{path}/files{page_desk(visitor, room).kept}"
        shown = page_desk(visitor, room, seen.ticket)
        uploader = attaching.by_link(seen)
        place = uploads.place_of(room, uploader, visitor.query.get("key", ""))
        if place:
            name = clean_name(place.partition("/")[2])
            arrived = ArrivedFile(place=place, name=name, nonce=visitor.desk.random_bytes(16).hex())
            return Page(pages.arrived_file_page(shown, path, arrived))
        form = uploads.offer_any(visitor.desk, room, uploader, back)
        return Page(pages.large_file_page(shown, path, LargeFileForm(url=form.url, fields=form.fields)))
