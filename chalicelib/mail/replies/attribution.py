"""Where a quoted mail begins: the lines that mail programs put above it."""

from __future__ import annotations

import re

from chalicelib.mail.replies import phrases
from chalicelib.mail.replies.quoted_lines import Line

HEAD_LINES = 4
BLOCK_LINES = 14
_YEAR = re.compile(r"\d{4}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}|\d{1,2}[.,]? [^\W\d]{3,10}[.,]? \d{2}\b")
_DATE_FIRST = re.compile(r"\d{1,4}[.\-/年년]")
_TIME = re.compile(r"\d{1,2}\s?[:.h時时点]\s?\d{2}|\d{1,2} ?[ap]\.?m\b", re.I)
_DAY = re.compile(r"\d")
_MAILBOX = re.compile(r"[^\s@<>]{1,64}@[^\s@<>]{1,200}|\[mailto:")
_OWN_WORDS = re.compile(r"\b(?:i|we) wrote\b", re.I)
_COLON = re.compile(r"[:：︓]\W{0,3}$")
_LABEL = re.compile(r"[*_> ]{0,4}([^\s:：*][^:：]{0,29}?)[* _]{0,3}\s?[:：][* _]{0,3}(.*)")
_FORM_FIELD = re.compile(r"[^\W\d_][^\d:：]{1,29}[:：] \S")
_RUN_IN = re.compile(r"([^>]{1,300}>)\)?([^:：]{0,25})[:：](?: |$)")
_RULED = re.compile(r"([-_=*—–─~]{2,})\s?([^-_=*—–─~].{0,60}?)\s?[-_=*—–─~]{2,}:?$")
_DASHED = re.compile(r"-{2,} .*\w -{2,}$")
_ARROWS = re.compile(r">>> .{3,200} >>>\s*$")
"""GroupWise: `>>> Name <address> date >>>`, above a quote without marks."""
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
    if line.cut or _asks_to_write_above(line.shown) or _begins_with_attribution(line.shown):
        return max(1, header_block(lines, at))
    return ruled_heading(lines, at) or _block_length(lines, at, sure=line.ruled) or _foreign_block(lines, at)


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
    block = _block_length(lines, below, sure=bool(ruled) or len(shown) >= _LONG_RULE)
    return below - at + block if block else int(known)


def _titled(title: str, ruled: bool) -> bool:
    """Whether it says `Original message` or `Forwarded message`: between rules, or alone with a colon."""
    if ruled:
        return bool(phrases.any_of("original", "forwarded", after=r"\b.{0,30}$").match(title))
    return bool(_COLON.search(title[-8:]) and phrases.any_of("original", "forwarded", after=r"\s?[:：]$").match(title))


def header_block(lines: list[Line], at: int) -> int:
    """Count the lines of the block of `From: … Sent: … To: … Subject: …` that begins at line `at`; 0 if none does."""
    return _block_length(lines, at, sure=False)


def label_of(line: Line) -> tuple[str | None, str]:
    """The role of a header line in any language (`from`, `date`, …; empty for an unknown label) and its value."""
    found = _LABEL.match(line.shown)
    role = phrases.roles().get(found[1].strip().lower()) if found else None
    return role, found[2].strip(" *_") if found and role else ""


def _asks_to_write_above(shown: str) -> bool:
    return len(shown) < 120 and bool(phrases.any_of("above").search(shown))


def _begins_with_attribution(shown: str) -> bool:
    """`On <date>, <name> <address> wrote: Hello …`: a phone's mail program ran the quote into the same line."""
    found = _RUN_IN.match(shown)
    if not found or (found[2].strip() and not phrases.mentions("wrote", found[2])):
        return False
    head = found[1]
    return _opens(head) and bool(_YEAR.search(head) and _TIME.search(head) and _MAILBOX.search(head))


def _block_length(lines: list[Line], at: int, sure: bool) -> int:
    """`sure` says that a rule stands above it: then two known labels do, or three unknown ones with an address.

    Otherwise an address or the time of day is wanted too: forms and travel plans have the same labels.
    """
    roles: set[str] = set()
    labelled = 0
    last = at - 1
    address = timed = False
    for number in range(at, min(at + BLOCK_LINES, len(lines))):
        found = None if lines[number].depth else _LABEL.match(lines[number].shown)
        if not found and (number == at or number - last > 2):
            break
        if found:
            role = phrases.roles().get(found[1].strip().lower(), "")
            roles.add(role)
            labelled += 1
            timed = timed or (role == "date" and bool(_TIME.search(found[2])))
            last = number
            address = address or bool(_MAILBOX.search(found[2]))
        if number == at and not sure and not roles & {"from", "date", "to", "subject"}:
            return 0
    known = len(roles - {""})
    if sure:
        return last - at + 1 if known >= 2 or (labelled >= 3 and address) else 0
    quoted = known >= 3 and {"from", "date"} <= roles and (address or ("subject" in roles and timed))
    return last - at + 1 if quoted else 0


def _foreign_block(lines: list[Line], at: int) -> int:
    """The same in a language unknown here: four labels on end, the first of an address, the second of a moment.

    Where the second is known but not the first, it is no such language but somebody's form.
    """
    if not _MAILBOX.search(lines[at].shown):
        return 0
    end = at
    while end < min(at + BLOCK_LINES, len(lines)) and not lines[end].depth and _LABEL.match(lines[end].shown):
        end += 1
    if end - at < 4:
        return 0
    second = lines[at + 1].shown
    known, _ = label_of(lines[at + 1])
    return end - at if known is None and _YEAR.search(second) and _TIME.search(second) else 0


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
            return count + _more_above(lines, end - count + 1, text)
    return 0


def _names_mailbox_and_moment(text: str) -> bool:
    """Nextcloud's `"Name" <address> – date time`, without a colon: believed right before a quote alone."""
    return bool(_MAILBOX.search(text) and _YEAR.search(text) and _TIME.search(text)) and len(text) < 160


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
    verb = phrases.mentions("wrote", text)
    year, time, mailbox = bool(_YEAR.search(text)), bool(_TIME.search(text)), bool(_MAILBOX.search(text))
    if quoted_next:
        named = verb and not _OWN_WORDS.search(text) and (len(text) < 80 or bool(_DAY.search(text)))
        return (year and time) or mailbox or named
    return (verb and (year or time) and (mailbox or (year and time))) or (year and time and mailbox)


def _more_above(lines: list[Line], start: int, text: str) -> int:
    """How many more lines belong to it: a long attribution is wrapped, and its date may stand above."""
    if _opens(text) and _YEAR.search(text):
        return 0
    for more in range(1, HEAD_LINES):
        above = lines[start - more] if start >= more else None
        if above is None or not _joins(above) or above.shown[-1] in ".!?":
            return 0
        if (_opens(above.shown) and _DAY.search(above.shown)) or (_YEAR.search(above.shown) and not _YEAR.search(text)):
            return more
    return 0


def _quote_follows(lines: list[Line], at: int) -> bool:
    after = _after_blanks(lines, at + 1)
    return after < len(lines) and lines[after].depth > 0


def _after_blanks(lines: list[Line], at: int) -> int:
    stop = min(at + 3, len(lines))
    while at < stop and lines[at].blank:
        at += 1
    return at
