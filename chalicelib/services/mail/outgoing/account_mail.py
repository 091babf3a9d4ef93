"""The mails about people's own accounts: invitation and forgotten password, each with a link that works once, and what
admins, or whoever has an account, are told of their own accord.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from chalicelib.domain.accounts.api_keys import secret_digest
from chalicelib.domain.accounts.passwords import PasswordToken
from chalicelib.domain.mail.jobs import AboutAccount, Mail, MailJob
from chalicelib.locales import FALLBACK
from chalicelib.services.mail.outgoing.envelope import Envelope, post
from chalicelib.services.mail.own_ids import ACCOUNTS, desk_marker
from chalicelib.services.ports import Desk

if TYPE_CHECKING:
    from chalicelib.mail.letters.layout import Words


def account_mail(desk: Desk, job: MailJob, about: AboutAccount) -> Iterator[Mail]:
    """Yield the mail; none when nobody has that address, or the link in it works no more.

    The token is made of the job's id with a secret, so that a job carried out twice sends the same link.
    """
    user = desk.identity.find(job.address)
    if user is None:
        return
    envelope = Envelope(
        job=job,
        sender=desk.account_sender,
        sender_name=about.sender_name,
        marker=partial(desk_marker, desk.secrets, ACCOUNTS),
        language=about.language or _language(desk, user),
        date=desk.clock.now(),
    )
    if words := _words(desk, job, about):
        yield post(envelope, words)


def _language(desk: Desk, user: str) -> str:
    """That of one of the desks where somebody is a member; of what is told without their asking, nobody said one."""
    for workspace in desk.accounts.memberships(user):
        with desk.open(workspace) as room:
            return room.workspace.language
    return FALLBACK


def _words(desk: Desk, job: MailJob, about: AboutAccount) -> Words | None:
    from chalicelib.mail.letters.kinds import (  # cold start: who only settles jobs writes no letters
        ON_ACCOUNTS,
        ON_ALARMS,
    )

    if job.kind in ON_ALARMS:
        return ON_ALARMS[job.kind].of(about, f"{desk.base_url}/console")
    letter = ON_ACCOUNTS[job.kind]
    token = _permission(desk, job, about, letter.VALID)
    return letter.of(about, job.address, f"{desk.base_url}/account/password/{token}") if token else None


def _permission(desk: Desk, job: MailJob, about: AboutAccount, valid: timedelta) -> str | None:
    """Store the right to set a password as long as `valid`, and return its token; None for one that has been used, or
    replaced, since the job was carried out before.

    For a forgotten password the newest takes the place of the others first: cut off there, the job does it again.
    """
    token = desk.secrets.sign("account", job.key.id.encode())
    digest, email = secret_digest(token), job.address
    before = desk.accounts.password_token(digest)
    if before is None and not about.workspace:
        desk.accounts.renew_reset(email, digest)
    links = desk.accounts.password_links(email)
    permitted = PasswordToken(
        digest=digest,
        email=email,
        expires_at=int((datetime.now().astimezone() + valid).timestamp()),
        workspace=about.workspace,
        invited_by=about.invited_by,
        generation=before.generation if before else links.generation,
    )
    if not links.open(permitted):
        return None
    desk.accounts.add_password_token(permitted)
    return token
