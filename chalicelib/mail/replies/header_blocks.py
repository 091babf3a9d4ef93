"""The header lines of an older mail inside a text: `From: … Date: … To: … Subject: …`, in any language and form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from chalicelib.mail.replies import phrases
from chalicelib.mail.replies.quoted_lines import Line

BLOCK_LINES = 14
RUN_TOGETHER_LINES = 4
YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}|\d{1,2}[.,]? [^\W\d]{3,10}[.,]? \d{2}\b")
TIME = re.compile(r"(?<![\d.])\d{1,2}\s?[:.h時时点]\s?\d{2}(?!\.?\d)|\d{1,2} ?[ap]\.?m\b", re.I)
"""The time of day, also with a point between, as a date has two of."""
MAILBOX = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,200}|\[mailto:")
BRACKETED = re.compile(r"<[^\s@<>]{1,64}@[^\s@<>]{1,200}>|\[mailto:")
_LABEL = re.compile(r"[*_> ]{0,4}([^\s:：*][^:：]{0,29}?)[* _]{0,3}\s?[:：][* _]{0,3}(.*)")
_FIRST = frozenset({"from", "date", "to", "subject"})
_REFERENCE = re.compile(r"\[[^\W\d_]{1,10}-\d{1,10}\]")
_CELLS = re.compile(r"[|｜] ?([^\s|｜:：][^|｜:：]{0,29}?) ?[:：]? ?[|｜] ?(.*?) ?[|｜]?$")
_INSIDE = re.compile(r"(?:^|(?<=[\s>)\];]))([^\W\d][^:：<>@\d]{0,29}?)\s?[:：](?=\s|$)")


_NEAR = 64
"""Lines whose reading is remembered: each is looked at again for every line above it that could begin a block."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with a label in lower case, its role in a language we know (or empty), and what its value has."""

    label: str
    value: str
    role: str
    timed: bool
    dated: bool
    named: bool


@dataclass(slots=True)
class _Block:
    """What lines with labels say when read from the top; `last` is the number of the last one."""

    last: int
    roles: set[str] = field(default_factory=set)
    labelled: int = 0
    address: bool = False
    written_to: bool = False
    timed: bool = False
    sent: bool = False

    def take(self, number: int, row: _Row) -> None:
        """Read one more. Under a label that nobody listed, a moment is a date where it's known who wrote. A moment is
        nobody who wrote: an appointment lasts from one."""
        role, moment, named = row.role, row.timed, row.named
        if role == "from" and moment and row.dated and not named:
            role = ""
        if not role and moment and "from" in self.roles and "date" not in self.roles and row.dated:
            role = "date"
        self.last = number
        self.labelled += 1
        self.roles.add(role)
        self.timed = self.timed or (role == "date" and moment)
        self.sent = self.sent or (role == "date" and moment and row.label not in phrases.phrases("label_day"))
        self.address = self.address or named
        self.written_to = self.written_to or (named and role in ("from", "to", "cc"))


def header_block(lines: list[Line], at: int, sure: bool = False) -> int:
    """Count the lines of the block that begins at line `at`; 0 if none does.

    `sure` says that a rule stands above it: then two known labels do, or three unknown ones with an address.
    Otherwise somebody's address is wanted too, or the time of day when it was sent, not only when something is: forms
    and travel plans have the same labels.
    """
    first = None if lines[at].depth else _labelled(lines[at])
    if first is None:
        return 0
    if first.role in _FIRST or sure:
        return _stacked(lines, at, sure) or _run_together(lines, at, sure) or _foreign(lines, at)
    return _foreign(lines, at)


def passes_on(subject: str) -> bool:
    """Return whether a subject says that a mail is passed on: `Fwd:`, `WG:`."""
    return bool(phrases.any_of("forward_prefix", before=r"\s*\[?", after=r"\s?[:：]").match(subject))


