"""What the services need of the world, as Protocols. Storage and adapters fulfil them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from chalicelib.domain.accounts import ApiKey, Challenge, PasswordToken, Tokens
from chalicelib.domain.ai_engine import AiEngine
from chalicelib.domain.audit import AuditEntry
from chalicelib.domain.decision import Decision
from chalicelib.domain.events import Action
from chalicelib.domain.inbox import InboxEntry, SuspendedMail
from chalicelib.domain.mail_checks import Identity as MailIdentity
from chalicelib.domain.mailing import JobKey, JobState, MailJob
from chalicelib.domain.message import PublicMessage, Said
from chalicelib.domain.paging import Page, TicketFilter
from chalicelib.domain.people import Contact
from chalicelib.domain.presence import Seen
from chalicelib.domain.repeats import Once, SeenMail
from chalicelib.domain.ticket import Ticket, TicketSummary
from chalicelib.domain.uploads import Form, Upload
from chalicelib.domain.widgets import Widget
from chalicelib.domain.workspace import Workspace
from chalicelib.services.due_ports import DueList, Ticking
from chalicelib.services.search_ports import Counters, Search
from chalicelib.services.settings.ports import Audit, Parts, Settings

if TYPE_CHECKING:  # what only the assistant needs, only its routes load
    from chalicelib.assistant.answers import Summary
    from chalicelib.assistant.model import Model


class Tickets(Protocol):
    def next_number(self) -> int:
        """The next number of the workspace. Never given twice; gaps stay."""
        ...

    def get(self, number: int, *, described: bool = True) -> Ticket | None:
        """Without its description (which then is empty) a ticket is cheaper to read; it must not be shown so."""
        ...

    def list(self, wanted: TicketFilter, limit: int, after: str | None) -> Page[TicketSummary]:
        """Newest change first."""
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

    def commit(
        self,
        decisions: Sequence[Decision],
        *,
        new_contact: Contact | None = None,
        once: Once | None = None,
        seen: SeenMail | None = None,
    ) -> None:
        """Store everything or nothing. Raises ConflictError, RepeatedError (once) or AlreadyFiledError (seen)."""
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

    def entry(self, number: int, entry_id: str) -> Said | Action | None: ...

    def release(self, number: int, message_id: str) -> bool: ...

    def set_delivery(
        self, number: int, message_id: str, recipient_id: str, state: JobState, detail: str = ""
    ) -> bool: ...


class Contacts(Protocol):
    def get(self, contact_id: str) -> Contact | None: ...

    def by_address(self, address: str) -> Contact | None: ...

    def list(self, limit: int, after: str | None) -> Page[Contact]: ...

    def search(self, start: str, limit: int, after: str | None) -> Page[Contact]:
        """Those whose name or one of whose addresses begins like `start`."""
        ...

    def create(self, contact: Contact, once: Once | None = None) -> None: ...

    def change(self, before: Contact, after: Contact, entry: AuditEntry | None = None) -> None:
        """Raises ConflictError when it is no longer `before`, TakenError when an address is another contact's."""
        ...


class Repeats(Protocol):
    def find(self, once: Once) -> Once | None: ...

    def remember(self, seen: SeenMail) -> None: ...

    def ticket_of(self, message_id: str) -> int | None: ...

    def sent(self, message_id: str) -> tuple[int, str] | None:
        """The ticket and the mail job that went out under an id of the carrier's."""
        ...

    def filed(self, message_id: str, content_digest: str) -> bool: ...


class Inbox(Protocol):
    def add(self, entry: InboxEntry) -> None: ...

    def list(self, member_id: str, limit: int, after: str | None) -> Page[InboxEntry]: ...

    def unread(self, member_id: str, most: int) -> int: ...

    def mark_read(self, member_id: str, entry_ids: Sequence[str], now: datetime) -> None: ...


