"""Addresses of mail that reach the desk."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chalicelib.api.schemas.settings_mail import (
    MailboxChangesBody,
    MailboxChecksOut,
    MailboxesPage,
    MailboxOut,
    NewMailboxBody,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import Mailbox
from chalicelib.services.settings import mail_checks, mailboxes, parts


def _mailbox(mailbox: Mailbox) -> MailboxOut:
    return MailboxOut(id=mailbox.id, **asdict(mailbox))


def _new_mailbox(call: Call[NoQuery, NewMailboxBody]) -> tuple[str, MailboxOut]:
    body = call.body
    wanted = Mailbox(body.address, body.name, body.confirmation, body.signature)
    made = mailboxes.add_mailbox(call.seat, wanted, call.once)
    return made.id, _mailbox(made)


def _mailbox_again(call: Call, result: str) -> tuple[str, MailboxOut]:
    return result, _mailbox(parts.one(call.room, Mailbox, result))


def _change_mailbox(call: Call, mailbox_id: str, changes: dict[str, Any]) -> Mailbox:
    return mailboxes.change_mailbox(call.seat, mailbox_id, changes)


def _delete_mailbox(call: Call, mailbox_id: str) -> None:
    mailboxes.delete_mailbox(call.seat, mailbox_id)


Resource(
    path="mailboxes",
    one="mailbox",
    many="mailboxes",
    may_read=Permission.SETTINGS_READ,
    may_write=Permission.SETTINGS_WRITE,
    may_make=Permission.RIGHTS_WRITE,
    shown=MailboxOut,
    page=MailboxesPage,
    new=NewMailboxBody,
    made=MailboxOut,
    changes=MailboxChangesBody,
    show=lambda _call, mailbox: _mailbox(mailbox),
    list=lambda call, limit, after: call.room.parts.page(Mailbox, limit, after),
    get=lambda call, mailbox_id: parts.one(call.room, Mailbox, mailbox_id),
    create=_new_mailbox,
    again=_mailbox_again,
    change=_change_mailbox,
    delete=_delete_mailbox,
    refusals=("last_mailbox",),
    refusals_of_new=("domain_of_another",),
).declare()


@route(
    "Check whether a mailbox's domain is set up",
    permission=Permission.SETTINGS_READ,
    answer=MailboxChecksOut,
)
def check_mailbox(call: Call) -> Reply:
    found = mail_checks.check_mailbox(call.desk, call.room, call.path["id"])
    return Reply(MailboxChecksOut.model_validate({"items": [asdict(check) for check in found]}))
