"""How much every workspace uses, for the operator's commands alone: read through the whole table once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.ids import instant_of
from chalicelib.domain.mail.jobs import JobState
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.scanning import Raw, scan

_LEFT = frozenset({JobState.SENT, JobState.DELIVERED, JobState.BOUNCED, JobState.COMPLAINED})
"""The states of mails that the carrier took."""
_WHERE = "sk IN (:general, :ticket) OR begins_with(sk, :member) OR begins_with(sk, :mail)"
_VALUES = {":general": k.GENERAL, ":ticket": k.TICKET, ":member": k.member(""), ":mail": k.JOB}


@dataclass(slots=True)
class Usage:
    """Members who are active, tickets whatever became of them, and mails about tickets that left."""

    members: int = 0
    tickets: int = 0
    mails: int = 0


def usage(since: datetime) -> dict[str, Usage]:
    """Return what every workspace uses, by name; of mails those about what happened since then."""
    found: dict[str, Usage] = {}
    for item in scan(_WHERE, _VALUES, "pk, sk, s, d"):
        workspace = k.workspace_of(item["pk"]["S"])
        if workspace is not None:
            _count(found.setdefault(workspace, Usage()), item, k.Keys(workspace).root, since)
    return found


def _count(used: Usage, item: Raw, root: str, since: datetime) -> None:
    sk = item["sk"]["S"]
    if sk == k.TICKET:
        used.tickets += 1
    elif sk.startswith(k.JOB):
        _, action_id, *_ = k.parts_of(sk)
        used.mails += item["s"]["S"] in _LEFT and instant_of(action_id) >= since
    elif sk.startswith(k.member("")) and item["pk"]["S"] == root:
        used.members += bool(json.loads(item["d"]["S"]).get("active", True))
