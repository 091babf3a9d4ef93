"""What the code counts, as its source says and as its lines do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.observability import count
from infra.package import metrics
from infra.package.metrics import FAILURES, NEWS, Count, counts, counts_in
from infra.package.rules import alarms


def test_a_line_counts_for_its_stack_and_once_more_by_what_it_is_about(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    count("MailsParked", cause="rate")
    monkeypatch.setenv("STACK_NAME", "desk")
    count("sla_lag", 7.5)
    parked, lag = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert sets(parked) == [["stack"], ["stack", "cause"]]
    assert (parked["stack"], parked["cause"], parked["MailsParked"]) == ("local", "rate", 1)
    assert sets(lag) == [["stack"]]
    assert (lag["stack"], lag["sla_lag"]) == ("desk", 7.5)


def sets(line: dict[str, object]) -> object:
    """The sets of dimensions, each of which the line must have a text for."""
    about = line["_aws"]
    assert isinstance(about, dict)
    [directive] = about["CloudWatchMetrics"]
    assert all(isinstance(line[name], str) for names in directive["Dimensions"] for name in names)
    return directive["Dimensions"]


def test_no_metric_is_a_failure_and_news_and_some_are_either() -> None:
    known = {each.metric for each in counts()}
    assert not FAILURES.keys() & NEWS.keys()
    assert known & FAILURES.keys()
    assert known & NEWS.keys()


@pytest.mark.parametrize(
    "text",
    [
        'from chalicelib.observability import count\ncount("Stars", 2, where="sky")',
        'from chalicelib.observability import count as tell\nif x:\n    tell("Stars", where=y)',
        'from chalicelib import observability\nobservability.count("Stars", where=y)',
        'from chalicelib import observability as o\no.observe("Stars", 1, {}, where=y)',
        'import chalicelib.observability\nchalicelib.observability.count("Stars", where=y)',
    ],
)
def test_counts_are_found_under_whatever_name(text: str) -> None:
    [found] = counts_in("stars.py", text)
    assert (found.metric, set(found.dimensions)) == ("Stars", {"where"})


def test_one_of_two_names_is_both() -> None:
    text = 'from chalicelib.observability import count\ncount("Stars" if night else "Suns")'
    assert [found.metric for found in counts_in("x.py", text)] == ["Stars", "Suns"]


def test_what_only_looks_like_one_is_left_alone() -> None:
    assert list(counts_in("x.py", 'from chalicelib.observability import log\n"text".count("x")\ncount("Stars")')) == []


def test_metrics_that_nobody_knows_or_can_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = tuple(counts_in("x.py", 'from chalicelib.observability import count\ncount("Stars")\ncount(name)'))
    monkeypatch.setattr(alarms, "counts", lambda: strange)
    assert list(alarms.what_is_counted_is_known({})) == [
        "x.py:2 counts Stars: infra/package/metrics.py must say whether that is a failure",
        "x.py:3 counts something whose name is not written there",
    ]


def test_the_whole_source_is_read(tmp_path: Path) -> None:
    text = "from chalicelib.observability import count\ncount('Stars')\n"
    for name in ("app.py", "chalicelib/deep/down.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert metrics.counts(tmp_path) == (
        Count("app.py:2", "Stars", frozenset()),
        Count("chalicelib/deep/down.py:2", "Stars", frozenset()),
    )
