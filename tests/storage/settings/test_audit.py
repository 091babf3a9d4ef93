"""The audit log over the months: a partition each, walked back no further than the desk is old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.domain.events import SYSTEM, Change
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.storage.audit import MONTHS_A_READ, Audit, audit_record
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.transactions import Transaction
from tests.support.cuts import counting
from tests.support.desk import Desk

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def audit(bare_desk: Desk) -> Iterator[Audit]:
    with workspace_scope("acme"):
        yield Audit(Keys("acme"))


def _record(audit: Audit, entry_id: str, at: datetime) -> AuditEntry:
    entry = AuditEntry(
        id=entry_id,
        at=at,
        actor=SYSTEM,
        action="ticket.merged",
        subject="TKT-0001",
        name="Title",
        changes={"merged_into": Change(None, 2)},
    )
    transaction = Transaction()
    transaction.create(audit_record(audit.keys, entry))
    transaction.commit()
    return entry


def _walked(audit: Audit, since: str, limit: int) -> Iterator[list[AuditEntry]]:
    after = None
    while True:
        page = audit.page(since, NOW, limit, after)
        assert len(page.items) <= limit
        yield page.items
        after = page.position
        if after is None:
            return


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_entries_come_newest_first_across_the_months_each_once(audit: Audit, limit: int) -> None:
    dates = [(2025, 2, 28), (2025, 12, 31), (2026, 1, 1), (2026, 1, 2), (2026, 1, 31), (2026, 11, 23)]
    written = [_record(audit, f"{number:02}", datetime(*date, 23, 59, tzinfo=UTC)) for number, date in enumerate(dates)]
    found = [entry for page in _walked(audit, "2025-02-01", limit) for entry in page]
    assert found == written[::-1]


def test_an_entry_lies_in_the_month_that_it_is_of_in_utc(audit: Audit) -> None:
    west = datetime.fromisoformat("2026-10-31T23:30:00-05:00")
    assert audit_record(audit.keys, _record(audit, "01", west)).pk == "W#acme#AUDIT#2026-11"


def test_a_read_looks_into_so_many_months_and_its_position_goes_on(audit: Audit) -> None:
    first = _record(audit, "01", datetime(2024, 3, 5, tzinfo=UTC))
    with counting() as calls:
        page = audit.page("2024-03-01", NOW, 25, None)
    assert (page.items, page.position) == ([], "2025-11")
    assert calls.made == ["dynamodb.Query"] * MONTHS_A_READ
    assert [entry for page in _walked(audit, "2024-03-01", 25) for entry in page] == [first]


def test_a_desk_of_this_month_is_read_at_once_though_it_did_nothing(audit: Audit) -> None:
    with counting() as calls:
        page = audit.page("2026-11-01", NOW, 25, None)
    assert (page.items, page.position, len(calls.made)) == ([], None, 1)
