"""The HTML of a customer's mail, for members to look at: kept as it came, made harmless each time it is shown.

A frame can't carry a member's token, so whoever may read the message is given an address that is good for minutes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.domain.errors import not_found
from chalicelib.domain.files import mail_html_key
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.mail.html.sanitize import remote_pictures, sanitize, with_pictures
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets.access import find_ticket
from chalicelib.services.tickets.family import duplicates_of

SECONDS = 300
DESCRIPTION = "description"
"""The word that stands for a message's id for the mail that opened a ticket."""
_PURPOSE = "mail-page"
_PICTURES = ("image/png", "image/gif", "image/jpeg", "image/jpg", "image/webp", "image/bmp")


@dataclass(frozen=True, slots=True)
class PageAddress:
    """`token` is good until `expires_at`, in seconds since 1970."""

    token: str
    expires_at: int
    remote_images: int


@dataclass(frozen=True, slots=True)
class MailPage:
    """`html` is harmless; its pictures come from `origins` and, if they were asked for, from anywhere."""

    html: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail of one ticket (`message_id` is DESCRIPTION for the one that opened it)."""

    number: int
    message_id: str
    html_id: str | None
    attachments: tuple[Attachment, ...]


def keep(desk: Desk, room: Room, object_key: str, html: str) -> str | None:
    """Store a mail's HTML and say under what id; None for a mail without. Twice is once: the id is the mail's."""
    if not html.strip():
        return None
    html_id = _id_of(object_key)
    desk.files.put(html_key(room, html_id), html.encode("utf-8", "replace"), "text/plain; charset=utf-8")
    return html_id


def erase_html(desk: Desk, room: Room, object_key: str) -> None:
    """Erase what `keep` stored of a mail that was never filed."""
    desk.files.erase(html_key(room, _id_of(object_key)))


def offer_page(desk: Desk, room: Room, ticket: Ticket, entry_id: str) -> PageAddress:
    """An address for the mail behind an entry of the ticket's time line, or its description. Raises not_found."""
    mail = _of_family(room, ticket, entry_id)
    if mail is None or mail.html_id is None:
        raise not_found("message")
    expires_at = int(time.time()) + SECONDS
    named = f"{mail.number}.{mail.message_id}.{expires_at}"
    token = f"{named}.{desk.secrets.sign(_PURPOSE, _signed(room, named))}"
    return PageAddress(token, expires_at, remote_pictures(sanitize(_stored(desk, room, mail.html_id))))


def page(desk: Desk, room: Room, token: str, *, remote_images: bool) -> MailPage:
    """Return the page at an address that `offer_page` gave. Raises not_found for a forged or expired one."""
    number, message_id, expires_at, signature = _parts(token)
    named = f"{number}.{message_id}.{expires_at}"
    genuine = desk.secrets.verify(_PURPOSE, _signed(room, named), signature)
    mail = _mail(room, int(number), message_id) if genuine and int(expires_at) >= time.time() else None
    if mail is None or mail.html_id is None:
        raise not_found("page")
    clean = sanitize(_stored(desk, room, mail.html_id), remote_images)
    links = {
        file.content_id.lower(): desk.files.link(file_key(room.workspace.id, file.id), file.name, file.type)
        for file in mail.attachments
        if file.content_id and file.type in _PICTURES and not file.withheld
    }
    return MailPage(with_pictures(clean, links), tuple(sorted(_origins(links.values()))))


def _of_family(room: Room, ticket: Ticket, entry_id: str) -> _Mail | None:
    """The mail behind an entry of the time line, which shows merged tickets, too."""
    if entry_id == DESCRIPTION:
        return _opening(ticket)
    action_id, _, described = entry_id.partition(".")
    for one in (ticket, *duplicates_of(room, ticket, Ticket)):
        if described == DESCRIPTION and room.timeline.action(one.number, action_id):
            return _opening(one)
        if mail := _message(room, one.number, entry_id):
            return mail
    return None


def _mail(room: Room, number: int, message_id: str) -> _Mail | None:
    if message_id != DESCRIPTION:
        return _message(room, number, message_id)
    ticket = find_ticket(room, number, Ticket)
    return _opening(ticket) if ticket else None


def _opening(ticket: Ticket) -> _Mail:
    return _Mail(ticket.number, DESCRIPTION, ticket.html_id, ticket.attachments)


def _message(room: Room, number: int, message_id: str) -> _Mail | None:
    found = room.timeline.public_message(number, message_id)
    return _Mail(number, message_id, found.html_id, found.attachments) if found else None


def _stored(desk: Desk, room: Room, html_id: str) -> str:
    return desk.files.get(html_key(room, html_id)).decode()


def _id_of(object_key: str) -> str:
    return f"h_{hashlib.sha256(object_key.encode()).hexdigest()[:26]}"


def html_key(room: Room, html_id: str) -> str:
    """Return where the HTML of a mail lies."""
    return mail_html_key(room.workspace.id, html_id)


def _signed(room: Room, named: str) -> bytes:
    return f"{room.workspace.id}|{named}".encode()


def _parts(token: str) -> tuple[str, str, str, str]:
    parts = token.split(".", 3)
    if len(parts) < 4 or not all(part.isascii() and part.isdigit() for part in (parts[0], parts[2])):
        raise not_found("page")
    return parts[0], parts[1], parts[2], parts[3]


def _origins(links: Iterable[str]) -> set[str]:
    return {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, links)}
