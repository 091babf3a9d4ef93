"""Mails made to break a parser are read like any other. How long each takes, the benchmark says (`make bench`)."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable

import pytest

from chalicelib.mail import parse, sanitize
from tests.mail.reading.hostile import GROWING, MAILS, nested
from tests.support.patience import ends_soon

SECONDS_EACH = 2
MEGABYTES = 200


@pytest.mark.parametrize("name", MAILS)
def test_a_hostile_mail_is_read(name: str) -> None:
    parsed = parse(MAILS[name]())
    assert parsed.message_id
    assert "unreadable" not in parsed.defects
    assert sanitize(parsed.html) is not None


def test_all_of_them_together_stay_under_200_mb_and_far_from_where_the_kernel_ends_them() -> None:
    """It ends a process that uses more CPU: two seconds a mail, of which they need a tenth. Quadratic is more."""
    limit = SECONDS_EACH * len(MAILS)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.mail.reading.hostile"],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
    )
    assert ran.returncode == 0, f"{ran.returncode}: {ran.stderr}"
    assert float(ran.stdout.split()[1]) < MEGABYTES


@pytest.mark.parametrize("name", ["a report of blanks", "a forwarded quote of blank lines"])
def test_a_mail_of_blanks_where_something_should_follow_is_read_in_no_time(name: str) -> None:
    assert ends_soon(
        "from chalicelib.mail import parse, read_forward\n"
        "from tests.mail.reading.hostile import MAILS\n"
        f"read_forward(parse(MAILS[{name!r}]()))"
    )


@pytest.mark.parametrize("name", GROWING)
def test_steps_grow_no_faster_than_the_mail(name: str) -> None:
    small, large = (_steps(GROWING[name](size)) for size in (100_000, 1_000_000))
    assert large <= 12 * small


def _steps(raw: bytes) -> int:
    """How many functions reading it calls, Python's and C's: the same on any machine, and however busy it is."""
    return _calls(lambda: parse(raw))


def _calls(work: Callable[[], object]) -> int:
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def test_what_is_too_much_to_tell_apart_is_kept_in_one_piece() -> None:
    parsed = parse(MAILS["5,000 files"]())
    assert "too_many_parts" in parsed.defects
    assert parsed.attachments[-1].name == "further-parts.txt"
    assert parsed.attachments[-1].content.count(b"image/png") == 5000 - (len(parsed.attachments) - 1)


def test_words_after_too_many_ends_are_kept_in_one_piece() -> None:
    parsed = parse(MAILS["ends of one boundary"]())
    assert "too_many_parts" in parsed.defects
    assert parsed.text.count("a") + parsed.attachments[-1].content.count(b"a") == 50_000


def test_the_text_at_the_bottom_of_a_deep_mail_is_found() -> None:
    assert parse(nested(2000)).text == "hello"
