"""What a password may be, and the links that set one.

No rule asks for kinds of characters, and what is stored is what was typed: letters are folded for comparing alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.text import fold

MINIMUM_PASSWORD = 12
LONGEST_PASSWORD = 256
LETTERS_OF_ONES_OWN = 4
"""Letters that are left of a password, at least, without words that anybody would try."""

OUR_WORDS = (
    *("workestra", "ticket", "tickets", "support", "helpdesk", "help", "desk", "service", "customer"),
    *("admin", "administrator", "agent", "viewer", "member", "team", "login", "signin", "user"),
    *("password", "passwort", "kennwort", "contrasena", "motdepasse", "passwd", "secret", "letmein", "changeme"),
    *("welcome", "willkommen", "bienvenido", "bienvenue", "hello", "test", "demo", "qwerty", "qwertz", "azerty"),
)
"""The product's words, its roles', and those for passwords themselves: what is tried first at any desk."""
_SHORTEST_WORD = 3
_SIGNS = str.maketrans("@$", "as")
_DIGITS = str.maketrans("0134578", "oieastb")
"""The letters that signs and digits are written for."""
_AROUND, _AROUND_LETTERS = re.compile(r"^[\W_]+|[\W_]+$"), re.compile(r"^[\W\d_]+|[\W\d_]+$")


class PasswordFault(StrEnum):
    """The faults of a password, in the order in which it is looked for."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"
    OWN_WORDS = "own_words"


def fault_of_length(password: str) -> PasswordFault | None:
    if len(password) < MINIMUM_PASSWORD:
        return PasswordFault.TOO_SHORT
    return PasswordFault.TOO_LONG if len(password) > LONGEST_PASSWORD else None


def is_common(password: str, listed: str) -> bool:
    """Return whether a password is one of those that are `listed`, one a line, in any case, with whatever signs and
    digits before and behind it."""
    plain = password.casefold()
    tried = {plain, _AROUND.sub("", plain), _AROUND_LETTERS.sub("", plain)}
    return any(f"\n{one}\n" in listed for one in tried if one)


def is_made_of(words: Iterable[str], password: str) -> bool:
    """Return whether a password has fewer than four letters left without these words, and ours, digits and signs."""
    typed = fold(password.translate(_SIGNS)).replace(" ", "")
    left = typed
    for word in sorted(_each(words), key=lambda word: (-len(word), word)):
        left = _without(word, left)
    return left != typed and sum(map(str.isalpha, left)) < LETTERS_OF_ONES_OWN


def _each(words: Iterable[str]) -> set[str]:
    """Return the single words of names, addresses and the like, and ours."""
    return {word for text in (*words, *OUR_WORDS) for word in fold(text).split() if len(word) >= _SHORTEST_WORD}


def _without(word: str, text: str) -> str:
    """Return the text with spaces for a word, however many of its letters are written as digits."""
    blank, read = " " * len(word), text.translate(_DIGITS)
    for found in re.finditer(re.escape(word.translate(_DIGITS)), read):
        text = text[: found.start()] + blank + text[found.end() :]
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordToken:
    """A right to set the password of `email` until `expires_at` (seconds since 1970), for anybody who has the token.

    That of an invitation names the workspace, and who invites; that of a forgotten password has neither. `generation`
    is how many passwords had been set for the address when it was made, as far as that was counted.
    """

    digest: str
    email: str
    expires_at: int
    workspace: str = ""
    invited_by: str = ""
    generation: int = 0


@dataclass(frozen=True, slots=True)
class PasswordLinks:
    """The links for one address that work: none from before a password was set, which `generation` counts, and of
    those for a forgotten one only the newest, `reset` by its digest. That is empty as long as none was counted."""

    generation: int = 0
    reset: str = ""

    def open(self, token: PasswordToken) -> bool:
        newest = bool(token.workspace) or self.reset in ("", token.digest)
        return newest and token.generation == self.generation
