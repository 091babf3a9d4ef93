"""What the services need of the table, as Protocols. Storage fulfils them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.events import Action
from chalicelib.domain.files import Upload
from chalicelib.domain.idempotency import Once, SeenMail
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.paging import Page
from chalicelib.domain.people.people import Contact
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.tickets.filter import TicketFilter
from chalicelib.domain.tickets.message import FormerText, PublicMessage, Said
from chalicelib.domain.tickets.planned import ScheduledReply
from chalicelib.domain.tickets.presence import Seen
from chalicelib.domain.tickets.reminders import Reminder
from chalicelib.domain.tickets.ticket import Opening, TicketSummary

if TYPE_CHECKING:  # what only the assistant needs, only its routes load
    from chalicelib.assistant.answers import Summary, Translated


class Tickets(Protocol):
    def next_number(self) -> int:
        """The next number of the workspace. Never given twice; gaps stay."""
        ...

    def last_number(self) -> int:
        """The latest number that was given, 0 when there was none."""
        ...

    def opening(self, number: int, *, consistent: bool = True) -> Opening:
        """That of a ticket which was read without."""
        ...

    def list(self, wanted: TicketFilter, limit: int, after: str | None) -> Page[TicketSummary]: ...

    def of_contact_page(self, contact_id: str, limit: int, after: str | None) -> Page[TicketSummary]:
        """All of a contact's tickets, the newest first."""
        ...

    def of_contacts(self, contact_ids: Sequence[str], limit: int, after: str | None) -> Page[TicketSummary]:
        """All tickets of several contacts, the newest first."""
        ...

    def of_contact(self, contact_id: str, limit: int) -> Sequence[TicketSummary]:
        """A contact's newest tickets, whatever became of them."""
        ...

    def rows(self, numbers: Sequence[int]) -> Sequence[TicketSummary]:
        """Those that are there, in the order of `numbers`."""
        ...

    def changed(self, limit: int, after: str) -> Page[TicketSummary]:
        """Every state, in the order of their last change, from behind `after`, an instant or a page's position."""
        ...


class Timeline(Protocol):
    def page(
        self, number: int, limit: int, after: str | None, newest_first: bool, *, consistent: bool = False
    ) -> Page[Said | Action]: ...

    def public_page(self, number: int, limit: int, after: str | None, now: datetime) -> Page[PublicMessage]: ...

    def newest_public(self, number: int, limit: int, now: datetime) -> Sequence[PublicMessage]: ...

    def public_message(self, number: int, message_id: str) -> PublicMessage | None: ...

    def action(self, number: int, action_id: str) -> Action | None: ...

    def action_of(self, number: int, message_id: str) -> Action | None: ...

    def actions(self, number: int) -> Sequence[Action]:
        """Return all actions of a ticket, in the order in which they were stored."""
        ...

    def entry(self, number: int, entry_id: str) -> Said | Action | None: ...

    def former_texts(self, number: int, note_id: str) -> Sequence[FormerText]:
        """Return what a note said before it was worded anew, the oldest text first."""
        ...

    def older(self, number: int, entry_id: str | None, limit: int) -> tuple[Sequence[Said | Action], int]: ...

    def release(self, number: int, message_id: str) -> bool: ...

    def stands(self, number: int, action_id: str) -> bool: ...

    def set_delivery(
        self,
        number: int,
        message_id: str,
        recipient_id: str,
        state: JobState,
        detail: str = "",
        *,
        by: str = "",
        again: bool = False,
        at: datetime,
    ) -> bool: ...


class Later(Protocol):
    """The replies that are sent later. They are written with the ticket that knows of them."""

    def several(self, number: int, reply_ids: Sequence[str]) -> Mapping[str, ScheduledReply]:
        """Return what those say that are there, by their ids."""
        ...

    def forget(self, number: int, reply_id: str) -> None: ...


