"""Letters to every admin about a new one, a key that may all that keys may, or a day with much of the unproven.

Who is told of a change is written down in its transaction: whoever was just made an admin can't keep the others from
hearing of it by taking their role away. The work list does the rest, again and again until all are queued.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts.api_keys import ApiKey
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.mail.jobs import AboutAccount, JobKey, LetterKind, MailJob
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings.alarms import alarm
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.parts import MOST, Part
from chalicelib.domain.worklist import Work
from chalicelib.services.mail.outgoing.queue import queue
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat

KIND = "alarm"


def work_of(seat: Seat, entry: AuditEntry, before: Part | None, after: Part | None) -> Work | None:
    """Return the work of telling the admins of a change, None where there is nothing to tell, or nobody yet."""
    kind, workspace = alarm(before, after), seat.room.workspace
    known = _admins(workspace.members.values(), but=entry.subject)
    if kind is None or (not known and seat.actor == SYSTEM):
        return None
    name = f"{after.name} ({after.email})" if isinstance(after, Member) else entry.name
    state: dict[str, Any] = {
        "kind": kind.value,
        "subject": entry.subject,
        "name": name,
        "by": seat.actor.name,
        "to": known,
    }
    if kind is LetterKind.KEYS_LEFT and before:
        state["was"] = before.name
    return Work(workspace=workspace.id, kind=KIND, id=entry.id, at=entry.at, state=state)


def much_unproven(desk: Desk, room: Room, day: str, what: str, most: int) -> None:
    """Have the admins told that more than `most` of that came on a day, once however often it is asked for."""
    now = desk.clock.now()
    state = {"kind": LetterKind.MUCH_UNPROVEN.value, "name": what, "amount": most, "at": now.isoformat()}
    workspace = room.workspace.id
    desk.work.ask(Work(workspace=workspace, kind=KIND, id=f"{workspace}.{day}.{what}", at=now, state=state))


def tell_admins(desk: Desk, room: Room, work: Work) -> None:
    """Queue a letter to each, once however often it is done; none about an admin who left no key behind."""
    left = _keys_left(desk, room, work) if work.state["kind"] == LetterKind.KEYS_LEFT else ()
    if work.state["kind"] == LetterKind.KEYS_LEFT and not left:
        return
    state, workspace = work.state, desk.settings.load(room.workspace.id, fresh=True) or room.workspace
    about = AboutAccount(
        sender_name=workspace.name,
        language=workspace.language,
        invited_by=state.get("by", ""),
        name=state["name"],
        amount=state.get("amount", 0),
        at=datetime.fromisoformat(state["at"]) if "at" in state else None,
        keys=left,
    )
    told = {**_admins(workspace.members.values(), but=state.get("subject", "")), **state.get("to", {})}
    queue(
        desk,
        [
            MailJob(key=JobKey(id=f"s{work.id}.{person}"), kind=LetterKind(state["kind"]), address=address, about=about)
            for person, address in told.items()
        ],
    )


def _keys_left(desk: Desk, room: Room, work: Work) -> tuple[str, ...]:
    """The names of the keys that whom it is about made, and that still open something."""
    keys = room.parts.page(ApiKey, MOST[ApiKey], None).items
    member, was, now = work.state["subject"], work.state["was"], desk.clock.now()
    return tuple(sorted(key.name for key in keys if key.made_by(member, was) and not key.expired(now)))


def _admins(members: Iterable[Member], but: str) -> dict[str, str]:
    """The addresses of those who are active, by their ids."""
    return {one.id: one.email for one in members if one.active and one.role is Role.ADMIN and one.id != but}
