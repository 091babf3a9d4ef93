"""Sending again every mail of a desk that failed since an instant: after mail was out of order, say.

It may be many, so it is on the work list: some tickets at a time. Each mail is sent again like one that a member asks
for, so what is under way already, or arrived, isn't sent twice, whoever else asks for it, and however often.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.resend import failed_within
from chalicelib.domain.vocabulary import word
from chalicelib.domain.worklist import Work
from chalicelib.services.mail.outgoing.held import try_now
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.resend import resend

KIND = "resend"
FURTHEST_BACK = timedelta(days=90)
_LATE = timedelta(days=14)
"""The time for which news that a mail failed may come: tickets that weren't touched for as long before are not read."""
_COUNTED, _PAGE = 1_000, 25
"""Tickets with undelivered mail that a request counts, and that a step of the work goes through."""
_LEFT_ALONE = frozenset({"not_found", "nothing_to_send", "not_reachable", "unknown_place", "in_trash", "is_spam"})
"""Why a mail stays as it is: it was taken back, is under way or has arrived, nobody may be mailed there, only a later
release knows where its ticket lies, or that is spam."""


@dataclass(frozen=True, slots=True)
class ToResend:
    """The mails that are to be sent again, and of how many tickets; `more`: they weren't all counted."""

    mails: int
    tickets: int
    more: bool


def ask_to_resend(seat: Seat, since: datetime) -> ToResend:
    """Have every mail of a reply sent again that failed from `since` until now, and say how many these are. What is
    held is tried within a minute.

    Raises DeskError at `since` for an instant that is to come, or too far back.
    """
    now = seat.desk.clock.now()
    wanted = to_resend(seat, since, now)
    try_now(seat.desk, seat.room)
    if wanted.mails or wanted.more:
        seat.desk.work.ask(_work(seat, since, now))
    return wanted


def to_resend(seat: Seat, since: datetime, until: datetime) -> ToResend:
    """Return how many mails of replies failed from `since` until then. Raises DeskError as `ask_to_resend` does."""
    if since > until:
        raise invalid("since", "This moment is still to come.")
    if since < until - FURTHEST_BACK:
        raise invalid("since", f"Go back {FURTHEST_BACK.days} days at most.")
    page = seat.room.ticking.undelivered(since - _LATE, _COUNTED, None)
    failed = [found for row in page.items if (found := failed_within(row, since, until))]
    mails = sum(map(len, (people for found in failed for people in found.values())))
    return ToResend(mails, len(failed), page.position is not None)


def _work(seat: Seat, since: datetime, until: datetime) -> Work:
    by = {"kind": seat.actor.kind.value, "id": seat.actor.id, "name": seat.actor.name}
    state = {"since": since.isoformat(), "until": until.isoformat(), "by": by, "position": None}
    return Work(workspace=seat.room.workspace.id, kind=KIND, id=seat.desk.new_id(until), at=until, state=state)


def resend_on(desk: Desk, room: Room, work: Work) -> Work | None:
    """Go on by some tickets, in the order of their last change: one whose mail is sent again moves to the end, and has
    nothing more to send there. What fails after it was asked for is not tried again."""
    since, until = (datetime.fromisoformat(work.state[name]) for name in ("since", "until"))
    page = room.ticking.undelivered(since - _LATE, _PAGE, work.state["position"])
    seat = Seat(desk, room, _actor(work), batch=work.id)
    for row in page.items:
        for message_id, people in failed_within(row, since, until).items():
            _resend(seat, row.number, message_id, people)
    return replace(work, state={**work.state, "position": page.position}) if page.position else None


def _resend(seat: Seat, number: int, message_id: str, people: frozenset[str]) -> None:
    try:
        resend(seat, number, message_id, only=people)
    except DeskError as refusal:
        if refusal.code not in _LEFT_ALONE:
            raise


def _actor(work: Work) -> Actor:
    by = work.state["by"]
    return Actor(word(ActorKind, by["kind"]), by["id"], by["name"])
