"""The widget on other sites: its key, the origins that may show it, and what its identity secrets grow from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.domain.errors import invalid

MOST_ORIGINS = 20
ORIGIN_LENGTH = 260
PREVIOUS_SECONDS = 24 * 3600
"""How long a secret that was replaced, and kept meanwhile, goes on being good."""

_KEY = re.compile(r"w_[0-9a-f]{20}")
_ORIGIN = re.compile(r"(https?)://([a-z0-9.-]{1,253}|\[[0-9a-f:]{2,39}\])(?::([1-9][0-9]{0,4}))?")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_USUAL = {"https": 443, "http": 80}
_HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})


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
        """What the secrets that are good at `now` grow from, the current one first."""
        previous = self.previous_seed
        return (self.seed, previous) if previous and now < self.previous_until else (self.seed,)


def is_key(text: str) -> bool:
    """Whether a widget's key could be so."""
    return _KEY.fullmatch(text) is not None


def checked_origins(given: Iterable[str]) -> tuple[str, ...]:
    """The origins as browsers write them, each once, in order. Raises DeskError at `origins` for what is none."""
    return tuple(dict.fromkeys(_origin(text) for text in given))


def _origin(text: str) -> str:
    """Scheme, host and port, and nothing else: that is what a browser compares a page with."""
    match = _ORIGIN.fullmatch(text.strip().lower())
    if match is None or not _is_host(match[2]):
        raise invalid("origins", f"“{text[:100]}” is not of the form https://shop.example: no path, no * and no /.")
    scheme, host, port = match.groups()
    if scheme == "http" and not _is_here(host):
        raise invalid("origins", f"“{text[:100]}” must begin with https://. Only localhost may do without.")
    if port and int(port) > 65_535:
        raise invalid("origins", f"“{text[:100]}” has a port beyond 65535.")
    return f"{scheme}://{host}" + (f":{port}" if port and int(port) != _USUAL[scheme] else "")


def _is_host(host: str) -> bool:
    return host.startswith("[") or all(_LABEL.fullmatch(label) for label in host.split("."))


def _is_here(host: str) -> bool:
    return host in _HERE or host.endswith(".localhost")
