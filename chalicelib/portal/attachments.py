"""Files of messages on the page of a request: pictures are shown, in the text where they belong, others downloaded."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from chalicelib.body_html import picture_marks
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.observability import security_event
from chalicelib.portal.tracked import File
from chalicelib.portal.visits import PageResponse, Visitor
from chalicelib.services.files.links import link_for_customer, shown_to_customer

_LISTED, _IN_TEXT = (240, 144), (640, 480)
"""The most room that a picture has, in pixels of CSS, among the files and in a text."""
_THUMBNAIL = Markup(
    '<a class="picture" href="{url}"{target}>'
    '<img src="{url}" alt="{name}" width="{width}" height="{height}" loading="lazy"></a>'
)
_APART = Markup(' target="_blank" rel="noopener"')


def file(visitor: Visitor) -> PageResponse:
    guest = visitor.guest
    return _led_to(visitor, link_for_customer(visitor.desk, guest.room, guest.visit, visitor.path["id"]))


def picture(visitor: Visitor) -> PageResponse:
    """The address of a picture in a page, which stays, leads to one that is good for minutes."""
    guest = visitor.guest
    return _led_to(visitor, shown_to_customer(visitor.desk, guest.room, guest.visit, visitor.path["id"]))


def _led_to(visitor: Visitor, link: str) -> PageResponse:
    guest = visitor.guest
    security_event(
        "downloaded",
        workspace=guest.room.workspace.id,
        caller=guest.visit.recipient.id,
        number=guest.visit.ticket.number,
        file=visitor.path["id"],
    )
    return PageResponse("", 302, headers={"Location": link})


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of a request's files: below `base`, its page. Within the widget's `frame` pictures open apart."""

    base: str
    frame: bool

    def with_pictures(self, html: Markup, files: tuple[Attachment, ...]) -> tuple[Markup, tuple[File, ...]]:
        """Return a text with the pictures that it names, and all of its files."""
        marks = picture_marks(html, files)
        pieces, end = [], 0
        for mark in marks:
            pieces += [html[end : mark.start], self._thumbnail(mark.file, _IN_TEXT)]
            end = mark.end
        named = {mark.file.id for mark in marks}
        return Markup("").join([*pieces, html[end:]]), tuple(self._file(one, one.id in named) for one in files)

    def _file(self, file: Attachment, in_text: bool) -> File:
        url = None if file.withheld else f"{self.base}/files/{file.id}"
        thumbnail = self._thumbnail(file, _LISTED) if file.is_shown else None
        return File(name=file.name, size=file.size, url=url, thumbnail=thumbnail, in_text=in_text)

    def _thumbnail(self, file: Attachment, room: tuple[int, int]) -> Markup:
        shown = file.picture
        assert shown is not None, "only a picture is shown"
        part = min(1, room[0] / shown.width, room[1] / shown.height)
        return _THUMBNAIL.format(
            url=f"{self.base}/pictures/{file.id}",
            target=_APART if self.frame else "",
            name=file.name,
            width=max(1, round(shown.width * part)),
            height=max(1, round(shown.height * part)),
        )
