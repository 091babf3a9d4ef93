"""The mails about people's own accounts: invitation and forgotten password. Each carries a link that works once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.domain.mail.jobs import AboutAccount, LetterKind, Mail, MailJob
from chalicelib.domain.people.accounts import PasswordToken, secret_digest
from chalicelib.locales import FALLBACK
from chalicelib.services.mail.outgoing.envelope import Envelope, post
from chalicelib.services.ports import Desk

if TYPE_CHECKING:
    from chalicelib.mail.letters import Words

VALID = {LetterKind.INVITATION: timedelta(days=7), LetterKind.PASSWORD_RESET: timedelta(hours=1)}


def account_mail(desk: Desk, job: MailJob, about: AboutAccount) -> Iterator[Mail]:
    """Yield the mail; none when nobody has that address.

    The token is made of the job's id with a secret, so that a job carried out twice sends the same link.
    """
    if desk.identity.find(job.address) is None:
        return
    envelope = Envelope(
        job=job,
        sender=desk.account_sender,
        sender_name=about.sender_name,
        desk=f"accounts.{desk.account_sender.rpartition('@')[2]}",
        language=about.language or FALLBACK,
        date=desk.clock.now(),
    )
    yield post(envelope, _words(job, about, f"{desk.base_url}/account/password/{_permission(desk, job)}"))


def _words(job: MailJob, about: AboutAccount, url: str) -> Words:
    from chalicelib.mail.letters import Invitation, PasswordReset  # cold start: who only settles jobs writes no letters

    if job.kind is LetterKind.INVITATION:
        return Invitation(desk_name=about.sender_name, url=url, invited_by=about.invited_by)
    return PasswordReset(product=about.sender_name, address=job.address, url=url)


def _permission(desk: Desk, job: MailJob) -> str:
    """Store the right to set a password, and return its token."""
    token = desk.secrets.sign("account", job.key.id.encode())
    expires = datetime.now().astimezone() + VALID[job.kind]
    desk.accounts.add_password_token(
        PasswordToken(digest=secret_digest(token), email=job.address, expires_at=int(expires.timestamp()))
    )
    return token
