"""Every function may be called twice with the same event, and cut off at any point and called again.

Each way the same has happened in the end as had nothing gone wrong: the same items, the same files, the same mails.
The points to cut at are found by counting, so that a function's next AWS call is covered without a new test.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest

from infra.local import template
from tests.jobs import scenes
from tests.jobs.copies import in_a_copy
from tests.jobs.interruptions import HTTP, Counted, CutOff, MakeCut, Repeated, counting, cut_points, put_in
from tests.jobs.scenes import SCENES, Scene, Stage
from tests.jobs.world import World, differences, world
from tests.support import stock
from tests.support.desk import Desk

T = TypeVar("T")

_WHAT_WAS_DONE = re.compile(r'"(?:action_id|undo_until)": ?(?:null|"[^"]*"),?')
"""A change that is sent again without a key finds nothing left to do, and names nothing that was done."""


@pytest.fixture
def stage(bare_desk: Desk, scene: Scene) -> Stage:
    """The desk as it is when the scene begins."""
    stage = scenes.stage(bare_desk)
    for act in scene.before:
        act(stage)
    stage.answers.clear()
    stage.began = time.monotonic()
    return stage


def from_the_beginning(stage: Stage, run: Callable[[], T]) -> T:
    """Try something in a copy, where it is as early as when the scene began, however long the others took: a change
    can be undone for ten seconds."""

    def then() -> T:
        gone_by = timedelta(seconds=time.monotonic() - stage.began)
        stage.desk.ports.clock.offset -= gone_by
        stage.desk.pumps.advance(-gone_by)  # what waits in a queue goes by the machine's clock
        return run()

    return in_a_copy(then)


def end_of(stage: Stage) -> World:
    """Let everything run that follows, for a minute, and what yields after it, with the mails that are collected for
    members from then on, and take stock: what a world leaves out, instants among it, is looked at there. An answer that
    was given twice counts once."""
    stage.desk.settle()
    stage.desk.advance(timedelta(minutes=1))
    stage.desk.pumps.advance(timedelta(minutes=15))
    stage.desk.settle()
    stage.desk.advance(timedelta(minutes=1))
    assert [str(one) for one in stock.differences(stage.desk.ports)] == [], "what follows from it is otherwise"
    told = ((answer, _WHAT_WAS_DONE.sub("", answer.text)) for answer in stage.answers)
    answers = {json.dumps([answer.status, answer.headers.get("location"), text]) for answer, text in told}
    return world(stage.desk, sorted(answers))


def undisturbed(stage: Stage, scene: Scene) -> tuple[World, dict[str, list[str]]]:
    """How the scene ends when nothing goes wrong, and the AWS calls that the functions made the first time."""
    staged = {name: put_in(stage.desk, name, Counted) for name in scene.sweeps if name != HTTP}
    with counting() as calls:
        scene.act(stage)
    end = end_of(stage)
    return end, {name: staged[name].calls if name in staged else calls for name in scene.sweeps}


def cut_off(stage: Stage, scene: Scene, function: str, make_cut: MakeCut) -> World:
    """How it ends when the function is cut off and its caller tries again."""
    if function != HTTP:
        staged = put_in(stage.desk, function, lambda desk, found: CutOff(desk, found, make_cut))
        scene.act(stage)
        end = end_of(stage)
        assert staged.was_cut
        return end
    with make_cut() as calls:
        scene.act(stage)
    assert calls.was_cut
    scene.act(stage)
    return end_of(stage)


def twice(stage: Stage, scene: Scene, function: str) -> World:
    """How it ends when everything comes to the function twice."""
    if function == HTTP:
        scene.act(stage)
    else:
        put_in(stage.desk, function, Repeated)
    scene.act(stage)
    return end_of(stage)


@pytest.mark.parametrize("scene", [pytest.param(scene, id=scene.name) for scene in SCENES])
def test_cut_off_anywhere_or_called_twice_it_comes_to_the_same(stage: Stage, scene: Scene) -> None:
    expected, calls = from_the_beginning(stage, lambda: undisturbed(stage, scene))
    for function in scene.sweeps:
        assert calls[function], f"{function} has nothing to do here"
        end = from_the_beginning(stage, partial(twice, stage, scene, function))
        assert not differences(expected, end), f"{function}, called twice"
        for where, make_cut in cut_points(calls[function]):
            end = from_the_beginning(stage, partial(cut_off, stage, scene, function, make_cut))
            assert not differences(expected, end), f"{function}, cut off {where} of {calls[function]}"


def test_every_function_of_the_deployment_is_swept() -> None:
    assert {function for scene in SCENES for function in scene.sweeps} == set(template.functions())
