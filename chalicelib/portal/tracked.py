"""A request as the holder of its link sees it, as plain values: no type here could carry an internal note."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment: `size` in bytes, `url` where it is downloaded, None for one that nobody is handed. What is shown
    as a picture has a `thumbnail`; the `in_text` one is part of the message's body already."""

    name: str
    size: int
    url: str | None
    thumbnail: Markup | None = None
    in_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message both sides may see. `body` is sanitised HTML, `quoted` the plain text that was cut off below it.

    `author` is empty for what the reader wrote themselves.
    """

    kind: str
    author: str
    at: datetime
    body: Markup
    quoted: str = ""
    files: tuple[File, ...] = ()

    @property
    def key(self) -> str:
        """Return a name for the message as it is shown, by which an open page finds what it lacks."""
        return _key(self.author, self.at, self.body, self.quoted, self.files)


def _key(*shown: object) -> str:
    return f"m-{hashlib.sha256(repr(shown).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedTicket:
    """A ticket as the holder of a tracking link sees it. `requester` is empty when that is themselves, the agent's name
    when the ticket was `opened_by_agent`; `description` is empty where it isn't shown.

    `status` is None when the request was merged and this link leads no further, and where it is answered `by_mail`.
    `description` and `resolution` are sanitised HTML, the latter None without notes. `may_solve` shows the button
    "this is solved", which only the contact may press, `may_rate` the question how content they are, `rating` the
    score that they gave, from `1` to `5`, empty before; `is_asked` the question whether they made the request at all.
    What was asked is shown if it is `described`: who was brought here by a merge reads what was said from then on.
    `by_mail`: the answers aren't shown here, but mailed. `edited`: the team changed what was asked. By `mark` the page
    asks for what is new.
    """

    token: str
    ref: str
    title: str
    created_at: datetime
    requester: str
    status: str | None = None
    description: Markup = field(default_factory=Markup)
    files: tuple[File, ...] = ()
    resolution: Markup | None = None
    may_solve: bool = False
    may_rate: bool = False
    rating: str = ""
    is_asked: bool = False
    described: bool = True
    opened_by_agent: bool = False
    by_mail: bool = False
    edited: bool = False
    mark: str = ""

    @property
    def key(self) -> str:
        """Return a name for what it began with: what is worded anew has another one."""
        return _key(self.requester, self.created_at, self.description, self.files, self.edited)