class Contacts(Protocol):
    def get(self, contact_id: str) -> Contact | None: ...

    def by_address(self, address: str) -> Contact | None: ...

    def several(self, contact_ids: Iterable[str], *, consistent: bool = True) -> Mapping[str, Contact]:
        """Return those of them that are there, by their ids."""
        ...

    def list(self, limit: int, after: str | None) -> Page[Contact]: ...

    def search(self, start: str, limit: int, after: str | None) -> Page[Contact]:
        """Those whose name or one of whose addresses begins like `start`."""
        ...

    def create(self, contact: Contact, once: Once | None = None) -> None: ...

    def change(self, before: Contact, after: Contact, entry: AuditEntry | None = None) -> None:
        """Raises ConflictError when it is no longer `before`, TakenError when an address is another contact's."""
        ...

    def change_all(self, changes: Sequence[tuple[Contact, Contact]], entry: AuditEntry | None = None) -> None:
        """The same for several, all or none."""
        ...

    def point(self, addresses: Sequence[str], number: int) -> None:
        """Note that these addresses, as the DNS has them, are on that ticket. Twice is once."""
        ...

    def pointed(self, address: str, limit: int, after: str | None) -> Page[int]:
        """The numbers of the tickets that an address is on, as far as they were noted."""
        ...


class Repeats(Protocol):
    def find(self, once: Once) -> Once | None: ...

    def begin(self, once: Once) -> Once:
        """Note the beginning of what takes several transactions, and return it as it was first begun."""
        ...

    def remember(self, seen: SeenMail) -> None: ...

    def ticket_of(self, message_id: str) -> int | None: ...

    def sent(self, message_id: str) -> tuple[int, str] | None:
        """The ticket and the mail job that went out under an id of the carrier's."""
        ...

    def filed(self, message_id: str, content_digest: str) -> bool: ...

    def raw_mails(self, digests: Iterable[str], number: int) -> Set[str]:
        """Return under what keys the mails filed on a ticket lie as they came, by the digests of their ids."""
        ...


class Uploads(Protocol):
    def add(self, upload: Upload) -> None: ...

    def get(self, upload_id: str) -> Upload | None: ...

    def bind(self, upload: Upload, etag: str, now: datetime) -> bool:
        """Note what is taken for a file, once and for all, and that somebody looks again whether a message has it;
        False when something else is, or nothing was announced."""
        ...

    def close(self, upload_id: str) -> None:
        """Take an upload back: nobody finds it, or announces the same, any more. Twice is once."""
        ...


class Presence(Protocol):
    def put(self, number: int, seen: Seen) -> None: ...

    def list(self, number: int, since: datetime) -> Sequence[Seen]: ...


class Reminders(Protocol):
    """Members' own reminders. They aren't a ticket's history: no command sets them, and nobody hears of it."""

    def get(self, number: int, member_id: str) -> Reminder | None: ...

    def put(self, number: int, member_id: str, reminder: Reminder) -> None:
        """Keep it in the place of another. Raises DeskError `not_found` where there is no such ticket any more."""
        ...

    def remove(self, number: int, member_id: str, reminder: Reminder) -> bool:
        """Take it away; False where there is another by now, or no such ticket."""
        ...


class Batches(Protocol):
    def add(self, batch_id: str, actor_id: str, numbers: Sequence[int]) -> None:
        """Note for a day which tickets a bulk change is for, and whose it is."""
        ...

    def get(self, batch_id: str) -> tuple[str, Sequence[int]] | None: ...


class Summaries(Protocol):
    def get(self, number: int, audience: str) -> tuple[int, Summary] | None:
        """Return the summary made for this audience, and the version of the ticket that it was made of."""
        ...

    def put(self, number: int, audience: str, version: int, summary: Summary) -> None:
        """Keep it for some weeks, unless one of a later version is there."""
        ...

    def translation(self, number: int, name: str) -> tuple[int, Translated] | None:
        """Return a translation of something on the ticket, and the version of what it was made of."""
        ...

    def put_translation(self, number: int, name: str, version: int, made: Translated) -> None: ...


class Rates(Protocol):
    def hit(self, bucket: str, window: int, expires_at: int, amount: int = 1) -> int | None:
        """Add `amount` to the bucket in that window and return its sum; None when the limiter itself was throttled."""
        ...

    def counted(self, bucket: str, window: int) -> int:
        """Return the bucket's sum in that window, about as it is this moment."""
        ...

    def admit(self, bucket: str, once: str, most: int, now: float, span: float) -> bool:
        """Return whether `once` is among a bucket's first `most` within any `span` seconds; asked again, the same."""
        ...

    def wait(self, bucket: str, now: int, pause: Callable[[int], int], kept: int) -> int:
        """Return the seconds until the next try in a bucket is let in; 0 for one that is, and is counted. After so many
        there is a `pause`; they are forgotten when none came for `kept` seconds after it."""
        ...

    def forget(self, bucket: str) -> None: ...
