"""What is kept of a ticket, as whoever erases it has to know it: an item, and what it leads to outside of itself."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.events import Action, Actor
from chalicelib.domain.mail.jobs import MailJob


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptItem:
    """One item of a ticket's partition, by its sort key.

    `texts` are the keys of long texts of it, `files` the ids of attachments, `html_id` names the HTML of the mail that
    it came by, `mail_digest` the mark of that mail. `action` is there for one, `job` for a mail; `terms` of a `source`
    are what the ticket is found by. `said` is whether it is a message, a note, or a former text of one, by an `author`;
    what is `derived` is made of others. `told` are words that stood elsewhere once, `notice` is an entry of inboxes
    that no action made. `places` is how often the words stand in it that were looked for. A message may
    be `split_into` another ticket.
    """

    key: str
    texts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    html_id: str | None = None
    mail_digest: str | None = None
    action: Action | None = None
    source: str = ""
    terms: frozenset[str] = frozenset()
    said: bool = False
    author: Actor | None = None
    job: MailJob | None = None
    derived: bool = False
    told: str = ""
    notice: str = ""
    places: int = 0
    split_into: int | None = None

    @property
    def entry_id(self) -> str:
        """Return the id of the entry of the time line that it is; empty for other items."""
        return self.key.removeprefix("L#") if self.key.startswith("L#") else ""

    @property
    def former_of(self) -> str:
        """Return the note that it is a former text of; empty for other items."""
        return self.key.split("#")[1] if self.key.startswith("F#") else ""

    @property
    def waits(self) -> bool:
        """Return whether it is a reply that is sent later."""
        return self.key.startswith("LATER#")