class Suspended(Protocol):
    def add(self, mail: SuspendedMail) -> None: ...

    def get(self, mail_id: str) -> SuspendedMail | None: ...

    def remove(self, mail: SuspendedMail, entry: AuditEntry) -> None:
        """Raises ConflictError when it is gone already."""
        ...

    def list(self, limit: int, after: str | None) -> Page[SuspendedMail]: ...


class Unrouted(Protocol):
    def add(self, mail: SuspendedMail) -> None: ...


class Uploads(Protocol):
    def add(self, upload: Upload) -> None: ...

    def get(self, upload_id: str) -> Upload | None: ...


class Presence(Protocol):
    def put(self, number: int, seen: Seen) -> None: ...

    def list(self, number: int, since: datetime) -> Sequence[Seen]: ...


class Summaries(Protocol):
    def get(self, number: int, audience: str) -> tuple[int, Summary] | None:
        """What was made for this audience, and of which version of the ticket."""
        ...

    def put(self, number: int, audience: str, version: int, summary: Summary) -> None:
        """Keep it for some weeks, unless one of a later version is there."""
        ...


@dataclass(frozen=True, slots=True)
class Room:
    """One workspace, opened: its settings, and its part of the table. Nothing in it reaches another workspace."""

    workspace: Workspace
    tickets: Tickets
    timeline: Timeline
    contacts: Contacts
    repeats: Repeats
    inbox: Inbox
    suspended: Suspended
    search: Search
    counters: Counters
    uploads: Uploads
    presence: Presence
    summaries: Summaries
    parts: Parts
    audit: Audit
    ticking: Ticking


class Accounts(Protocol):
    def memberships(self, user_id: str) -> Mapping[str, str]: ...

    def mailbox_workspaces(self, address: str) -> Sequence[str]:
        """Whose mailbox this is: one workspace's, or, for the reply address of a shared domain, several."""
        ...

    def api_key(self, key_id: str) -> ApiKey | None: ...

    def widget(self, key: str) -> Widget | None: ...

    def add_api_key(self, key: ApiKey) -> None: ...

    def add_password_token(self, token: PasswordToken) -> None: ...

    def password_token(self, digest: str) -> PasswordToken | None: ...

    def use_password_token(self, digest: str) -> bool: ...


class MailJobs(Protocol):
    def add(self, job: MailJob) -> None: ...

    def get(self, key: JobKey) -> MailJob | None: ...

    def claim(self, key: JobKey, now: float) -> bool: ...

    def release(self, key: JobKey) -> None: ...

    def settle(self, key: JobKey, state: JobState, ses_id: str | None = None) -> bool: ...


class Rates(Protocol):
    def hit(self, bucket: str, window: int, expires_at: int, amount: int = 1) -> int | None:
        """How many this makes in that window, with this `amount`; None when the limiter itself was throttled."""
        ...

    def admit(self, bucket: str, once: str, most: int, now: float, span: float) -> bool:
        """Whether `once` is among the first `most` within any `span` seconds of that bucket; asked again, the same."""
        ...


class Identity(Protocol):
    """The user pool. Refusals are DeskErrors that don't tell a wrong password from an unknown person."""

    def sign_in(self, email: str, password: str) -> Tokens | Challenge: ...

    def answer(self, challenge: str, session: str, email: str, answer: str) -> Tokens | Challenge: ...

    def refresh(self, refresh_token: str) -> Tokens: ...

    def revoke(self, refresh_token: str) -> None: ...

    def user_of(self, access_token: str) -> str | None:
        """The user id in a valid access token; None for anything else."""
        ...

    def find(self, email: str) -> str | None: ...

    def create(self, email: str) -> str:
        """The user id of this address, made if there is none yet. He can't sign in before a password is set."""
        ...

    def set_password(self, email: str, password: str) -> None: ...


