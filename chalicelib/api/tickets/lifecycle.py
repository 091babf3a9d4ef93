"""Actions on one ticket: resolve, escalate, archive, restore, spam, labels."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import EscalateBody, ResolveBody
from chalicelib.api.serving.routes import Call, NoBody, NoQuery
from chalicelib.api.tickets.action import action
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets import lifecycle, requester, spam


@action("Resolve a ticket", ResolveBody, refusals=("already_resolved",))
def resolve(call: Call[NoQuery, ResolveBody]) -> Decision[DescribedTicket]:
    body = call.body
    return lifecycle.resolve(
        call.seat,
        call.number,
        body.resolution,
        body.csat_estimate,
        notify=body.notify_customer,
        expected=call.expected,
        receipt=call.receipt,
    )


@action("Escalate a ticket", EscalateBody, refusals=("already_urgent",))
def escalate(call: Call[NoQuery, EscalateBody]) -> Decision[DescribedTicket]:
    reason = call.body.reason
    return lifecycle.escalate(call.seat, call.number, reason, expected=call.expected, receipt=call.receipt)


@action("Archive a ticket", NoBody, permission=Permission.TICKETS_DELETE)
def archive(call: Call) -> Decision[DescribedTicket]:
    return lifecycle.archive(call.seat, call.number, expected=call.expected, receipt=call.receipt)


@action("Restore an archived ticket", NoBody, permission=Permission.TICKETS_DELETE)
def restore(call: Call) -> Decision[DescribedTicket]:
    return lifecycle.restore(call.seat, call.number, expected=call.expected, receipt=call.receipt)


@action("Mark a ticket as spam", NoBody)
def mark_spam(call: Call) -> Decision[DescribedTicket]:
    """Out of every list and count, and told to nobody. Its contact is parked: mail of theirs is suspended, and what
    they write by the portal or the widget is answered as ever, and is spam."""
    return spam.mark(call.seat, call.number, expected=call.expected, receipt=call.receipt)


@action("Say that a ticket is no spam", NoBody, with_key=False)
def unmark_spam(call: Call) -> Decision[DescribedTicket]:
    """Bring the ticket and its contact back. Suspended mails stay where they are until somebody lets them through."""
    return spam.unmark(call.seat, call.number, expected=call.expected)


@action("Vouch for who made a request", NoBody, with_key=False)
def verify(call: Call) -> Decision[DescribedTicket]:
    """Say that the contact of this ticket wrote it, when nothing proves it. History tells who said so."""
    return requester.vouch(call.seat, call.number, expected=call.expected)


@action("Put a label on a ticket", NoBody, with_key=False)
def add_label(call: Call) -> Decision[DescribedTicket]:
    try:
        return lifecycle.add_label(call.seat, call.number, call.path["id"], call.expected)
    except DeskError as refusal:
        if refusal.code == "validation_failed":
            raise not_found("label") from refusal
        raise


@action("Take a label off a ticket", NoBody, with_key=False)
def remove_label(call: Call) -> Decision[DescribedTicket]:
    return lifecycle.remove_label(call.seat, call.number, call.path["id"], call.expected)
