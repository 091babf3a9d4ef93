"""Tickets, messages and actions to records and back. The only place that knows which attribute holds what."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.people.identity import read_stored
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets.fields import CHOICES, Field
from chalicelib.domain.tickets.linked import LinkKind, TicketLink
from chalicelib.domain.tickets.mail_threads import MailThread
from chalicelib.domain.tickets.ticket import T, Ticket, TicketSummary, check_place
from chalicelib.domain.vocabulary import Source, word
from chalicelib.storage.holds import hold, hold_data
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.documents import carried
from chalicelib.storage.table.records import (
    BodyRecord,
    DocumentRecord,
    TicketRecord,
    instant,
)
from chalicelib.storage.table.transactions import differences
from chalicelib.storage.tickets import parts, sla_fields
from chalicelib.storage.tickets.entries import _actor, _actor_data, _attachments, _file_data, body_format, sealing

Changes = list[Action]
_VERSION, _CLOCK, _MORE, _MAILBOX = "version", "clock", "more", "mailbox"
"""What a ticket carries along of its items: see `TicketSummary.as_stored`."""
NO_MAILBOX = "none"
"""Noted of a ticket that was written to no address of ours."""
_ATTRIBUTES = {"type": "kind", "contact": "contact_id"}
"""Fields whose attribute has another name."""


def ticket_record(keys: k.Keys, ticket: TicketSummary) -> TicketRecord:
    newest = k.joined(instant(ticket.updated_at), k.padded(ticket.number))
    contact, place = ticket.contact, ticket.place
    listed = place.bucket == ticket.status
    return TicketRecord(
        pk=keys.ticket(ticket.number),
        sk=k.TICKET,
        type="ticket",
        number=ticket.number,
        title=ticket.title,
        source=ticket.source.value,
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
        last_at=ticket.last_at,
        version=ticket.version,
        notify_customer=ticket.notify_customer,
        assignee_id=ticket.assignee_id,
        contact_id=contact.id if contact else None,
        contact_name=contact.name or None if contact else None,
        contact_email=contact.email if contact else None,
        label_ids=list(ticket.label_ids) or None,
        first_responded_at=ticket.first_responded_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        message_count=ticket.message_count,
        last_speaker=ticket.last_speaker,
        follow_up_of=ticket.follow_up_of,
        archived_at=ticket.archived_at,
        merged_into=ticket.merged_into,
        csat_score=ticket.csat_score,
        bucket=ticket.bucket,
        deleted_at=ticket.deleted_at,
        snoozed_until=ticket.snoozed_until,
        reminded=set(ticket.reminded) or None,
        undelivered=set(ticket.undelivered) or None,
        failures=set(ticket.failures) or None,
        longest=ticket.longest,
        mailbox=(ticket.mailbox or NO_MAILBOX) if ticket.mailbox_noted else None,
        st_pk=keys.status(place.bucket),
        st_sk=newest,
        up_pk=keys.live,
        up_sk=newest,
        as_pk=keys.assignee(ticket.assignee_id) if listed else None,
        as_sk=k.joined(ticket.status, newest) if listed else None,
        co_pk=keys.contact(contact.id) if contact else None,
        co_sk=k.padded(ticket.number) if contact else None,
        **_choices(ticket),
        **sla_fields.stored(keys, ticket),
    )


def ticket_update(keys: k.Keys, before: TicketSummary, after: TicketSummary) -> tuple[TicketRecord, Changes, Condition]:
    """The record of `after`, what makes it of the stored one, and that this still is `before`. What an earlier release
    didn't note in it is added.

    Raises DeskError `unknown_place`.
    """
    check_place(before)
    old, new = ticket_record(keys, before), ticket_record(keys, after)
    old.mailbox = _stored(before, _MAILBOX) if before.as_stored else old.mailbox
    if new.clock != old.clock:
        new.clock = carried(_stored(before, _CLOCK), old.clock or {}, new.clock or {}) or None
    return new, differences(old, new), sla_fields.still(old)


def more_update(keys: k.Keys, before: Ticket, after: Ticket) -> tuple[DocumentRecord, Changes] | None:
    """The same of what only the open ticket needs; None when it stays as it is."""
    old, new = more_record(keys, before), more_record(keys, after)
    if new.data == old.data:
        return None
    return new, [DocumentRecord.data.set(carried(_stored(before, _MORE), old.data, new.data))]


def _stored(ticket: TicketSummary, document: str) -> Any:
    """A document as it was read; None for a ticket that was made here."""
    if ticket.as_stored and ticket.as_stored[_VERSION] != ticket.version:
        raise RuntimeError("a ticket is to be written again without being read in between")
    return ticket.as_stored.get(document)


def summary_fields(record: TicketRecord) -> dict[str, Any]:
    """The fields that TicketSummary and Ticket share."""
    contact = (
        ContactRef(record.contact_id, record.contact_name or "", record.contact_email) if record.contact_id else None
    )
    return {
        "number": int(record.number),
        "title": record.title,
        **{field.name: _choice(field, record) for field in CHOICES},
        "source": word(Source, record.source),
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "last_at": record.last_at,
        "version": int(record.version),
        "notify_customer": record.notify_customer,
        "assignee_id": record.assignee_id,
        "contact": contact,
        "label_ids": tuple(record.label_ids or ()),
        "first_responded_at": record.first_responded_at,
        "resolved_at": record.resolved_at,
        "closed_at": record.closed_at,
        "message_count": int(record.message_count),
        "last_speaker": record.last_speaker,
        "follow_up_of": int(record.follow_up_of) if record.follow_up_of else None,
        "archived_at": record.archived_at,
        "merged_into": int(record.merged_into) if record.merged_into else None,
        "csat_score": int(record.csat_score) if record.csat_score else None,
        "bucket": record.bucket,
        "deleted_at": record.deleted_at,
        "snoozed_until": record.snoozed_until,
        "reminded": frozenset(record.reminded or ()),
        "undelivered": frozenset(record.undelivered or ()),
        "failures": frozenset(record.failures or ()),
        "longest": None if record.longest is None else int(record.longest),
        "mailbox": record.mailbox if record.mailbox != NO_MAILBOX else None,
        "mailbox_noted": record.mailbox is not None,
        "as_stored": {_VERSION: record.version, _CLOCK: record.clock, _MAILBOX: record.mailbox},
        **sla_fields.fields(record),
    }


def attribute_of(facet: str) -> Any:
    """Return the attribute of TicketRecord that holds a field, or what else tickets are filtered by."""
    return getattr(TicketRecord, _ATTRIBUTES.get(facet, facet))


def _choices(ticket: TicketSummary) -> dict[str, Any]:
    values = {_ATTRIBUTES.get(field.name, field.name): field.of(ticket) for field in CHOICES}
    return {attribute: str(value) for attribute, value in values.items() if value}


def _choice(field: Field, record: TicketRecord) -> Any:
    assert field.choices
    stored = getattr(record, _ATTRIBUTES.get(field.name, field.name))
    return word(field.choices, stored) if stored else field.default


def body_record(keys: k.Keys, number: int) -> BodyRecord:
    return BodyRecord(keys.ticket(number), k.BODY, type="body")


def more_record(keys: k.Keys, ticket: Ticket) -> DocumentRecord:
    """Return the record of what only the open ticket needs; absent parts are left out."""
    data = {
        "key": base64.b64encode(ticket.key).decode(),
        "participants": [parts.participant_data(person) for person in ticket.participants],
        "readers": {one.address: {"since": instant(one.since)} for one in ticket.participants if one.since},
        "attachments": [_file_data(file) for file in ticket.attachments],
        "html": ticket.html_id,
        "resolution": ticket.resolution,
        "escalation": parts.escalation_data(ticket.escalation),
        "csat": parts.csat_data(ticket.csat),
        "merger": parts.merger_data(ticket.merger),
        "duplicates": list(ticket.duplicates),
        "follow_ups": list(ticket.follow_ups),
        "language": ticket.language,
        "mailbox": ticket.mailbox,
        "requester": ticket.requester.stored() if ticket.requester else None,
        "proposed": [parts.participant_data(person) for person in ticket.proposed],
        "unattended": ticket.unattended,
        "attended_at": instant(ticket.attended_at) if ticket.attended_at else None,
        "newcomer": ticket.newcomer,
        "addressed": ticket.addressed if ticket.addressed > 1 else None,
        "threads": {address: [one.first, one.newest, one.subject] for address, one in ticket.threads.items()},
        "format": ticket.said_format,
        "answers_to": ticket.answers_to,
        "opened_by": _actor_data(ticket.opened_by) if ticket.opened_by else None,
        "reworded_at": instant(ticket.reworded_at) if ticket.reworded_at else None,
        "signed": ticket.signed,
        "deleted_from": ticket.deleted_from,
        "held": hold_data(ticket.held),
        "planned": parts.planned_data(ticket.planned),
        "split_from": ticket.split_from,
        "links": [[one.number, one.kind] for one in ticket.links],
    }
    return DocumentRecord(
        keys.ticket(ticket.number), k.MORE, type="more", data={name: value for name, value in data.items() if value}
    )


def ticket(kind: type[T], record: TicketRecord, more: Mapping[str, Any], **texts: str) -> T:
    summary = {**summary_fields(record), "mailbox": more.get("mailbox"), "mailbox_noted": True}
    return kind(
        **{**summary, **texts, "as_stored": {**summary["as_stored"], _MORE: more}},
        key=base64.b64decode(more["key"]),
        participants=parts.readers(parts.people(more.get("participants")), more.get("readers", {})),
        attachments=_attachments(more.get("attachments")),
        html_id=more.get("html"),
        resolution=more.get("resolution"),
        escalation=parts.escalation(more["escalation"]) if "escalation" in more else None,
        csat=parts.csat(more.get("csat", ())),
        merger=parts.merger(more["merger"]) if "merger" in more else None,
        duplicates=tuple(more.get("duplicates", ())),
        follow_ups=tuple(more.get("follow_ups", ())),
        language=more.get("language"),
        requester=read_stored(more["requester"]) if "requester" in more else None,
        proposed=parts.people(more.get("proposed")),
        unattended=bool(more.get("unattended")),
        attended_at=datetime.fromisoformat(more["attended_at"]) if "attended_at" in more else None,
        newcomer=bool(more.get("newcomer")),
        addressed=int(more.get("addressed", 1)),
        threads={address: MailThread(*one[:3]) for address, one in more.get("threads", {}).items()},
        said_format=body_format(more.get("format")),
        answers_to=more.get("answers_to"),
        opened_by=_actor(more["opened_by"]) if "opened_by" in more else None,
        reworded_at=datetime.fromisoformat(more["reworded_at"]) if "reworded_at" in more else None,
        signed=sealing(more.get("signed")),
        deleted_from=more.get("deleted_from"),
        held=hold(more.get("held")),
        planned=parts.planned(more.get("planned")),
        split_from=int(more["split_from"]) if "split_from" in more else None,
        links=tuple(TicketLink(int(one[0]), word(LinkKind, one[1])) for one in more.get("links", ())),
    )
