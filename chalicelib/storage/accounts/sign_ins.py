"""The sign-ins of a person, their recovery codes, and what their members' items know of sign-ins that are over."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.domain.accounts.recovery import RecoveryCodes
from chalicelib.domain.accounts.sign_ins import ACCESS_SECONDS, MOST_SIGN_INS, Ended, Method, SignIn
from chalicelib.storage.accounts.records import CodesRecord, MemberRecord, SignInRecord
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_update, try_write
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import Item, read

_CODES = "CODES"
_BETWEEN = "|"
"""Between a sign-in that is over and the second from which on nobody can hold a token of it."""


@dataclass(frozen=True, slots=True)
class SignIns:
    def add(self, sign_in: SignIn) -> None:
        """Store a new one."""
        _record(sign_in).save(condition=Item.pk.does_not_exist())

    def get(self, user_id: str, sign_in_id: str) -> SignIn | None:
        """Read consistently: one that was ended is over at once."""
        try:
            record = SignInRecord.get(k.sign_ins(user_id), k.sign_in(sign_in_id), consistent_read=True)
        except SignInRecord.DoesNotExist:
            return None
        return _sign_in(record)

    def of(self, user_id: str) -> Sequence[SignIn]:
        """Return all of a person, the oldest first."""
        raw = query(Range(k.sign_ins(user_id), k.sign_in("")), 2 * MOST_SIGN_INS, consistent=True)
        return [_sign_in(read(SignInRecord, item)) for item in raw.items]

    def replace(self, before: SignIn, after: SignIn) -> bool:
        """Store what became of a sign-in; False when somebody else went on with it, or ended it, meanwhile."""
        new, old = _record(after), _record(before)
        changes: list[Action] = [
            SignInRecord.generation.set(new.generation),
            SignInRecord.former.set(new.former),
            SignInRecord.method.set(new.method),
            SignInRecord.proved_at.set(new.proved_at),
            SignInRecord.seen_at.set(new.seen_at),
            SignInRecord.network.set(new.network),
            SignInRecord.enrols.set(new.enrols),
            SignInRecord.expires_at.set(new.expires_at),
        ]
        unchanged = (SignInRecord.generation == old.generation) & (SignInRecord.proved_at == old.proved_at)
        return try_update(new, changes, unchanged)

    def remove(self, user_id: str, sign_in_ids: Iterable[str]) -> None:
        """Forget them. Twice is once."""
        for sign_in_id in sign_in_ids:
            SignInRecord(k.sign_ins(user_id), k.sign_in(sign_in_id)).delete()

    def note_ended(self, workspace: str, member_id: str, sign_in_ids: Iterable[str]) -> None:
        """Have the member's own item say that these are over, as long as anybody may hold a token of them."""
        now = int(time.time())
        over = {f"{one}{_BETWEEN}{now + ACCESS_SECONDS}" for one in sign_in_ids}
        record = MemberRecord(k.Keys(workspace).root, k.member(member_id))
        if not over or not try_write(partial(record.update, [MemberRecord.ended.add(over)], MemberRecord.pk.exists())):
            return
        old = {one for one in record.ended or () if int(one.rpartition(_BETWEEN)[2]) < now}
        if old:
            record.update([MemberRecord.ended.delete(old)], MemberRecord.pk.exists())

    def end_before(self, workspace: str, member_id: str, at: int) -> None:
        """Have the member's own item say that all sign-ins are over by which somebody proved who they are up to `at`,
        in milliseconds since 1970."""
        record = MemberRecord(k.Keys(workspace).root, k.member(member_id))
        changes: list[Action] = [MemberRecord.not_before.set(at)]
        later = MemberRecord.not_before.does_not_exist() | (MemberRecord.not_before < at)
        try_update(record, changes, MemberRecord.pk.exists() & later)

    def codes(self, user_id: str) -> RecoveryCodes | None:
        """Return the recovery codes that are left; None for somebody who has none."""
        try:
            record = CodesRecord.get(k.sign_ins(user_id), _CODES, consistent_read=True)
        except CodesRecord.DoesNotExist:
            return None
        return RecoveryCodes(record.salt, frozenset(record.digests or ()))

    def put_codes(self, user_id: str, codes: RecoveryCodes) -> None:
        """Store new codes in place of all that there were."""
        CodesRecord(
            k.sign_ins(user_id), _CODES, type="recovery_codes", salt=codes.salt, digests=set(codes.digests)
        ).save()

    def use_code(self, user_id: str, digest: str) -> bool:
        """Take one code out; False when it isn't there, or somebody else just used it."""
        record = CodesRecord(k.sign_ins(user_id), _CODES)
        return try_update(record, [CodesRecord.digests.delete({digest})], CodesRecord.digests.contains(digest))

    def remove_codes(self, user_id: str) -> None:
        CodesRecord(k.sign_ins(user_id), _CODES).delete()


def ended_of(record: Any) -> Ended:
    """Return what a member's item says of sign-ins that are over."""
    ids = frozenset(one.rpartition(_BETWEEN)[0] for one in record.ended or ())
    return Ended(ids, int(record.not_before or 0))


def _record(sign_in: SignIn) -> SignInRecord:
    return SignInRecord(
        k.sign_ins(sign_in.user_id),
        k.sign_in(sign_in.id),
        type="sign_in",
        expires_at=sign_in.expires_at,
        generation=sign_in.generation,
        former=sign_in.former,
        method=sign_in.method.value,
        created_at=sign_in.created_at,
        proved_at=sign_in.proved_at,
        seen_at=sign_in.seen_at,
        network=sign_in.network or None,
        device=sign_in.device or None,
        workspace=sign_in.workspace or None,
        enrols=sign_in.enrols,
    )


def _sign_in(record: Any) -> SignIn:
    return SignIn(
        id=k.parts_of(record.sk)[-1],
        user_id=k.parts_of(record.pk)[-1],
        method=Method(record.method),
        created_at=int(record.created_at),
        proved_at=int(record.proved_at),
        seen_at=int(record.seen_at),
        network=record.network or "",
        device=record.device or "",
        workspace=record.workspace or "",
        enrols=bool(record.enrols),
        generation=int(record.generation),
        former=int(record.former),
    )
