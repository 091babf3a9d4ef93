"""The widget on other sites: its key, the origins that may show it, and what its identity secrets grow from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.domain.errors import invalid

MOST_ORIGINS = 20
ORIGIN_LENGTH = 260
PREVIOUS_SECONDS = 24 * 3600
"""The time for which a replaced secret that was kept goes on being good."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:]{{2,39}}\]"
_HERE = rf"(?:{_LABEL}\.)*localhost|127\.0\.0\.1|\[::1\]"
_PORT = r"[1-9][0-9]{0,3}|[1-5][0-9]{4}|6(?:[0-4][0-9]{3}|5(?:[0-4][0-9]{2}|5(?:[0-2][0-9]|3[0-5])))"
ORIGIN = rf"^(https://(?:{_HOST})|http://(?:{_HERE}))(?::({_PORT}))?$"
"""The shape of an origin in lower case: a regular expression that every language reads alike."""

_KEY = re.compile(r"w_[0-9a-f]{20}")
_ORIGIN = re.compile(ORIGIN)
_UNSAFE = re.compile(rf"http://(?:{_HOST})(?::(?:{_PORT}))?")
_USUAL = {"https": "443", "http": "80"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """One key. `id` is the key itself, which stands in the host's page for everybody to see.

    `color` (`#rrggbb`) and `language` are None where the workspace's own hold. `seed` is what the identity secret grows
    from, together with a key of the deployment: the table alone can't sign anybody in. `previous_seed` is that of the
    secret before, good until `previous_until` (seconds since 1970). Instants are as RFC 3339 writes them.
    """

    id: str
    workspace: str
    name: str
    origins: tuple[str, ...]
    color: str | None = None
    language: str | None = None
    seed: str = field(repr=False, metadata={"secret": True})
    secret_made_at: str = ""
    previous_seed: str | None = field(default=None, repr=False, metadata={"secret": True})
    previous_until: int = 0
    created_at: str = ""
    created_by: str = ""

    def seeds(self, now: int) -> tuple[str, ...]:
        """Return the seeds of the secrets that are good at `now` (seconds since 1970), the current one first."""
        previous = self.previous_seed
        return (self.seed, previous) if previous and now < self.previous_until else (self.seed,)


def is_key(text: str) -> bool:
    """Return whether the text has the form of a widget's key."""
    return _KEY.fullmatch(text) is not None


def checked_origins(given: Iterable[str]) -> tuple[str, ...]:
    """The origins as browsers write them, each once, in order. Raises DeskError at `origins` for what is none."""
    return tuple(dict.fromkeys(_origin(text) for text in given))


def _origin(text: str) -> str:
    """Scheme, host and port, and nothing else: that is what a browser compares a page with."""
    given = text.strip().lower()
    match = _ORIGIN.fullmatch(given)
    if match is None and _UNSAFE.fullmatch(given):
        raise invalid("origins", f"“{text[:100]}” must begin with https://. Only localhost may do without.")
    if match is None:
        raise invalid("origins", f"“{text[:100]}” is not of the form https://shop.example: no path, no * and no /.")
    site, port = match.groups()
    return site if port in (None, _USUAL[site.partition(":")[0]]) else f"{site}:{port}"
