"""Domains of mail that a workspace shows to be its own, by a record that only it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chalicelib.domain.errors import DeskError, invalid

RECORD_LABEL = "_workestra-tickets"
"""What the record's name begins with: what stands at the domain itself is often a rule of somebody else's."""
DOMAIN_LENGTH = 253 - len(RECORD_LABEL) - 1

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = rf"^(?:{_LABEL}\.)+(?![0-9]+$){_LABEL}$"
"""The shape of a domain as the DNS has it: a regular expression that every language reads alike."""
_DOMAIN = re.compile(DOMAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedDomain:
    """`domain` is as the DNS has it. `proof` is what the record says, `shown_at` when it was found, as RFC 3339 writes
    it; None while it wasn't."""

    domain: str
    proof: str = field(repr=False, metadata={"secret": True})
    shown_at: str | None = None

    @property
    def id(self) -> str:
        return self.domain

    @property
    def name(self) -> str:
        return self.domain

    @property
    def record_name(self) -> str:
        return f"{RECORD_LABEL}.{self.domain}"

    @property
    def record_value(self) -> str:
        return f"workestra-tickets={self.proof}"


def check_domain(in_dns: str) -> str:
    """Return the domain. Raises DeskError at `domain` for what is none."""
    if len(in_dns) > DOMAIN_LENGTH or _DOMAIN.fullmatch(in_dns) is None:
        raise invalid("domain", "This is not a domain. It should look like example.com.")
    return in_dns


def of_another(field: str) -> DeskError:
    """Return the refusal, at `field`, of what is on a domain that another workspace showed."""
    message = "Another workspace has shown that this domain is its own."
    return DeskError("domain_of_another", message, invalid(field, message).errors)


def above(domain: str) -> list[str]:
    """Return the domain and those that it is part of, the nearest first."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
