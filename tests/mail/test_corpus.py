"""The project's own mails: in the formats of many programs and thirty languages."""

from __future__ import annotations

import pytest

from tests.mail.score import CORPUS, judge, table

MAILS = sorted(CORPUS.glob("*.eml"))


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(MAILS) >= 150


@pytest.fixture(scope="module")
def outcomes() -> list:
    return [judge(eml) for eml in MAILS]


@pytest.mark.parametrize("name", ["from", "subject", "kind", "attachments", "bounce"])
def test_sender_subject_kind_and_attachments_are_right_in_every_mail(outcomes: list, name: str) -> None:
    assert [outcome.name for outcome in outcomes if name in outcome.wrong] == []


def test_the_reply_is_exact_in_at_least_95_percent(outcomes: list) -> None:
    right = sum("reply" not in outcome.wrong for outcome in outcomes)
    assert right / len(outcomes) >= 0.95, table(outcomes)


def test_99_percent_of_the_own_words_are_kept_and_at_most_5_of_the_quoted_leak(outcomes: list) -> None:
    assert sum(o.kept for o in outcomes) >= 0.99 * sum(o.own for o in outcomes)
    assert sum(o.leaked for o in outcomes) <= 0.05 * sum(o.quoted for o in outcomes)


def test_a_typical_mail_takes_at_most_five_milliseconds(outcomes: list) -> None:
    times = sorted(outcome.milliseconds for outcome in outcomes)
    assert times[len(times) // 2] <= 5
