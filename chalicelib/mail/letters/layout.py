"""The parts that a letter is laid out in: which sentence, which fact, which link stands where.

Strings are as typed, and escaped where they are written. Every `url` is a whole http(s) address that the desk made
itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from chalicelib.locales import Translate
from chalicelib.markdown import render


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """Somebody's own words: the Markdown as typed, and the sanitised HTML made of it."""

    markdown: str
    html: Markup

    @classmethod
    def of(cls, markdown: str) -> RichText:
        """Return the text with its HTML."""
        return cls(markdown=markdown, html=Markup(render(markdown)))  # noqa: S704 - render sanitises


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file of what the letter says, of `size` bytes. `url` is where it is if it doesn't come with the mail."""

    name: str
    size: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of a letter in the order they are read. All but the `html` of texts is plain, escaped later.

    `signed` or `signature` follows the words at once, as in a mail from a person; `footer` is the thin line at the end.
    `links` are a list, where one button wouldn't do.
    """

    subject: str
    opening: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    said: RichText | None = None
    signed: str = ""
    signature: RichText | None = None
    enclosed: tuple[Enclosure, ...] = ()
    links: tuple[Link, ...] = ()
    button: Link | None = None
    closing: tuple[str, ...] = ()
    footer: str
    footer_link: Link | None = None


def moment(at: datetime, t: Translate) -> str:
    """Return a time on the clock it is given by, with the name of its zone."""
    month = t(f"month.{at.month}")
    day = t("date.first") if at.day == 1 else at.day
    return t("letter.moment", day=day, month=month, year=at.year, clock=f"{at:%H:%M}", zone=at.tzinfo)


class Words(Protocol):
    """The content of one letter."""

    def layout(self, t: Translate, /) -> Layout:
        """Lay the letter out in the language of `t`."""
