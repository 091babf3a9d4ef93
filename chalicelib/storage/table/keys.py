"""Every key of the table, built here and nowhere else, always from one workspace.

`W#<workspace>` begins every partition of a workspace; the few lookups that have to work before a workspace is known are
the prefixes in `GLOBAL`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

GLOBAL = (
    "MAILBOX#",
    "DOMAIN#",
    "WIDGET#",
    "KEY#",
    "USER#",
    "SIGNINS#",
    "PUSH#",
    "TOKEN#",
    "ACCOUNT#",
    "RATE#",
    "UNROUTED",
    "DUE#",
    "WORK#",
    "WORKSPACES",
)

SEPARATOR = "#"
WORKSPACES = "WORKSPACES"
"""Every workspace that was opened since this list is kept."""

GENERAL = "WORKSPACE"
TICKET = "TICKET"
MORE = "TICKET#MORE"
BODY = "TICKET#TEXT"
"""The description: last of the three, so that a command can read the others without it."""
LINE = "L#"
SILENT = "S#"
"""Actions that the time line shows nothing of, since their message says it all: kept out of its way."""
FORMER = "F#"
"""What notes said before they were worded anew."""
LATER = "LATER#"
"""Replies that are sent later."""
JOB = "MAIL#"
TERMS = "TERMS#"
RETIMING = "RETIMING"
PRESENCE, SUMMARY = "SEEN#", "SUMMARY#"
REMINDER = "REMINDER#"
"""Before a member's id: what they want to be reminded of, for them alone."""
TRANSLATION = "translation#"
"""Behind `SUMMARY`: what was translated, by which engine, and into which language."""
POINTER = "P#"
FILED_MAIL, PARKED_MAIL = "#MSGID#", "#SUSPENDED"
"""In the midst of the partitions that tell of mails, whatever the workspace."""
NOTICE = "N#"
GONE = "GONE"
"""Of a ticket that was erased for good: its number is nobody's any more."""


def padded(number: int) -> str:
    return f"{number:010d}"


def digest(*parts: str) -> str:
    """A key part of a fixed length for text of any length; NUL keeps the parts apart."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def joined(*parts: object) -> str:
    """Return a key of these parts, of which all but the last must be free of the sign between them."""
    return SEPARATOR.join(map(str, parts))


def parts_of(key: str) -> list[str]:
    """Return the parts that a key was joined of."""
    return key.split(SEPARATOR)


def cut(key: str) -> tuple[str, str]:
    """Return a key's first part, and all behind it."""
    first, _, rest = key.partition(SEPARATOR)
    return first, rest


@dataclass(frozen=True, slots=True)
class Keys:
    """The partition keys of one workspace."""

    workspace: str

    @property
    def root(self) -> str:
        return f"W#{self.workspace}"

    @property
    def parts(self) -> str:
        """Return the beginning of all other partitions of the workspace."""
        return self.root + SEPARATOR

    def ticket(self, number: int) -> str:
        return f"{self.root}#T#{padded(number)}"

    def status(self, status: str) -> str:
        return f"{self.root}#S#{status}"

    @property
    def live(self) -> str:
        return f"{self.root}#LIVE"

    @property
    def sla(self) -> str:
        return f"{self.root}#SLA"

    def assignee(self, member_id: str | None) -> str:
        return f"{self.root}#A#{member_id or 'none'}"

    def contact(self, contact_id: str) -> str:
        return f"{self.root}#C#{contact_id}"

    @property
    def contacts(self) -> str:
        return f"{self.root}#CONTACTS"

    def address(self, address: str) -> str:
        return f"{self.root}#ADDR#{address}"

    def message_id(self, message_id: str) -> str:
        return self.message_digest(digest(message_id))

    def message_digest(self, of: str) -> str:
        """Return the same by the digest, which messages and actions keep."""
        return f"{self.root}#MSGID#{of}"

    def inbox(self, member_id: str) -> str:
        return f"{self.root}#INBOX#{member_id}"

    def pending(self, member_id: str) -> str:
        """Return the partition of what a member is still to be mailed of."""
        return f"{self.root}#MAILS#{member_id}"

    @property
    def held(self) -> str:
        """The mails that wait until the carrier takes mail again."""
        return f"{self.root}#HELD"

    @property
    def canned(self) -> str:
        return f"{self.root}#CANNED"

    def views(self, scope: str) -> str:
        """Saved views: of everybody (`shared`) or of a member."""
        return f"{self.root}#VIEWS#{scope}"

    def macros(self, scope: str) -> str:
        """Macros: of everybody (`shared`) or of a member."""
        return f"{self.root}#MACROS#{scope}"

    def names(self, kind: str, scope: str) -> str:
        """The names that are taken among parts of the settings."""
        return f"{self.root}#NAMES#{kind}#{scope}"

    def audit(self, month: str) -> str:
        """The audit log of a month as `2026-11`."""
        return f"{self.root}#AUDIT#{month}"

    @property
    def addresses(self) -> str:
        """Every address of every contact, in `by_contact`, to be searched by how they begin."""
        return f"{self.root}#ADDRESSES"

    def upload(self, upload_id: str) -> str:
        return f"{self.root}#UP#{upload_id}"

    @property
    def suspended(self) -> str:
        return f"{self.root}#SUSPENDED"

    def postings(self, term: str) -> str:
        """Return the partition of the tickets that have a term. Terms that begin alike share one."""
        return f"{self.root}#X#{term[:3]}"

    def dictionary(self, head: str) -> str:
        """The terms that begin with `head`: two letters, or one sign of a script without spaces."""
        return f"{self.root}#D#{head}"

    @property
    def counters(self) -> str:
        return f"{self.root}#COUNT"

    def counted(self, action_id: str) -> str:
        """The mark that an action was counted."""
        return f"{self.root}#COUNTED#{action_id}"

    def facts(self, day: str) -> str:
        """Return the partition of what reports count of a day such as `2026-11-23`."""
        return f"{self.root}#FACT#{day}"

    @property
    def cells(self) -> str:
        """The numbers of facts of each kind, by day."""
        return f"{self.root}#CELLS"

    @property
    def sums(self) -> str:
        """The sums of facts, of days and weeks, by what tells tickets apart."""
        return f"{self.root}#SUMS"

    @property
    def work(self) -> str:
        """The workspace's part of the work list."""
        return f"{self.root}#WORK"

    @property
    def jobs(self) -> str:
        """The long jobs that somebody asked for."""
        return f"{self.root}#JOBS"

    def batch(self, batch_id: str) -> str:
        return f"{self.root}#BATCH#{digest(batch_id)}"

    def once(self, principal: str, route: str, key: str) -> str:
        return f"{self.root}#ONCE#{digest(principal, route, key)}"


