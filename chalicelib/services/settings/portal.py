"""The portal as a desk's settings have it: on or off, its name, colour, logo, and the words at its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.settings.workspace import General
from chalicelib.domain.vocabulary import TicketType
from chalicelib.services.files import uploads
from chalicelib.services.files.links import logo_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings.general import change_general

LOGO_TYPES = ("image/png", "image/jpeg", "image/gif")
LOGO_BYTES = 256 * 1024
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")


def change_portal(seat: Seat, uploader: str, changes: Mapping[str, Any]) -> General:
    """Change what `changes` names. A new logo is the id of a file that the same caller uploaded; null takes it away."""
    wanted = {f"portal_{name}": value for name, value in changes.items()}
    if "types" in changes:
        wanted["portal_types"] = _types(seat.room, changes["types"])
    if changes.get("privacy_url"):
        _check_address(changes["privacy_url"])
    if changes.get("logo"):
        wanted |= _logo(seat.desk, seat.room, uploader, changes["logo"])
    elif "logo" in changes:
        wanted |= {"portal_logo": None, "portal_logo_type": ""}
    return change_general(seat, wanted)


def _types(room: Room, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the words for each type, with those for types that only a later release knows."""
    known = {kind.value for kind in TicketType}
    before = room.workspace.portal_types
    return {kind: before[kind] for kind in before if kind not in known} | dict(wanted)


def _check_address(text: str) -> None:
    """Customers are led there from a page of ours: to nothing but a page that is sent encrypted."""
    try:
        parts = urlsplit(text)
        good = parts.scheme == "https" and bool(parts.hostname) and not parts.username
    except ValueError:
        good = False
    if not good or _NO_ADDRESS.search(text):
        raise invalid("privacy_url", "Give the whole address of a page, beginning with https://.")


def _logo(desk: Desk, room: Room, uploader: str, upload_id: str) -> dict[str, str]:
    (announced,) = uploads.sent_by(room, uploader, [upload_id], None) or (None,)
    if announced is None:
        raise invalid("logo", "File not found. Upload it first, then give its id.")
    if announced.type not in LOGO_TYPES or announced.size > LOGO_BYTES:
        raise invalid("logo", f"A logo is a PNG, JPEG or GIF of at most {LOGO_BYTES // 1024} KB.")
    try:
        uploads.moved(desk, room, announced, logo_key(room.workspace.id))
    except DeskError as refusal:
        raise invalid("logo", refusal.detail) from refusal
    return {"portal_logo": announced.id, "portal_logo_type": announced.type}
