"""Sending again what was not delivered."""

from __future__ import annotations

from chalicelib.api.schemas.conversation import ResendBody, ResendOut, TimelineEntryOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.tickets.conversation import said_again
from chalicelib.api.tickets.present_timeline import timeline_entries
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.mail.outgoing.resend_all import ask_to_resend
from chalicelib.services.tickets import resend as service


def _again(call: Call, result: str) -> Reply:
    return said_again(call, f"{result}/{call.path['id']}")


@route(
    "Send a reply's mail again to those it didn't get to",
    description="It goes to every recipient whose mail failed or bounced, at the address they have by now: never to an "
    "address that is blocked, marked undeliverable, or whose reader called a mail of the desk spam (`not_reachable`, "
    "with `why` and the `address`). The time line tells of it.",
    permission=Permission.TICKETS_WRITE,
    answer=TimelineEntryOut,
    replay=_again,
    if_match=True,
    refusals=(
        "not_found",
        "unknown_place",
        "in_trash",
        "is_spam",
        "stale_version",
        "nothing_to_send",
        "not_reachable",
        "conflict",
    ),
)
def resend(call: Call) -> Reply:
    sent = service.resend(call.seat, call.number, call.path["id"], expected=call.expected, receipt=call.receipt)
    return Reply(timeline_entries(sent)[0])


@route(
    "Resend every email of the workspace that failed since a moment",
    description="Mails of replies that failed or bounced from `since`, at most 90 days ago, until now: each goes again "
    "to whom it didn't get to, by the rules for one of them. It is done in the background within minutes, and what is "
    "under way or has arrived isn't sent twice, so asking again does no harm. Mail that is held (`mail_held_since` of "
    "the settings) is tried within a minute, and not counted.",
    permission=Permission.SETTINGS_WRITE,
    body=ResendBody,
    answer=ResendOut,
    status=202,
)
def resend_all(call: Call[NoQuery, ResendBody]) -> Reply:
    asked = ask_to_resend(call.seat, call.body.since)
    return Reply(ResendOut(mails=asked.mails, tickets=asked.tickets, more=asked.more))
