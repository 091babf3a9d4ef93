"""What people wrote as HTML, in the way that it is meant to be read."""

from __future__ import annotations

from chalicelib import markdown, typed_text
from chalicelib.domain.tickets.body_format import BodyFormat


def body_html(text: str, body_format: BodyFormat) -> str:
    """Return harmless HTML of a text. It never raises; what a later release meant otherwise is shown as it was typed.

    Of a text that isn't Markdown the blanks are meant, too: show it with `white-space: pre-wrap`.
    """
    return markdown.render(text) if body_format is BodyFormat.MARKDOWN else typed_text.render(text)
