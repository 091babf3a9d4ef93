"""What was to go is nowhere any more, and what was to stay is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.privacy.acts import end_of_trash, erase_person, redact
from tests.privacy.marks import ROWS, Fate, Mark
from tests.privacy.planted import Planted
from tests.privacy.planting import plant
from tests.support.desk import Desk

pytestmark = pytest.mark.sweep
Act = Callable[[Planted], None]
ACTS: dict[str, tuple[Act, Callable[[Mark], Fate]]] = {
    "erasing the person": (erase_person, lambda mark: mark.erased),
    "the end of the trash": (end_of_trash, lambda mark: mark.trashed),
    "redaction": (redact, lambda mark: mark.redacted),
}


@pytest.mark.parametrize("act", ACTS)
def test_none_is_left_of_what_goes_and_nothing_is_missing_of_what_stays(desk: Desk, act: str) -> None:
    planted = plant(desk)
    do, fate = ACTS[act]
    before = planted.scan()
    do(planted)
    after = planted.scan()
    left = {mark.name: sorted(after.kept(mark.name)) for mark in ROWS if fate(mark) is Fate.GONE}
    told = [f"{name}: {', '.join(places)}" for name, places in left.items() if places]
    assert not told, "\n".join(told)
    stayed = [mark.name for mark in ROWS if fate(mark) is Fate.STAYS and before.kept(mark.name)]
    assert [name for name in stayed if not after.kept(name)] == []
