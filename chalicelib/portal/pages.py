"""The pages customers and invited members see: pure functions from values to whole HTML documents.

They work without JavaScript and hold no inline style or script, so that the strictest policy can be put on them. Form
actions are paths, never whole addresses: what a Host header says can't get into a page.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from chalicelib.colors import theme_css
from chalicelib.portal import content
from chalicelib.portal.content import (
    ArrivedFile,
    FindForm,
    KeptFacts,
    LargeFileForm,
    Notice,
    PageDesk,
    PasswordForm,
    Problems,
    RatingForm,
    ReplyForm,
    SubmitForm,
)
from chalicelib.portal.rendering import render
from chalicelib.portal.tracked import Entry, TrackedTicket

__all__ = [
    "arrived_file_page",
    "find_page",
    "large_file_page",
    "message_page",
    "password_done_page",
    "password_page",
    "privacy_page",
    "rating_page",
    "submit_page",
    "theme_css",
    "tracking_page",
]

MessageKind = Literal[
    "not_found",
    "expired",
    "no_link",
    "links_sent",
    "sent",
    "too_many",
    "too_large",
    "off",
    "closed",
    "failed",
    "busy",
    "file_withheld",
    "preview",
    "no_desk",
]


def submit_page(desk: PageDesk, form: SubmitForm, problems: Problems = ()) -> str:
    """The form that opens a ticket; with problems, the values typed and what is wrong at each field.

    Posts `name, email, title, description, type` and the hidden `nonce`, `opened` and `homepage` to the page's own
    address. Nobody sees `homepage`, so only a machine fills it in.
    """
    fields = {"nonce": content.NONCE_FIELD, "time": content.TIME_FIELD, "trap": content.TRAP_FIELD}
    return render(
        "submit.html",
        desk.language,
        desk=desk,
        form=form,
        problems=problems,
        hidden=fields,
        types=content.TICKET_TYPES,
    )


def tracking_page(
    desk: PageDesk,
    ticket: TrackedTicket,
    entries: tuple[Entry, ...],
    form: ReplyForm,
    problems: Problems = (),
    notice: Notice | None = None,
) -> str:
    """A ticket with its conversation and the form to answer; `entries` oldest first, without the description.

    Posts `body` and `nonce` to `…/t/<token>/replies`; the button "this is solved" posts `nonce` to `…/resolved`.
    """
    return render(
        "tracking.html",
        desk.language,
        desk=desk,
        ticket=ticket,
        path=f"{desk.path}/t/{quote(ticket.token, safe='')}",
        entries=entries,
        form=form,
        problems=problems,
        hidden={"nonce": content.NONCE_FIELD},
        notice=notice,
        pictured=any(file.thumbnail for files in (ticket.files, *(one.files for one in entries)) for file in files),
    )


def large_file_page(desk: PageDesk, path: str, form: LargeFileForm) -> str:
    """The form that sends one file to the file store; `path` is that of the tracking page."""
    return render("large_file.html", desk.language, desk=desk, path=path, form=form, problems=())


def arrived_file_page(desk: PageDesk, path: str, file: ArrivedFile) -> str:
    """The question whether the file, which is there, becomes part of the request. Posts to `…/replies`."""
    hidden = {"nonce": content.NONCE_FIELD, "arrived": content.ARRIVED_FIELD}
    return render("arrived_file.html", desk.language, desk=desk, path=path, file=file, hidden=hidden, problems=())


def find_page(desk: PageDesk, form: FindForm, problems: Problems = ()) -> str:
    """The form that has links mailed again. Posts `email` and `ref`."""
    return render("find.html", desk.language, desk=desk, form=form, problems=problems)


def privacy_page(desk: PageDesk, facts: KeptFacts) -> str:
    """Return the page that says what is kept of customers, for how long, and who reads it."""
    return render("privacy.html", desk.language, desk=desk, facts=facts, problems=())


def rating_page(
    desk: PageDesk, ticket: TrackedTicket, form: RatingForm, problems: Problems = (), notice: Notice | None = None
) -> str:
    """The question how content the customer is. Only the button records anything: mail scanners open links."""
    return render(
        "rate.html",
        desk.language,
        desk=desk,
        ticket=ticket,
        path=f"{desk.path}/t/{quote(ticket.token, safe='')}",
        form=form,
        problems=problems,
        notice=notice,
    )


def message_page(
    desk: PageDesk | None, kind: MessageKind, *, language: str = "en", request_id: str | None = None
) -> str:
    """A page that only says something. Without a desk (no such workspace) it speaks `language` and links nowhere. By
    the `request_id`, whoever is asked about what went wrong finds it in the log."""
    spoken = desk.language if desk else language
    return render("message.html", spoken, desk=desk, kind=kind, request_id=request_id, problems=())


def password_page(desk: PageDesk | None, form: PasswordForm, problems: Problems = (), *, language: str = "en") -> str:
    """The form that sets a password after an invitation or a forgotten one. Posts `token` and `password`."""
    spoken = desk.language if desk else language
    return render("password.html", spoken, desk=desk, form=form, problems=problems)


def password_done_page(desk: PageDesk | None, sign_in_url: str, *, language: str = "en") -> str:
    """The page after a password was set, with the way to sign in."""
    spoken = desk.language if desk else language
    return render("password_done.html", spoken, desk=desk, sign_in_url=sign_in_url, problems=())
