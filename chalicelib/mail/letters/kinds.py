"""What each kind of letter says. Strings are as typed, and escaped where they are written.

Every `url` is a whole http(s) address that the desk made itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """Somebody's own words: the Markdown as typed, and the sanitised HTML made of it."""

    markdown: str
    html: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """To the customer whose request came in by itself.

    It holds nothing the sender wrote, not even a name or a title: anybody can send anything in anybody's name. `said`
    is the desk's own text for it.
    """

    desk_name: str
    ref: str
    url: str
    said: RichText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedByAgent:
    """To the customer for whom an agent opened a ticket."""

    desk_name: str
    ref: str
    title: str
    url: str
    description: RichText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReply:
    """An agent's words, to the customer and the participants. `signature` is the desk's own, in place of the names."""

    desk_name: str
    ref: str
    title: str
    url: str
    agent_name: str
    body: RichText
    signature: RichText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChanged:
    """To the customer, whose request is in another state now."""

    desk_name: str
    ref: str
    title: str
    url: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """To the customer, whose request was solved; `rate_url` leads to the survey, if there is one."""

    desk_name: str
    ref: str
    title: str
    url: str
    resolution: RichText | None = None
    rate_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """To the customer whose request goes on together with another one, which may be somebody else's: not named."""

    desk_name: str
    ref: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCreated:
    """To the member a new ticket belongs to; `url` opens it in the console."""

    desk_name: str
    ref: str
    title: str
    url: str
    priority: str
    customer: str = ""
    description: RichText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAssigned:
    """To the member somebody gave a ticket to; without a name it came by itself."""

    desk_name: str
    ref: str
    title: str
    url: str
    priority: str
    customer: str = ""
    assigned_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSla:
    """To whom a ticket's promised times concern: one is running out, or over. `due` has the targets that this is about,
    each with its instant on the clock of the desk's zone."""

    desk_name: str
    ref: str
    title: str
    url: str
    priority: str
    level: Literal["warning", "breached"]
    due: tuple[tuple[Literal["first_response", "resolution"], datetime], ...]
    customer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """To a new member: `url` lets its holder set a password, for seven days."""

    desk_name: str
    url: str
    invited_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset:
    """To a member who forgot the password: `url` lets its holder set another, for an hour. The account at `address` is
    of no desk: whoever has one may be a member of several."""

    product: str
    address: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLink:
    """One request and the link it is followed by. `title` is empty where it may be anybody's words."""

    ref: str
    title: str
    status: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRequests:
    """To the customer, or somebody in their name, who asked for their links."""

    desk_name: str
    requests: tuple[RequestLink, ...]


Words = (
    Confirmation
    | CreatedByAgent
    | AgentReply
    | StatusChanged
    | Resolved
    | Merged
    | OwnRequests
    | MemberCreated
    | MemberAssigned
    | MemberSla
    | Invitation
    | PasswordReset
)
