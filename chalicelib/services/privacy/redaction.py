"""Redaction: what is cut out of a ticket goes from everywhere it is kept, step by step, and the time line says so.

Each step goes through a page of the ticket's items. What lies elsewhere goes before the item that leads to it: cut off
anywhere, the rest is found again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.events import EventType
from chalicelib.domain.idempotency import Once, RepeatedError
from chalicelib.domain.mail.jobs import UNSETTLED, AboutTicket, JobKey, JobState
from chalicelib.domain.paging import Page
from chalicelib.domain.privacy.cutting import BLANK
from chalicelib.domain.privacy.jobs import DeskJob, DeskJobKind
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.domain.privacy.redacting import DESCRIPTION, Redaction, redact, redaction_from
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.worklist import Work
from chalicelib.services.files.links import file_key
from chalicelib.services.mail.html_pages import html_key
from chalicelib.services.ports import Desk, Room
from chalicelib.services.privacy.copies import RedactedPart, met, part_from
from chalicelib.services.privacy.cutting import cut_out, cut_texts, erase_texts, has_in_html, reindex
from chalicelib.services.privacy.extent import is_there, parts_of
from chalicelib.services.privacy.purge import erase_files, notices_of
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.access import find_ticket, ticket_by_number
from chalicelib.services.tickets.commands import Receipt, carry_out

KIND = "redaction"
"""The work of a redaction. Its id is that of its job."""
PAGE = 10
_KNOWN_SECONDS = 7 * 24 * 3600


def ask(seat: Seat, number: int, wanted: Redaction) -> DeskJob:
    """Have something taken out of a ticket; words, of those merged into it, too; all of it, of what a message was split
    into, or from, as well. Raise DeskError as `preview` does."""
    room, desk, now = seat.room, seat.desk, seat.desk.clock.now()
    parts, others = parts_of(seat, number, wanted)
    stored = [one.stored() for one in (*parts, *others)]
    known = [one.number for one in (*parts, *others)]
    state = {"wanted": wanted.stored(), "parts": stored, "known": known, "position": None, "began": time.time()}
    job_id = f"j_{desk.new_id(now)}"
    job = DeskJob(id=job_id, kind=DeskJobKind.REDACTION, subject=str(number), by=seat.actor, asked_at=now)
    room.desk_jobs.add(job)
    desk.work.ask(Work(workspace=room.workspace.id, kind=KIND, id=job.id, at=now, state=state))
    return job


def redact_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by a page of the ticket that it is at."""
    job = room.desk_jobs.get(work.id)
    if job is None or job.is_over:
        return None
    parts, gone_through = _parts_left(work), work.state.get("gone_through", 0)
    if not parts:
        kind = redaction_from(work.state["wanted"]).kind
        room.desk_jobs.change(job, job.done(desk.clock.now(), {"what": kind, "items": gone_through}))
        return None
    part, position = parts[0], work.state["position"]
    if position is not None:
        page = room.erasing.kept(part.number, PAGE, position or None)
        _take_page(desk, room, part, page.items)
        room.desk_jobs.change(job, job.further(gone_through + len(page.items)))
        return _further(desk, room, work, parts, page)
    if find_ticket(room, part.number, Ticket) is None:  # a copy whose time in the trash ended meanwhile
        return work.further(0, parts=[one.stored() for one in parts[1:]])
    _take_out(Seat(desk, room, job.by, cause=job.id), part.number, part.wanted)
    return work.further(0, position="")


def _parts_left(work: Work) -> list[RedactedPart]:
    """The tickets still to be gone through, each with what is to go there; the release before kept their numbers."""
    if "parts" in work.state:
        return [part_from(one) for one in work.state["parts"]]
    wanted = redaction_from(work.state["wanted"])
    return [RedactedPart(number, wanted) for number in work.state["numbers"]]


def _take_page(desk: Desk, room: Room, part: RedactedPart, items: Sequence[KeptItem]) -> None:
    if part.wanted.words:
        cut_out(desk, room, part.number, items, part.wanted.cut)
    else:
        _take_part(desk, room, part.number, items, part.wanted)


