"""What a member's answer by mail asks for in its first lines: `#note`, `#close`, `#resolve`, `#waiting`, `#assign ana`.

A command stands at the beginning of a line, before anything else is said but a greeting. What looks like one and isn't
understood makes the whole answer something that no customer may get: it may be a note with a slip in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.domain.people.people import Member
from chalicelib.domain.text import has_something
from chalicelib.domain.vocabulary import Status

_STATUS: Mapping[str, Status] = {"close": Status.CLOSED, "resolve": Status.RESOLVED, "waiting": Status.WAITING}
_KNOWN = ("note", "assign", *_STATUS)
_MYSELF = "me"
_COMMAND = re.compile(r"[#＃](?P<name>[^\W\d_][\w-]*)(?P<rest>.*)", re.DOTALL)
_MEANT = re.compile(rf"[#＃]\s*(?:{'|'.join(_KNOWN)})(?![\w-])", re.IGNORECASE)
"""One of ours, wherever a line begins with it, and also where a blank slipped in behind the sign."""
_BEFORE = re.compile("^[\\s\u200b\u200c\u200d\u2060\ufeff\xad]*\\\\?[*_`]{0,3}(?=[#＃])")
"""What mail programs put before a line's first sign: blanks that nobody sees, a backslash, emphasis."""
_AFTER = re.compile(r"^[*_`]{0,3}[\s:,.;!–—-]*")
_GREETING = re.compile(
    r"(?:hi|hey|hello|dear|hallo|moin|servus|guten (?:tag|morgen|abend)|liebe[rs]?|bonjour|bonsoir|salut|cher|chère"
    r"|hola|buen[oa]s \w+|estimad[oa])\b[^#＃.?:]{0,40}|[^\W\d_][^#＃.?:]{0,40},",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MailWish:
    """A member's answer: `text` is what is said, for members alone if it is a `note`; `status` and `assignee` are to be
    set. `unclear` is the line that wasn't understood: then `text` is all of it, and nothing else is wished for."""

    text: str
    note: bool = False
    status: Status | None = None
    assignee: Member | None = None
    unclear: str | None = None

    @property
    def commands(self) -> bool:
        """Return whether anything but words was given."""
        return self.note or self.status is not None or self.assignee is not None


def read(text: str, me: Member, team: Iterable[Member]) -> MailWish:
    """Return what a member's answer asks for. Text without a command is a reply, all of it."""
    lines, people = text.split("\n"), [one for one in team if one.may_be_assigned]
    wish, at = MailWish(text), _first_command(lines)
    if at is None:
        return _checked(text, wish)
    greeting = lines[:at]
    while at < len(lines) and (given := _given(lines[at])):
        name, rest = given
        further = _obeyed(wish, name, rest, me, people)
        if further is None:
            return MailWish(text, unclear=lines[at].strip())
        wish, at = further, at + 1
        if name == "note" and rest:
            return MailWish(_left([rest, *lines[at:]], [], me), True, wish.status, wish.assignee)
        while at < len(lines) and not has_something(lines[at]):
            at += 1
    left = MailWish(_left(lines[at:], greeting, me), wish.note, wish.status, wish.assignee)
    return left if left.note else _checked(text, left)


def _left(lines: list[str], greeting: list[str], me: Member) -> str:
    """What is said beside the commands; a greeting or a name that stands alone says nothing."""
    text = "\n".join(lines).strip("\n")
    names = {_folded(name) for name in (me.name, me.name.partition(" ")[0], me.signature or "")}
    if not has_something(text) or _folded(text.strip("-–— \n")) in names:
        return ""
    return "\n".join([*greeting, text])


def _first_command(lines: list[str]) -> int | None:
    """Where the first line that says something is a command, or the one behind a greeting that stands alone."""
    said = [number for number, line in enumerate(lines) if has_something(line)][:2]
    if said and _given(lines[said[0]]):
        return said[0]
    greeted = len(said) == 2 and _GREETING.fullmatch(lines[said[0]].strip())
    return said[1] if greeted and _given(lines[said[1]]) else None


def _given(line: str) -> tuple[str, str] | None:
    """The name of the command that a line gives, folded, and what follows it."""
    found = _COMMAND.fullmatch(_BEFORE.sub("", line).rstrip())
    if found is None:
        return None
    name = unicodedata.normalize("NFKC", found["name"]).casefold().rstrip("_-")
    return name, _AFTER.sub("", found["rest"]).strip()


def _obeyed(wish: MailWish, name: str, rest: str, me: Member, people: list[Member]) -> MailWish | None:
    """The wish with one more command; None for one that isn't understood, or says the same thing twice."""
    if name == "note" and not wish.note:
        return MailWish(wish.text, True, wish.status, wish.assignee)
    if name in _STATUS and not rest and wish.status is None:
        return MailWish(wish.text, wish.note, _STATUS[name], wish.assignee)
    if name == "assign" and wish.assignee is None:
        member = me if rest.casefold() == _MYSELF else _called(rest, people)
        return MailWish(wish.text, wish.note, wish.status, member) if member else None
    return None


def _checked(text: str, wish: MailWish) -> MailWish:
    """A reply in which a line begins with one of our commands is unclear, wherever that line stands."""
    for line in wish.text.split("\n"):
        if _MEANT.match(_BEFORE.sub("", line)):
            return MailWish(text, unclear=line.strip())
    return wish


def _called(name: str, people: Iterable[Member]) -> Member | None:
    """The only one of that name, first name, address, or what stands before its @; None where several may be meant."""
    wanted = _folded(name.strip(" \t@.,:;!*_`<>\"'"))
    exact = [one for one in people if wanted and wanted in (_folded(one.name), _folded(one.email))]
    loose = [
        one
        for one in people
        if wanted and wanted in (_folded(one.name.partition(" ")[0]), _folded(one.email.partition("@")[0]))
    ]
    found = exact or loose
    return found[0] if len(found) == 1 else None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split()).rstrip(".")
