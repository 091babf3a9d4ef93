"""Which mails failed within a time, as a ticket keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.adapters.ids import new_ulid
from chalicelib.domain.ids import instant_of
from chalicelib.domain.tickets.resend import failed_within, failure
from tests.domain.making import opened

NINE = datetime(2026, 3, 2, 9, 0, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND = new_ulid(NINE), new_ulid(NINE + HOUR)


def test_the_last_failure_counts_of_what_has_not_arrived_since() -> None:
    ticket = replace(
        opened().ticket,
        undelivered=frozenset({f"{FIRST}.c.1", f"{FIRST}.p.2", f"{SECOND}.c.1"}),
        failures=frozenset(
            {
                failure(FIRST, "c.1", NINE),
                failure(FIRST, "c.1", NINE + 3 * HOUR),
                failure(FIRST, "p.2", NINE),
                failure(SECOND, "p.2", NINE + HOUR),
            }
        ),
    )
    assert failed_within(ticket, NINE, NINE) == {FIRST: {"p.2"}}
    assert failed_within(ticket, NINE + HOUR, NINE + 2 * HOUR) == {SECOND: {"c.1"}}, "when it was written"
    assert failed_within(ticket, NINE, NINE + 3 * HOUR) == {FIRST: {"c.1", "p.2"}, SECOND: {"c.1"}}
    assert failed_within(ticket, NINE + 4 * HOUR, NINE + 5 * HOUR) == {}


def test_an_id_says_when_it_was_made() -> None:
    assert instant_of(FIRST) == NINE
