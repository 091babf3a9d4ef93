"""Files that no message has: written for a command that was cut off, or refused, or never came. A day later they go."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.files import attachment_key, copied_id, mail_html_key, text_key
from chalicelib.domain.loose import CLOSED
from chalicelib.domain.worklist import Work
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Desk, Room


def erase_upload(desk: Desk, room: Room, work: Work) -> Work | None:
    """Take the upload back first, so that no message can have its file any more, and erase that once every command that
    had found it before has come to its end. One that was stored has taken this work off the list."""
    if not work.state.get("closed"):
        room.uploads.close(work.id)
        return replace(work, at=desk.clock.now() + CLOSED, state={"closed": True})
    desk.files.erase(file_key(room.workspace.id, work.id))
    return None


def erase_text(desk: Desk, room: Room, work: Work) -> None:
    """Erase a long text. Its name was one try's alone, which ended a day ago without storing it."""
    desk.files.erase(text_key(room.workspace.id, work.id))


def erase_copies(desk: Desk, room: Room, work: Work) -> None:
    """Erase what was copied of another ticket's files, all of it at once, for a ticket that was never stored."""
    beginning = copied_id(work.id, "")
    for key_of in (attachment_key, mail_html_key):
        for key in desk.files.names(key_of(room.workspace.id, beginning)):
            desk.files.erase(key)
