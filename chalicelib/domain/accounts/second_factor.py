"""Authenticator apps: what somebody needs to set one up."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FactorSetup:
    """A second factor that isn't on yet: the app is given `secret` (base32), and its first code goes back together with
    `session`, which is good for a few minutes and for nobody else's account."""

    secret: str = field(repr=False)
    session: str = field(repr=False)
