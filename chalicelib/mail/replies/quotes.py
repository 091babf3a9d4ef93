"""The reply itself: what the sender wrote now, apart from what was written before and from the signature.

Line by line and in linear time, first on the mail's structure, then on what programs write around a quote. When unsure
it cuts less; what is cut is returned too, so that it can be folded and never lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.mail.replies.attribution import attribution, cited_lines, history_heading
from chalicelib.mail.replies.banners import banner_length
from chalicelib.mail.replies.header_blocks import header_block
from chalicelib.mail.replies.html_lines import page_lines
from chalicelib.mail.replies.quoted_lines import Line, text_lines, unglued
from chalicelib.mail.replies.signatures import armour_length, only_signature, signature_start

EXCERPT_LINES = 12
WRAPPED = 60
STUB_WORDS = 30
_BLANK_RUN = re.compile(r"\n{3,}")
_LONG_RULE = re.compile(r"[-_=]{20,}$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Split:
    """Line numbers, in order, of each share of a text; together they are all of it."""

    lines: list[Line]
    reply: list[int]
    quoted: list[int]
    signature: list[int]

    def text(self, share: list[int]) -> str:
        """A share as text, with its quote marks."""
        written = "\n".join(self.lines[number].raw.rstrip() for number in share)
        return _BLANK_RUN.sub("\n\n", written).strip("\n").rstrip()

    @property
    def distinct(self) -> set[str]:
        """The words of all of it."""
        return {word.lower() for line in self.lines for word in _WORD.findall(line.shown)}

    @property
    def words(self) -> int:
        """Return the number of words in the reply."""
        return sum(len(_WORD.findall(self.lines[number].shown)) for number in self.reply)


def split(text: str, html: str = "") -> tuple[str, str, str]:
    """(reply, quoted, signature) of a mail's body in its two forms, either of which may be empty.

    The plain text is preferred; the HTML decides where it shows a quote that the text doesn't. A mail that is all quote
    has an empty reply. Never raises.
    """
    return shares(text, page_lines(html) if html.strip() else [])


def shares(text: str, page: list[Line], *, forwarded: bool = False) -> tuple[str, str, str]:
    """The same, of HTML already read into lines. `forwarded`: the subject says that it is somebody else's mail."""
    plain = divide(text_lines(text), forwarded=forwarded) if text.strip() else None
    chosen = _better(plain, divide(page, forwarded=forwarded) if page else None)
    if not chosen:
        return "", "", ""
    return chosen.text(chosen.reply), chosen.text(chosen.quoted), chosen.text(chosen.signature)


def _better(plain: Split | None, page: Split | None) -> Split | None:
    if not plain or not page:
        return plain or page
    if _stands_in(plain, page):
        return page
    said, shown = plain.words, page.words
    if page.reply and shown < said and (page.quoted or page.signature) and (shown < 0.9 * said or not plain.signature):
        return page
    return page if said < 0.3 * shown and said < 40 else plain


def _stands_in(plain: Split, page: Split) -> bool:
    """Whether the text only says that there is HTML: a few words, hardly one of which the page has."""
    said, shown = plain.distinct, page.distinct
    return 0 < len(said) <= STUB_WORDS and bool(shown) and len(said & shown) < 0.3 * len(said)


def divide(lines: list[Line], *, forwarded: bool = False) -> Split:
    """Sort the lines into reply, quoted and signature."""
    lines = unglued(lines)
    top = 0 if forwarded else _heading_on_top(lines)
    old, end, introduced = _old_lines(lines, top)
    runs = _runs(old, end)
    reply = _reply_lines(lines, runs, introduced)
    kept = set(reply)
    armour = reply[: armour_length([lines[number] for number in reply])]
    reply = reply[len(armour) :]
    banner = reply[: banner_length([lines[number] for number in reply])]
    reply = reply[len(banner) :]
    start = signature_start([lines[number] for number in reply]) if reply else 0
    signature = armour + banner + reply[start:]
    below = _signature_below(lines, runs)
    quoted = [number for number in range(len(lines)) if number not in kept and number not in below]
    return Split(lines, reply[:start], quoted, signature + sorted(below - kept))


def _heading_on_top(lines: list[Line]) -> int:
    """The end of a block of header lines with nothing above it, no rule either: some programs write below it."""
    start = next((number for number, line in enumerate(lines) if not line.blank), None)
    if start is None or any(line.cut or line.ruled for line in lines[: start + 1]):
        return 0
    length = header_block(lines, start)
    return start + length if length else 0


