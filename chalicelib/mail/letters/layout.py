"""The parts that a letter is laid out in: which sentence, which fact, which link stands where.

Strings are as typed, and escaped where they are written. Every `url` is a whole http(s) address that the desk made
itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from chalicelib.body_html import body_html, mail_html, picture_marks
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.locales import Translate
from chalicelib.mail.content_ids import content_id

_IMG = Markup('<img src="cid:{cid}" alt="{name}" style="max-width:100%">')
_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """Somebody's own words: as they were typed, and the sanitised HTML made of them."""

    typed: str
    html: Markup

    @classmethod
    def of(cls, typed: str, body_format: BodyFormat = BodyFormat.MARKDOWN) -> RichText:
        """Return the text with its HTML."""
        html = Markup(body_html(typed, body_format))  # noqa: S704 - body_html sanitises
        if body_format is not BodyFormat.MARKDOWN:
            html = Markup('<div style="white-space:pre-wrap">{}</div>').format(html)
        return cls(typed=typed, html=html)

    @classmethod
    def of_mail(cls, typed: str, formatted: str, files: tuple[Attachment, ...]) -> RichText:
        """Return what somebody said by an HTML mail, with its pictures, which are `files`, as words."""
        return cls(typed=typed, html=Markup(mail_html(formatted, files)))  # noqa: S704 - mail_html sanitises

    def with_pictures(self, files: Iterable[Attachment]) -> RichText:
        """Return the text with those of the pictures that it names shown in its HTML. They have to come along."""
        html, pieces, end = str(self.html), [], 0
        for mark in picture_marks(html, files, mailed=True):
            pieces += [html[end : mark.start], _IMG.format(cid=content_id(mark.file.id), name=mark.file.name)]
            end = mark.end
        return replace(self, html=Markup("".join([*pieces, html[end:]])))  # noqa: S704 - its pieces are sanitised

    @property
    def lines(self) -> str:
        """Return the words without the blank lines around them. What stands before the first word of a line stays."""
        return _BLANK_LINES.sub("", self.typed.rstrip())


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
class News:
    """One of several things that a letter tells: what it is about, a sentence, and somebody's words."""

    about: Link
    told: str
    said: RichText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, and what it is to be seen beside."""

    label: str
    value: str
    note: str = ""

    @property
    def told(self) -> str:
        """Return it in a line of text."""
        return f"{self.label}: {self.value}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Numbers that lead to the same place, which is what they are `about`."""

    about: Link
    figures: tuple[Figure, ...]


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
    news: tuple[News, ...] = ()
    figures: tuple[Figures, ...] = ()
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
