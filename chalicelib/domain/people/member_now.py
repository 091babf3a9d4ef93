"""A member as each request finds them."""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.domain.accounts.sign_ins import Ended
from chalicelib.domain.people.people import Member


@dataclass(frozen=True, slots=True)
class MemberNow:
    """A member, and which of their sign-ins are over: one item, so that a token ends at once and costs no read."""

    member: Member
    ended: Ended = field(default_factory=Ended)
