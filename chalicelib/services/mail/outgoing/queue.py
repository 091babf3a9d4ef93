"""Queueing mails: stored first, so that none is lost, then named to the queue."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.accounts.changes import AccountChange
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.mail.jobs import AboutAccount, AboutLinks, JobKey, LetterKind, MailJob
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.domain.tickets.ticket import parse_reference
from chalicelib.services.ports import Desk, Room


def queue(desk: Desk, jobs: Sequence[MailJob], delay: int = 0) -> None:
    """Store the jobs and have them looked at after `delay` seconds. Calling twice sends each mail once."""
    for job in jobs:
        desk.jobs.add(job)
    desk.mail_queue.put([job.key for job in jobs], delay)


def queue_invitation(desk: Desk, workspace: Workspace, email: str, invited_by: str, unique: str) -> None:
    """Store and queue the mail to a new member. Calling twice with the same `unique` sends one mail."""
    about = AboutAccount(
        sender_name=workspace.name, language=workspace.language, invited_by=invited_by, workspace=workspace.id
    )
    queue(desk, [MailJob(key=JobKey(id=f"a{unique}"), kind=LetterKind.INVITATION, address=email, about=about)])


def queue_password_reset(desk: Desk, email: str, language: str) -> None:
    """The same for a forgotten password, whether anybody has that address or not: the work that tells is done in the
    job. An account belongs to no workspace, so the mail is in the product's name."""
    key = JobKey(id=f"a{desk.new_id(desk.clock.now())}")
    about = AboutAccount(sender_name=SYSTEM.name, language=language)
    queue(desk, [MailJob(key=key, kind=LetterKind.PASSWORD_RESET, address=email, about=about)])


def queue_many_tries(desk: Desk, email: str, many: int, unique: str) -> None:
    """The same for so many tries to sign in with an address. Calling twice with the same `unique` sends one mail."""
    about = AboutAccount(sender_name=SYSTEM.name, language="", amount=many, at=desk.clock.now())
    key = JobKey(id=f"t{unique}")
    queue(desk, [MailJob(key=key, kind=LetterKind.MANY_TRIES, address=email, about=about)])


def queue_account_changed(desk: Desk, email: str, what: AccountChange, unique: str) -> None:
    """The same for a change of how somebody proves who they are. Calling twice with the same `unique` sends one mail:
    it names the change itself, so that a repeated one has it again, and the next of that kind another."""
    about = AboutAccount(sender_name=SYSTEM.name, language="", name=what.value, at=desk.clock.now())
    key = JobKey(id=f"c{desk.secrets.sign('changed', f'{what.value}|{email}|{unique}'.encode())}")
    queue(desk, [MailJob(key=key, kind=LetterKind.ACCOUNT_CHANGED, address=email, about=about)])


def queue_links(desk: Desk, room: Room, address: str, ref: str, language: str) -> None:
    """Queue the mail, whether anybody has that address or not. `ref` may be empty, or no reference at all."""
    key = JobKey(id=f"l{desk.new_id(desk.clock.now())}", workspace=room.workspace.id)
    about = AboutLinks(language=language, number=parse_reference(room.workspace.prefix, ref))
    queue(desk, [MailJob(key=key, kind=LetterKind.LINKS, address=address, about=about)])
