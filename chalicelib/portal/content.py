"""What the pages show, as plain values: no ticket of the domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote, urlencode

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
    `logo` is the file of that name; `types` are its own words for types of requests, `privacy_text` and `privacy_url`
    what it says of the use it makes of what is written; `takes` is whether it takes new requests here.

    `frame` is there when the pages are shown in the widget's frame. `chosen` is the language that the visitor switched
    to, `preview` that the settings show the form, and `opened` the stamp that opens one of a portal which is off:
    their next pages keep them. `account` is the path of a page about a member's account, which isn't on the portal's
    host: what it needs lies below. `zone` is the IANA name of the time zone that the desk works in.
    """

    slug: str
    name: str
    color: str
    intro: str = ""
    logo: str | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    privacy_text: str = ""
    privacy_url: str = ""
    takes: bool = True
    language: str = "en"
    frame: Frame | None = None
    chosen: str | None = None
    preview: bool = False
    opened: str = ""
    account: str = ""
    zone: str = "UTC"

    @property
    def path(self) -> str:
        """Return the path of the desk's pages on the portal's host; also the address of the submit page."""
        return f"/widget/{self.frame.key}" if self.frame else f"/portal/{quote(self.slug, safe='')}"

    @property
    def theme(self) -> str:
        """Return the address of the desk's colour, with the colour in it."""
        return f"/account/theme/{self.color[1:]}" if self.account else f"{self.path}/theme.css?v={self.color[1:]}"

    @property
    def logo_path(self) -> str:
        """Return the address of the logo, for a desk that has one."""
        return f"{self.account}/logo" if self.account else f"{self.path}/logo/{self.logo}"

    @property
    def kept(self) -> str:
        """Return the end that an address needs so that the page there is shown in the same way."""
        return self.speaking(self.chosen)

    def speaking(self, language: str | None) -> str:
        """The same for another language; None leaves the choice to the page."""
        wanted = {"preview": "1" if self.preview else None, "opened": self.opened, "lang": language}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return f"?{query}" if query else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFacts:
    """All that a desk keeps of its customers, and where. `place_days` are the days after the last change of a request
    in such a place, of those that have an end; `engine` is the assistant's, which is asked at `engine_at`; `address`
    is where to ask for what is kept."""

    trash_days: int
    mail_days: int
    backup_days: int
    region: str
    engine: str
    engine_at: str
    address: str
    place_days: Mapping[str, int] = field(default_factory=dict)


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
    """A form that sets a password: where it posts to, the token it gives back, whose password it is, who invited
    them."""

    action: str
    token: str
    email: str
    purpose: Literal["invitation", "reset"]
    invited_by: str = ""
