"""The mails about people's own accounts: invitation and forgotten password. Each carries a link that works once."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.events import SYSTEM
from chalicelib.domain.mail.jobs import JobKey, LetterKind, Mail, MailJob
from chalicelib.domain.people.accounts import PasswordToken, secret_digest
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.locales import FALLBACK
from chalicelib.services.ports import Desk

VALID = {LetterKind.INVITATION: timedelta(days=7), LetterKind.PASSWORD_RESET: timedelta(hours=1)}


def queue_invitation(desk: Desk, workspace: Workspace, email: str, invited_by: str, unique: str) -> None:
    """Store and queue the mail to a new member. Calling twice with the same `unique` sends one mail."""
    _queue(
        desk,
        MailJob(
            key=JobKey(id=f"a{unique}"),
            kind=LetterKind.INVITATION,
            address=email,
            name=workspace.name,
            status=invited_by,
            language=workspace.language,
        ),
    )


def queue_password_reset(desk: Desk, email: str, language: str) -> None:
    """The same for a forgotten password, whether anybody has that address or not: the work that tells is done in the
    job. An account belongs to no workspace, so the mail is in the product's name."""
    key = JobKey(id=f"a{desk.new_id(desk.clock.now())}")
    _queue(
        desk,
        MailJob(key=key, kind=LetterKind.PASSWORD_RESET, address=email, name=SYSTEM.name, language=language),
    )


def _queue(desk: Desk, job: MailJob) -> None:
    desk.jobs.add(job)
    desk.mail_queue.put([job.key])


def account_mail(desk: Desk, job: MailJob) -> Mail | None:
    """None when nobody has that address.

    The token is made of the job's id with a secret, so that a job carried out twice sends the same link.
    """
    from chalicelib.mail.letters import Invitation, PasswordReset, Words, letter
    from chalicelib.mail.writing.compose import Outgoing, compose

    if desk.identity.find(job.address) is None:
        return None
    url = f"{desk.base_url}/account/password/{_permission(desk, job)}"
    words: Words
    if job.kind is LetterKind.INVITATION:
        words = Invitation(desk_name=job.name, url=url, invited_by=job.status or "")
    else:
        words = PasswordReset(product=job.name, address=job.address, url=url)
    text = letter(words, job.language or FALLBACK)
    sender = desk.account_sender
    raw = compose(
        Outgoing(
            from_name=job.name,
            from_address=sender,
            to_name="",
            to_address=job.address,
            subject=text.subject,
            text=text.text,
            html=text.html,
            message_id=f"{job.key.id.lower()}@{sender.rpartition('@')[2]}",
            desk=f"accounts.{sender.rpartition('@')[2]}",
            date=desk.clock.now(),
        )
    )
    return Mail(raw, sender)


def _permission(desk: Desk, job: MailJob) -> str:
    """Store the right to set a password, and return its token."""
    token = desk.secrets.sign("account", job.key.id.encode())
    expires = datetime.now().astimezone() + VALID[job.kind]
    desk.accounts.add_password_token(
        PasswordToken(digest=secret_digest(token), email=job.address, expires_at=int(expires.timestamp()))
    )
    return token
