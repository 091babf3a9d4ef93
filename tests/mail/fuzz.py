"""Mails nobody would write: the corpus cut up, spliced and spoilt, and grammar gone wrong, for as long as one likes.

    python -m tests.mail.fuzz --minutes 10 [--seed 7]

Hypothesis makes them and shrinks what fails; a failing mail is written to build/fuzz/, to be kept in tests/mail/found/.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.mail.all_ways import read_all_ways
from tests.mail.reading import cms_made, tnef_made
from tests.mail.reading.hostile import HEAD
from tests.mail.score import CORPUS

CASES = Path("build/fuzz")
ROUND = 300
"""Mails a round; the clock is looked at between two rounds."""

_MAILS = [path.read_bytes() for path in sorted(CORPUS.rglob("*.eml"))]
_PACKED = [HEAD + b"Content-Type: application/ms-tnef\r\n\r\n" + tnef_made.EVERYTHING]
_PACKED += [
    HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n" + cms_made.signed(HEAD + b"\r\nhi", is_open=is_open)
    for is_open in (False, True)
]
"""Those whose lengths and counts are bytes."""
_PIECES = [
    b"\r\n", b"\n", b"\r", b"\0", b"--", b"--x", b"--x--", b"=", b"=?", b"?=", b"=?utf-8?b?", b"=?utf-8?q?", b"\xff",
    b"\xc3", b"\x1b$B", b"\x1b(B", b"<", b">", b"<>", b"@", b'"', b"\\", b"(", b")", b";", b":", b",", b"> ", b">>",
    b"On ", b"wrote:", b"Am 1.2.24 um 10:00 schrieb", b"-----Original Message-----", b"From: ", b"Subject: ", b"To: ",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"boundary=",
    b"Content-Type: text/html; charset=utf-16\r\n\r\n", b"Content-Type: text/plain; charset=utf-7\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: quoted-printable\r\n", b"format=flowed",
    b"filename*0*=utf-8''", b"filename*1=", b"<blockquote>", b"</div>", b"<div>", b"<!--", b"-->", b"<style>", b"&#",
    b"<table><td>", b"<svg><style>", b"<math><mtext>", b"<a href=", b"<img src=cid:", b"begin 644 a\r\n", b"-- \n",
    b"Content-Disposition: attachment; filename=", b"Content-ID: <", b"References: <", b"Date: ", b"Received: ",
    b"Authentication-Results: amazonses.com; dmarc=pass", b"X-SES-Spam-Verdict: PASS\r\n", "\u202e".encode(),
]  # fmt: skip

_cut = st.floats(0, 1, exclude_max=True)
_piece = st.one_of(
    st.sampled_from(_PIECES),
    st.binary(max_size=12),
    st.tuples(st.sampled_from(_PIECES), st.integers(1, 400)).map(lambda many: many[0] * many[1]),
)
_edit = st.tuples(st.sampled_from(["insert", "drop", "repeat", "replace"]), _cut, st.integers(0, 300), _piece)


def _edited(mail: bytes, edits: list[tuple[str, float, int, bytes]]) -> bytes:
    for kind, place, length, piece in edits:
        at = int(place * (len(mail) + 1))
        head, middle, tail = mail[:at], mail[at : at + length], mail[at + length :]
        mail = {
            "insert": head + piece + middle + tail,
            "drop": head + tail,
            "repeat": head + middle * 3 + tail,
            "replace": head + piece + tail,
        }[kind]
    return mail


def _spliced(mails: tuple[bytes, bytes], place: float, other: float) -> bytes:
    return mails[0][: int(place * len(mails[0]))] + mails[1][int(other * len(mails[1])) :]


_spoilt = st.builds(_edited, st.sampled_from(_MAILS), st.lists(_edit, min_size=1, max_size=8))
_unpacked = st.builds(_edited, st.sampled_from(_PACKED), st.lists(_edit, min_size=1, max_size=8))
_joined = st.builds(_spliced, st.tuples(st.sampled_from(_MAILS), st.sampled_from(_MAILS)), _cut, _cut)
_grammar = st.lists(_piece, max_size=40).map(b"".join)
MAIL = st.one_of(_spoilt, _unpacked, st.builds(_edited, _joined, st.lists(_edit, max_size=4)), _grammar)


def round_of(number: int, check: Callable[[bytes], None]) -> None:
    """One round of mails, the same for the same number."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(MAIL)
    def run(raw: bytes) -> None:
        check(raw)

    run()


def _keep(raw: bytes) -> Path:
    CASES.mkdir(parents=True, exist_ok=True)
    path = CASES / f"{hashlib.sha256(raw).hexdigest()[:12]}.eml"
    path.write_bytes(raw)
    return path


def main() -> int:
    """Go on until the time is over; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    wanted = parser.parse_args()
    end = time.monotonic() + wanted.minutes * 60
    number, failures = wanted.seed, 0
    last = [b""]

    def check(raw: bytes) -> None:
        last[0] = raw
        read_all_ways(raw)

    while time.monotonic() < end:
        try:
            round_of(number, check)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is what this looks for
            failures += 1
            print(f"seed {number}: {type(fault).__name__}: {fault}\n  kept as {_keep(last[0])}", flush=True)
        number += 1
    print(f"{(number - wanted.seed) * ROUND} mails in {wanted.minutes:g} minutes, {failures} rounds failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
