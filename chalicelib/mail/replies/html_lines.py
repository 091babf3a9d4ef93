"""HTML as lines, with what its structure says of quoting: read after an HTML5 parser has put it in order.

What marks mean is put into words: `~~struck~~`, `10^6`, `text (https://…)`, and a tab between the cells of a row. The
patterns that find quotes see the lines without that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Protocol

from chalicelib.mail.html.tree import tidy
from chalicelib.mail.replies.quoted_lines import Line, text_line

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>|([^<]+)')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_STRUCK = {"s", "strike", "del"}
_TOLD = {*_STRUCK, "sup"}
_OPEN, _CLOSE, _TAB = "\ufdd0", "\ufdd1", "\ufdd2"
"""Around what is put into words, and for a tab, which other blanks don't swallow. No text has these (Unicode, 23.7)."""
_ADDED = re.compile(f"{_OPEN}[^{_CLOSE}]*{_CLOSE}")
_RESERVED = re.compile(f"[{_OPEN}{_CLOSE}{_TAB}]")
_LONGEST_ADDRESS = 2_000
VOID = {"br", "hr", "img", "wbr", "col"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul", "caption",
}  # fmt: skip
SPACED = {
    "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul", "dl",
}  # fmt: skip

_QUOTE_MARK = re.compile(
    r"yahoo_quoted|protonmail_quote|tutanota_quote|moz-forward-container|isreplycontent|isforwardcontent|replybody|zmail_extra"
    r"|olk_src_body_section|history_container|mail-editor-reference-message-container|ms-outlook-mobile-reference-message"
    r"|elided-text|quoted-content|sh-quoted|front-blockquote|oriMsgHtmlSeperator|includetail|^quote$|msg_quote|quotedtext|mailquote",
    re.I,
)
_HEAD_MARK = re.compile(r"gmail_attr|moz-cite-prefix|reply-intro|yahoo_quoted_begin|outlookmessageheader", re.I)
_CUT_MARK = re.compile(
    r"divrplyfwdmsg|stopspelling|zwchr|appendonsend|divtagdefaultwrapper_reply|ms-outlook-mobile-body-separator", re.I
)
_SIGNATURE_MARK = re.compile(r"signature|_sgn$|bloop_sign|mb_sig|zm-_id_-sgn|mail-signature|__sig_", re.I)
_CITE_STYLE = re.compile(r"border-left(?:-\w+)?\s*:|border-inline-start|border-width:\s*(?:\w+\s+){3}[1-9]", re.I)
_RULE_STYLE = re.compile(r"border-top\s*:\s*(?!none|0)", re.I)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)


@dataclass(slots=True)
class _Element:
    """An open element, and what holds for everything in it."""

    tag: str
    depth: int
    quoting: bool
    signature: bool
    hidden: bool
    pre: bool
    head: bool
    number: int = -1
    start: int = 0
    turn: int = 0
    cells: int = 0
    address: str = ""


@dataclass(slots=True)
class PageReader:
    """Collects lines from tokens; `cut` and `ruled` wait for the next line with words."""

    open: list[_Element] = field(default_factory=lambda: [_Element("", 0, False, False, False, False, False)])
    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    cut: bool = False
    ruled: bool = False
    turn: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if tag in _BLOCKS:
            self.flush()
        if tag in SPACED and "msonormal" not in attributes.get("class", "").lower():
            self.gap()
        self.cut = self.cut or bool(_CUT_MARK.search(_names(attributes)))
        self.ruled = self.ruled or tag == "hr" or bool(_RULE_STYLE.search(attributes.get("style", "")))
        if tag == "br":
            self.line()
        elif tag == "img":
            self.pieces.append(picture_text(attributes))
        elif tag in ("td", "th"):
            self.pieces.append(self._between_cells())
        if tag not in VOID:
            self.open.append(self._element(tag, attributes))
        if tag == "li":
            self.pieces.append(self._bullet(attributes.get("value", "")))

    def end(self, tag: str) -> None:
        """Take an end tag."""
        if tag in _BLOCKS:
            self.flush()
        if self.open[-1].tag == tag and len(self.open) > 1:
            self._into_words(self.open.pop())
        if tag in SPACED:
            self.gap()

    def text(self, text: str) -> None:
        """Take text; white space counts only inside <pre>."""
        here = self.open[-1]
        if here.hidden:
            return
        text = written_text(text)
        if not here.pre:
            self.pieces.append(one_blank(text))
            return
        first, *others = text.split("\n")
        self.pieces.append(first)
        for other in others:
            self.line()
            self.pieces.append(other)

    def flush(self) -> None:
        """End the line, if there is anything on it."""
        if _ADDED.sub("", "".join(self.pieces)).strip():
            self.line()
        self._begin_anew()

    def line(self) -> None:
        """End the line."""
        here = self.open[-1]
        written = "".join(self.pieces)
        text = _in_words(_plain(written, here.pre))
        self._begin_anew()
        line = text_line(_plain(_ADDED.sub("", written), here.pre))
        head = here.head and line.shown[-1:] in ":："
        raw, depth = "> " * here.depth + text, here.depth + line.depth
        self.lines.append(Line(raw, line.shown, depth, head, self.cut, self.ruled, here.signature))
        if line.shown:
            self.cut = self.ruled = False

    def gap(self) -> None:
        """A blank line, unless there is one."""
        if self.lines and not self.lines[-1].blank:
            here = self.open[-1]
            self.lines.append(Line(("> " * here.depth).rstrip(), "", here.depth, signature=here.signature))

    def _element(self, tag: str, attributes: dict[str, str]) -> _Element:
        above = self.open[-1]
        names, style = _names(attributes), attributes.get("style", "")
        quote = bool(_QUOTE_MARK.search(names)) or (tag == "blockquote" and _cites(attributes, names, style))
        return _Element(
            tag,
            above.depth + int(quote or (tag == "blockquote" and above.quoting)),
            above.quoting or quote or "gmail_quote" in names,
            above.signature or bool(_SIGNATURE_MARK.search(names)),
            above.hidden or bool(_HIDDEN_STYLE.search(style)),
            above.pre or tag == "pre",
            above.head or bool(_HEAD_MARK.search(names)),
            _number(attributes.get("start", ""), 1) - 1 if tag == "ol" else -1,
            start=len(self.pieces),
            turn=self.turn,
            address=attributes.get("href", "") if tag == "a" else "",
        )

    def _bullet(self, value: str) -> str:
        parent = self.open[-2]
        if parent.number < 0:
            return "- "
        parent.number = _number(value, parent.number + 1)
        return f"{parent.number}. "

    def _begin_anew(self) -> None:
        self.pieces.clear()
        self.turn += 1

    def _between_cells(self) -> str:
        """Return what stands before a cell: nothing before the first of its row."""
        row = self.open[-1]
        row.cells += 1
        return f" {_added(_TAB)}" if row.cells > 1 else " "

    def _into_words(self, ended: _Element) -> None:
        """Say what the element that ended meant, unless it ended on another line than it began."""
        if ended.hidden or ended.turn != self.turn or not (ended.address or ended.tag in _TOLD):
            return
        before, inner, behind = _edges("".join(self.pieces[ended.start :]))
        if not inner:
            return
        if ended.tag in _STRUCK:
            self.pieces[ended.start :] = [before, _added("~~"), inner, _added("~~"), behind]
        elif ended.tag == "sup":
            around = ("^", "") if inner.isalnum() else ("^(", ")")
            self.pieces[ended.start :] = [before, _added(around[0]), inner, _added(around[1]), behind]
        elif _says_more(ended.address, inner):
            self.pieces[ended.start :] = [before, inner, _added(f" ({ended.address})"), behind]


