"""What agents often do to one ticket together: by hand, one act after the other, and by a macro."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from tests.browser.working_day.acts import ACTS, CANNED, Act
from tests.browser.working_day.hands import Clicks, Keys

_ACTS = {act.name: act for act in ACTS}


@dataclass(frozen=True)
class Routine:
    """`by_hand` are the usual acts that it is made of; `actions` are those of its macro, whose ids the desk gives."""

    name: str
    by_hand: tuple[Act, ...]
    actions: Callable[[dict[str, str]], list[dict[str, Any]]]

    def by_acts(self, hand: Keys | Clicks) -> None:
        for act in self.by_hand:
            act.by(hand)

    def by_macro(self, hand: Keys | Clicks) -> None:
        page = hand.page
        if isinstance(hand, Keys):
            hand.press("Shift+M")
            page.get_by_role("option", name=self.name).wait_for()
            hand.press(self.name[0].lower(), "Enter")
        else:
            hand.press("Macro")
            hand.choose(self.name)
        run = page.get_by_role("dialog").get_by_role("button", name="Run")
        expect(run).to_have_attribute("aria-disabled", "false")
        if isinstance(hand, Keys):
            hand.press("Enter")
        else:
            hand.click(run)
        expect(page.locator("dialog[open]")).to_have_count(0)


def _routine(name: str, acts: tuple[str, ...], actions: Callable[[dict[str, str]], list[dict[str, Any]]]) -> Routine:
    return Routine(name, tuple(_ACTS[act] for act in acts), actions)


ROUTINES = (
    _routine(
        "Triage",
        ("priority", "label", "assign"),
        lambda ids: [
            {"do": "set", "field": "priority", "value": "urgent"},
            {"do": "add_labels", "labels": [ids["Billing"]]},
            {"do": "assign", "member": ids["Carla Nunes"]},
        ],
    ),
    _routine(
        "Ask back",
        ("assign to me", "label", "status", "canned reply"),
        lambda ids: [
            {"do": "assign", "member": "me"},
            {"do": "add_labels", "labels": [ids["Billing"]]},
            {"do": "set", "field": "status", "value": "waiting"},
            {"do": "reply", "canned_response": ids[CANNED]},
        ],
    ),
    _routine(
        "Solved",
        ("label", "resolve"),
        lambda ids: [
            {"do": "add_labels", "labels": [ids["Billing"]]},
            {"do": "resolve", "text": "Sorted out."},
        ],
    ),
)
