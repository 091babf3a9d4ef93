"""What the services need, as Protocols: `world` is fulfilled by the adapters, all others by storage.

A `Desk` is all of it wired, a `Room` one workspace's part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Action
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.services.ports.accounts import Accounts, SignIns
from chalicelib.services.ports.due import DueList, Ticking, WorkList
from chalicelib.services.ports.mail import HeldMails, MailJobs, PendingMails, Suspended, Unrouted
from chalicelib.services.ports.notices import Inbox, Pushes
from chalicelib.services.ports.privacy import DeskJobs, Erasing
from chalicelib.services.ports.reports import Reports
from chalicelib.services.ports.search import Counters, Search
from chalicelib.services.ports.settings import Audit, Parts, Settings
from chalicelib.services.ports.table import (
    Batches,
    Contacts,
    Later,
    Presence,
    Rates,
    Reminders,
    Repeats,
    Summaries,
    Tickets,
    Timeline,
    Uploads,
)
from chalicelib.services.ports.world import (
    Clock,
    Dns,
    Files,
    Identity,
    Issuers,
    MailQueue,
    Models,
    Post,
    Push,
    PushQueue,
    Queues,
    RawMail,
    RetryQueue,
    Secrets,
)


@dataclass(frozen=True, slots=True)
class Room:
    """One workspace, opened: its settings, and its part of the table. Nothing in it reaches another workspace."""

    workspace: Workspace
    tickets: Tickets
    timeline: Timeline
    later: Later
    contacts: Contacts
    repeats: Repeats
    inbox: Inbox
    pending: PendingMails
    held: HeldMails
    suspended: Suspended
    search: Search
    counters: Counters
    uploads: Uploads
    presence: Presence
    reminders: Reminders
    batches: Batches
    summaries: Summaries
    parts: Parts
    audit: Audit
    ticking: Ticking
    reports: Reports
    desk_jobs: DeskJobs
    erasing: Erasing


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
    sign_ins: SignIns
    pushes: Pushes
    jobs: MailJobs
    rates: Rates
    unrouted: Unrouted
    due: DueList
    work: WorkList
    identity: Identity
    post: Post
    push: Push
    dns: Dns
    mail_queue: MailQueue
    retry_queue: RetryQueue
    push_queue: PushQueue
    queues: Queues
    files: Files
    raw_mail: RawMail
    clock: Clock
    secrets: Secrets
    models: Models
    issuers: Issuers
    read_action: Callable[[Mapping[str, object]], tuple[str, Action]]
    new_id: Callable[[datetime], str]
    random_bytes: Callable[[int], bytes]
    base_url: str
    portal_url: str
    files_origin: str
    account_sender: str
