"""The mails about people's own accounts: invitation and forgotten password. Each carries a link that works once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain.mail.jobs import AboutAccount, Mail, MailJob
from chalicelib.domain.people.accounts import PasswordToken, secret_digest
from chalicelib.locales import FALLBACK
from chalicelib.services.mail.outgoing.envelope import Envelope, post
from chalicelib.services.ports import Desk


def account_mail(desk: Desk, job: MailJob, about: AboutAccount) -> Iterator[Mail]:
    """Yield the mail; none when nobody has that address.

    The token is made of the job's id with a secret, so that a job carried out twice sends the same link.
    """
    from chalicelib.mail.letters.kinds import ON_ACCOUNTS  # cold start: who only settles jobs writes no letters

    if desk.identity.find(job.address) is None:
        return
    letter = ON_ACCOUNTS[job.kind]
    envelope = Envelope(
        job=job,
        sender=desk.account_sender,
        sender_name=about.sender_name,
        desk=f"accounts.{desk.account_sender.rpartition('@')[2]}",
        language=about.language or FALLBACK,
        date=desk.clock.now(),
    )
    url = f"{desk.base_url}/account/password/{_permission(desk, job, letter.VALID)}"
    yield post(envelope, letter.of(about, job.address, url))


def _permission(desk: Desk, job: MailJob, valid: timedelta) -> str:
    """Store the right to set a password as long as `valid`, and return its token."""
    token = desk.secrets.sign("account", job.key.id.encode())
    expires = datetime.now().astimezone() + valid
    desk.accounts.add_password_token(
        PasswordToken(digest=secret_digest(token), email=job.address, expires_at=int(expires.timestamp()))
    )
    return token
