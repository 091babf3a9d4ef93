"""Which of Lambda's Pythons is built for: the newest that is at hand, and none that soon takes no updates."""

from __future__ import annotations

from datetime import date

import pytest

from infra.package import runtime
from infra.package.errors import UnfitError
from infra.package.functions import functions
from infra.package.parts import read
from infra.package.runtime import RUNTIMES, Runtime

TODAY = date(2026, 11, 30)


def at_hand(*numbers: str) -> runtime.Chosen:
    """Choose where these interpreters are there."""
    return runtime.choose(lambda one: f"/bin/{one.name}" if one.number in numbers else None, TODAY)


def test_the_newest_that_is_at_hand_is_built_for() -> None:
    chosen = at_hand("3.11", "3.13")
    assert (chosen.runtime.name, chosen.interpreter) == ("python3.13", "/bin/python3.13")
    assert list(chosen.told()) == ["Building for python3.13, which Lambda mends until 2029-06-30."]


def test_an_older_one_is_said_loudly_with_lambdas_date() -> None:
    assert list(at_hand("3.11").told())[1] == (
        "WARNING: python3.13 is not at hand, so it is not the newest. Lambda takes no updates of python3.11 after"
        " 2027-08-31. Install python3.13, and build again."
    )


def test_without_any_it_says_which_are_wanted() -> None:
    with pytest.raises(UnfitError, match=r"package with Python 3\.11, 3\.12, 3\.13, not 3\."):
        at_hand("3.9")


@pytest.mark.parametrize(("day", "fails"), [(date(2027, 7, 2), False), (date(2027, 7, 3), True)])
def test_sixty_days_before_its_updates_end_nothing_is_built_for_it(day: date, fails: bool) -> None:
    def only(one: Runtime) -> str | None:
        return "python" if one.number == "3.11" else None

    if not fails:
        assert runtime.choose(only, day).runtime.number == "3.11"
        return
    with pytest.raises(UnfitError, match=r"no updates of python3\.11 after 2027-08-31, and that is less than 60 days"):
        runtime.choose(only, day)


def test_every_function_runs_on_it() -> None:
    made = functions(read("template/functions.json"))["Resources"].values()
    assert {one["Properties"]["Runtime"] for one in made if "MemorySize" in one["Properties"]} == {
        runtime.chosen().runtime.name
    }


def test_wheels_for_a_newer_glibc_are_taken_where_lambda_has_it() -> None:
    assert {one.number: one.platforms[-1] for one in RUNTIMES} == {
        "3.13": "manylinux_2_28_aarch64",
        "3.12": "manylinux_2_28_aarch64",
        "3.11": "manylinux2014_aarch64",
    }
