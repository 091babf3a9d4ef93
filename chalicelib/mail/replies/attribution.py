"""Where a quoted mail begins: the lines that mail programs put above it."""

from __future__ import annotations

import re

from chalicelib.mail.replies import phrases
from chalicelib.mail.replies.header_blocks import BRACKETED, MAILBOX, TIME, YEAR, header_block, label_of
from chalicelib.mail.replies.quoted_lines import Line
from chalicelib.mail.replies.told import in_own_words, is_told

HEAD_LINES = 4
CITED_LINES = 12
COMPLETE = 4
"""The labels that a program's block of header lines has at least: from, date, to, subject."""
SENTENCE_WORD = 4
_DATE_FIRST = re.compile(r"\d{1,4}[.\-/年년]")
_DAY = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_COLON = re.compile(r"[:：︓]\W{0,3}$")
_FORM_FIELD = re.compile(r"[^\W\d_][^\d:：]{1,29}[:：] \S")
_RUN_IN = re.compile(r"([^>]{1,300}>)\)?([^:：]{0,25})[:：](?: |$)")
_OF_A_SOURCE = re.compile(
    r"(?:x-[\w-]+|received|message-id|mime-version|return-path|dkim-signature|content-type): ", re.I
)
"""Header lines that programs leave out above a quote; whoever copies a mail's source has them."""
_RULED = re.compile(r"([-_=*—–─~]{2,})\s?([^-_=*—–─~].{0,60}?)\s?[-_=*—–─~]{2,}:?$")
_DASHED = re.compile(r"-{2,} .*\w -{2,}$")
_ARROWS = re.compile(r">>> .{3,200} >>>\s*$")
"""GroupWise: `>>> Name <address> date >>>`, above a quote without marks."""
_NOTES = re.compile(r"[^-]{2,80}-{3}\d{1,4}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}[:.]\d{2}[^-]{0,12}-{3}")
"""Notes: `Name ---date time---` and the first words of the mail, above its header lines."""
_RULE = re.compile(r"[-_=*—–─]{3,}$")
_LONG_RULE = 5


def _opens(text: str) -> bool:
    """Whether `text` begins as attributions do: `On …`, a weekday, a date."""
    return bool(phrases.any_of("openers", after=r"(?:[\s.,\d]|$)").match(text) or _DATE_FIRST.match(text))


def history_heading(lines: list[Line], at: int) -> int:
    """Count the lines of an older mail's heading that begins at line `at`, marked as quoted or not; 0 if none does.

    A heading is a mark in the HTML, `-----Original Message-----`, a block of header lines, or a request to write above.
    """
    line = lines[at]
    if line.depth or line.blank:
        return int(line.cut or bool(_ARROWS.match(line.raw)))
    of_notes = "---" in line.shown and _NOTES.match(line.shown)
    if line.cut or of_notes or _asks_to_write_above(line.shown) or _begins_with_attribution(line.shown):
        return max(1, header_block(lines, at))
    return ruled_heading(lines, at) or _heading_block(lines, at)


def _heading_block(lines: list[Line], at: int) -> int:
    """Count the header lines at `at`. Right below `They sent:` they are cited, unless they look like a program's."""
    length = header_block(lines, at, sure=lines[at].ruled)
    above = _above_blanks(lines, at)
    if not length or lines[at].ruled or above is None or not _COLON.search(lines[above].shown[-8:]):
        return length
    block = lines[at : at + length]
    roles = [label_of(line)[0] for line in block]
    programs = roles[0] == "from" and not block[0].shown[0].islower() and len(set(filter(None, roles))) >= COMPLETE
    if any(_OF_A_SOURCE.match(line.shown) for line in block):
        return 0
    return length if programs or any(BRACKETED.search(line.shown) for line in block) else 0


def ruled_heading(lines: list[Line], at: int) -> int:
    """`-----Original Message-----` and the like, with the header lines below, which unknown languages must have."""
    shown = lines[at].shown
    if len(shown) > 120:
        return 0
    ruled = _RULED.match(shown)
    known = _titled(ruled[2] if ruled else shown, ruled=bool(ruled))
    if not known and not ruled and not _RULE.match(shown):
        return 0
    below = _after_blanks(lines, at + 1)
    block = header_block(lines, below, sure=bool(ruled) or len(shown) >= _LONG_RULE) if below < len(lines) else 0
    return below - at + block if block else int(known)


def _titled(title: str, ruled: bool) -> bool:
    """Whether it says `Original message` or `Forwarded message`: between rules, or alone with a colon."""
    if ruled:
        return bool(phrases.any_of("original", "forwarded", after=r"\b.{0,30}$").match(title))
    if title[:1].islower() or not _COLON.search(title[-8:]):
        return False
    return bool(phrases.any_of("original", "forwarded", after=r"\s?[:：]$").match(title))


def _asks_to_write_above(shown: str) -> bool:
    return len(shown) < 120 and bool(phrases.any_of("above", before=r"\W{0,40}(?:\w{1,20}\W{1,3})?").match(shown))


def _begins_with_attribution(shown: str) -> bool:
    """`On <date>, <name> <address> wrote: Hello …`: a phone's mail program ran the quote into the same line."""
    found = _RUN_IN.match(shown)
    if not found or (found[2].strip() and not phrases.mentions("wrote", found[2])):
        return False
    head = found[1]
    return _opens(head) and bool(YEAR.search(head) and TIME.search(head) and MAILBOX.search(head))


