"""Files on their way from a form into a message. What was sent once is kept, whatever else is wrong with the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import MOST_FILES, Upload
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.links import lasting_id
from chalicelib.portal.content import ARRIVED_FIELD, UPLOAD_FIELD, KeptFile, Problem
from chalicelib.portal.forms import SentFile
from chalicelib.portal.visits import Visitor
from chalicelib.services.files import uploads
from chalicelib.services.ports import Room
from chalicelib.services.tickets.access import Visit

MOST_IN_FORM = 4_000_000
"""Bytes that all files of one form may have together: a Lambda function takes 6 MB, written in base64."""
FIELD = "files"
_WRONG = {"upload_differs": "differs", "validation_failed": "gone"}


@dataclass(frozen=True, slots=True)
class FormFiles:
    """The files that came with a form or are there from an earlier try, and what was wrong with others.

    `uploader` is who they belong to: the form, by its nonce, or the holder of a link.
    """

    uploader: str
    number: int | None
    files: tuple[Upload, ...] = ()
    problems: tuple[Problem, ...] = ()

    def shown(self) -> tuple[KeptFile, ...]:
        return tuple(KeptFile(id=one.id, name=one.name, size=one.size) for one in self.files)


def by_form(nonce: str) -> str:
    return f"form.{nonce}"


def by_link(seen: Visit) -> str:
    return f"link.{seen.ticket.number}.{lasting_id(seen.recipient.id)}"


def kept(visitor: Visitor, room: Room, uploader: str, number: int | None) -> FormFiles:
    """Take the files in; each one counts as something written."""
    asked = dict.fromkeys(visitor.form.get(UPLOAD_FIELD, "").split())
    known = uploads.sent_by(room, uploader, list(asked)[:MOST_FILES], number)
    problems = [Problem(FIELD, "gone")] if len(known) < len(asked) else []
    place = visitor.form.get(ARRIVED_FIELD)
    if place and len(known) < MOST_FILES:
        try:
            known = (*known, uploads.arrived(visitor.desk, room, uploader, place, number))
        except DeskError as refusal:
            problems.append(_problem(refusal))
    new = visitor.files
    found = next(_problems(new, len(known)), None)
    if found:
        return FormFiles(uploader, number, known, (*problems, found))
    for file in new:
        try:
            known = (*known, _received(visitor, room, uploader, file, number))
        except DeskError as refusal:
            problems.append(_problem(refusal, file.name))
    return FormFiles(uploader, number, known, tuple(dict.fromkeys(problems)))


def taken(visitor: Visitor, room: Room, given: FormFiles) -> tuple[Attachment, ...]:
    """The files as parts of a message. Raises FilesRefusedError when some of them aren't what was announced."""
    parts: dict[Upload, Attachment] = {}
    problems: list[Problem] = []
    for file in given.files:
        try:
            (parts[file],) = uploads.accept_uploads(visitor.desk, room, given.uploader, [file.id], given.number)
        except DeskError as refusal:
            problems.append(_problem(refusal, file.name))
    if problems:
        raise FilesRefusedError(replace(given, files=tuple(parts), problems=tuple(problems)))
    return tuple(parts.values())


class FilesRefusedError(Exception):
    """Some files can't be taken; `left` has the others, and says why."""

    def __init__(self, left: FormFiles) -> None:
        super().__init__("files refused")
        self.left = left


def _received(visitor: Visitor, room: Room, uploader: str, file: SentFile, number: int | None) -> Upload:
    visitor.guest.count_file()
    return uploads.received(visitor.desk, room, uploader, file.name, file.type, file.content, number)


def _problems(files: Sequence[SentFile], known: int) -> Iterator[Problem]:
    if known + len(files) > MOST_FILES:
        yield Problem(FIELD, "too_many")
    if sum(len(file.content) for file in files) > MOST_IN_FORM:
        yield Problem(FIELD, "too_large")
    yield from (Problem(FIELD, "empty", file.name) for file in files if not file.content)


def _problem(refusal: DeskError, name: str = "") -> Problem:
    if refusal.code == "rate_limited":
        return Problem("form", "too_many")
    return Problem(FIELD, _WRONG[refusal.code], name)
