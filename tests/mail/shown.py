"""What is to be seen of a plain text that was made HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Shown(HTMLParser):
    """What a browser shows of the HTML with `white-space: pre-wrap`, and that it holds nothing but lines and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.links = "", list[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert values.keys() <= {"a": {"href", "rel"}, "p": {"dir"}, "br": set()}[tag]
        if tag == "p":
            assert values == {"dir": "auto"}
            self.text += "\n\n" if self._begun else ""
            self._begun = True
        elif tag == "br":
            self.text += "\n"
        else:
            assert re.match(r"(?i)(https?://|mailto:)", values["href"] or "")
            assert values["rel"] == "noopener noreferrer nofollow"
            self.links.append(values["href"] or "")

    _begun = False

    def handle_data(self, data: str) -> None:
        self.text += data


def as_lines(text: str) -> str:
    """The text with the line breaks of the web, and without what no page can hold."""
    return re.sub("[\0\ud800-\udfff]", "", text).replace("\r\n", "\n").replace("\r", "\n")


def tags_of(html: str) -> set[str]:
    """The names of the tags in HTML that is well-formed."""
    assert "<" not in re.sub(r"</?[a-z0-9]+[^<>]*>", "", html)
    return set(re.findall(r"</?([a-z0-9]+)", html))
