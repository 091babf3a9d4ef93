"""What was promised for a ticket."""

from __future__ import annotations

from chalicelib.api.schemas.base import Document, Instant
from chalicelib.domain.sla.state import SlaStatus, TargetName


class SlaTargetOut(Document):
    """One target, in business time. `at` is when it was done. `never_due`: by the business hours it never comes due.

    `elapsed_percent` is rounded down, so 75 is where the warning begins, and 100 or more is too late.
    """

    status: SlaStatus
    target_minutes: int
    due_at: Instant | None
    elapsed_percent: int
    at: Instant | None
    never_due: bool


class SlaOut(Document):
    """The promises for a ticket. A target that was not promised is null. `status` is the worst of the targets that are
    still open, and `by` names that one; of a resolved ticket it is how the resolution was. `due_at` is when the next of
    the open ones is due."""

    status: SlaStatus | None
    policy_id: str | None
    first_response: SlaTargetOut | None
    next_response: SlaTargetOut | None
    resolution: SlaTargetOut | None
    by: TargetName | None = None
    due_at: Instant | None = None
