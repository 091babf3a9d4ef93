"""Saved views: which filters can be saved."""

from __future__ import annotations

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.settings.saved_views import View
from chalicelib.domain.tickets.filter import check_filters


def test_any_values_of_a_filter_can_be_saved_and_labels_may_come_and_go() -> None:
    check_filters({})
    check_filters({"status": "open, waiting", "priority": "urgent", "type": "bug_report", "channel": "email,api"})
    check_filters({"label": "l_gone", "assignee": "me,none", "contact": "c_1", "status": ""})


@pytest.mark.parametrize("name", ["status", "priority", "type", "channel"])
def test_a_value_that_no_ticket_has_is_refused_at_its_filter(name: str) -> None:
    with pytest.raises(DeskError) as refusal:
        check_filters({name: "open,gone"})
    assert [error.field for error in refusal.value.errors] == [f"filters.{name}"]


def test_a_private_view_is_found_by_its_owner_alone() -> None:
    assert View(id="v", name="Mine", owner_id="m_1").scope == "m_1"
    assert View(id="v", name="Ours", owner_id="m_1", shared=True).scope == "shared"