def _further(desk: Desk, room: Room, work: Work, parts: Sequence[RedactedPart], page: Page[KeptItem]) -> Work:
    """What is left after a page, with what somebody split off meanwhile."""
    part, known = parts[0], work.state.get("known", [one.number for one in parts])
    new = [one for one in met(room, page.items, part.wanted, known) if is_there(desk, room, one)]
    known = [*known, *(one.number for one in new)]
    left = [*parts, *new]
    if page.position is None:
        left = left[1:]
        if part.wanted.words:
            cut_texts(desk, room, part.number, part.wanted.cut)
        elif part.wanted.entry_id:
            erase_texts(desk, room, part.number, part.wanted.entry_id, work.state["began"])
    stored = [one.stored() for one in left]
    return work.further(len(page.items), parts=stored, known=known, position=page.position)


def _take_out(seat: Seat, number: int, wanted: Redaction) -> None:
    """Out of the ticket itself. Its files go first, for it alone knows of them."""
    desk, room = seat.desk, seat.room
    ticket = ticket_by_number(room, number, DescribedTicket)
    opening = wanted.entry_id == DESCRIPTION
    for file in ticket.attachments:
        if opening or file.id == wanted.file_id:
            desk.files.erase(file_key(room.workspace.id, file.id))
    no_html = opening or has_in_html(desk, room, ticket.html_id, wanted.cut)
    if no_html and ticket.html_id:
        desk.files.erase(html_key(room, ticket.html_id))

    def decide(ticket: DescribedTicket, moment: Moment) -> Decision[DescribedTicket]:
        return redact(ticket, wanted, moment, no_html=no_html)

    change_once(seat, number, decide)


def change_once(
    seat: Seat, number: int, decide: Callable[[DescribedTicket, Moment], Decision[DescribedTicket]]
) -> None:
    """Change a ticket, wherever it lies, for the job that is the seat's cause. Twice is once."""
    expires_at = int(seat.desk.clock.now().timestamp()) + _KNOWN_SECONDS
    once = Once(principal=KIND, route=str(number), key=seat.cause or "", body_digest="", expires_at=expires_at)
    receipt = Receipt(once=once)
    with suppress(RepeatedError):
        carry_out(seat, number, DescribedTicket, decide, on_merged=True, on_deleted=True, patient=True, receipt=receipt)


def _take_part(desk: Desk, room: Room, number: int, items: Sequence[KeptItem], wanted: Redaction) -> None:
    """Out of those of the items that have it: an entry with all its files, or a file."""
    for one in items:
        if wanted.file_id and wanted.file_id in one.files:
            desk.files.erase(file_key(room.workspace.id, wanted.file_id))
            _erase_mail(desk, room, number, one)
            room.erasing.detach(number, one.entry_id, wanted.file_id)
        elif wanted.entry_id and one.entry_id == wanted.entry_id and one.said:
            erase_files(desk, room, number, [one])
            _withdraw_mails(desk, room, number, wanted.entry_id)
            room.erasing.empty(number, wanted.entry_id, BLANK)
        elif wanted.entry_id and one.former_of == wanted.entry_id:
            erase_files(desk, room, number, [one])
            room.erasing.remove(number, [one])
        elif wanted.entry_id == DESCRIPTION and one.action and EventType.CREATED in one.action.types():
            _erase_mail(desk, room, number, one)
        elif one.derived:
            room.erasing.remove(number, [one])
    about = [one for one in items if one.action and one.action.message_id == wanted.entry_id and wanted.entry_id]
    room.erasing.drop_notices(room.workspace.members, notices_of(desk, about))
    reindex(room, number, items)


def _erase_mail(desk: Desk, room: Room, number: int, item: KeptItem) -> None:
    erase_files(desk, room, number, [replace(item, texts=(), files=(), html_id=None)])


def _withdraw_mails(desk: Desk, room: Room, number: int, message_id: str) -> None:
    """Of what is taken out, nothing more is mailed."""
    for job in desk.jobs.on_ticket(JobKey(workspace=room.workspace.id, number=number, id="")):
        about = job.about
        if isinstance(about, AboutTicket) and about.message_id == message_id and job.state in UNSETTLED:
            desk.jobs.settle(job.key, JobState.WITHDRAWN)
