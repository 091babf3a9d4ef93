"""The mails that somebody wrote on a ticket, as far as an answer to them goes on from there: mail programs group by the
ids that a mail refers to, and by its subject."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.text import one_line

MOST = 21
"""As many people as a ticket can have: its contact and the participants."""
_ID_LENGTH = 300
_SUBJECT_LENGTH = 200
_ANSWER = r"(?:re|aw|antw|sv|vs|odp|ynt|res|rif|ref|回复|答复|回覆)"
_ANSWERED = re.compile(rf"(?:{_ANSWER}\s?(?:\[\d{{1,3}}\]|\(\d{{1,3}}\))?\s?[:：]\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailThread:
    """The ids of somebody's first and newest mail, without brackets, and the subject of the newest."""

    first: str
    newest: str
    subject: str

    def answer(self, ref: str) -> str:
        """Return the subject of an answer: their own, with the ticket's reference."""
        subject = _ANSWERED.sub("", one_line(self.subject), count=1) if _ANSWERED.match(self.subject) else self.subject
        named = subject if f"[{ref}]" in subject else f"{subject} [{ref}]"
        return f"Re: {named.strip()}"


Threads = Mapping[str, MailThread]
"""By the address that the desk writes to."""


def answers(subject: str) -> bool:
    """Return whether a subject is that of an answer: `Re:`, `AW:`."""
    return bool(_ANSWERED.match(subject.strip()))


def mail_written(message_id: str, subject: str) -> MailThread | None:
    """Return what one mail begins a thread with; None for one whose id can't be referred to."""
    if not 0 < len(message_id) <= _ID_LENGTH:
        return None
    return MailThread(message_id, message_id, one_line(subject)[:_SUBJECT_LENGTH])


def with_mail(threads: Threads, address: str, mail: MailThread | None) -> Threads:
    """Return the threads once somebody wrote a further mail."""
    if mail is None or (address not in threads and len(threads) >= MOST):
        return threads
    before = threads.get(address, mail)
    return {**threads, address: replace(mail, first=before.first)}
