"""A workspace's settings: one query loads a desk, kept for half a minute."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from chalicelib.domain.people import Member, Role
from chalicelib.domain.workspace import CannedResponse, Label, Mailbox, SlaPolicy, Workspace
from chalicelib.storage import keys as k
from chalicelib.storage.accounts import mailbox_record, membership_record, reply_record
from chalicelib.storage.reading import Range, query
from chalicelib.storage.records import DocumentRecord
from chalicelib.storage.transactions import Transaction

KEPT_SECONDS = 30
_PAGE = 1000
_OWN = ("name", "prefix", "color", "language")


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

    def member(self, workspace: str, member_id: str) -> Member | None:
        """Read consistently: a role that was taken away is gone at once."""
        try:
            record = DocumentRecord.get(k.Keys(workspace).root, f"MEMBER#{member_id}", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return _member(record.data)

    def create(self, workspace: Workspace) -> None:
        """A new workspace with its mailboxes. Raises ConflictError when the name or an address is taken."""
        root = k.Keys(workspace.id).root
        transaction = Transaction()
        own = {name: getattr(workspace, name) for name in _OWN}
        transaction.create(DocumentRecord(root, "WORKSPACE", type="workspace", data=own))
        for mailbox in workspace.mailboxes:
            transaction.create(mailbox_record(mailbox.address, workspace.id))
            transaction.put(reply_record(mailbox.domain, workspace.id))
            transaction.create(DocumentRecord(root, f"MAILBOX#{mailbox.address}", type="mailbox", data=asdict(mailbox)))
        transaction.commit()

    def add_member(self, workspace: str, user_id: str, member: Member) -> None:
        """Raises ConflictError when that user is a member already."""
        root = k.Keys(workspace).root
        transaction = Transaction()
        data = {**asdict(member), "role": member.role.value, "preferences": dict(member.preferences)}
        transaction.create(DocumentRecord(root, f"MEMBER#{member.id}", type="member", data=data))
        transaction.create(membership_record(user_id, workspace, member.id))
        transaction.commit()
        self._kept.pop(workspace, None)

    def put(self, workspace: str, *parts: Label | SlaPolicy | CannedResponse) -> None:
        """Store settings that have an id of their own, replacing those with the same id."""
        for part in parts:
            _part_record(k.Keys(workspace), part).save()
        self._kept.pop(workspace, None)


def _part_record(keys: k.Keys, part: Label | SlaPolicy | CannedResponse) -> DocumentRecord:
    match part:
        case Label():
            return DocumentRecord(keys.root, f"LABEL#{part.id}", type="label", data=asdict(part))
        case SlaPolicy():
            return DocumentRecord(keys.root, f"POLICY#{part.id}", type="policy", data=asdict(part))
        case CannedResponse():
            return DocumentRecord(keys.canned, part.id, type="canned", data=asdict(part))


def _documents(workspace: str) -> list[DocumentRecord]:
    """All settings items; the sequence lies among them and is no document."""
    found: list[DocumentRecord] = []
    after: str | None = None
    while True:
        raw = query(Range(k.Keys(workspace).root), _PAGE, after=after, consistent=True)
        found += [DocumentRecord.from_raw_data(item) for item in raw.items if "d" in item]
        if raw.last is None:
            return found
        after = raw.last


def _workspace(workspace_id: str, documents: Iterable[DocumentRecord]) -> Workspace | None:
    own: dict[str, Any] | None = None
    members: dict[str, Member] = {}
    labels: dict[str, Label] = {}
    policies: dict[str, SlaPolicy] = {}
    mailboxes: list[Mailbox] = []
    for record in documents:
        match record.type:
            case "workspace":
                own = record.data
            case "member":
                members[record.data["id"]] = _member(record.data)
            case "label":
                labels[record.data["id"]] = Label(**record.data)
            case "policy":
                policies[record.data["id"]] = SlaPolicy(**record.data)
            case "mailbox":
                mailboxes.append(Mailbox(**record.data))
    if own is None:
        return None
    return Workspace(
        id=workspace_id, **own, members=members, labels=labels, policies=policies, mailboxes=tuple(mailboxes)
    )


def _member(data: dict[str, Any]) -> Member:
    return Member(**{**data, "role": Role(data["role"])})
