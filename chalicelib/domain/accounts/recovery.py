"""Recovery codes: ten that each open an account once whose second factor was lost."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

HOW_MANY = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another on paper: i, l, o, 0, 1."""
_GROUPS, _GROUP = 3, 4
_SALT = 16
_COST, _BLOCK = 2**14, 8
"""Those of scrypt, about 40 ms and 16 MB: a code has 59 bits, so that a stolen table must not let anybody try fast."""


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """The codes that are left, as the table keeps them: digests under one salt."""

    salt: str
    digests: frozenset[str] = field(repr=False)

    def digest_of(self, code: str) -> str:
        """Return the digest of a code as somebody typed it, whatever its case, spaces and dashes."""
        plain = "".join(letter for letter in code.lower() if letter.isalnum())
        derived = hashlib.scrypt(plain.encode(), salt=bytes.fromhex(self.salt), n=_COST, r=_BLOCK, p=1, dklen=32)
        return derived.hex()


def new_codes() -> tuple[tuple[str, ...], RecoveryCodes]:
    """Return new codes, as they are shown once, and as they are kept."""
    shown = tuple(_new_code() for _ in range(HOW_MANY))
    salted = RecoveryCodes(secrets.token_hex(_SALT), frozenset())
    return shown, RecoveryCodes(salted.salt, frozenset(map(salted.digest_of, shown)))


def _new_code() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
