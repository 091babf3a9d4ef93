"""Plain text as HTML: every character as it was typed, addresses as links, and nothing else read into it."""

from __future__ import annotations

import re
from html import escape

_REL = "noopener noreferrer nofollow"
_UNSHOWN = re.compile("[\0\ud800-\udfff]")
_BREAK = re.compile(r"\r\n?")
_PARAGRAPH = re.compile(r"(?<=\n)\n+")
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9@._-])"
    r"(?:https?://[\w\[]|mailto:[^\s<>\"@]{1,254}@\w|www\.\w[\w-]*\.\w)"
    r"[^\s<>\"]*",
    re.IGNORECASE,
)
_ENDS = frozenset(".,:;!?'*_~…。、，；：！？’”»›")
"""What ends the sentence rather than the address before it."""
_PAIRS = {")": "(", "]": "[", "}": "{", "）": "（", "」": "「"}


def render(text: str) -> str:
    """Return paragraphs with their line breaks, each in its own direction; nothing of a text that is blank.

    Lines end with `<br>` alone and nothing stands between paragraphs, so that `white-space: pre-wrap` adds no line.
    """
    lines = _BREAK.sub("\n", _UNSHOWN.sub("", text))
    return "".join(_paragraph(part) for part in _paragraphs(lines)) if lines.strip() else ""


def _paragraphs(text: str) -> list[str]:
    """Return what blank lines part. Each part begins with the line breaks that were more than one blank line."""
    found, start = [], 0
    for gap in _PARAGRAPH.finditer(text):
        found.append(text[start : gap.start() - 1])
        start = gap.start() + 1
    return [*found, text[start:]]


def _paragraph(text: str) -> str:
    return f'<p dir="auto">{_linked(text).replace(chr(10), "<br>")}</p>'


def _linked(text: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = _without_end(found[0])
        if _ADDRESS.fullmatch(address):
            pieces += [escape(text[end : found.start()]), _link(address)]
            end = found.start() + len(address)
    return "".join([*pieces, escape(text[end:])])


def _without_end(address: str) -> str:
    """Return the address without what ends the sentence around it, such as a bracket that was opened before it."""
    end = len(address)
    surplus = {close: address.count(close) - address.count(opening) for close, opening in _PAIRS.items()}
    while (last := address[end - 1]) in _ENDS or surplus.get(last, 0) > 0:
        surplus[last] = surplus.get(last, 0) - 1
        end -= 1
    return address[:end]


def _link(address: str) -> str:
    to = f"https://{address}" if address[:4].lower() == "www." else address
    return f'<a href="{escape(to)}" rel="{_REL}">{escape(address)}</a>'
