"""What AWS calls besides HTTP: plain functions from event to answer.

Imports happen where they are needed, because every function of the deployment loads this package.
"""

from __future__ import annotations

from typing import Any

Event = dict[str, Any]
Answer = dict[str, Any]


def ingest_mail(event: Event) -> Answer:
    """SES's notices of received mails, by way of SNS and SQS."""
    from chalicelib.jobs.ingest_mail import handle

    return handle(event)


def notify(event: Event) -> Answer:
    """Actions on the table's stream: whoever is to hear of them is told."""
    from chalicelib.jobs.react import handle_stream

    return handle_stream(event)


def react_retry(event: Event) -> Answer:
    """Actions whose reactor failed, read from the table once more."""
    from chalicelib.jobs.react import handle_retries

    return handle_retries(event)


def deliver_mail(event: Event) -> Answer:
    """Mail jobs that are to go out."""
    from chalicelib.jobs.deliver_mail import handle

    return handle(event)


def record_delivery(event: Event) -> Answer:
    """SES's events of what became of mails."""
    from chalicelib.jobs.record_delivery import handle

    return handle(event)
