"""What a function needs is out of order while it runs the first time: whoever called it calls again, and in the end the
same has happened as had nothing gone wrong. Nothing is lost, and nothing comes twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from tests.jobs.copies import in_a_copy
from tests.jobs.interruptions import HTTP, Call, Failing, let_leases_run_out, put_in
from tests.jobs.scenes import SCENES, Scene, Stage
from tests.jobs.test_cut_off import end_of, stage, undisturbed  # noqa: F401 - the stage is a fixture
from tests.jobs.trouble import TROUBLES, Trouble, refusing, service
from tests.jobs.world import World, differences

DENIED = Trouble("SSM: denied", "ssm", service("ssm", refusing("AccessDeniedException")))
LATER = ("DynamoDB: every transaction conflicts", "S3: object missing")
"""What is no fault of a service's, or is none to wait for."""
FAULTS = (*(one for one in TROUBLES if one.of not in ("", "email") and one.name not in LATER), DENIED)
"""What services answer when they can't. Mail that SES doesn't take waits for longer than a scene lasts: what becomes of
it is in tests/services/mail/test_held.py."""


_SES_MENDED = ("a reply while nothing may be sent", "a reply that is given up")


class OutOfOrder(Failing):
    """A function that finds something out of order the first time."""

    fault: Trouble

    def carry_out(self, call: Call, everything: Any) -> Any:
        if self.called > 1:
            let_leases_run_out(self.desk)
            return call()
        with self.fault.around(self.desk), suppress(Exception):  # what Lambda sees of a fault is that the call failed
            return call()
        return everything


def with_fault(staged: Stage, scene: Scene, function: str, fault: Trouble) -> World:
    """How the scene ends when that was out of order."""
    if function == HTTP:
        kept = len(staged.answers)
        with fault.around(staged.desk), suppress(KeyError):  # a scene looks for what a refused request doesn't have
            scene.act(staged)
        refused = staged.answers[kept:]
        assert {one.status for one in refused if one.status >= 400} <= {503}, "to come again is all there is to do"
        staged.answers[kept:] = [one for one in refused if one.status < 400 and '"unavailable"' not in one.text]
    else:
        made: Callable[..., OutOfOrder] = OutOfOrder
        put_in(staged.desk, function, made).fault = fault
    scene.act(staged)
    return end_of(staged)


@pytest.mark.parametrize("scene", [pytest.param(scene, id=scene.name) for scene in SCENES])
def test_whatever_is_out_of_order_it_comes_to_the_same(stage: Stage, scene: Scene) -> None:  # noqa: F811
    expected, calls = in_a_copy(lambda: undisturbed(stage, scene))
    for function in scene.sweeps:
        services = {call.partition(".")[0] for call in calls[function]}
        for fault in (one for one in FAULTS if one.of in services and not _is_put_off(scene, function, one)):
            end = in_a_copy(lambda function=function, fault=fault: with_fault(stage, scene, function, fault))
            assert not differences(_heard(expected), _heard(end)), f"{function}, {fault.name}"


def _is_put_off(scene: Scene, function: str, fault: Trouble) -> bool:
    """Whether it is tried again only when the scene is over, or when SES takes mail again: what a tick fails at waits
    for a minute at least, a mail for which DynamoDB was out of order for up to a quarter of an hour."""
    late = function == "deliver_mail" and fault.of == "dynamodb" and scene.name in _SES_MENDED
    return late or (function == "sla_tick" and fault.of == "sqs")


def _heard(world: World) -> World:
    """Without the mails that nobody got: what is told late is not even queued when it no longer holds."""
    kept = {item: many for item, many in world.items.items() if not ("MAIL#" in item and '"withdrawn"' in item)}
    return replace(world, items=Counter(kept))
