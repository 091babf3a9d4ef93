"""A workspace's settings: one query loads a desk, kept for half a minute."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.member_now import MemberNow
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.ai_engine import MODEL_FREE, AiEngine
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.masking import NOTHING_MASKED, Masking
from chalicelib.domain.settings.parts import Part
from chalicelib.domain.settings.retention import USUAL_RETENTION, Retention
from chalicelib.domain.settings.sign_in_rules import USUAL_RULES, SignInRules
from chalicelib.domain.settings.weekly_report import NOBODY, WeeklyReport
from chalicelib.domain.settings.workspace import CannedResponse, General, Label, Mailbox, Workspace
from chalicelib.domain.sla.business_hours import ALWAYS
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.schedule import Schedule
from chalicelib.domain.worklist import Work
from chalicelib.storage.accounts.lookups import membership_record
from chalicelib.storage.accounts.records import MemberRecord
from chalicelib.storage.accounts.sign_ins import ended_of
from chalicelib.storage.audit import audit_record
from chalicelib.storage.idempotency import once_record
from chalicelib.storage.settings.shapes import beside, parsed, record_of
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.reading import Range, every, query
from chalicelib.storage.table.records import DocumentRecord
from chalicelib.storage.table.transactions import Transaction, Why
from chalicelib.storage.worklist import work_record

KEPT_SECONDS = 30
_PAGE = 1000


@dataclass(slots=True)
class SettingsStore:
    """Settings of every workspace this process has met. Writing forgets what was kept."""

    _kept: dict[str, tuple[float, Workspace]] = field(default_factory=dict)

    def load(self, workspace: str, *, fresh: bool = False) -> Workspace | None:
        """The workspace, at most half a minute old unless `fresh`; None when there is none of that name."""
        kept = self._kept.get(workspace)
        if kept and not fresh and kept[0] > time.monotonic():
            return kept[1]
        found = _workspace(workspace, _documents(workspace))
        if found:
            self._kept[workspace] = (time.monotonic() + KEPT_SECONDS, found)
        return found

    def forget(self, workspace: str) -> None:
        """Load it anew the next time."""
        self._kept.pop(workspace, None)

    def member(self, workspace: str, member_id: str) -> Member | None:
        """Read consistently: a role that was taken away is gone at once."""
        try:
            record = DocumentRecord.get(k.Keys(workspace).root, k.member(member_id), consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return parsed(Member, record)

    def member_now(self, workspace: str, member_id: str) -> MemberNow | None:
        """Read consistently, in the one read that says who calls: what was ended is over at once."""
        try:
            record = MemberRecord.get(k.Keys(workspace).root, k.member(member_id), consistent_read=True)
        except MemberRecord.DoesNotExist:
            return None
        return MemberNow(parsed(Member, record), ended_of(record))

    def only(self) -> str | None:
        """The name of the one workspace there is; None with several, with none, or where that isn't known."""
        raw = query(Range(k.WORKSPACES), 2)
        listed = [DocumentRecord.from_raw_data(item) for item in raw.items]
        return listed[0].sk if len(listed) == 1 and listed[0].data["first"] else None

    def create(self, workspace: Workspace, entry: AuditEntry | None = None, *, first: bool = False) -> None:
        """A new workspace with its mailboxes and policies. Raises ConflictError: its name is taken, or an address.

        `first` says that there is none beside it that might not be listed.
        """
        keys = k.Keys(workspace.id)
        parts: list[Part] = [workspace.general, *workspace.mailboxes, *workspace.policies.values()]
        transaction = Transaction()
        transaction.create(DocumentRecord(k.WORKSPACES, workspace.id, type="listed", data={"first": first}))
        for part in parts:
            for record in _records(keys, part):
                transaction.create(record)
        if entry:
            transaction.create(audit_record(keys, entry))
        transaction.commit()

    def add_member(
        self,
        workspace: str,
        user_id: str,
        member: Member,
        entry: AuditEntry | None = None,
        once: Once | None = None,
        work: Work | None = None,
    ) -> None:
        """Raises ConflictError when that user is a member already, RepeatedError for `once`."""
        keys = k.Keys(workspace)
        transaction = Transaction()
        if once:
            transaction.create(once_record(keys, once), Why.REPEATED)
        transaction.create(record_of(keys, member))
        transaction.create(membership_record(user_id, workspace, member.id))
        if entry:
            transaction.create(audit_record(keys, entry))
        if work:
            transaction.create(work_record(work))
        transaction.commit()
        self.forget(workspace)

    def put(self, workspace: str, *parts: Label | SlaPolicy | CannedResponse) -> None:
        """Store settings that have an id of their own, replacing those with the same id."""
        keys = k.Keys(workspace)
        for part in parts:
            for record in _records(keys, part):
                record.save()
        self.forget(workspace)


def _records(keys: k.Keys, part: Part) -> list[DocumentRecord]:
    return [record_of(keys, part), *beside(keys, part)]


def _documents(workspace: str) -> list[DocumentRecord]:
    """All settings items; the sequence lies among them and is no document."""
    items = every(Range(k.Keys(workspace).root), page=_PAGE)
    return [DocumentRecord.from_raw_data(item) for item in items if "d" in item]


def _workspace(workspace_id: str, documents: Iterable[DocumentRecord]) -> Workspace | None:
    general: General | None = None
    members: dict[str, Member] = {}
    labels: dict[str, Label] = {}
    policies: dict[str, SlaPolicy] = {}
    mailboxes: list[Mailbox] = []
    hours = ALWAYS
    ai, sign_in_rules, weekly_report = MODEL_FREE, USUAL_RULES, NOBODY
    masking, retention = NOTHING_MASKED, USUAL_RETENTION
    for record in documents:
        match record.type:
            case "workspace":
                general = parsed(General, record)
            case "member":
                members[record.data["id"]] = parsed(Member, record)
            case "label":
                labels[record.data["id"]] = parsed(Label, record)
            case "policy":
                policies[record.data["id"]] = parsed(SlaPolicy, record)
            case "hours":
                hours = parsed(Schedule, record).hours
            case "mailbox":
                mailboxes.append(parsed(Mailbox, record))
            case "ai_engine":
                ai = parsed(AiEngine, record)
            case "sign_in_rules":
                sign_in_rules = parsed(SignInRules, record)
            case "weekly_report":
                weekly_report = parsed(WeeklyReport, record)
            case "masking":
                masking = parsed(Masking, record)
            case "retention":
                retention = parsed(Retention, record)
    if general is None:
        return None
    return Workspace(
        id=workspace_id,
        **asdict(general),
        members=members,
        labels=labels,
        policies=policies,
        mailboxes=tuple(mailboxes),
        hours=hours,
        ai=ai,
        sign_in_rules=sign_in_rules,
        weekly_report=weekly_report,
        masking=masking,
        retention=retention,
    )
