"""Numbers, shares, spans of time and days, as the language of a letter writes them."""

from __future__ import annotations

from datetime import date

from chalicelib.locales import Translate

_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600
_LONG = 10 * _DAY
"""From this on nobody asks for the hours besides."""


def whole(count: int, t: Translate) -> str:
    return f"{count:,}".replace(",", t("number.group"))


def decimal(value: float, t: Translate) -> str:
    return f"{value:.2f}".replace(".", t("size.point"))


def share(some: int, of: int, t: Translate) -> str:
    """Return a part of a whole as hundredths."""
    return t("number.percent", number=round(100 * some / of))


def span(seconds: int, t: Translate) -> str:
    """Return how long something took, in two units at most."""
    if seconds < _HOUR:
        return t("span.minutes", count=max(1, round(seconds / _MINUTE)))
    if seconds < _DAY:
        return _both("hours", "minutes", *divmod(round(seconds / _MINUTE), 60), t)
    if seconds < _LONG:
        return _both("days", "hours", *divmod(round(seconds / _HOUR), 24), t)
    return t("span.days", count=round(seconds / _DAY))


def days(first: date, last: date, t: Translate) -> str:
    """Return from which day to which, both included."""
    return t("date.days", first=_day(first, t), last=_day(last, t, with_year=True))


def _both(larger: str, smaller: str, count: int, rest: int, t: Translate) -> str:
    told = t(f"span.{larger}", count=count)
    return f"{told} {t(f'span.{smaller}', count=rest)}" if rest else told


def _day(at: date, t: Translate, *, with_year: bool = False) -> str:
    day, month = t("date.first") if at.day == 1 else at.day, t(f"month.{at.month}")
    return (
        t("date.day_of_year", day=day, month=month, year=at.year) if with_year else t("date.day", day=day, month=month)
    )
