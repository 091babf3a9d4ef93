"""Parked mails that somebody threw away: the mail as it came goes for good, and what was stored of it.

It is the work list's, so that the API has no right to erase, and nothing is left where an admin's request is cut off.
It waits until nobody can be at the mail any more: whoever was letting it through at the same moment is done by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.worklist import Work
from chalicelib.mail import SmtpEnvelope, parse
from chalicelib.services.mail.incoming.case import MailCase, Received
from chalicelib.services.mail.incoming.contents import erase_contents
from chalicelib.services.mail.incoming.erasing import erase_if_masked
from chalicelib.services.mail.incoming.receive import sharing
from chalicelib.services.ports import Desk, Room

KIND = "discarded_mail"
SETTLED = timedelta(minutes=15)
"""Longer than a request may take, and than the queue waits before it brings a mail again."""
TRIED = timedelta(days=15)
"""Longer than the queues keep a mail that is still to be filed, and than one is parked: what came to several workspaces
is in none of them by then that has no sign of it."""


def ask_to_erase(desk: Desk, room: Room, parked: SuspendedMail) -> None:
    """Ask for it before the mail is taken out: one that is parked still is left alone."""
    state = {
        "object_key": parked.object_key,
        "at": parked.at.isoformat(),
        "sender": parked.return_path,
        "recipients": list(parked.recipients),
    }
    work = Work(workspace=room.workspace.id, kind=KIND, id=parked.id, at=desk.clock.now() + SETTLED, state=state)
    desk.work.ask(work)


def erase(desk: Desk, room: Room, work: Work) -> Work | None:
    """Erase what this workspace has of the mail, unless it was filed after all, and then the mail as it came, unless
    another workspace has it too. What may be another's still waits until that is sure."""
    received = _received(work)
    raw = desk.raw_mail.find(received.object_key)
    if raw is None or room.suspended.get(work.id):
        return None
    mail = parse(raw, SmtpEnvelope(received.sender, received.recipients, {}))
    case = MailCase(desk, room, received, raw, mail)
    if _is_filed(case):
        return None
    erase_contents(case)
    others = sharing(desk, received) - {room.workspace.id}
    erase_if_masked(desk, received, mail, {room.workspace.id, *others}, done_in=room.workspace.id)
    if others and desk.clock.now() < received.at + TRIED:
        return replace(work, at=received.at + TRIED)
    if not any(_has(there, work.id) for there in _cases(case, others)):
        desk.raw_mail.erase(received.object_key)
    return None


def _cases(case: MailCase, workspaces: set[str]) -> Iterator[MailCase]:
    for workspace in sorted(workspaces):
        with case.desk.open(workspace) as room:
            yield replace(case, room=room)


def _has(case: MailCase, parked_id: str) -> bool:
    return case.room.suspended.get(parked_id) is not None or _is_filed(case)


def _is_filed(case: MailCase) -> bool:
    return case.room.repeats.filed(case.seen.message_id, case.seen.content_digest)


def _received(work: Work) -> Received:
    state = work.state
    return Received(
        object_key=state["object_key"],
        at=datetime.fromisoformat(state["at"]),
        sender=state["sender"],
        recipients=tuple(state["recipients"]),
        verdicts={},
    )
