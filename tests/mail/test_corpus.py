"""The project's own mails: in the formats of many programs and thirty languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.mail import parse
from tests.mail.score import CORPUS, judge, mails_in, table

MAILS = mails_in(CORPUS)


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(MAILS) >= 150


def test_every_mail_has_its_expectation() -> None:
    assert len(MAILS) == len(list(CORPUS.rglob("*.eml")))


def test_a_maildir_is_scored_like_a_folder(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    for suffix, name in ((".eml", "1.host:2,S"), (".json", "1.host:2,S.json")):
        (tmp_path / "cur" / name).write_bytes(MAILS[0].with_suffix(suffix).read_bytes())
    (outcome,) = map(judge, mails_in(tmp_path))
    assert outcome.wrong == {}


@pytest.fixture(scope="module")
def outcomes() -> list:
    return [judge(eml) for eml in MAILS]


@pytest.mark.parametrize("name", ["from", "subject", "kind", "attachments", "bounce"])
def test_sender_subject_kind_and_attachments_are_right_in_every_mail(outcomes: list, name: str) -> None:
    assert [outcome.name for outcome in outcomes if name in outcome.wrong] == []


def test_of_every_mail_that_one_person_signed_the_writer_is_sure() -> None:
    unsure = {eml.stem for eml in MAILS if not parse(eml.read_bytes()).identity.address}
    assert unsure == {"from-two-people", "reply-to-only"}


def test_the_reply_is_exact_in_at_least_95_percent(outcomes: list) -> None:
    right = sum("reply" not in outcome.wrong for outcome in outcomes)
    assert right / len(outcomes) >= 0.95, table(outcomes)


def test_99_percent_of_the_own_words_are_kept_and_at_most_5_of_the_quoted_leak(outcomes: list) -> None:
    assert sum(o.kept for o in outcomes) >= 0.99 * sum(o.own for o in outcomes)
    assert sum(o.leaked for o in outcomes) <= 0.05 * sum(o.quoted for o in outcomes)
