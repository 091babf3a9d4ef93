"""From a layout to the letter itself: one template for HTML, one for plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from chalicelib import locales
from chalicelib.domain.text import one_line
from chalicelib.mail.letters.layout import Layout, Words

if TYPE_CHECKING:
    from jinja2 import Environment

_WEB = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail's content. Both bodies say the same; `subject` is one line without control characters."""

    subject: str
    text: str
    html: str


def letter(words: Words, language: str = "en") -> Letter:
    """Write a letter. Raise ValueError for a link that isn't http(s)."""
    t = locales.plain(language)
    layout = words.layout(t)
    _check_links(layout)
    subject = one_line(layout.subject)
    html = (
        _environment()
        .get_template("letter.html")
        .render(
            layout=layout, subject=subject, language=locales.supported(language), t=t, size=partial(locales.size, t)
        )
    )
    text = _environment().get_template("letter.txt").render(layout=layout, t=t, size=partial(locales.size, t))
    return Letter(subject=subject, text=text, html=html)


def _check_links(layout: Layout) -> None:
    about = (*(one.about for one in layout.news), *(one.about for one in layout.figures))
    links = (link for link in (layout.button, layout.footer_link, *layout.links, *about) if link)
    for url in (*(link.url for link in links), *(file.url for file in layout.enclosed if file.url)):
        if not _WEB.fullmatch(url):
            raise ValueError(f"not a web address: {url!r}")


@cache
def _environment() -> Environment:
    # cold start: a function that files mail writes no letters
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
