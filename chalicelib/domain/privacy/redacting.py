"""Redaction: words, a text or a file that goes out of a ticket for good, and what tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.events import Change, Event, EventType
from chalicelib.domain.privacy.cutting import BLANK, Cut
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.decision import Decision, Moment, decide, silenced
from chalicelib.domain.tickets.ticket import DescribedTicket

DESCRIPTION = "description"
"""What a ticket was opened with, by the name that other entries have their ids in place of."""
WHAT = "redacted"
MOST_WORDS, WORD_LENGTH = 50, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Something that is to go: some words wherever they stand, or one entry, or one file."""

    words: tuple[str, ...] = ()
    entry_id: str | None = None
    file_id: str | None = None

    @property
    def cut(self) -> Cut:
        """Return the words to cut out; none where an entry or a file goes."""
        return Cut(self.words)

    @property
    def kind(self) -> str:
        """Return `words`, `entry` or `file`."""
        return "words" if self.words else "entry" if self.entry_id else "file"

    def stored(self) -> dict[str, Any]:
        """Return it as the work list keeps it, until it is done."""
        return {"words": list(self.words), "entry": self.entry_id, "file": self.file_id}


def redaction_from(stored: Mapping[str, Any]) -> Redaction:
    """Return what was stored."""
    words = tuple(stored.get("words", ()))
    return Redaction(words=words, entry_id=stored.get("entry"), file_id=stored.get("file"))


def redact(
    ticket: DescribedTicket, wanted: Redaction, moment: Moment, *, no_html: bool = False
) -> Decision[DescribedTicket]:
    """Take it out of the ticket itself, told to nobody outside; with `no_html` it names no HTML of its mail any more.
    An entry or a file of the time line is told of here, though it lies there."""
    after = without_words(ticket, wanted.cut) if wanted.words else _without_part(ticket, wanted)
    after = replace(after, html_id=None) if no_html else after
    return decided(ticket, after, wanted.kind, moment)


def decided(ticket: DescribedTicket, after: DescribedTicket, kind: str, moment: Moment) -> Decision[DescribedTicket]:
    """Return the decision that something goes out of a ticket, told to nobody outside."""
    return silenced(decide(ticket, after, [told(kind)], moment.after(ticket.last_at), moment))


def told(kind: str) -> Event:
    """Return what the time line says of it."""
    return Event(EventType.REDACTED, {WHAT: Change(None, kind)})


def without_words(ticket: DescribedTicket, cut: Cut) -> DescribedTicket:
    """Return the ticket without the words, in every text of its own."""
    escalation, csat = ticket.escalation, ticket.csat
    return replace(
        ticket,
        title=cut.text(ticket.title),
        description=cut.text(ticket.description),
        formatted=cut.html(ticket.formatted),
        resolution=cut.text(ticket.resolution) if ticket.resolution else ticket.resolution,
        escalation=replace(escalation, reason=cut.text(escalation.reason)) if escalation else None,
        csat=replace(csat, comment=cut.text(csat.comment)) if csat.comment else csat,
        attachments=tuple(replace(one, name=cut.text(one.name)) for one in ticket.attachments),
        participants=tuple(replace(one, name=cut.text(one.name)) for one in ticket.participants),
        proposed=tuple(replace(one, name=cut.text(one.name)) for one in ticket.proposed),
        threads={at: replace(one, subject=cut.text(one.subject)) for at, one in ticket.threads.items()},
    )


def _without_part(ticket: DescribedTicket, wanted: Redaction) -> DescribedTicket:
    if wanted.entry_id == DESCRIPTION:
        return without_opening(ticket)
    return replace(ticket, attachments=without_file(ticket.attachments, wanted.file_id))


def without_opening(ticket: DescribedTicket) -> DescribedTicket:
    """Return the ticket without what it was opened with."""
    blank = BLANK if ticket.description else ""
    return replace(ticket, description=blank, formatted="", attachments=(), html_id=None)


def without_file(files: tuple[Attachment, ...], file_id: str | None) -> tuple[Attachment, ...]:
    """Return the files but that one."""
    return tuple(one for one in files if one.id != file_id)
