"""Public holidays of countries and their regions, worked out once when hours are saved.

Source: the `holidays` library, whose import costs 0.3 s; so it comes when it is needed.
"""

from __future__ import annotations

from datetime import date

from chalicelib.domain.errors import invalid
from chalicelib.domain.sla.schedule import Holiday

YEARS_BACK, YEARS_AHEAD = 1, 10


def public_holidays(country: str | None, region: str | None, today: date) -> tuple[Holiday, ...]:
    """Those of some years around `today`. Raises DeskError at `country` or `region` for one that we don't know."""
    if country is None:
        if region is not None:
            raise invalid("region", "Name the country that this is a region of.")
        return ()
    import holidays  # cold start: only who asks for a country's holidays needs them

    regions = holidays.list_supported_countries().get(country)
    if regions is None:
        raise invalid("country", "We know no holidays of this country. Use its code of two letters, such as DE.")
    if region is not None and region not in regions:
        some = f"Choose from {', '.join(regions)}." if regions else "We know no regions of this country."
        raise invalid("region", some)
    years = range(today.year - YEARS_BACK, today.year + YEARS_AHEAD + 1)
    found = holidays.country_holidays(country, subdiv=region, years=years)
    return tuple(Holiday(day.isoformat(), name) for day, name in sorted(found.items()))
