"""Requests that look like spam are parked like mails, for an admin to let through or delete. Nothing is lost by it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.privacy.masking import masked
from chalicelib.domain.tickets.ticket import TITLE_LENGTH
from chalicelib.mail.writing.form_mail import form_mail
from chalicelib.services.mail.incoming.receive import PREVIEW
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk, Room

CAUSE = "form_spam"


def park(desk: Desk, room: Room, who: WhoWrites, title: str, text: str, once: str, opened: datetime | None) -> None:
    """Park a request as the mail that its writer could have sent, without what is masked. `once` names the form that it
    came with, and `opened` when that was shown, so that a form sent twice is parked once."""
    assert who.email is not None
    what = room.workspace.masking
    name, title, text = (masked(one, what) for one in (who.name, title, text))
    now, mailbox = desk.clock.now(), room.workspace.mailbox
    digest = hashlib.sha256("\0".join([room.workspace.id, once, who.email, title, text]).encode()).hexdigest()
    key = f"inbound/form-{digest}"
    raw = form_mail(
        name=name,
        address=who.email,
        to=mailbox.address,
        title=title,
        text=text,
        message_id=f"form.{digest}@{mailbox.domain}",
        at=now,
    )
    desk.raw_mail.put(key, raw, "message/rfc822")
    room.suspended.add(
        SuspendedMail(
            id=f"{opened or now:%Y%m%dT%H%M%S}-{digest[:16]}",
            at=now,
            cause=CAUSE,
            detail="",
            sender=who.email,
            subject=title[:TITLE_LENGTH],
            object_key=key,
            preview=text[:PREVIEW],
            return_path=who.email,
            recipients=(mailbox.address,),
            verdicts={},
        )
    )