def written_text(text: str) -> str:
    """The characters of a text of HTML, without those that stand for something here."""
    return _RESERVED.sub("", unescape(text))


def one_blank(text: str) -> str:
    """The text with one blank for any run of white space."""
    return _SPACES.sub(" ", text)


def _added(words: str) -> str:
    return f"{_OPEN}{words}{_CLOSE}"


def _in_words(written: str) -> str:
    """Return a line with what was put into words; blanks around a tab are nobody's."""
    cells = written.split(_added(_TAB))
    line = "\t".join(cell.strip(" ") for cell in cells) if len(cells) > 1 else written
    return _RESERVED.sub("", line).strip("\t")


def _plain(written: str, pre: bool) -> str:
    return written.rstrip() if pre else _SPACES.sub(" ", written).strip()


def _edges(written: str) -> tuple[str, str, str]:
    begun = written.lstrip()
    inner = begun.rstrip()
    return written[: len(written) - len(begun)], inner, begun[len(inner) :]


def _says_more(address: str, text: str) -> bool:
    """Return whether a web address isn't what its link reads already."""
    is_web = address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_ADDRESS
    return is_web and not re.search(r"\s", address) and _bare(address) != _bare(_ADDED.sub("", text))


def _bare(address: str) -> str:
    return re.sub(r"\A(?:https?://)?(?:www\.)?", "", address.strip().lower()).rstrip("/")


def _number(written: str, otherwise: int) -> int:
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else otherwise


class Takes(Protocol):
    """A reader that is told of a page in the order that it is written."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, text: str) -> None: ...


def page_lines(html: str) -> list[Line]:
    """The lines of a page as a person reads it: blocks on their own lines, lists with bullets, nothing hidden."""
    reader = PageReader()
    tell(reader, html)
    reader.flush()
    return reader.lines


def tell(reader: Takes, html: str) -> None:
    """Tell a reader what is in a page, once it is put in order."""
    for token in _TOKEN.finditer(tidy(html)):
        close, tag, attributes, text = token.groups(default="")
        if text:
            reader.text(text)
        elif close:
            reader.end(tag)
        else:
            reader.start(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})


def page_text(html: str) -> str:
    """The page as plain text."""
    return lines_text(page_lines(html))


def lines_text(lines: list[Line]) -> str:
    """A page's lines as plain text."""
    return "\n".join(line.raw for line in lines).strip()


def _names(attributes: dict[str, str]) -> str:
    return " ".join(attributes.get(name, "") for name in ("class", "id", "name", "data-marker")).strip().lower()


def _cites(attributes: dict[str, str], names: str, style: str) -> bool:
    return (
        attributes.get("type", "").lower() == "cite"
        or "cite" in attributes
        or "quote" in names
        or bool(_CITE_STYLE.search(style))
    )


def picture_text(attributes: dict[str, str]) -> str:
    """An emoji is often sent as a picture with the character beside it."""
    alternative = attributes.get("alt", "")
    return alternative if len(alternative) <= 4 and not alternative.isascii() else ""
