"""The page for files that are too large for a form of ours: its form posts to the file store, which sends the visitor
back here, where they add the file to their request. Nothing of it needs a script."""

from __future__ import annotations

from typing import ClassVar

from chalicelib.domain.files import clean_name
from chalicelib.portal import attaching, pages
from chalicelib.portal.content import ArrivedFile, LargeFileForm, Problems, ReplyForm
from chalicelib.portal.refusing import WRITING_REFUSED
from chalicelib.portal.tracking import tracking
from chalicelib.portal.visits import PageResponse, page_desk, thread_path
from chalicelib.portal.writing import WritingPage
from chalicelib.services.files import uploads


class LargeFile(WritingPage):
    """The form, or the question about what it sent. Whoever may not write is told so with the thread."""

    refused: ClassVar = {"blocked": WRITING_REFUSED["blocked"]}

    def again(self, problems: Problems) -> str:
        return tracking(self.visitor, ReplyForm(nonce=self._nonce()), problems)

    def carry_out(self) -> PageResponse:
        visitor, room, seen = self.visitor, self.room, self.visitor.guest.visit
        path = thread_path(visitor, room, visitor.path["token"])
        back = f"{visitor.desk.portal_url}{path}/files{page_desk(visitor, room).kept}"
        shown = page_desk(visitor, room, seen.ticket)
        uploader = attaching.by_link(seen)
        place = uploads.place_of(room, uploader, visitor.query.get("key", ""))
        if place:
            arrived = ArrivedFile(place=place, name=clean_name(place.partition("/")[2]), nonce=self._nonce())
            return PageResponse(pages.arrived_file_page(shown, path, arrived))
        form = uploads.offer_any(visitor.desk, room, uploader, back)
        return PageResponse(pages.large_file_page(shown, path, LargeFileForm(url=form.url, fields=form.fields)))

    def _nonce(self) -> str:
        return self.visitor.desk.random_bytes(16).hex()
