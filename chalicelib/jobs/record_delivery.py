"""What became of the mails we sent, from SES's events. They come unordered and more than once.

Their form: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.domain.mail.failures import address_is_dead
from chalicelib.domain.mail.faults import SUPPRESSED
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.ranks import ANSWERS
from chalicelib.jobs.batches import Deadline, Queued, process_messages
from chalicelib.jobs.yielding import yielding
from chalicelib.observability import count, log
from chalicelib.services.mail.outgoing.delays import note_delay
from chalicelib.services.mail.outgoing.deliver import job_of_tags, note_delivery

_STATES = {
    "Send": JobState.SENT,
    "Delivery": JobState.DELIVERED,
    "Complaint": JobState.COMPLAINED,
    "Reject": JobState.FAILED,
    "Rendering Failure": JobState.FAILED,
}


_LISTED = ("Suppressed", "OnAccountSuppressionList")
"""SES sent nothing: the address is on its list of those that mail came back from, or who called it spam."""
_NOBODY = ("NoEmail", *_LISTED)


NEEDED = 10_000
"""Milliseconds that there must be to begin an event: what waits for the table may take seven seconds."""


def handle(event: dict[str, Any], left: Callable[[], int] | None = None) -> dict[str, Any]:
    """Note a batch. `left` says for how many milliseconds the function may still run."""
    return process_messages(event, yielding(ANSWERS, _one), Deadline(left, NEEDED) if left else None)


def _one(message: Queued) -> None:
    event = json.loads(message.body)
    count("MailEvents", event=str(event.get("eventType")))
    state = _state(event)
    tags = {name: values[0] for name, values in event.get("mail", {}).get("tags", {}).items() if values}
    key = job_of_tags(tags)
    if key and event.get("eventType") == "DeliveryDelay":
        note_delay(desk(), key, _delay(event))
    if not state or not key:
        return
    detail = _detail(event)
    if state is JobState.FAILED or detail == SUPPRESSED:
        count("MailsFailed")
    if note_delivery(desk(), key, state, event["mail"]["messageId"], detail, dead=_dead(event)):
        log.warning("confirmations were stopped, since too many bounce", workspace=key.workspace)
        count("ConfirmationsStopped")


def _dead(event: Mapping[str, Any]) -> bool:
    """Whether nobody is at the address: SES says so, or the other server."""
    bounce = event.get("bounce", {})
    if bounce.get("bounceType") != "Permanent":
        return False
    bounced = (bounce.get("bouncedRecipients") or [{}])[0]
    status, reason = str(bounced.get("status") or ""), str(bounced.get("diagnosticCode") or "")
    return bounce.get("bounceSubType") in _NOBODY or address_is_dead(status, reason)


def _detail(event: Mapping[str, Any]) -> str:
    """Why it bounced or was refused, in the other server's words; a word of ours where SES sent nothing."""
    if event.get("bounce", {}).get("bounceSubType") in _LISTED:
        return SUPPRESSED
    bounced = event.get("bounce", {}).get("bouncedRecipients") or [{}]
    reason = bounced[0].get("diagnosticCode") or bounced[0].get("status") or event.get("reject", {}).get("reason") or ""
    return str(reason)


def _delay(event: Mapping[str, Any]) -> str:
    """Why it is late, in the other server's words, else in SES's one."""
    told = event.get("deliveryDelay", {})
    late = told.get("delayedRecipients") or [{}]
    return str(late[0].get("diagnosticCode") or told.get("delayType") or "")


def _state(event: Mapping[str, Any]) -> JobState | None:
    """A transient bounce says something final only of a mail that SES gave up: its address may be all right."""
    if event.get("eventType") == "Bounce":
        gave_up = any(one.get("action") == "failed" for one in event["bounce"].get("bouncedRecipients") or ())
        return JobState.BOUNCED if gave_up or event["bounce"].get("bounceType") == "Permanent" else None
    if event.get("complaint", {}).get("complaintFeedbackType") == "not-spam":
        return None
    return _STATES.get(str(event.get("eventType")))
