"""Mails as they came, and mails that were parked."""

from __future__ import annotations

from typing import Literal

from chalicelib.api.schemas.base import Document, Instant
from chalicelib.api.serving.routes import Schema


class MailPageOut(Document):
    """The address of a mail's HTML for a few minutes, to be shown in a frame of the console's own pages.

    `remote_images` says how many pictures from elsewhere it has. They stay away, because fetching them tells the sender
    that the mail is being read; with `?images=1` added to the address they are fetched.
    """

    url: str
    expires_at: Instant
    remote_images: int


class PageImagesQuery(Schema):
    images: Literal["0", "1"] = "0"


class SuspendedMailOut(Document):
    """`cause` is one word: `spam`, `virus`, `dmarc` (it fails the check that its domain asks for), `spam_contact` (a
    ticket of its writer's, or the one it answers, was marked as spam), `blocked` (the contact is), `loop` (it would
    reopen the ticket once more after many times), `rate` (too many at once), `oversize` (a file of more than 25 MB),
    `unreadable`, `unreadable_sender`, `unverified_member` (it claims to be a member's, without proof), `member_address`
    (somebody else wrote to the address by which one member answers), `several_tickets` (it answers a mail to a member
    about more than one), `member_may_not` (it is a member's who may not act on tickets), `unclear_sender` (From names
    somebody who is known here, and can be read as somebody else's), `own_address` (From is one of the desk's own, yet
    the desk didn't send it, and it names nobody else), `own_mail` (the desk sent it, and it came back: it can't be
    taken in), `form_spam` (a request by a form, of links alone), `auto_reply` and `bounce` (about nothing that was sent
    from here), `unknown_address` (no mailbox of the domain has it), `unknown_reply_address`, `workspace_suspended`
    (nothing speaks against it, and whoever runs the desk had it closed then); or the code of an error that `detail`
    tells more of. `preview` is how its text begins, empty for `own_mail`.
    """

    id: str
    at: Instant
    cause: str
    detail: str
    sender: str
    subject: str
    preview: str


class ReleasedMailOut(Document):
    """The ticket that the mail is on now."""

    ref: str


class SuspendedMailsPage(Document):
    items: list[SuspendedMailOut]
    next_cursor: str | None
