"""Everything the desk does with a mail before it knows what the mail is about, and what must hold of any mail."""

from __future__ import annotations

import re
import time

from chalicelib.mail import ParsedMail, clues, markers, may_answer, parse, sanitize

SECONDS = 2.0
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"\w+")


def read_all_ways(raw: bytes) -> ParsedMail:
    """Read it and check what is always true. Raises AssertionError with what isn't."""
    start = time.process_time()
    parsed = parse(raw)
    harmless = sanitize(parsed.html)
    taken = time.process_time() - start
    assert taken < SECONDS, f"{taken:.1f} s for {len(raw)} bytes"
    assert "unreadable" not in parsed.defects
    assert sanitize(harmless) is not None
    clues(parsed)
    may_answer(parsed)
    assert len(markers(parsed)) <= 3
    _check_texts(parsed)
    _check_nothing_lost(parsed)
    return parsed


def _check_texts(parsed: ParsedMail) -> None:
    texts = [parsed.text, parsed.html, parsed.reply_text, parsed.quoted_text, parsed.signature, parsed.subject]
    texts += [file.name for file in parsed.attachments]
    for text in texts:
        text.encode("utf-8")  # half a character could be stored nowhere
        assert "\0" not in text
    one_line = [parsed.subject, *(file.name for file in parsed.attachments)]
    boxes = [*((parsed.from_,) if parsed.from_ else ()), *parsed.to, *parsed.cc, *parsed.reply_to]
    one_line += [part for box in boxes for part in (box.name, box.address)]
    for line in one_line:
        assert "\n" not in line
        assert not _CONTROLS.search(line), line
    assert parsed.message_id
    assert all(file.name for file in parsed.attachments)


def _check_nothing_lost(parsed: ParsedMail) -> None:
    """Reply, quote and signature together are all of the text they were taken from."""
    said = _WORD.findall(f"{parsed.reply_text} {parsed.quoted_text} {parsed.signature}")
    whole = _WORD.findall(parsed.text)
    if whole and len(parsed.text) < 100_000 and not parsed.html.strip():
        assert len(said) >= len(whole), (len(said), len(whole))
