"""A workspace and what its settings hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.people.addresses import address_in_dns, forms
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.ai_engine import MODEL_FREE, AiEngine
from chalicelib.domain.settings.masking import NOTHING_MASKED, Masking
from chalicelib.domain.settings.retention import USUAL_RETENTION, Retention
from chalicelib.domain.settings.sign_in_rules import USUAL_RULES, SignInRules
from chalicelib.domain.settings.weekly_report import NOBODY, WeeklyReport
from chalicelib.domain.sla.business_hours import ALWAYS, BusinessHours
from chalicelib.domain.sla.policies import SlaPolicy

REPLY = "reply"
"""The local part of reply addresses (`reply+<token>@…`): no mailbox may be called so."""

PORTAL_TEXT = 2_000
"""Characters that the text above the portal's form may have."""
PRIVACY_TEXT, PRIVACY_URL = 500, 500
"""Characters that the line about privacy may have, and the address that it leads to."""
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
RESERVED = frozenset(
    {"auth", "me", "openapi", "health", "docs", "portal", "widget", "mcp", "v1", "static", "account", "callback"}
)


@dataclass(frozen=True, slots=True)
class Label:
    id: str
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class CannedResponse:
    """A text to answer with. `folder` is the name of those that it lies among, empty for none."""

    id: str
    name: str
    body: str
    folder: str = ""


MAIL_TEXT_LENGTH = 2_000
LARGEST_MAIL_MB = 38
"""What a desk may set at most: SES takes 40, with what it adds."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address that mail to this workspace comes to, and answers go out from.

    `confirmation` is what customers are told when their request has come, `signature` what stands below an agent's
    words; None is what the desk says by itself. Both are Markdown and may hold a few variables.
    """

    address: str
    name: str
    confirmation: str | None = None
    signature: str | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def id(self) -> str:
        return self.address


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """A workspace's own settings: its name, colour, language, sender and portal.

    Resolved tickets close after `auto_close_days`, never when that is None. `sender` is the address of the mailbox that
    mail goes out from, None for the first one. `created_on` is a date as `2026-11-23`; the default is older than any
    desk. `confirmations_on` goes off by itself when too many bounce; `confirmations_since` is when it last went on
    again, `confirmations_stopped_at` when they stopped by themselves, unless they went on since, as ISO 8601.
    `mail_held_since` is when the carrier last began to take no mail of the desk's, empty while it does, `mail_held_why`
    the `Fault` that it began with.
    `max_mail_mb` is how many million bytes a mail with its files may have as it is sent. `assign_by_answer`: whoever
    answers or resolves what is nobody's takes it. The four kinds of mail tell customers that their request has come
    (or was opened for them), what an answer says, what status it has, and that it was resolved.

    The portal has name and colour of the desk where its own are None; its logo is a file in the store. Customers choose
    the type of a request by the words of `portal_types`, by type, or by the usual ones. `portal_privacy_text` and the
    page at `portal_privacy_url` tell them what becomes of what they write; empty, nothing does.

    `suspended_at` is when whoever runs the desk closed the workspace, empty while it is open: its members are let in no
    more, its mail is kept aside, and nothing is sent.
    """

    name: str
    prefix: str = "TKT"
    color: str = "#3b4fd8"
    language: str = "en"
    auto_close_days: int | None = 7
    sender: str | None = None
    created_on: str = "2026-11-01"
    portal_on: bool = True
    portal_name: str | None = None
    portal_color: str | None = None
    portal_text: str = ""
    portal_logo: str | None = None
    portal_logo_type: str = ""
    portal_types: Mapping[str, str] = field(default_factory=dict)
    portal_privacy_text: str = ""
    portal_privacy_url: str = ""
    confirmations_on: bool = True
    max_mail_mb: int = 20
    assign_by_answer: bool = True
    mail_created: bool = True
    mail_replied: bool = True
    mail_status: bool = True
    mail_resolved: bool = True
    mail_held_since: str = ""
    mail_held_why: str = ""
    confirmations_since: str = field(default="", metadata={"derived": True})
    confirmations_stopped_at: str = field(default="", metadata={"derived": True})
    suspended_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace(General):
    """One company's desk. `members`, `labels` and `policies` are by id; `hours` are those that it works in."""

    id: str
    members: Mapping[str, Member] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)
    policies: Mapping[str, SlaPolicy] = field(default_factory=dict)
    mailboxes: tuple[Mailbox, ...] = ()
    hours: BusinessHours = ALWAYS
    ai: AiEngine = MODEL_FREE
    sign_in_rules: SignInRules = USUAL_RULES
    weekly_report: WeeklyReport = NOBODY
    masking: Masking = NOTHING_MASKED
    retention: Retention = USUAL_RETENTION

    @property
    def is_suspended(self) -> bool:
        return bool(self.suspended_at)

    @property
    def general(self) -> General:
        return General(**{one.name: getattr(self, one.name) for one in fields(General)})

    @property
    def mailbox(self) -> Mailbox:
        """The one that mail goes out from, unless a ticket came to another one."""
        return self.mailbox_at(self.sender)

    def mailbox_at(self, *addresses: str | None) -> Mailbox:
        """The first of these addresses that is a mailbox still, else the desk's sender, else any of its mailboxes."""
        found = {mailbox.address: mailbox for mailbox in self.mailboxes}
        return next((found[one] for one in (*addresses, self.sender) if one in found), self.mailboxes[0])

    def own_addresses(self) -> Callable[[str], bool]:
        """Say of an address whether it is one of the desk's, plus-addresses and reply addresses included."""
        bases = {address_in_dns(mailbox.address) for mailbox in self.mailboxes}
        bases |= {f"{REPLY}@{address.rpartition('@')[2]}" for address in bases}
        return lambda address: any(form in bases for form in forms(address))

    def answering(self, addresses: Iterable[str]) -> frozenset[str | None]:
        """Return mailboxes, however their addresses are written, as lists of tickets are narrowed down to those that
        came to them or answer from them: beside the one that mail goes out from stands None, for what came to none."""
        ours = {address_in_dns(one.address): one.address for one in self.mailboxes}
        asked = {ours.get(address_in_dns(one), one) for one in addresses}
        return frozenset({*asked, None} if self.mailbox.address in asked else asked)


def check_open(workspace: Workspace) -> None:
    """Raise DeskError `workspace_suspended` for one that is closed."""
    if workspace.is_suspended:
        raise DeskError("workspace_suspended", "This workspace is suspended. Please turn to whoever runs the desk.")


def is_slug(text: str) -> bool:
    """Return whether the text may be a workspace's short name; keys are made of nothing else."""
    return _SLUG.fullmatch(text) is not None


def check_slug(text: str) -> str:
    """A workspace's name in keys and URLs: lower-case letters, digits, dashes, and no word that our own paths use."""
    if not is_slug(text) or text in RESERVED:
        raise invalid("workspace", "Use 1–40 lower-case letters, digits and dashes; some words are reserved.")
    return text
