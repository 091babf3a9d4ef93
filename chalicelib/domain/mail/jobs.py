"""Mails that are to go out, as jobs: the intent is stored, then claimed, sent and settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.mail.faults import Fault
from chalicelib.domain.vocabulary import word


class JobState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


DETAIL_LENGTH = 300
UNDELIVERED = (JobState.BOUNCED, JobState.FAILED)
"""The states of a mail that nobody got. Only the news that bring one know why."""
UNSETTLED = (JobState.QUEUED, JobState.SENDING)
EARLIER: Mapping[JobState, tuple[JobState, ...]] = {
    JobState.SENT: UNSETTLED,
    JobState.DELIVERED: (*UNSETTLED, JobState.SENT),
    JobState.BOUNCED: (*UNSETTLED, JobState.SENT, JobState.DELIVERED),
    JobState.COMPLAINED: (*UNSETTLED, JobState.SENT, JobState.DELIVERED),
    JobState.FAILED: UNSETTLED,
    JobState.WITHDRAWN: UNSETTLED,
}
"""The states that a mail can come to each state from. News of it come in any order, and it only ever moves on."""


def told(state: JobState, detail: str) -> str:
    """Return how far a mail got, and why no further, as a message keeps it for each of its recipients."""
    detail = " ".join(detail.split())[:DETAIL_LENGTH]
    return f"{state.value}: {detail}" if detail and state in UNDELIVERED else state.value


def state_told(value: str) -> tuple[JobState, str | None]:
    """The other way round."""
    state, _, detail = value.partition(": ")
    return word(JobState, state), detail or None


class LetterKind(StrEnum):
    CONFIRMATION = "confirmation"
    OPENED_FOR_CUSTOMER = "opened_for_customer"
    AGENT_REPLY = "agent_reply"
    FORWARD = "forward"
    STATUS_CHANGED = "status_changed"
    RESOLVED = "resolved"
    MERGED = "merged"
    LINKS = "links"
    MEMBER_CREATED = "member_created"
    MEMBER_ASSIGNED = "member_assigned"
    MEMBER_SLA_WARNING = "member_sla_warning"
    MEMBER_SLA_BREACHED = "member_sla_breached"
    MEMBER_REPLIED = "member_replied"
    MEMBER_MENTIONED = "member_mentioned"
    MEMBER_UNCLEAR = "member_unclear"
    MEMBER_NEWS = "member_news"
    WEEKLY_REPORT = "weekly_report"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a letter
    NEW_ADMIN = "new_admin"
    WIDEST_KEY = "widest_key"
    KEYS_LEFT = "keys_left"
    MUCH_UNPROVEN = "much_unproven"
    MANY_TRIES = "many_tries"
    ACCOUNT_CHANGED = "account_changed"
    NEWS_ANSWERED = "news_answered"


SENT_BY_ITSELF = frozenset(
    {
        LetterKind.CONFIRMATION,
        LetterKind.OPENED_FOR_CUSTOMER,
        LetterKind.STATUS_CHANGED,
        LetterKind.RESOLVED,
        LetterKind.MERGED,
    }
)
"""To customers, without anybody having written it or asked for it."""
TELLS_OF_A_CHANGE = frozenset(
    {LetterKind.STATUS_CHANGED, LetterKind.RESOLVED, LetterKind.MERGED, LetterKind.MEMBER_ASSIGNED}
)
"""They wait until the change can't be undone any more, and go if what they say is true by then and not yet told."""
COLLECTED = frozenset(
    {
        LetterKind.MEMBER_CREATED,
        LetterKind.MEMBER_ASSIGNED,
        LetterKind.MEMBER_SLA_WARNING,
        LetterKind.MEMBER_SLA_BREACHED,
        LetterKind.MEMBER_REPLIED,
        LetterKind.MEMBER_MENTIONED,
    }
)
"""To members, for whom what comes shortly after one another is one mail."""
FOR_MEMBERS_ALONE = frozenset({LetterKind.MEMBER_MENTIONED})
"""They have words in them that no customer may read, so what a member answers isn't for a customer either."""
ALARMS = frozenset(
    {
        LetterKind.NEW_ADMIN,
        LetterKind.WIDEST_KEY,
        LetterKind.KEYS_LEFT,
        LetterKind.MUCH_UNPROVEN,
        LetterKind.MANY_TRIES,
        LetterKind.ACCOUNT_CHANGED,
        LetterKind.NEWS_ANSWERED,
    }
)
ABOUT_ACCOUNTS = ALARMS | {LetterKind.INVITATION, LetterKind.PASSWORD_RESET}