def user(user_id: str) -> str:
    """The workspaces of somebody who signs in."""
    return f"USER#{user_id}"


def user_of(pk: str) -> str | None:
    """Return whose workspaces these are; None for another partition."""
    return pk.removeprefix(user("")) if pk.startswith(user("")) else None


def sign_ins(user_id: str) -> str:
    """The browsers that somebody is signed in with, and their recovery codes."""
    return f"SIGNINS#{user_id}"


def sign_in(sign_in_id: str) -> str:
    return f"S#{sign_in_id}"


def pushed_to(whom: str) -> str:
    """The browsers that a member has notices shown in, and what was sent to them of late, whatever the workspace; of a
    browser by its id, whose it is."""
    return f"PUSH#{whom}"


def mailbox(address: str) -> str:
    """The workspaces that an address of mail belongs to."""
    return f"MAILBOX#{address}"


def mail_domain(domain: str) -> str:
    """The workspace that showed a domain of mail to be its own."""
    return f"DOMAIN#{domain}"


def api_key(key_id: str) -> str:
    return f"KEY#{key_id}"


def widget(key: str) -> str:
    return f"WIDGET#{key}"


def token(of: str) -> str:
    """A mailed permission to choose a password, by the digest of its secret."""
    return f"TOKEN#{of}"


def password_links(email: str) -> str:
    """Return the partition of all links for one address. The key tells nobody which address that is."""
    return f"TOKEN#{digest(email)}"


def account_job(job_id: str) -> str:
    """A mail about an account, which belongs to no workspace."""
    return f"ACCOUNT#{job_id}"


def rate(bucket: str) -> str:
    return f"RATE#{digest(bucket)}"


def member(member_id: str) -> str:
    return f"MEMBER#{member_id}"


def unproven(day: str) -> str:
    return f"UNPROVEN#{day}"


def due(shard: int) -> str:
    """The tickets of all workspaces that are due, by instant."""
    return f"DUE#{shard}"


def work(shard: int) -> str:
    """The work list of all workspaces, by instant."""
    return f"WORK#{shard}"


def workspace_of(pk: str) -> str | None:
    """The workspace a partition belongs to; None for the global lookups."""
    head, _, rest = pk.partition("#")
    return rest.partition("#")[0] if head == "W" else None


def ticket_of(pk: str) -> tuple[str, int | None]:
    """The workspace, and the number of the ticket when the partition is one's."""
    _, workspace, *rest = pk.split("#")
    return workspace, int(rest[1]) if rest else None


def line_sort_key(entry_id: str) -> str:
    return LINE + entry_id


def silent_sort_key(entry_id: str) -> str:
    return SILENT + entry_id


def former_sort_key(note_id: str, edit: int) -> str:
    return f"{FORMER}{note_id}#{padded(edit)}"


def later_sort_key(reply_id: str) -> str:
    return LATER + reply_id


def job_sort_key(action_id: str, recipient_id: str) -> str:
    return f"{JOB}{action_id}#{recipient_id}"


def posting_sort_key(term: str, number: int, kind: str) -> str:
    return f"{term}#{padded(number)}#{kind}"


def terms_sort_key(source: str) -> str:
    return f"{TERMS}{source}"
