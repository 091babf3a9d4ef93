"""Servers of companies that say who somebody is, by OpenID Connect."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chalicelib.adapters import http_out


@dataclass(slots=True)
class Issuers:
    """Hosts that are `trusted` may be near, and spoken to without TLS."""

    trusted: Collection[str]

    def may_ask(self, issuer: str) -> bool:
        """Return whether an issuer's address is one to ask; it has neither query nor fragment.

        https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery
        """
        return issuer.isascii() and not {"?", "#"} & {*issuer} and http_out.may_ask(issuer, self.trusted)
