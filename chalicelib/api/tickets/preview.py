"""A look at the mail that a reply would be."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import MailedTo, PreviewBody, PreviewOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.written import written
from chalicelib.domain.people.addresses import shown_address
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.files.uploads import announced_files
from chalicelib.services.notices.preview import preview
from chalicelib.services.tickets import agents
from chalicelib.services.tickets.checks import checked_addresses


@route(
    "See the mail that a reply would be",
    description="Nothing is written, and no file is sent. It is refused as the reply would be.",
    permission=Permission.TICKETS_WRITE,
    body=PreviewBody,
    answer=PreviewOut,
    refusals=("not_found", "unknown_place", "in_trash", "is_spam", "merged"),
)
def preview_reply(call: Call[NoQuery, PreviewBody]) -> Reply:
    body, number = call.body, call.number
    text = written(call, body.body, body.body_format)
    tried = agents.reply_tried(
        call.seat,
        number,
        text.text,
        status=body.status,
        attachments=announced_files(call.room, call.caller.id, body.attachments, number),
        body_format=text.body_format,
        formatted=text.formatted,
        cc=checked_addresses(call.room, body.cc, "cc"),
    )
    shown = preview(call.desk, call.room, tried)
    return Reply(
        PreviewOut(
            to=[MailedTo(name=name, address=shown_address(address)) for name, address in shown.to],
            subject=shown.subject if shown.to else None,
            text=shown.text if shown.to else None,
            html=shown.html if shown.to else None,
        )
    )
