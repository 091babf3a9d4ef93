"""Every mail that leaves is made here: a letter's words in an envelope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.mail.jobs import Mail, MailJob

if TYPE_CHECKING:
    from chalicelib.mail.letters import Words
    from chalicelib.mail.reading.model import MailFile
    from chalicelib.mail.writing.compose import Outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom a mail is, to whom, in which language, and how an answer finds its way back.

    `marker` makes the mark by which we know it as ours of its id. Without a `message_id` of its own, which answers are
    known by, it has its job's. `automatic` are all but those that carry somebody's own words. `files` come along. A
    `subject` is in place of the letter's own; `unsubscribe` is where its reader chooses what to be mailed.
    """

    job: MailJob
    sender: str
    sender_name: str
    marker: Callable[[str], str]
    language: str
    date: datetime
    to_name: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    in_reply_to: str = ""
    subject: str = ""
    automatic: bool = True
    files: tuple[MailFile, ...] = ()
    unsubscribe: str = ""


def post(envelope: Envelope, words: Words) -> Mail:
    """Write the letter and put it into its envelope. Raises AddressError for an address that no mail goes to."""
    from chalicelib.mail.writing.compose import compose  # cold start: who only settles jobs writes no letters

    return Mail(compose(written(envelope, words)), envelope.sender, envelope.job.address)


def written(envelope: Envelope, words: Words) -> Outgoing:
    """Write the letter, and on the envelope all that goes there."""
    from chalicelib.mail.letters import letter  # cold start: who only settles jobs writes no letters
    from chalicelib.mail.writing.compose import Outgoing

    text = letter(words, envelope.language)
    job_id = f"{envelope.job.key.id.lower()}@{envelope.sender.rpartition('@')[2]}"
    message_id = envelope.message_id or job_id
    return Outgoing(
        from_name=envelope.sender_name,
        from_address=envelope.sender,
        to_name=envelope.to_name,
        to_address=envelope.job.address,
        subject=envelope.subject or text.subject,
        text=text.text,
        html=text.html,
        message_id=message_id,
        references=envelope.references,
        in_reply_to=envelope.in_reply_to,
        reply_to=envelope.reply_to,
        auto_submitted=envelope.automatic,
        desk=envelope.marker(message_id),
        date=envelope.date,
        attachments=envelope.files,
        headers=(("List-Unsubscribe", f"<{envelope.unsubscribe}>"),) if envelope.unsubscribe else (),
    )
