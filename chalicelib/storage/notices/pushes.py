"""The browsers that people have notices shown in, and which notice was sent to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pynamodb.expressions.update import Action as UpdateAction

from chalicelib.domain.notices.push import MOST_SUBSCRIPTIONS, PushSubscription
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_update
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import DocumentRecord, Item, PushedRecord

LEASE_SECONDS = 120
"""The time that a notice is one worker's. Longer than deliver_mail's time-out, so that two never send it at once."""
_KEPT = 3 * 24 * 3600
"""Seconds for which it is known that a notice was sent: longer than it can be on its way."""
_BROWSER = k.joined("BROWSER", "")
_ROOM = 3
"""Two requests at a time may each add the last one: so many times the most are read at least."""


@dataclass(frozen=True, slots=True)
class Pushes:
    def add(self, member_id: str, subscription: PushSubscription, expires_at: int) -> None:
        """Store a browser, in the place of what was known of the same one; until `expires_at` (seconds since 1970).

        It shows notices to whoever sits at it last: from then on it is this member's alone.
        """
        owner = DocumentRecord(*_owner(subscription.id), type="push_owner", data=member_id, expires_at=expires_at)
        before = _owner_of(subscription.id)
        owner.save()
        if before not in (None, member_id):
            self.remove(before, subscription.id)
        data = {name: value for name, value in asdict(subscription).items() if value}
        sk = _BROWSER + subscription.id
        DocumentRecord(k.pushed_to(member_id), sk, type="push", data=data, expires_at=expires_at).save()

    def of(self, member_id: str) -> Sequence[PushSubscription]:
        """Read consistently: one that was switched off is shown nothing from then on."""
        part = Range(k.pushed_to(member_id), _BROWSER)
        raw = query(part, MOST_SUBSCRIPTIONS * _ROOM, consistent=True)
        return [_subscription(DocumentRecord.from_raw_data(item).data) for item in raw.items]

    def get(self, member_id: str, subscription_id: str) -> PushSubscription | None:
        """Return a member's browser; None for one that is another's by now."""
        if _owner_of(subscription_id) != member_id:
            return None
        try:
            found = DocumentRecord.get(k.pushed_to(member_id), _BROWSER + subscription_id, consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return _subscription(found.data)

    def remove(self, member_id: str, subscription_id: str) -> None:
        """Forget a browser, if it is there."""
        Item(k.pushed_to(member_id), _BROWSER + subscription_id).delete()

    def claim(self, member_id: str, subscription_id: str, entry_id: str, now: float) -> bool:
        """Make the sending of a notice to a browser this worker's for the time of a lease; False when it is another's,
        or done. `now` is in seconds since 1970, of the machine's clock: a lease measures the life of a worker."""
        record = _pushed(member_id, subscription_id, entry_id)
        free = PushedRecord.pk.does_not_exist() | (
            PushedRecord.done.does_not_exist() & (PushedRecord.lease_until < int(now))
        )
        changes: list[UpdateAction] = [
            PushedRecord.type.set("pushed"),
            PushedRecord.lease_until.set(int(now) + LEASE_SECONDS),
            PushedRecord.expires_at.set(int(now) + _KEPT),
        ]
        return try_update(record, changes, free)

    def is_done(self, member_id: str, subscription_id: str, entry_id: str) -> bool:
        try:
            found = PushedRecord.get(*_address(member_id, subscription_id, entry_id), consistent_read=True)
        except PushedRecord.DoesNotExist:
            return False
        return found.done is True

    def release(self, member_id: str, subscription_id: str, entry_id: str) -> None:
        """Give it back: it may be tried again at once."""
        record = _pushed(member_id, subscription_id, entry_id)
        there = PushedRecord.pk.exists()
        try_update(record, [PushedRecord.lease_until.set(0)], there)

    def settle(self, member_id: str, subscription_id: str, entry_id: str) -> None:
        """Note that it was sent, or never will be."""
        record = _pushed(member_id, subscription_id, entry_id)
        changes: list[UpdateAction] = [PushedRecord.done.set(True), PushedRecord.lease_until.remove()]
        try_update(record, changes, PushedRecord.pk.exists())


def _owner(subscription_id: str) -> tuple[str, str]:
    return k.pushed_to(subscription_id), "OWNER"


def _owner_of(subscription_id: str) -> Any:
    try:
        return DocumentRecord.get(*_owner(subscription_id), consistent_read=True).data
    except DocumentRecord.DoesNotExist:
        return None


def _subscription(data: dict[str, Any]) -> PushSubscription:
    return PushSubscription(**known(PushSubscription, data))


def _address(member_id: str, subscription_id: str, entry_id: str) -> tuple[str, str]:
    return k.pushed_to(member_id), k.joined("SENT", subscription_id, entry_id)


def _pushed(member_id: str, subscription_id: str, entry_id: str) -> PushedRecord:
    return PushedRecord(*_address(member_id, subscription_id, entry_id))
