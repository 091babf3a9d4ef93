"""The mails about people's own accounts: invitation and forgotten password. Each carries a link that works once."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.accounts import PasswordToken, secret_digest
from chalicelib.domain.mailing import JobKey, LetterKind, Mail, MailJob
from chalicelib.services.ports import Desk

VALID = {LetterKind.INVITATION: timedelta(days=7), LetterKind.PASSWORD_RESET: timedelta(hours=1)}


def queue_account_mail(
    desk: Desk, kind: LetterKind, email: str, invited_by: str = "", desk_name: str = "", *, unique: str | None = None
) -> None:
    """Store and queue the mail, whether anybody has that address or not: the work that tells is done in the job.

    With `unique`, the id of what it is about, calling twice sends one mail.
    """
    key = JobKey(id=f"a{unique or desk.new_id(desk.clock.now())}")
    desk.jobs.add(MailJob(key=key, kind=kind, address=email, name=desk_name, person_id=None, status=invited_by or None))
    desk.mail_queue.put([key])


def account_mail(desk: Desk, job: MailJob) -> Mail | None:
    """None when nobody has that address.

    The token is made of the job's id with a secret, so that a job carried out twice sends the same link.
    """
    from chalicelib.mail.compose import Outgoing, compose
    from chalicelib.mail.letters import Invitation, PasswordReset, letter

    if desk.identity.find(job.address) is None:
        return None
    url = f"{desk.base_url}/account/password/{_permission(desk, job)}"
    if job.kind is LetterKind.INVITATION:
        text = letter(Invitation(desk_name=job.name, url=url, invited_by=job.status or ""))
    else:
        text = letter(PasswordReset(desk_name=job.name, url=url))
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
