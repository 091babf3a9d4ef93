"""The life stories of tests/domain/stories, for a support manager to read and for the clock to keep."""

from __future__ import annotations

import pytest

from tests.domain.sla.sla_story import Story, play, stories

ALL = tuple(stories())


def test_there_are_stories_enough() -> None:
    assert len({story.title for story in ALL}) == len(ALL) >= 60


@pytest.mark.parametrize("story", ALL, ids=lambda story: story.title)
def test_the_clock_tells_the_story(story: Story) -> None:
    told = [dict(zip(story.columns, line, strict=True)) for line in story.lines]
    shown = [{column: line[column] for column in story.columns} for line in play(story)]
    assert shown == told
