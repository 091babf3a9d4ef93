"""A customer's HTML mail as it was sent, in a page that can do nothing, for a frame of the console."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib import policies
from chalicelib.api.schemas.mail import MailPageOut, PageImagesQuery
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, Reply, route
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.mail import html_pages as service
from chalicelib.services.tickets.access import ticket_by_number

_DOCUMENT = """<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light"><base target="_blank"><title>Mail</title>
<style>body {{ margin: 12px; background: #fff; color: #1a1d23; font: 14px/1.5 system-ui, sans-serif;
overflow-wrap: anywhere }} img {{ max-width: 100%; height: auto }} pre {{ white-space: pre-wrap }}</style>
</head><body>{content}</body></html>
"""


@route(
    "Ask where a customer's HTML mail can be shown",
    permission=Permission.TICKETS_READ,
    answer=MailPageOut,
    refusals=("not_found",),
)
def offer_page(call: Call) -> Reply:
    """`id` is that of a time line entry with `has_html`, or `description` for the mail that opened the ticket."""
    ticket = ticket_by_number(call.room, call.number, Ticket)
    offered = service.offer_page(call.desk, call.room, ticket, call.path["id"])
    return Reply(
        MailPageOut(
            url=f"{call.desk.base_url}/v1/{call.caller.workspace}/mail-pages/{offered.token}",
            expires_at=datetime.fromtimestamp(offered.expires_at, UTC),
            remote_images=offered.remote_images,
        )
    )


@route(
    "Show a customer's HTML mail, by an address that was asked for before",
    access=Access.ANYBODY,
    gate="signed address",
    query=PageImagesQuery,
    refusals=("not_found",),
)
def show_page(call: Call[PageImagesQuery]) -> Answer:
    """HTML without scripts, forms and frames, which may be framed by the console alone. Links open new windows."""
    remote = call.query.images == "1"
    with call.desk.open(call.path["workspace"]) as room:
        page = service.page(call.desk, room, call.path["id"], remote_images=remote)
    headers = {"Content-Security-Policy": _policy(page.origins, remote), "Referrer-Policy": "no-referrer"}
    return Answer(200, _DOCUMENT.format(content=page.html), "text/html; charset=utf-8", headers)


def _policy(origins: tuple[str, ...], remote: bool) -> str:
    return policies.mail(" ".join(("data:", *origins, *(("https:", "http:") if remote else ()))))
