"""What the pages show, as plain values: no ticket of the domain, and no type that could carry an internal note."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import quote, urlencode

from markupsafe import Markup

Status = Literal["open", "in_progress", "waiting", "resolved", "closed"]
"""The words that pages have texts for; a ticket may have one of a later release."""
TicketType = Literal["support_ticket", "customer_request", "bug_report", "feature_request"]
TICKET_TYPES: tuple[TicketType, ...] = ("support_ticket", "customer_request", "bug_report", "feature_request")

Notice = Literal["created", "replied", "reopened", "followed_up", "solved", "rated", "mine", "not_mine"]
NOTICES: tuple[Notice, ...] = ("created", "replied", "reopened", "followed_up", "solved", "rated", "mine", "not_mine")

NONCE_FIELD = "nonce"
TIME_FIELD = "opened"
TRAP_FIELD = "homepage"
UPLOAD_FIELD = "upload"
ARRIVED_FIELD = "arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The widget that shows the pages: its key, and the origins whose messages its script takes."""

    key: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDesk:
    """The workspace as customers see it. `color` is `#rrggbb`; `intro` is plain text above the form, may be empty;
    `logo` is the file of that name; `takes` is whether it takes new requests here.

    `frame` is there when the pages are shown in the widget's frame. `chosen` is the language that the visitor switched
    to, `preview` that the settings show the form, and `opened` the stamp that opens one of a portal which is off: their
    next pages keep them. `zone` is the IANA name of the time zone that the desk works in.
    """

    slug: str
    name: str
    color: str
    intro: str = ""
    logo: str | None = None
    takes: bool = True
    language: str = "en"
    frame: Frame | None = None
    chosen: str | None = None
    preview: bool = False
    opened: str = ""
    zone: str = "UTC"

    @property
    def path(self) -> str:
        """Return the path of the desk's pages on the portal's host; also the address of the submit page."""
        return f"/widget/{self.frame.key}" if self.frame else f"/portal/{quote(self.slug, safe='')}"

    @property
    def kept(self) -> str:
        """Return the end that an address needs so that the page there is shown in the same way."""
        return self.speaking(self.chosen)

    def speaking(self, language: str | None) -> str:
        """The same for another language; None leaves the choice to the page."""
        wanted = {"preview": "1" if self.preview else None, "opened": self.opened, "lang": language}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return f"?{query}" if query else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a form: `error.<field>.<code>` in the catalogue says it.

    Fields are those of the forms, and `form` for what concerns none of them. `name` is that of the file meant, if any.
    """

    field: str
    code: str
    name: str = ""


Problems = Sequence[Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that was sent with a form and waits until the form is complete. `size` is in bytes."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeFileForm:
    """The file store's form: where it posts to, and the fields before the file."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    """A file that the file store has, and that is no part of anything yet. `place` tells the desk which."""

    place: str
    name: str
    nonce: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitForm:
    """The submit form's values: as typed when shown again, empty when shown first.

    `nonce` makes sending twice harmless; `opened` is the signed moment the form was first shown.
    """

    nonce: str
    opened: str
    name: str = ""
    email: str = ""
    title: str = ""
    description: str = ""
    type: str = "support_ticket"
    files: tuple[KeptFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FindForm:
    """The form to have one's links sent again: the address, and the request, if they know it."""

    email: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyForm:
    """The answer as typed, and the nonce that makes sending it twice harmless."""

    nonce: str
    body: str = ""
    files: tuple[KeptFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingForm:
    """The score as chosen, `1` to `5` or empty, and the comment as typed."""

    score: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordForm:
    """A form that sets a password: where it posts to, the token it gives back, and whose password it is."""

    action: str
    token: str
    email: str
    purpose: Literal["invitation", "reset"]


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
