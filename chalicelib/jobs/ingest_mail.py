"""SES received a mail: file it.

The notice's form: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.bootstrap import desk
from chalicelib.domain.ranks import MAIL_IN
from chalicelib.jobs.batches import Queued, process_messages
from chalicelib.jobs.yielding import yielding
from chalicelib.observability import count, log
from chalicelib.services.mail.incoming.case import Received
from chalicelib.services.mail.incoming.receive import file_mail

_SETUP = "AMAZON_SES_SETUP_NOTIFICATION"


def handle(event: dict[str, Any]) -> dict[str, Any]:
    return process_messages(event, yielding(MAIL_IN, _one))


def _one(message: Queued) -> None:
    notice = json.loads(message.body)
    if notice.get("notificationType") != "Received" or notice["mail"]["messageId"] == _SETUP:
        log.info("not a mail", notice=notice.get("notificationType"))
        return
    outcomes = file_mail(desk(), received(notice))
    for outcome in outcomes:
        what, _, cause = outcome.partition(": ")
        count("MailsReceived", outcome=what.partition(" ")[0])
        if cause:
            count("MailsParked", cause=cause)
    log.info("mail filed", mail_id=notice["mail"]["messageId"], outcomes=outcomes)


def received(notice: Mapping[str, Any]) -> Received:
    """Read SES's notice of a mail. Its verdicts are PASS, FAIL, GRAY or PROCESSING_FAILED; here in lower case."""
    mail, receipt = notice["mail"], notice["receipt"]
    verdicts = {
        name: receipt[f"{name}Verdict"]["status"].lower()
        for name in ("spam", "virus", "spf", "dkim", "dmarc")
        if f"{name}Verdict" in receipt
    }
    if "dmarcPolicy" in receipt:
        verdicts["dmarc_policy"] = receipt["dmarcPolicy"].lower()
    return Received(
        object_key=receipt["action"]["objectKey"],
        at=datetime.fromisoformat(mail["timestamp"]),
        sender=mail["source"],
        recipients=tuple(receipt["recipients"]),
        verdicts=verdicts,
    )