def attribution(lines: list[Line], end: int) -> int:
    """Count the lines of the `On <date>, <name> wrote:` that ends on line `end`; 0 if none does.

    A verb with a date or address is believed before a quote; before unquoted text it takes a time or an address too.
    In a language unknown here, a line with date and time, or an address, and a colon is believed right before a quote.
    """
    line = lines[end]
    if line.head:
        return 1
    if line.depth or line.blank or len(line.shown) > 300:
        return 0
    quoted_next = _quote_follows(lines, end)
    ends_so = _COLON.search(line.shown) or _ends_in_verb(line.shown) or _DASHED.match(line.shown)
    if not ends_so and not (quoted_next and _names_mailbox_and_moment(line.shown)):
        return 0
    window = _window(lines, end)
    if not _introduces(" ".join(window), quoted_next):
        return 0
    if sum(bool(_FORM_FIELD.match(line)) for line in window[:-1]) > 1:
        return 0
    for count in range(1, len(window) + 1):
        text = " ".join(window[-count:])
        if _introduces(text, quoted_next):
            if not quoted_next and _goes_on_from_greeting(lines, end - count + 1, text):
                return 0
            return count + _more_above(lines, end - count + 1, text)
    return 0


def _goes_on_from_greeting(lines: list[Line], start: int, text: str) -> bool:
    """Whether a letter's first sentence begins here, in lower case below `Hello,`."""
    above = _above_blanks(lines, start)
    if above is None or BRACKETED.search(text) or not lines[start].shown[:1].islower():
        return False
    return lines[above].shown[-1] in ",،，"


def _names_mailbox_and_moment(text: str) -> bool:
    """Nextcloud's `"Name" <address> – date time`, without a colon: believed right before a quote alone."""
    return bool(MAILBOX.search(text) and YEAR.search(text) and TIME.search(text)) and len(text) < 160


def _window(lines: list[Line], end: int) -> list[str]:
    """The lines that may belong to an attribution ending here: up to HEAD_LINES, without a gap or a quote between."""
    start = end
    while start > 0 and end - start < HEAD_LINES - 1 and _joins(lines[start - 1]):
        start -= 1
    return [line.shown for line in lines[start : end + 1]]


def _joins(line: Line) -> bool:
    return not line.blank and not line.depth and len(line.shown) <= 200


def _ends_in_verb(shown: str) -> bool:
    return any(shown.endswith(verb) for verb in ("wrote", "写道", "寫道", "書きました。", "작성"))


def _introduces(text: str, quoted_next: bool) -> bool:
    year, time, mailbox = bool(YEAR.search(text)), bool(TIME.search(text)), bool(MAILBOX.search(text))
    sure = mailbox or (year and time)
    if quoted_next and sure:
        return True
    if not quoted_next and (not sure or is_told(text)):
        return False
    verb = phrases.mentions("wrote", text)  # the dearest look, so the last
    if quoted_next:
        return verb and not in_own_words(text) and _names_somebody(text)
    return (verb and (year or time)) or (year and time and mailbox)


def _names_somebody(text: str) -> bool:
    """Whether it's a day or a bare name that wrote, as programs put it, and not `my provider wrote this to me`."""
    return bool(_DAY.search(text)) or (len(text) < 80 and not _tells(text))


def _tells(text: str) -> bool:
    """Whether it's a sentence: about somebody who isn't named, or with small words that are no verb of a program's."""
    small = [word for word in _WORD.findall(text) if len(word) >= SENTENCE_WORD and word.islower()]
    return bool(_somebody().match(text)) or any(word not in phrases.phrases("wrote") for word in small)


def _somebody() -> re.Pattern[str]:
    return phrases.any_of("somebody", after=r"(?:\b|(?<=[\u3040-\u9fff\uac00-\ud7af]))")


def cited_lines(lines: list[Line], at: int) -> int:
    """Count the lines of the quote that the writer introduces in their own words on line `at`: it is theirs, too.

    A program's introduction has a date, an address or a bare name, and what it quotes is no handful of lines.
    """
    line = lines[at]
    if line.depth or line.blank or line.head or not _COLON.search(line.shown[-8:]):
        return 0
    start = _after_blanks(lines, at + 1)
    end = start
    while end < len(lines) and lines[end].depth and end - start <= CITED_LINES:
        end += 1
    if not 0 < end - start <= CITED_LINES:
        return 0
    programs = YEAR.search(line.shown) or MAILBOX.search(line.shown) or not _tells(line.shown)
    return 0 if programs else end - at - 1


def _more_above(lines: list[Line], start: int, text: str) -> int:
    """How many more lines belong to it: a long attribution is wrapped, and its date may stand above."""
    if _opens(text) and YEAR.search(text):
        return 0
    for more in range(1, HEAD_LINES):
        above = lines[start - more] if start >= more else None
        if above is None or not _joins(above) or above.shown[-1] in ".!?":
            return 0
        if (_opens(above.shown) and _DAY.search(above.shown)) or (YEAR.search(above.shown) and not YEAR.search(text)):
            return more
    return 0


def _quote_follows(lines: list[Line], at: int) -> bool:
    after = _after_blanks(lines, at + 1)
    return after < len(lines) and lines[after].depth > 0


def _above_blanks(lines: list[Line], at: int) -> int | None:
    return next((number for number in range(at - 1, max(at - 4, -1), -1) if not lines[number].blank), None)


def _after_blanks(lines: list[Line], at: int) -> int:
    stop = min(at + 3, len(lines))
    while at < stop and lines[at].blank:
        at += 1
    return at