def label_of(line: Line) -> tuple[str | None, str]:
    """The role of a header line in any language (`from`, `date`, …; empty for an unknown label) and its value."""
    found = _labelled(line)
    role = phrases.roles().get(found.label) if found else None
    return role, found.value.strip(" *_") if found and role else ""


def _labelled(line: Line) -> _Row | None:
    """A label and its value: `Von: …`, `**Von:** …`, or a row of a table."""
    return _row(line.shown)


@lru_cache(maxsize=_NEAR)
def _row(shown: str) -> _Row | None:
    found = (_CELLS if shown[:1] in ("|", "｜") else _LABEL).match(shown)
    if not found:
        return None
    label, value = found[1].strip().lower(), found[2]
    return _Row(
        label=label,
        value=value,
        role=phrases.roles().get(label, ""),
        timed=bool(TIME.search(value)),
        dated=bool(YEAR.search(value)),
        named=bool(MAILBOX.search(value)),
    )


def _stacked(lines: list[Line], at: int, sure: bool) -> int:
    block = _Block(at - 1)
    for number in range(at, min(at + BLOCK_LINES, len(lines))):
        found = None if lines[number].depth else _labelled(lines[number])
        if not found and (number == at or number - block.last > 2):
            break
        if found:
            block.take(number, found)
    length = block.last - at + 1
    known = len(block.roles - {""})
    if sure:
        few = known >= 2 and (block.address or block.timed or (known >= 3 and "subject" in block.roles))
        return length if few or (block.labelled >= 3 and block.address) else 0
    who_and_when = known >= 3 and {"from", "date"} <= block.roles
    return length if who_and_when and (block.written_to or ("subject" in block.roles and block.sent)) else 0


def _foreign(lines: list[Line], at: int) -> int:
    """The same in a language unknown here: four labels on end, one of the first an address in brackets, one a moment.

    Three do where one has a desk's reference.

    Where the label of either is known, it is no such language but somebody's form.
    """
    if not (MAILBOX.search(lines[at].shown) or YEAR.search(lines[at].shown)):
        return 0
    first = _rows(lines, at, 3)
    unlisted = [not row.role and "mail" not in row.label for row in first]
    moments = [row.dated and row.timed and free for row, free in zip(first, unlisted, strict=True)]
    if len(first) < 3 or not any(moments):
        return 0
    rows = _rows(lines, at, BLOCK_LINES)
    if len(rows) < 4 and not any(_REFERENCE.search(row.value) for row in rows):
        return 0
    named = any(free and BRACKETED.search(row.value) for row, free in zip(first, unlisted, strict=True))
    return len(rows) if named or (first[0].named and moments[1]) else 0


def _rows(lines: list[Line], at: int, most: int) -> list[_Row]:
    """The lines with labels on end from line `at`, which begin with a letter."""
    rows: list[_Row] = []
    for line in lines[at : at + most]:
        found = None if line.depth else _labelled(line)
        if found is None or not found.label[0].isalpha():
            break
        rows.append(found)
    return rows


def _run_together(lines: list[Line], at: int, sure: bool) -> int:
    """All of them on one line, as some phones write it, which may have been wrapped since."""
    text = ""
    for count, line in enumerate(lines[at : at + RUN_TOGETHER_LINES], 1):
        if line.blank or line.depth:
            return 0
        text = f"{text} {line.shown}"
        if _all_in(text, sure):
            return count
    return 0


def _all_in(text: str, sure: bool) -> bool:
    if not (MAILBOX.search(text) and YEAR.search(text) and TIME.search(text)):
        return False
    labels = [found[1].strip(" *_").lower() for found in _INSIDE.finditer(text)]
    known = {phrases.roles()[end] for label in labels for end in _ends(label) if end in phrases.roles()}
    return (sure and len(labels) >= 3) or (len(known) >= 4 and {"from", "date"} <= known)


def _ends(label: str) -> list[str]:
    """The last one, two, three words before a colon: what stands before them belongs to the value above."""
    words = label.split()
    return [" ".join(words[-count:]) for count in range(1, min(3, len(words)) + 1)]
