"""How a page is made from a template: one Jinja environment, the words of a language, times and sizes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from chalicelib import assets, locales
from chalicelib.domain.files import MOST_BYTES

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # cold start: redirects and files go without

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, language: str, **values: object) -> str:
    """A whole HTML document. The template gets `values`, the language, `t`, `word`, `moment` and `size` that speak
    it, `static`, the address of a static file, and the most bytes that a file may have."""
    t = locales.markup(language)
    return (
        _environment()
        .get_template(template)
        .render(
            **values,
            language=locales.supported(language),
            t=t,
            word=lambda kind, stored: locales.word(t, kind, stored),
            static=assets.address,
            most_bytes=MOST_BYTES,
            moment=lambda at: moment(at, t),
            size=lambda count: locales.size(t, count),
        )
    )


def moment(at: datetime, t: locales.Translate) -> Markup:
    """A `time` element for an aware moment: for people in UTC and named so, for machines as RFC 3339."""
    at = at.astimezone(UTC)
    words = t(
        "date.moment",
        day=t("date.first") if at.day == 1 else at.day,
        month=t(f"month.{at.month}"),
        year=at.year,
        clock=f"{at:%H:%M}",
    )
    return Markup('<time datetime="{}">{}</time>').format(f"{at:%Y-%m-%dT%H:%M:%SZ}", words)
