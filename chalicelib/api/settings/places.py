"""Where tickets come from and are looked for: mailboxes, and saved views."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chalicelib.api.routes import Call, Reply, route
from chalicelib.api.schemas.settings import (
    MailboxChangesBody,
    MailboxChecksOut,
    MailboxesPage,
    MailboxOut,
    NewMailboxBody,
    NewViewBody,
    ViewChangesBody,
    ViewOut,
    ViewsPage,
)
from chalicelib.api.schemas.tickets import TicketFilters
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.saved_views import View
from chalicelib.domain.settings.workspace import Mailbox
from chalicelib.services.settings import changing, mail_checks, mailboxes, saved_views


def _mailbox(mailbox: Mailbox) -> MailboxOut:
    return MailboxOut(id=mailbox.id, **asdict(mailbox))


def _new_mailbox(call: Call) -> tuple[str, MailboxOut]:
    body: NewMailboxBody = call.body
    wanted = Mailbox(body.address, body.name, body.confirmation, body.signature)
    made = mailboxes.add_mailbox(call.desk, call.room, call.caller.actor, wanted, call.once)
    return made.id, _mailbox(made)


def _mailbox_again(call: Call, result: str) -> tuple[str, MailboxOut]:
    return result, _mailbox(changing.one(call.room, Mailbox, result))


def _change_mailbox(call: Call, mailbox_id: str, changes: dict[str, Any]) -> Mailbox:
    return mailboxes.change_mailbox(call.desk, call.room, call.caller.actor, mailbox_id, changes)


def _delete_mailbox(call: Call, mailbox_id: str) -> None:
    mailboxes.delete_mailbox(call.desk, call.room, call.caller.actor, mailbox_id)


Resource(
    path="mailboxes",
    one="mailbox",
    many="mailboxes",
    may_read=Permission.SETTINGS_READ,
    may_write=Permission.SETTINGS_WRITE,
    shown=MailboxOut,
    page=MailboxesPage,
    new=NewMailboxBody,
    made=MailboxOut,
    changes=MailboxChangesBody,
    show=lambda _call, mailbox: _mailbox(mailbox),
    list=lambda call, limit, after: call.room.parts.page(Mailbox, limit, after),
    get=lambda call, mailbox_id: changing.one(call.room, Mailbox, mailbox_id),
    create=_new_mailbox,
    again=_mailbox_again,
    change=_change_mailbox,
    delete=_delete_mailbox,
    refusals=("last_mailbox",),
).declare()


@route(
    "Check whether a mailbox's domain is set up",
    permission=Permission.SETTINGS_READ,
    answer=MailboxChecksOut,
)
def check_mailbox(call: Call) -> Reply:
    found = mail_checks.check_mailbox(call.desk, call.room, call.path["id"])
    return Reply(MailboxChecksOut.model_validate({"items": [asdict(check) for check in found]}))


def _view(call: Call, view: View) -> ViewOut:
    return ViewOut(
        id=view.id,
        name=view.name,
        shared=view.shared,
        own=view.owner_id == call.caller.id,
        filters=dict(view.filters),
    )


def _views(call: Call, limit: int, after: str | None) -> Page[View]:
    """The shared ones, then the caller's own; there are few enough to be read whole."""
    found = saved_views.all_views(call.room, call.caller)
    start = int(after or 0)
    return Page(found[start : start + limit], str(start + limit) if len(found) > start + limit else None)


def _new_view(call: Call) -> tuple[str, ViewOut]:
    body: NewViewBody = call.body
    made = saved_views.add_view(
        call.desk,
        call.room,
        call.caller,
        body.name,
        _filters(body.filters),
        shared=body.shared,
        once=call.once,
    )
    return made.id, _view(call, made)


def _view_again(call: Call, result: str) -> tuple[str, ViewOut]:
    return result, _view(call, saved_views.view(call.room, call.caller, result))


def _change_view(call: Call, view_id: str, changes: dict[str, Any]) -> View:
    if "filters" in changes:
        changes["filters"] = _filters(changes["filters"])
    return saved_views.change_view(call.desk, call.room, call.caller, view_id, changes)


def _delete_view(call: Call, view_id: str) -> None:
    saved_views.delete_view(call.desk, call.room, call.caller, view_id)


def _filters(given: TicketFilters) -> dict[str, Any]:
    """Those that were named and say something."""
    return {name: value for name, value in given.model_dump(exclude_unset=True).items() if value not in (None, "")}


Resource(
    path="views",
    one="view",
    many="views",
    may_read=Permission.TICKETS_READ,
    may_write=Permission.TICKETS_READ,
    shown=ViewOut,
    page=ViewsPage,
    new=NewViewBody,
    made=ViewOut,
    changes=ViewChangesBody,
    show=_view,
    list=_views,
    get=lambda call, view_id: saved_views.view(call.room, call.caller, view_id),
    create=_new_view,
    again=_view_again,
    change=_change_view,
    delete=_delete_view,
    refusals=("forbidden",),
).declare()
