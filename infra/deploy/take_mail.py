"""`python -m infra.deploy take-mail`: raw mails that lie in the mail bucket are taken in again.

SES's notices aren't kept. What they said stands above the stored mail, but for the recipients after the first: those
the operator names.
"""

from __future__ import annotations

import argparse
from contextlib import redirect_stdout
from sys import stderr
from typing import TYPE_CHECKING, Any

from chalicelib.mail import parse, stored_envelope
from chalicelib.services.mail.incoming.case import Received
from chalicelib.services.mail.incoming.receive import file_mail
from infra.deploy import stack
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.saying import add_dry_run, goes_on, progress

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk

MISSING = ("NoSuchKey", "404")
_SUBJECT = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", nargs="+", required=True, help="the mails' objects in the mail bucket, as inbound/…")
    parser.add_argument("--to", nargs="+", help="whom they were for; without it, the one that SES wrote above each")
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """File each as if it came just now. One that was filed before is known, and isn't filed twice."""
    bucket = stack.deployed_outputs(session.client("cloudformation"), options.stack)["MailBucketName"]
    s3 = session.client("s3")
    mails = [_read(s3, bucket, key, tuple(options.to or ())) for key in options.key]
    said = [f"  {mail.object_key}: {told}" for mail, told in mails]
    if not goes_on(options, "Takes in again, what was filed before left out, and does all that follows:", *said):
        return
    desk, _ = deployed_desk(options, session)
    failed = sum(not _taken_in(desk, mail) for mail, _ in mails)
    print(f"Mails: {len(mails) - failed} gone through, {failed} failed.")
    if failed:
        raise DeployError("Not all could be taken in; what was wrong stands above. Mend it, and run this again.")


def _read(s3: Any, bucket: str, key: str, to: tuple[str, ...]) -> tuple[Received, str]:
    """Return what SES told of a mail then, and who wrote what to whom. Raises DeployError for what can't be taken."""
    try:
        stored = s3.get_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as refusal:
        if refusal.response["Error"]["Code"] not in MISSING:
            raise
        raise DeployError(f"There is no {key} in {bucket}. Mails are kept for 90 days. Nothing was done.") from refusal
    raw, at = stored["Body"].read(), stored["LastModified"]
    envelope = stored_envelope(raw)
    recipients = to or envelope.recipients
    if not recipients:
        raise DeployError(f"Nothing above {key} says whom it was for: say --to. Nothing was done.")
    received = Received(object_key=key, at=at, sender=envelope.sender, recipients=recipients, verdicts={})
    subject = parse(raw, envelope).subject[:_SUBJECT]
    who = f"from {envelope.sender or 'a program'} to {', '.join(recipients)}"
    return received, f'"{subject}" of {at:%Y-%m-%d %H:%M %Z}, {who}'


def _taken_in(desk: Desk, mail: Received) -> bool:
    try:
        with redirect_stdout(stderr):  # what functions log and count is no part of what this says
            outcomes = file_mail(desk, mail)
    except Exception as fault:  # noqa: BLE001 - whatever it was, it is told, and the others go on
        progress(f"{mail.object_key} failed: {fault!r}")
        return False
    progress(f"{mail.object_key}: {', '.join(outcomes)}")
    return True
