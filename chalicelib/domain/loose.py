"""Files that are written before the transaction that names them: work that looks again, unless that was stored.

Whoever writes such a file asks for the work first, and the transaction takes the work away. What is still on the list
a day later nothing names: the command was cut off, or refused, or never came.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.worklist import Work

UPLOAD, TEXT, COPIES = "loose_upload", "loose_text", "loose_copies"
"""The kinds of that work: files that somebody sent, texts too long for an item, copies of another ticket's
files."""
LOOK_AGAIN = timedelta(hours=25)
"""Longer than an upload is known, and so than any command may still name it."""
CLOSED = timedelta(hours=1)
"""The time between taking an upload back and erasing its file: longer than any function runs."""


def look_again(workspace: str, kind: str, work_id: str, now: datetime) -> Work:
    """Return the work that looks whether a file was named, written `now`."""
    return Work(workspace=workspace, kind=kind, id=work_id, at=now + LOOK_AGAIN)
