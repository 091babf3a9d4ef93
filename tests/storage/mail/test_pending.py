"""What members are still to be mailed of: noted once, read in the order in which it happened, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.mail.jobs import JobKey, LetterKind
from chalicelib.domain.mail.pending import Pending, due_at, next_group
from chalicelib.services.ports import Room

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def pending(
    action: str, number: int = 1, member: str = "m_bo", kind: LetterKind = LetterKind.MEMBER_ASSIGNED
) -> Pending:
    return Pending(key=JobKey(workspace="acme", number=number, id=f"{action}.{member}"), kind=kind, at=AT)


def test_it_is_noted_once_and_read_in_order(room: Room) -> None:
    for one in (pending("01B"), pending("01A", 2), pending("01C", member="m_ana")):
        room.pending.add(one)
    room.pending.add(replace(pending("01B"), at=AT + SECOND))
    assert room.pending.list("m_bo", 10) == [pending("01A", 2), pending("01B")]
    assert room.pending.list("m_bo", 1) == [pending("01A", 2)]
    assert room.pending.newest("m_bo") == pending("01B")
    assert room.pending.get(pending("01B").key) == pending("01B")


def test_what_is_done_is_gone(room: Room) -> None:
    room.pending.add(pending("01A"))
    for _ in range(2):
        room.pending.remove([pending("01A")])
    room.pending.remove([])
    assert (room.pending.list("m_bo", 10), room.pending.newest("m_bo")) == ([], None)
    assert room.pending.get(pending("01A").key) is None


@pytest.mark.parametrize(
    ("seconds", "due"), [((0,), 15), ((0, 10), 25), ((0, 10, 20, 30, 40), 55), ((0, 50), 60), ((0, 10, 59), 60)]
)
def test_it_is_told_when_nothing_more_came_and_after_a_minute_at_the_latest(seconds: tuple[int, ...], due: int) -> None:
    some = [replace(pending("01A"), at=AT + one * SECOND) for one in seconds]
    assert due_at(some) == AT + due * SECOND


def test_what_goes_together() -> None:
    given, other = pending("01A", 1), pending("01B", 2)
    said = pending("01C", 1, kind=LetterKind.MEMBER_REPLIED)
    late = pending("01D", 3, kind=LetterKind.MEMBER_SLA_BREACHED)
    assert next_group([given, other, said, late]) == [given, said]
    assert next_group([other, late]) == [other, late]
    assert next_group([other, said, given, late]) == [other, late]
