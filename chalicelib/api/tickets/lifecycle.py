"""Actions on one ticket: resolve, escalate, archive, restore, snooze, spam, labels."""

from __future__ import annotations

from chalicelib.api.schemas.lifecycle import EscalateBody, ResolveBody, SnoozeBody
from chalicelib.api.schemas.people import HoldBody
from chalicelib.api.serving.routes import Call, NoBody, NoQuery
from chalicelib.api.tickets.action import action
from chalicelib.api.tickets.snoozing import snoozed_until
from chalicelib.domain.errors import DeskError, not_found
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import DescribedTicket
from chalicelib.services.tickets import holds, lifecycle, requester, spam


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


@action("Delete a ticket", NoBody, permission=Permission.TICKETS_DELETE, refusals=("held",))
def delete(call: Call) -> Decision[DescribedTicket]:
    """Into the trash, with those that were merged into it. Its customers' links open nothing any more, and what they
    write is a new ticket. For 30 days it can be restored; then all that is kept of it is erased, for good."""
    return lifecycle.delete(call.seat, call.number, expected=call.expected, receipt=call.receipt)


@action("Restore a ticket from the trash, or from the archive", NoBody, permission=Permission.TICKETS_DELETE)
def restore(call: Call) -> Decision[DescribedTicket]:
    """Back where it was: what was archived, or spam, when it was deleted, is so again."""
    return lifecycle.restore(call.seat, call.number, expected=call.expected, receipt=call.receipt)


@action("Put a ticket on hold", HoldBody, permission=Permission.TICKETS_DELETE, with_key=False)
def hold(call: Call[NoQuery, HoldBody]) -> Decision[DescribedTicket]:
    """Nothing of it is deleted, redacted or erased until the hold is released, whatever is asked for or due; nor of
    what is merged with it. In the trash it stays there."""
    return holds.hold(call.seat, call.number, call.body.reason, expected=call.expected)


@action("Release a ticket's hold", NoBody, permission=Permission.TICKETS_DELETE, with_key=False)
def release(call: Call) -> Decision[DescribedTicket]:
    return holds.release(call.seat, call.number, expected=call.expected)


@action("Snooze a ticket", SnoozeBody, refusals=("not_snoozable", "is_spam", "merged"), with_key=False)
def snooze(call: Call[NoQuery, SnoozeBody]) -> Decision[DescribedTicket]:
    """Out of every list and count until then, in the status that it has; the SLA has it as Waiting. It comes back on
    top, and its assignee hears of it. When its customer writes, it comes back at once."""
    return lifecycle.snooze(call.seat, call.number, snoozed_until(call.body), expected=call.expected)


@action("End a ticket's snooze", NoBody, with_key=False)
def unsnooze(call: Call) -> Decision[DescribedTicket]:
    return lifecycle.unsnooze(call.seat, call.number, expected=call.expected)


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
