"""Send the mails that are queued, and the notices to browsers. A message that fails comes back after the queue's
visibility time-out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.domain.notices.push import PushOutcome
from chalicelib.domain.ranks import ANSWERS
from chalicelib.jobs.batches import Deadline, Queued, process_messages
from chalicelib.jobs.yielding import yielding
from chalicelib.observability import count, log, masked
from chalicelib.services.mail.outgoing.deliver import Came, deliver, key_of_message
from chalicelib.services.mail.outgoing.handing import EarlyError, LeasedError
from chalicelib.services.mail.outgoing.held import HeldError
from chalicelib.services.notices.push import PushLeasedError, deliver_push, is_push, job_of_message

NEEDED = 18_000
"""Milliseconds that there must be to begin a mail: SES has 13 seconds to answer, and what is read before and noted
afterwards takes some, too. What isn't begun by then is left to the next worker, untouched."""

_LATER = (EarlyError, LeasedError, PushLeasedError)
"""What another worker has, or what can still be taken back. Should it come too often, the dead letters tell."""


def handle(event: dict[str, Any], left: Callable[[], int] | None = None) -> dict[str, Any]:
    """Send a batch. `left` says for how many milliseconds the function may still run."""
    return process_messages(event, yielding(ANSWERS, _one), Deadline(left, NEEDED) if left else None, _LATER)


def _one(message: Queued) -> None:
    if is_push(message.body):
        _push(message.body)
        return
    key = key_of_message(message.body)
    try:
        came = deliver(desk(), key)
    except HeldError as held:
        _tell_held(held)
        return
    if came is Came.PUT_BACK:
        log.warning("a mail waits for a later release", job=key.id, number=key.number)
        count("MailsPutBack")
    elif came is Came.FAILED:
        log.warning("a mail failed", workspace=key.workspace, job=key.id, number=key.number)
        count("MailsFailed")


def _tell_held(held: HeldError) -> None:
    """What passes within a moment is counted by itself, so that an alarm needn't be told of it."""
    log.warning(
        "a mail is held",
        workspace=held.key.workspace,
        job=held.key.id,
        number=held.key.number,
        why=held.fault.value,
        seconds=int(held.lasting.total_seconds()),
        says=masked(str(held)),
    )
    count("MailsDelayed" if held.passing else "MailsHeld", why=held.fault.value)


def _push(body: str) -> None:
    job = job_of_message(body)
    outcome = deliver_push(desk(), job)
    if outcome is not None:
        count("NoticesPushed", outcome=outcome.value)
    if outcome is PushOutcome.REFUSED:
        log.warning("a push service refused a notice", workspace=job.workspace, entry=job.entry_id)
