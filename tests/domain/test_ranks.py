"""Who yields to whom."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chalicelib.domain.ranks import ANSWERS, COUNTS, INDEX, LATE, MAIL_IN, ORDER, Rank
from infra.package.queues import DAY


def test_whoever_comes_later_gives_up_no_later_and_comes_again_later() -> None:
    assert ORDER == (ANSWERS, MAIL_IN, INDEX, COUNTS)
    for before, after in pairwise(ORDER):
        assert after.tries <= before.tries
        assert after.first > before.first
        assert after.most > before.most
    assert INDEX.first > MAIL_IN.most
    assert ANSWERS.tries > MAIL_IN.tries > INDEX.tries == 1


@pytest.mark.parametrize("rank", ORDER, ids=lambda rank: rank.name)
def test_delays_grow_and_stay_below_what_a_queue_can_delay_and_what_is_late(rank: Rank) -> None:
    waited, delays = 0, []
    while waited < DAY:
        delays.append(rank.delay(waited))
        waited += delays[-1]
    assert delays == sorted(delays)
    assert delays[0] == rank.first < delays[-1] == rank.most < LATE
