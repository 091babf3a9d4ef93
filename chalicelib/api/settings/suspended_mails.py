"""Mails that were parked, for those who run the desk."""

from __future__ import annotations

from chalicelib.api.schemas.mail import ReleasedMailOut, SuspendedMailOut, SuspendedMailsPage
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, PageQuery, Reply, route
from chalicelib.domain.mail.suspended import SuspendedMail
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.mail.incoming import suspended as service
from chalicelib.services.tickets.access import reference_of


@route(
    "List mails that were parked, with the cause",
    permission=Permission.SETTINGS_READ,
    query=PageQuery,
    answer=SuspendedMailsPage,
    refusals=("bad_cursor",),
)
def suspended_mails(call: Call[PageQuery]) -> Reply:
    """Newest first. They are kept for 14 days."""
    asked = call.page("suspended")
    page = call.room.suspended.list(asked.limit, asked.after)
    items = [suspended_mail(mail) for mail in page.items]
    return Reply(SuspendedMailsPage(items=items, next_cursor=asked.next_cursor(page.position)))


def _again(call: Call, result: str) -> Reply:
    return _on(call, int(result.partition("/")[0]))


@route(
    "Take a parked mail in after all",
    permission=Permission.SETTINGS_WRITE,
    answer=ReleasedMailOut,
    replay=_again,
    refusals=("not_found", "not_releasable", "blocked", "conflict", "signed_in_admin_only"),
)
def release_mail(call: Call) -> Reply:
    """It is filed as it would have been, whatever spoke against it; the answer names the ticket it is on. What would
    be a member's own words then, a reply of theirs or a mail that they pass on, is let through by admins in person."""
    return _on(call, service.release(call.seat, call.path["id"], call.once))


@route(
    "Delete a parked mail",
    permission=Permission.SETTINGS_WRITE,
    status=204,
    refusals=("not_found", "conflict"),
)
def delete_mail(call: Call) -> Answer:
    service.discard(call.seat, call.path["id"])
    return Answer(204, "")


def _on(call: Call, number: int) -> Reply:
    return Reply(ReleasedMailOut(ref=reference_of(call.room, number)))


def suspended_mail(mail: SuspendedMail) -> SuspendedMailOut:
    return SuspendedMailOut(
        id=mail.id,
        at=mail.at,
        cause=mail.cause,
        detail=mail.detail,
        sender=mail.sender,
        subject=mail.subject,
        preview=mail.preview,
    )
