"""Texts as sentences: without greetings, signatures, code and quotes, which say nothing of the matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.assistant import cues

MOST_CHARACTERS = 6000
"""Of one text. What a long letter is about stands at its beginning; a log file has no end."""

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\s]{0,1000}\)")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(\S(?:[^*_\n]{0,200}\S)?)[*_]{1,3}(?!\w)")
_MARK = re.compile(r"^\s*(?:[-*+•]|#{1,6}|\d{1,2}[.)])\s+")
_END = re.compile(r"(?<=[.!?…])(?:[\"'”’»)]*)\s+(?=[\"'“„«(¿¡]?[^\W_a-zà-ÿ])|(?<=[。！？])")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:lt|zzgl|inkl|evtl|ggf|tel|usw|hr|fr|vgl|prof|approx|inc|pág|núm|nº|av|réf|nr|no|dr|mr|mrs|ms|st|sr|sra"
    r"|abs|art|bzw|ca|e\.g|i\.e|z\.b|d\.h|p\.ej|etc|vs)\.$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:^|\s)\d{1,2}\.$")
"""The end of a sentence, or a day in front of its month: "bis 10. November"."""
_WORD = re.compile(r"[぀-ヿ㐀-鿿฀-๿]|[^\W_]+(?:['’.,:@/-][^\W_]+)*")
_HALF_WORD = re.compile(r"[぀-ヿ㐀-鿿฀-๿]")
_NAME = 3
_GREETING = 5


def sentences(text: str) -> list[str]:
    """The sentences of a text that say something, as they were written, in their order."""
    return [sentence for block in _blocks(text) for sentence in _split(block) if cues.plain(sentence)]


def words_in(text: str) -> int:
    """Return the number of words in a text. Two signs of a script without spaces count as one."""
    return (sum(map(_halves, _WORD.findall(text))) + 1) // 2


def shortened(text: str, most: int) -> str:
    """`text` on one line, cut off behind so many words with an ellipsis."""
    line = " ".join(text.split())
    kept = halves = 0
    for match in _WORD.finditer(line):
        halves += _halves(match[0])
        if halves > 2 * most:
            return line[:kept].rstrip() + "…"
        kept = match.end()
    return line


def _halves(word: str) -> int:
    return 1 if _HALF_WORD.match(word) else 2


def is_question(sentence: str) -> bool:
    return sentence.rstrip("\"'”’»)* ").endswith(("?", "？", "؟"))


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs and list items, without greeting and signature."""
    bare = _FENCE.sub("\n\n", text[:MOST_CHARACTERS])
    bare = _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", bare)).replace("`", "")
    paragraphs = [part for part in re.split(r"\n\s*\n", bare) if part.strip()]
    for index, paragraph in enumerate(paragraphs):
        last = index == len(paragraphs) - 1
        if last and index and _is_name(paragraph):
            return
        yield from _lines(paragraph)
        if _closes(paragraph):
            return


def _lines(paragraph: str) -> Iterator[str]:
    """The lines of a paragraph joined where a mail program broke them; a list item stands alone."""
    joined = ""
    for line in paragraph.splitlines():
        bare = line.strip()
        if not bare or bare.startswith(">"):
            continue
        if cues.begins("closing", bare) == len(cues.plain(bare).split()):
            break
        if _MARK.match(line):
            if joined:
                yield joined
            joined = _MARK.sub("", line).strip()
        else:
            joined = f"{joined} {bare}".strip()
    if joined:
        yield joined


def _split(block: str) -> Iterator[str]:
    joined = ""
    for piece in _END.split(_without_greeting(block)):
        if _DAY.search(joined) and not cues.begins("months", piece):
            yield joined
            joined = ""
        joined = f"{joined} {piece}".strip() if joined else piece.strip()
        if joined and not _SHORT.search(joined) and not _DAY.search(joined):
            yield joined
            joined = ""
    if joined:
        yield joined


def _without_greeting(block: str) -> str:
    """Without "Hello Maya," at the beginning; a block that is nothing else becomes empty."""
    head, comma, rest = block.partition(",")
    if not comma or len(head.split()) > _GREETING:
        head, rest = block, ""
    return rest.strip() if cues.begins("greeting", head) and len(head.split()) <= _GREETING else block


def _closes(paragraph: str) -> bool:
    """Whether a paragraph is the end of a letter: "Best regards" on a line of its own."""
    return any(
        cues.plain(line) and cues.begins("closing", line) == len(cues.plain(line).split())
        for line in paragraph.splitlines()
    )


def _is_name(paragraph: str) -> bool:
    """Whether the last paragraph is nothing but a signature, "Tom Lindqvist"."""
    words = paragraph.split()
    return (
        len(words) <= _NAME
        and all(word[:1].isupper() for word in words)
        and not paragraph.rstrip().endswith(("?", "!"))
    )
