"""Where our Markdown reads less into a text than CommonMark does: emphasis, and lists that count."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, fence, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

_NEAR = 8
"""The most marks that may stand between emphasis and the edge of its word."""
_BEFORE = re.compile(r"\s[(\[{<\"'“‘«„‚¿¡*_–—-]*\Z")
_BEHIND = re.compile(r"[)\]}>\"'”’“»«.,;:!?…*_。、，；：！？–—-]*\s")
_BEGINS = re.compile(r"[^\s./\\,;:!?)\]}*_]")
_ENDS = re.compile(r"[^\s/\\(\[{]")

_LANGUAGE = re.compile(r"(?:[A-Za-z][\w+#.-]*)?")
_NUMBER = re.compile(r"([0-9]{1,9})[.)](?=[ \t]|$)")
_FAR = 50
"""The most lines between the first item of a list and the second."""


def use_in(parser: MarkdownIt) -> None:
    """Put the rules in the place of the parser's own."""
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.at("fence", _fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.before("list", "odd_number", _odd_number, {"alt": ["list"]})
    parser.core.ruler.after("block", "values", _values)
    parser.core.ruler.after("block", "directions", _directions)
    parser.enable(["odd_number", "values", "directions"])


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Take a run of marks; which of them belong together is found out when all are known."""
    start, marker = state.pos, state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    opens, closes = _opens(state.src, start, end), _closes(state.src, start, end)
    for _ in range(end - start):
        state.push("text", "", 0).content = marker
        if opens or closes:
            place = len(state.tokens) - 1
            state.delimiters.append(Delimiter(ord(marker), end - start, place, -1, opens, closes))
    state.pos = end
    return True


def _opens(text: str, start: int, end: int) -> bool:
    before = text[start - _NEAR : start] if start >= _NEAR else " " + text[:start]
    return bool(_BEFORE.search(before) and _BEGINS.match(text, end))


def _closes(text: str, start: int, end: int) -> bool:
    behind = text[end : end + _NEAR] + (" " if end + _NEAR >= len(text) else "")
    return start > 0 and bool(_ENDS.match(text[start - 1]) and _BEHIND.match(behind))


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Code may name its language, which isn't shown; anything else behind the marks is somebody's words."""
    named = _line(state, start).lstrip("`~").strip()
    return bool(_LANGUAGE.fullmatch(named)) and fence(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list that counts has two items at least: "17. Dezember" on a line by itself is a date."""
    number, is_next_item = _NUMBER.match(_line(state, start)), silent and state.sCount[start] < state.blkIndent
    if number and not _is_plain(number[1]):
        return False
    if number and not is_next_item and not _goes_on(state, start, end, int(number[1])):
        return False
    return list_block(state, start, end, silent)


def _goes_on(state: StateBlock, start: int, end: int, number: int) -> bool:
    """Return whether the next item follows: it counts on, or is the same number, as lazy writers have it."""
    for before, line in pairwise(range(start, min(end, start + _FAR))):
        if state.isEmpty(line) or state.sCount[line] > state.sCount[start] + 1:
            continue
        found = _NUMBER.match(_line(state, line))
        if found:
            return _is_plain(found[1]) and int(found[1]) in (number, number + 1)
        if state.isEmpty(before):
            return False
    return False


def _odd_number(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """End a list before a number that can't be shown as it was typed, such as 007."""
    number = _NUMBER.match(_line(state, start))
    return silent and number is not None and not _is_plain(number[1])


def _values(state: StateCore) -> None:
    """Give items their own number where it isn't the one after the last."""
    expected: list[int | None] = []
    for token in state.tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            expected.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            expected.pop()
        elif token.type == "list_item_open" and token.info:
            expected[-1] = _numbered(token, expected[-1])


def _directions(state: StateCore) -> None:
    """Let each paragraph read in the direction of its own words, also one that is a list's item."""
    for before, token in pairwise([Token("", "", 0), *state.tokens]):
        if token.type == "paragraph_open":
            (before if token.hidden else token).attrSet("dir", "auto")


def _numbered(item: Token, expected: int | None) -> int:
    number = int(item.info)
    if expected not in (None, number):
        item.attrSet("value", number)
    return number + 1


def _is_plain(digits: str) -> bool:
    return digits == str(int(digits))


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