def _old_lines(lines: list[Line], top: int) -> tuple[list[bool], int, set[int]]:
    """(whether each line is quoted, where the unmarked history begins, the lines that introduce a marked quote).

    The first `top` lines are the heading of an older mail that isn't below it.
    """
    old = [number < top or line.depth > 0 for number, line in enumerate(lines)]
    introduced = set(range(top))
    cited: list[int] = []
    number = top
    while number < len(lines):
        head = attribution(lines, number)
        if head and not _marked_after(lines, number + 1):
            start = number - head + 1
            if lines[number].head or any(not line.blank for line in lines[:start]):
                return _without(old, cited), _from_rule(lines, start), introduced
        elif head:
            introduced.update(range(number - head + 1, number + 1))
        elif heading := history_heading(lines, number):
            if lines[number].cut or not _marked_after(lines, number + heading):
                return _without(old, cited), number, introduced
            introduced.update(range(number, number + heading))
            number += heading - 1
        elif theirs := cited_lines(lines, number):
            cited.extend(range(number + 1, number + theirs + 1))
            number += theirs
        number += 1
    for head in introduced:
        old[head] = True
    _absorb(lines, _without(old, cited))
    return old, len(lines), introduced


def _from_rule(lines: list[Line], start: int) -> int:
    """Where the history begins that has its heading at `start`: at the rule that a program drew above it."""
    above = next((number for number in range(start - 1, max(start - 3, 0), -1) if not lines[number].blank), None)
    return above if above is not None and _LONG_RULE.match(lines[above].shown) else start


def _without(old: list[bool], cited: list[int]) -> list[bool]:
    for number in cited:
        old[number] = False
    return old


def _marked_after(lines: list[Line], at: int) -> bool:
    """Whether the next line with words on it bears quote marks."""
    for line in lines[at : at + 6]:
        if line.depth or not line.blank:
            return line.depth > 0
    return False


def _absorb(lines: list[Line], old: list[bool]) -> None:
    """Blank lines between quoted lines are quoted; so is the tail of a quoted line that was wrapped in transit."""
    last = -1
    for number in range(len(lines)):
        if not old[number]:
            continue
        if 0 <= last < number - 1 and _all_blank_or_wrapped(lines, last, number):
            old[last + 1 : number] = [True] * (number - last - 1)
        last = number


def _all_blank_or_wrapped(lines: list[Line], before: int, after: int) -> bool:
    between = lines[before + 1 : after] if after - before < 40 else []
    if between and all(line.blank for line in between):
        return True
    return len(between) == 1 and _is_tail(lines[before], between[0], lines[after])


def _is_tail(before: Line, line: Line, after: Line) -> bool:
    unfinished = before.depth > 0 and len(before.shown) >= WRAPPED and before.shown[-1:] not in ".?!:"
    return unfinished and before.depth == after.depth and len(line.shown) < 40 and not line.shown[:1].isupper()


@dataclass(frozen=True, slots=True)
class Run:
    """Lines from `start` to before `end` that are all quoted, or all the sender's own."""

    start: int
    end: int
    old: bool


def _runs(old: list[bool], end: int) -> list[Run]:
    runs: list[Run] = []
    start = 0
    for number in range(1, end + 1):
        if number == end or old[number] != old[start]:
            runs.append(Run(start, number, old[start]))
            start = number
    return runs if end else []


def _reply_lines(lines: list[Line], runs: list[Run], introduced: set[int]) -> list[int]:
    """Which lines are the reply. Text between quotes keeps them; text above or below a quote stands alone."""
    own = [run for run in runs if not run.old and _written(lines, run)]
    if not own:
        return []
    first, last = own[0], own[-1]
    between = [run for run in runs if run.old and first.end <= run.start and run.end <= last.start]
    quotes = [run for run in runs if run.old and run.start < last.start]
    if (len(quotes) > 1 and len(own) > 1) or (between and _excerpt(between, introduced)):
        return list(range(runs[0].start, last.end))
    return [number for run in own for number in range(run.start, run.end)]


def _excerpt(quotes: list[Run], introduced: set[int]) -> bool:
    """A few lines picked out to be answered, not a whole mail quoted by a program."""
    return all(run.start not in introduced and run.end - run.start <= EXCERPT_LINES for run in quotes)


def _written(lines: list[Line], run: Run) -> bool:
    """Whether a run has words that are not just a signature below a quote."""
    part = lines[run.start : run.end]
    if all(line.blank for line in part):
        return False
    return run.start == 0 or not only_signature(part)


def _signature_below(lines: list[Line], runs: list[Run]) -> set[int]:
    """The lines of a signature that stands below the quote it was written under."""
    found: set[int] = set()
    for run in runs:
        if not run.old and run.start and not _written(lines, run):
            found.update(number for number in range(run.start, run.end) if not lines[number].blank)
    return found