LEASE_SECONDS = 120
"""The time that a claimed job is one worker's. Longer than deliver_mail's time-out, so that claims never overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKey:
    """The name of a job: on a ticket (`id` is `<action id>.<person id>`), or, without a ticket, its id alone, which for
    the weekly report is `<week>.<person id>`. A mail about somebody's own account is of no workspace."""

    id: str
    workspace: str | None = None
    number: int | None = None

    @property
    def action_id(self) -> str:
        """The action, or the week, that a job tells of."""
        return self.id.partition(".")[0]

    @property
    def person_id(self) -> str:
        """Return whom a job tells of a ticket, or of a week."""
        return self.id.partition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutTicket:
    """One person's news of a ticket. `message_id` is the message the mail carries, `status` the status it tells of.

    `link_number` is the ticket its reader knows, when that isn't the key's own. `again`: an earlier mail with that
    message didn't get to them. `unclear` is the line of their own answer that wasn't understood; empty when that
    still held what we had written.
    """

    person_id: str
    name: str
    link_number: int | None = None
    message_id: str | None = None
    status: str | None = None
    again: bool = False
    unclear: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutLinks:
    """The links of somebody's own requests; `number` is the one that was asked for by its reference."""

    language: str
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutAccount:
    """Somebody's own account, in the name of a desk or of the product. Invitations name who invites, and `workspace`.

    Alarms name whom or what they are about (`name`; of a change, its AccountChange), and who did it (`invited_by`), or
    how much of it there was (`amount`), and when it became that much, or was done (`at`). `keys` are the names of API
    keys.
    """

    sender_name: str
    language: str
    invited_by: str = ""
    name: str = ""
    amount: int = 0
    at: datetime | None = None
    keys: tuple[str, ...] = ()
    workspace: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutWeek:
    """The week that begins on that Monday, as the reports have it. `trial`: its reader asked for it just now."""

    monday: date
    trial: bool = False


About = AboutTicket | AboutLinks | AboutAccount | AboutWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class MailJob:
    """One mail to one person. What it is `about` goes with its kind. `tells` are the keys of all the jobs that it
    tells of, itself among them, once that is settled; None for one that tells of itself alone. `held_since` is when the
    carrier took no mail of ours first, None where it did so far; `detail` says why one failed or came back."""

    key: JobKey
    kind: LetterKind
    address: str
    about: About
    state: JobState = JobState.QUEUED
    ses_id: str | None = None
    tells: tuple[JobKey, ...] | None = None
    held_since: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it is handed to the carrier: the bytes, the address of ours that they go out from, and whose they are.

    `to` may be another than the job's by now.
    """

    raw: bytes
    sender: str
    to: str


class MailRefusedError(Exception):
    """The carrier will never take this mail: its recipient's fault, or its own."""


class MailBusyError(Exception):
    """The carrier takes no mail of ours at this moment, or until somebody mends our account; nothing was sent, unless
    the `fault` is the carrier's own."""

    def __init__(self, told: str = "", fault: Fault = Fault.UNKNOWN) -> None:
        super().__init__(told)
        self.fault = fault


class MailSenderError(MailBusyError):
    """The carrier takes none from this sender, whom it doesn't know, or doesn't yet; it may from another one."""
