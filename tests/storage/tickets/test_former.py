"""What an action keeps for its undoing comes back as it was, and nothing of a ticket was forgotten."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.tickets.former import _BOOKKEEPING
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.storage.tickets.former import _WAYS, former_data, former_from
from tests.storage.tickets.test_mapping import tickets

STAYS = {
    "number", "channel", "source", "created_at", "notify_customer", "first_responded_at", "message_count",
    "last_speaker", "follow_up_of", "merged_into", "csat_score", "bucket", "undelivered", "key", "attachments",
    "html_id", "follow_ups", "language", "mailbox", "requester", "newcomer", "said_format", "opened_by",
    "signed", "longest", "failures", "held", "split_from", "links", "reminded",
}  # fmt: skip
"""What none of the changes that can be undone touches."""


def test_every_attribute_is_put_back_or_stays() -> None:
    assert {field.name for field in fields(DescribedTicket)} == {*_WAYS, *_BOOKKEEPING, *STAYS}


@given(tickets, st.data())
def test_what_was_kept_comes_back(ticket: DescribedTicket, data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(_WAYS))))
    former = {name: getattr(ticket, name) for name in names if hasattr(ticket, name)}
    assert former_from(former_data(former)) == former


def test_what_only_a_later_release_keeps_is_left_out() -> None:
    assert former_from({"title": "Checkout", "mood": "sad"}) == {"title": "Checkout"}
    assert former_from(None) == {}
    assert former_data({}) is None
