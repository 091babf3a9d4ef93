"""Parts of a ticket that several answers show: files and rendered text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import unescape

from chalicelib.api.schemas.files import AttachmentOut, PictureOut
from chalicelib.api.schemas.identity import IdentityOut
from chalicelib.api.schemas.people import HoldOut, PersonOut
from chalicelib.body_html import body_html, mail_html, picture_marks
from chalicelib.domain.holds import Hold
from chalicelib.domain.people.identity import SenderIdentity
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.ticket import DescribedTicket


def attachments(files: Sequence[Attachment], text: str) -> list[AttachmentOut]:
    """Return the files of a message whose body is `text`, as HTML."""
    marks = {mark.file.id: unescape(text[mark.start : mark.end]) for mark in picture_marks(text, files)}
    return [_attachment(file, marks.get(file.id)) for file in files]


def _attachment(file: Attachment, mark: str | None) -> AttachmentOut:
    shown = file.picture
    return AttachmentOut(
        id=file.id,
        name=file.name,
        type=file.type,
        size=file.size,
        inline=bool(file.content_id),
        scanned=file.scanned.value,
        picture=PictureOut(width=shown.width, height=shown.height) if shown else None,
        mark=mark,
    )


@lru_cache(maxsize=2048)
def html(text: str, body_format: BodyFormat) -> str:
    """Return a text as harmless HTML. Messages never change, so a warm function renders each once."""
    return body_html(text, body_format)


@lru_cache(maxsize=512)
def formatted(kept: str, files: tuple[Attachment, ...]) -> str:
    """Return what a mail shows of its text as harmless HTML."""
    return mail_html(kept, files)


def opening_html(ticket: DescribedTicket) -> str:
    """Return what a ticket was opened with as harmless HTML."""
    if ticket.formatted:
        return formatted(ticket.formatted, ticket.attachments)
    return html(ticket.description, ticket.body_format)


def hold(held: Hold | None) -> HoldOut | None:
    """Return a hold, for members."""
    if held is None:
        return None
    return HoldOut(reason=held.reason, at=held.at, by=PersonOut(id=held.by_id or "", name=held.by_name))


def identity(found: SenderIdentity | None) -> IdentityOut | None:
    if found is None:
        return None
    return IdentityOut(
        standing=found.standing.value,
        reason=found.why.value,
        by_link_of=found.holder or None,
        sent_by=found.sent_by or None,
    )
