"""How a page is made from a template: one Jinja environment, the words of a language, times and sizes."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup

from chalicelib import assets, locales
from chalicelib.domain.files import MOST_BYTES
from chalicelib.portal.content import PageDesk

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


def render(template: str, language: str, *, desk: PageDesk | None = None, **values: object) -> str:
    """A whole HTML document. The template gets `values`, the language, `t`, `word`, `moment` and `size` that speak
    it, `static`, the address of a static file, and the most bytes that a file may have."""
    t, zone = locales.markup(language), ZoneInfo(desk.zone) if desk else UTC
    return (
        _environment()
        .get_template(template)
        .render(
            **values,
            desk=desk,
            language=locales.supported(language),
            t=t,
            word=lambda kind, stored: locales.word(t, kind, stored),
            static=assets.address,
            most_bytes=MOST_BYTES,
            moment=lambda at: moment(at, t, zone),
            size=lambda count: locales.size(t, count),
        )
    )


def moment(at: datetime, t: locales.Translate, zone: tzinfo = UTC) -> Markup:
    """A `time` element for an aware moment: for people on the clock of `zone` and named so, for machines as RFC 3339.

    A script puts the reader's own clock in its place.
    """
    machine, at = at.astimezone(UTC), at.astimezone(zone)
    words = t(
        "date.moment",
        day=t("date.first") if at.day == 1 else at.day,
        month=t(f"month.{at.month}"),
        year=at.year,
        clock=f"{at:%H:%M}",
        zone=zone,
    )
    return Markup('<time datetime="{}">{}</time>').format(f"{machine:%Y-%m-%dT%H:%M:%SZ}", words)
