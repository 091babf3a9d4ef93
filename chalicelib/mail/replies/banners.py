"""The warning that an organisation's mail server puts above the mails that come from outside."""

from __future__ import annotations

from chalicelib.mail.replies import phrases
from chalicelib.mail.replies.quoted_lines import Line
from chalicelib.mail.replies.signatures import ONESELF, SOMEBODY

BANNER_LINES = 6
BANNER_LENGTH = 500
TITLE_LENGTH = 30


def banner_length(lines: list[Line]) -> int:
    """Count the lines of the warning that `lines` begin with, and the blank ones below it; 0 if they begin with none,
    or have nothing else.

    It is one short paragraph, or a title and one, that says that the mail is from outside, and what not to do with it.
    """
    start = next((number for number, line in enumerate(lines) if not line.blank), len(lines))
    end = start
    for _paragraph in range(2):
        end = next((number for number in range(end, len(lines)) if lines[number].blank), len(lines))
        rest = next((number for number in range(end, len(lines)) if not lines[number].blank), len(lines))
        said = " ".join(line.shown for line in lines[start:end])
        if rest == len(lines) or end - start > BANNER_LINES or len(said) > BANNER_LENGTH:
            return 0
        if _warns(said):
            return rest
        if len(said) > TITLE_LENGTH or said[-1] in ":,：，":
            return 0
        end = rest
    return 0


def _warns(said: str) -> bool:
    """Whether a server says so, which asks nothing and is nobody."""
    if said[-1:] in ("?", "？", ":") or ONESELF.search(said) or SOMEBODY.search(said):
        return False
    return bool(phrases.any_of("outside").search(said) and phrases.any_of("beware").search(said))
