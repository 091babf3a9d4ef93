"""A text as it was given over the API, brought into the forms that the desk keeps."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.api.schemas.base import WrittenFormat
from chalicelib.api.serving.routes import Call
from chalicelib.body_html import body_html
from chalicelib.domain.tickets.body_format import BodyFormat


@dataclass(frozen=True, slots=True)
class Written:
    """The words, how they are read, and, of HTML, what it shows of them (see `chalicelib.formatted`)."""

    text: str
    body_format: BodyFormat
    formatted: str = ""


def as_html(call: Call, given: str, asked: WrittenFormat | None) -> str:
    """Return the text as HTML, which isn't to be trusted where it was given as such."""
    if asked is WrittenFormat.HTML:
        return given
    return body_html(given, call.format_of(BodyFormat(asked) if asked else None))


def written(call: Call, given: str, asked: WrittenFormat | None) -> Written:
    """Return the text. HTML is kept as its words, with the formatting that they have in it where that is sure, as that
    of a mail is: nothing else of it is ever shown."""
    if asked is not WrittenFormat.HTML:
        return Written(given, call.format_of(BodyFormat(asked) if asked else None))
    from chalicelib.mail import formatted_part, html_words  # cold start: few texts come as HTML

    text = html_words(given)
    return Written(text, BodyFormat.TEXT, formatted_part(given, text, whole=True, forwarded=False))
