"""A reply's mail that the carrier couldn't hand over yet: worth knowing, and nothing that failed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from chalicelib.domain.events import SYSTEM, EventType
from chalicelib.domain.idempotency import AlreadyFiledError, SeenMail
from chalicelib.domain.mail.jobs import DETAIL_LENGTH, AboutTicket, JobKey, JobState
from chalicelib.domain.tickets import converse
from chalicelib.domain.tickets.decision import Decision, Moment, silenced
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.ports import Desk
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.commands import Receipt, carry_out

_ON_ITS_WAY = (JobState.QUEUED, JobState.SENDING, JobState.SENT)
_DELAYED = "delayed"


def note_delay(desk: Desk, key: JobKey, detail: str) -> None:
    """Have the ticket tell, once for each mail, that a reply is late. It stays where it is in lists, and nobody is
    told; of a mail that arrived or came back meanwhile, or that carries no reply, nothing is noted."""
    if key.workspace is None or key.number is None:
        return
    with desk.open(key.workspace) as room:
        job = desk.jobs.get(key)
        about = job.about if job and job.state in _ON_ITS_WAY else None
        if job is None or not isinstance(about, AboutTicket) or about.message_id is None:
            return
        told = {"address": job.address, "detail": " ".join(detail.split())[:DETAIL_LENGTH]}

        def decide(ticket: Ticket, moment: Moment) -> Decision[Ticket]:
            heard = silenced(converse.heard(ticket, EventType.MAIL_DELAYED, told, moment))
            return replace(heard, ticket=replace(heard.ticket, updated_at=ticket.updated_at))

        once = Receipt(seen=SeenMail(message_id=f"{_DELAYED} {key.id}", content_digest=_DELAYED, number=0))
        with suppress(AlreadyFiledError):
            carry_out(Seat(desk, room, SYSTEM), key.number, Ticket, decide, receipt=once, patient=True, on_merged=True)