class Post(Protocol):
    @property
    def region(self) -> str: ...

    def identity(self, domain: str) -> MailIdentity | None:
        """What the carrier knows of a domain, or of one above it; None when it knows nothing."""
        ...

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        """Hand a mail over; returns the id it has from then on. Raises MailRefusedError or MailBusyError."""
        ...

    @property
    def id_domain(self) -> str:
        """What follows the @ in the Message-ID that the carrier puts on the wire."""
        ...


class Dns(Protocol):
    """None is: no answer. Nothing there is an empty sequence."""

    def texts(self, name: str) -> Sequence[str] | None: ...

    def mail_servers(self, name: str) -> Sequence[str] | None: ...


class MailQueue(Protocol):
    def put(self, keys: Sequence[JobKey], delay: int = 0) -> None:
        """Queue mail jobs, to be looked at after `delay` seconds. Raises when any of them was not taken."""
        ...


class RetryQueue(Protocol):
    def put(self, body: str) -> None: ...


class Files(Protocol):
    def put(self, key: str, content: bytes, content_type: str) -> None: ...

    def get(self, key: str) -> bytes: ...

    def form(self, key: str, size: int) -> Form:
        """How somebody outside may put exactly `size` bytes under `key`, for a few minutes."""
        ...

    def open_form(self, folder: str, most: int, back: str) -> Form:
        """How he may put one file of up to `most` bytes into `folder`, under its own name; his browser is then sent
        `back`, with the file's key in the query."""
        ...

    def size(self, key: str) -> int | None: ...

    def beginning(self, key: str, length: int) -> bytes: ...

    def copy(self, key: str, to: str) -> None: ...

    def link(self, key: str, name: str, content_type: str) -> str:
        """A URL that gives the file as a download for a few minutes."""
        ...


class RawMail(Protocol):
    def get(self, key: str) -> bytes: ...

    def put(self, key: str, content: bytes, content_type: str) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The desk's time, aware. Only what the product's rules are about goes by it."""
        ...


class Secrets(Protocol):
    @property
    def origin(self) -> str:
        """What CloudFront shows with every request that came through it."""
        ...

    def sign(self, purpose: str, message: bytes) -> str:
        """A signature of letters, digits, `-` and `.` that `verify` knows, whichever key is current by then."""
        ...

    def verify(self, purpose: str, message: bytes, signature: str) -> bool: ...

    def seed(self, random: bytes) -> str:
        """Something to keep in the open, from which `grown` makes a secret."""
        ...

    def seal(self, purpose: str, secret: str) -> str:
        """A secret in a form that only `unseal`, for the same purpose, can read."""
        ...

    def unseal(self, purpose: str, sealed: str) -> str | None:
        """None for what was sealed for another purpose, or by a key that was taken out."""
        ...

    def grown(self, purpose: str, seed: str) -> str | None:
        """The secret of that seed, always the same; None when the key that it grew from was taken out."""
        ...


class Models(Protocol):
    @property
    def trusted(self) -> Collection[str]:
        """Hosts that may be near, and spoken to without TLS."""
        ...

    def of(self, workspace: str, chosen: AiEngine) -> Model | None:
        """The model that a workspace chose, within its budget; None when it chose to do without."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything wired.

    `open` enters one workspace and raises DeskError `not_found` for one that is not there; `enter` enters one that is
    yet to be made, or whose settings are not needed.
    """

    open: Callable[[str], AbstractContextManager[Room]]
    enter: Callable[[str], AbstractContextManager[None]]
    settings: Settings
    accounts: Accounts
    jobs: MailJobs
    rates: Rates
    unrouted: Unrouted
    due: DueList
    identity: Identity
    post: Post
    dns: Dns
    mail_queue: MailQueue
    retry_queue: RetryQueue
    files: Files
    raw_mail: RawMail
    clock: Clock
    secrets: Secrets
    models: Models
    read_action: Callable[[Mapping[str, object]], tuple[str, Action]]
    new_id: Callable[[datetime], str]
    random_bytes: Callable[[int], bytes]
    base_url: str
    portal_url: str
    files_origin: str
    account_sender: str
