"""Where the writer's words end and the signature begins."""

from __future__ import annotations

import re

from chalicelib.mail.replies import phrases
from chalicelib.mail.replies.quoted_lines import Line

LINES_AFTER_DASHES = 25
LINES_AFTER_LOOSE_DASHES = 8
SIGNATURE_WIDTH = 90
LINES_AFTER_DEVICE = 4
SENTENCE_BLANKS = 2
_ENDS = tuple(".?!。？！")
DISCLAIMER_LINES = 12
LEGAL_LENGTH = 120
LEGAL_WORDS = 2
TITLE_LENGTH = 60
_DENSE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""Scripts that say more in fewer letters."""
ONESELF = re.compile(
    r"(?<![.@\w])(?:I (?:am|was|have|can|do|will|want|need|think)|[Mm]y|mine|[Ii]ch|[Mm]ein\w*|[Mm]ir|mich|moi|[Mm]on"
    r"|[Yy]o|mí|meu|minha|mio|[Ii]k|[Mm]ijn|[Jj]ag|[Jj]eg|[Яя]|мне|[Мм]о[йя])(?!\w|[.@]\w)|\b[Ij]['’]|私|我(?![们們司])"
)
"""Lawyers speak of no person as themselves."""
SOMEBODY = re.compile(r"(?<![.@\w])(?:I|ich|wir|we|yo|ik|jag|jeg|я)(?![\w.@'’])")
"""A phone sends nothing as I."""
_DASHES = re.compile(r"(?:--|—|––|- -)$")
_DECORATION = re.compile(r"[*_\[\]]")
_FOOTER_RULE = re.compile(r"[_=*-]{20,}$")
_FOOTER = re.compile(
    r"unsubscribe|mailing list|to unsubscribe|subscribed to|virus-free|virenfrei|sans virus|libre de virus|avast"
    r"|this e-?mail (?:and|is|message)|confidentiality notice|disclaimer|scanned|https?://\S*/(?:mailman|listinfo)",
    re.I,
)


def signature_start(lines: list[Line]) -> int:
    """The index from which `lines` (the writer's own) are signature; len(lines) if they have none.

    Only what is marked counts: dashes on a line of their own, the HTML's own mark, a device's line, a list's footer. A
    `Best regards` with a name stays: it is the writer's. So does everything if nothing else would be left.
    """
    end = len(lines)
    for find in _FINDERS:
        start = find(lines[:end])
        if any(not line.blank for line in lines[:start]):
            end = start
    return end if any(not line.blank for line in lines[:end]) else len(lines)


def armour_length(lines: list[Line]) -> int:
    """Count the lines of the heading of a text signed with OpenPGP (RFC 9580 section 7); 0 if it begins with none."""
    start = next((number for number, line in enumerate(lines) if not line.blank), 0)
    if not lines or lines[start].shown != "-----BEGIN PGP SIGNED MESSAGE-----":
        return 0
    return next((number for number in range(start, len(lines)) if lines[number].blank), start)


def _pgp(lines: list[Line]) -> int:
    """The signature itself, below the text that it signs."""
    marks = ("-----BEGIN PGP SIGNATURE-----", "-----BEGIN PGP PUBLIC KEY BLOCK-----")
    return next((number for number, line in enumerate(lines) if line.shown in marks), len(lines))


def only_signature(lines: list[Line]) -> bool:
    """Return whether these lines, standing below a quote, are nothing but signature."""
    if all(line.blank or line.signature for line in lines):
        return True
    first = next(number for number, line in enumerate(lines) if not line.blank)
    return min(find(lines[first:]) for find in _FINDERS) == 0


def _disclaimer(lines: list[Line]) -> int:
    """The lawyers' paragraph at the very end."""
    written = [number for number, line in enumerate(lines) if not line.blank]
    for number in written[-DISCLAIMER_LINES:]:
        begins = number == 0 or lines[number - 1].blank or not _goes_on(lines[number - 1].shown)
        if begins and _is_legal(lines, number):
            return number - int(number > 0 and bool(_FOOTER_RULE.match(lines[number - 1].shown)))
    return len(lines)


def _goes_on(shown: str) -> bool:
    """Whether a sentence that began on this line goes on, or a greeting's."""
    return shown[-1].isalnum() or shown[-1] in ",，、:："


def _is_legal(lines: list[Line], number: int) -> bool:
    """Whether a paragraph that begins like lawyers' has more than one of their words, and, unless nobody else begins
    so, their length: people write `This message` and `Important notice:`, too, and what is confidential."""
    shown = lines[number].shown.lstrip("*_ ")
    if phrases.any_of("environment").match(shown):
        return True
    lawyers = bool(phrases.any_of("disclaimer").match(shown))
    if not lawyers and not phrases.any_of("notice").match(shown):
        return False
    below = " ".join(line.shown for line in _paragraph(lines, number))
    shortest = LEGAL_LENGTH // 3 if _DENSE.search(below) else LEGAL_LENGTH
    if ONESELF.search(below):
        return False
    said = {found[0].lower() for found in phrases.any_of("legal").finditer(below)}
    return len(said) >= LEGAL_WORDS and (lawyers or len(below) >= shortest)


def _paragraph(lines: list[Line], number: int) -> list[Line]:
    """The lines up to the next blank one; below a title, up to the one after that."""
    end = min(number + DISCLAIMER_LINES, len(lines))
    blanks = (n for n in range(number, end) if lines[n].blank)
    first = next(blanks, end)
    is_title = first == number + 1 and len(lines[number].shown) <= TITLE_LENGTH
    return lines[number : next((n for n in blanks if n > first + 1), end) if is_title else first]


def _structural(lines: list[Line]) -> int:
    """The HTML's signature element, where no words of the writer follow it."""
    start = len(lines)
    while start and (lines[start - 1].blank or lines[start - 1].signature):
        start -= 1
    return next((n for n in range(start, len(lines)) if lines[n].signature), len(lines))


def _dashed(lines: list[Line]) -> int:
    """`-- ` begins a signature (RFC 3676 section 4.3); dashes without the blank do if a few short lines follow.

    Two or more such dashes divide a text into sections.
    """
    start = len(lines)
    sections = sum(bool(_DASHES.match(line.shown)) and line.raw != "-- " for line in lines) > 1
    following = longest = 0
    asks = False
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        short = following <= LINES_AFTER_LOOSE_DASHES and longest <= SIGNATURE_WIDTH
        loose = short and not (sections or asks) and not _led_in(lines, number) and _DASHES.match(line.shown)
        if line.raw == "-- " or loose:
            start = number
        following += not line.blank
        asks = asks or line.shown[-1:] in ("?", "？")
        longest = max(longest, len(line.shown))
        if following > LINES_AFTER_DASHES:
            break
    return start


def _led_in(lines: list[Line], number: int) -> bool:
    """Whether the line right above introduces what is below the dashes."""
    return number > 0 and lines[number - 1].shown[-1:] in (":", "：")


def _device(lines: list[Line]) -> int:
    """`Sent from my phone`, near the end: a name or an address may follow, a letter may not."""
    written = [number for number, line in enumerate(lines) if not line.blank]
    start = len(lines)
    for number in reversed(written[-LINES_AFTER_DEVICE - 1 :]):
        if not _names_device(lines[number]):
            if _is_sentence(lines[number].shown):
                return start
        elif not _in_a_sentence(lines, number):
            start = number
    return start


def _names_device(line: Line) -> bool:
    shown = _DECORATION.sub("", line.shown).lstrip("-•~ ")
    return len(shown) < 140 and bool(phrases.any_of("device").match(shown)) and not SOMEBODY.search(shown)


def _in_a_sentence(lines: list[Line], number: int) -> bool:
    """Whether `sent with the post` goes on from the line above, as no program writes it."""
    return lines[number].shown[:1].islower() and number > 0 and not lines[number - 1].blank


def _is_sentence(shown: str) -> bool:
    """Whether somebody tells something, in words and not in an address."""
    return shown[-1:] in _ENDS and (shown.count(" ") >= SENTENCE_BLANKS or bool(_DENSE.search(shown)))


def _footer(lines: list[Line]) -> int:
    """What list servers and virus scanners append below a rule; between two of them somebody's words may follow."""
    written = [number for number, line in enumerate(lines) if not line.blank]
    for number in written[-12:]:
        if not _FOOTER_RULE.match(lines[number].shown):
            continue
        below = lines[number + 1 :]
        last = max((at for at, line in enumerate(below) if _FOOTER_RULE.match(line.shown)), default=-1)
        behind = below[last + 1 :]
        ends = below if all(line.blank for line in behind) else behind
        if any(_FOOTER.search(later.shown) for later in ends):
            return number
    return len(lines)


_FINDERS = (_pgp, _structural, _disclaimer, _dashed, _device, _footer)
