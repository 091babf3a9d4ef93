"""What a mail program sends for a click: an emoji under a mail, the answer to an invitation, a receipt."""

from __future__ import annotations

import json
import re
from unicodedata import category

from chalicelib.mail.reading.headers import Headers
from chalicelib.mail.reading.mime import MimePart
from chalicelib.mail.replies import phrases

REACTION_TYPE = "text/vnd.google.email-reaction+json"
"""https://developers.google.com/workspace/gmail/reactions/format"""
SOME = "some"
"""A reaction whose emoji didn't come with it."""
MOST_BYTES = 65_536
MOST_LETTERS = 200
EMOJI_LENGTH = 24
_METHOD = re.compile(rb"(?mi)^METHOD:[ \t]*REPLY[ \t]*\r?$")
_ANSWER = re.compile(rb"(?i)PARTSTAT[ \t]*=[ \t]*\"?(ACCEPTED|DECLINED|TENTATIVE)")
_FOLD = re.compile(rb"\r?\n[ \t]")
_DISPOSITION = re.compile(rb"(?mi)^Disposition:[^;\n]{0,200};[ \t]*(displayed|deleted)")
RECEIPTS = ("read", "deleted")
_RECEIPTS = {b"displayed": "read", b"deleted": "deleted"}
_TAPBACK = re.compile(
    r"([^\W\d][\w' ]{1,30}?)\s?(?:[:：]\s?)?(?:[“„«\"「].{1,180}[”“»\"」]|an? (?:image|attachment|movie))$"
)
_REACTED_TO = re.compile(r"reacted (\S{1,24}) to (?:[“\"].{1,160}[”\"]|an? \w+)$", re.I)
_TAPBACKS = {
    "👍": (
        "liked",
        "a aimé",
        "le gustó",
        "gefällt",
        "gefällt mir",
        "mit „gefällt mir“ markiert",
        "ha messo mi piace a",
    ),
    "❤️": ("loved", "a adoré", "le encantó", "liebt", "ha adorato", "adorou"),
    "👎": ("disliked", "n’a pas aimé", "n'a pas aimé", "no le gustó", "gefällt nicht"),
    "😂": ("laughed at", "a ri de", "se rio de", "se rió de", "lacht über", "ha riso di", "riu de"),
    "‼️": ("emphasized", "emphasised", "a souligné", "enfatizó", "hervorgehoben", "betonte"),
    "❓": ("questioned", "a questionné", "cuestionó", "hinterfragt", "fragte nach"),
}


def read_reaction(headers: Headers, parts: list[MimePart], said: str) -> str:
    """The emoji, or what was clicked instead: `accepted`, `declined`, `tentative`, `read`, `deleted` or `some`; empty
    for a mail that somebody wrote. `said` is the text without what it quotes."""
    found = (_receipt(headers, parts), _calendar_answer(parts), _gmail(parts), _in_words(said))
    return next(filter(None, found), "")


def _gmail(parts: list[MimePart]) -> str:
    part = next((part for part in parts if part.type == REACTION_TYPE and part.disposition != "attachment"), None)
    if part is None:
        return ""
    try:
        told = json.loads(part.content()[:MOST_BYTES])
    except (ValueError, RecursionError):
        return ""
    emoji = told.get("emoji") if isinstance(told, dict) else None
    return emoji if isinstance(emoji, str) and _emoji_in(emoji) == emoji else ""


def _calendar_answer(parts: list[MimePart]) -> str:
    for part in parts:
        if part.type == "text/calendar":
            content = _FOLD.sub(b"", part.content()[:MOST_BYTES])
            reply = part.parameters.get("method", "").lower() == "reply" or _METHOD.search(content)
            found = _ANSWER.search(content) if reply else None
            if found:
                return found[1].decode().lower()
    return ""


def _receipt(headers: Headers, parts: list[MimePart]) -> str:
    """RFC 8098: whoever was asked for a receipt has opened the mail, or thrown it away unread."""
    notice = next((part.body for part in parts if part.type == "message/disposition-notification"), b"")
    found = _DISPOSITION.search(notice[:MOST_BYTES])
    return _RECEIPTS[found[1].lower()] if found and "report" in headers.plain("content-type") else ""


def _in_words(said: str) -> str:
    """A line that says so in place of a part of its own, alone, as Outlook and bridges to messengers write it."""
    text = " ".join(said.split()) if len(said) <= 2 * MOST_LETTERS else ""
    if not text or len(text) > MOST_LETTERS:
        return ""
    if phrases.any_of("reacted", before=r".{0,90}?", after=r"\s?[:：.。]?$", plain=True).match(
        phrases.unaccented(text)
    ):
        return _emoji_in(text) or SOME
    if (reacted := _REACTED_TO.match(text)) and _emoji_in(reacted[1]) == reacted[1]:
        return reacted[1]
    tapback = _TAPBACK.match(text)
    return next((emoji for emoji, verbs in _TAPBACKS.items() if tapback and tapback[1].lower() in verbs), "")


def _emoji_in(text: str) -> str:
    """The first run of characters that no language writes words with; empty if there is none."""
    start = next((number for number, letter in enumerate(text[:MOST_LETTERS]) if _is_picture(letter)), None)
    if start is None:
        return ""
    end = start
    while end < len(text) and (
        _is_picture(text[end]) or text[end] in _JOINS or "\U000e0020" <= text[end] <= "\U000e007f"
    ):
        end += 1
    return text[start:end] if end - start <= EMOJI_LENGTH else ""


_JOINS = "\u200d\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def _is_picture(letter: str) -> bool:
    return (ord(letter) > 0x2000 and category(letter) in ("So", "Sk")) or letter in "‼⁉"
