"""Messages, notes and actions as items of the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from chalicelib.domain.events import SYSTEM, Action, Actor, ActorKind, Change, Event, EventType, Place, Recipient
from chalicelib.domain.people.identity import read_stored
from chalicelib.domain.pictures import Picture
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.message import (
    FormerText,
    ForwardedNote,
    InternalNote,
    MessageKind,
    PublicMessage,
    Said,
    SendState,
)
from chalicelib.domain.vocabulary import Scanned, Sealing, word
from chalicelib.storage.reports.stored import facts_data, facts_from
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.lines import ActionRecord, FormerRecord, MessageRecord
from chalicelib.storage.tickets.former import former_data, former_from

NOTE = "internal_note"


_STATE_BYTES = 400
"""What becomes of a mail to one recipient may say why in so many."""


def size_of(record: MessageRecord) -> int:
    """Return the bytes of what was said, also once it says what became of its mails."""
    texts = (record.text, record.quoted, record.formatted, record.attachments, record.identity)
    return sum(len(str(one).encode()) for one in texts if one) + _STATE_BYTES * len(record.delivery or ())


def message_record(keys: k.Keys, number: int, said: Said) -> MessageRecord:
    """Without its text, which `Texts.fit` puts in."""
    record = MessageRecord(
        keys.ticket(number),
        k.line_sort_key(said.id),
        at=said.at,
        author=_actor_data(said.author),
        attachments=[_file_data(file) for file in said.attachments] or None,
        said_format=said.said_format,
        signed=said.signed,
        formatted=said.formatted or None,
    )
    if isinstance(said, InternalNote):
        record.type, record.kind = "note", NOTE
        record.edited_at, record.edits = said.edited_at, said.edits or None
        if isinstance(said, ForwardedNote):
            record.forwarded_to, record.delivery = list(said.to), dict(said.delivery)
        return record
    record.type, record.kind = "message", said.kind.value
    record.quoted = said.quoted or None
    record.html_id = said.html_id
    record.stranger = said.stranger
    record.identity = said.identity.stored() if said.identity else None
    record.delivery = dict(said.delivery)
    record.send_state = None if said.send_state is SendState.RELEASED else said.send_state.value
    record.visible_at = said.visible_at
    record.split_into = said.split_into
    return record


def note(record: MessageRecord, text: str) -> InternalNote:
    """Return the note, or what was forwarded."""
    to = tuple(record.forwarded_to or ())
    make = partial(ForwardedNote, to=to, delivery=record.delivery or {}) if to else InternalNote
    return make(
        id=record.sk.removeprefix(k.LINE),
        at=record.at,
        author=_actor(record.author),
        body=text,
        attachments=_attachments(record.attachments),
        said_format=body_format(record.said_format),
        signed=sealing(record.signed),
        formatted=record.formatted or "",
        edited_at=record.edited_at,
        edits=int(record.edits or 0),
    )


def former_record(keys: k.Keys, number: int, was: InternalNote) -> FormerRecord:
    """Return what keeps a note's text once it has another one. Without the text, which `Texts.fit` puts in."""
    return FormerRecord(
        keys.ticket(number),
        k.former_sort_key(was.id, was.edits + 1),
        type="former_note",
        at=was.edited_at or was.at,
        said_format=was.body_format,
    )


def former_text(record: FormerRecord, text: str) -> FormerText:
    return FormerText(record.at, text, word(BodyFormat, record.said_format or BodyFormat.MARKDOWN))


def message(record: MessageRecord, text: str) -> PublicMessage:
    return PublicMessage(
        id=record.sk.removeprefix(k.LINE),
        at=record.at,
        kind=word(MessageKind, record.kind),
        author=_actor(record.author),
        body=text,
        quoted=record.quoted or "",
        attachments=_attachments(record.attachments),
        html_id=record.html_id,
        formatted=record.formatted or "",
        stranger=record.stranger,
        identity=read_stored(record.identity) if record.identity else None,
        send_state=word(SendState, record.send_state or SendState.RELEASED),
        visible_at=record.visible_at,
        delivery=record.delivery or {},
        said_format=body_format(record.said_format),
        resent=record.resent or {},
        signed=sealing(record.signed),
        split_into=int(record.split_into) if record.split_into else None,
    )


def body_format(stored: str | None) -> BodyFormat | None:
    return word(BodyFormat, stored) if stored else None


def sealing(stored: str | None) -> Sealing | None:
    return word(Sealing, stored) if stored else None


def action_record(keys: k.Keys, action: Action) -> ActionRecord:
    return ActionRecord(
        keys.ticket(action.number),
        k.silent_sort_key(action.id) if action.silent else k.line_sort_key(action.id),
        type="action",
        at=action.at,
        workspace=keys.workspace,
        number=action.number,
        version=action.version,
        actor=_actor_data(action.actor),
        events=[
            [event.type, {name: [c.before, c.after] for name, c in event.changes.items()}] for event in action.events
        ],
        assignee_id=action.assignee_id,
        recipients=[[r.id, r.address, r.name, r.is_contact, r.number] for r in action.recipients] or None,
        message_id=action.message_id,
        message_number=action.message_number,
        visible_at=action.visible_at,
        cause=action.cause,
        batch=action.batch,
        attended=action.attended or None,
        unproven=action.unproven or None,
        machine=action.machine or None,
        undo_until=action.undo_until,
        former=former_data(action.former),
        facts=None if action.facts is None else facts_data(action.facts),
        places=[[place.bucket, place.assignee_id] if place else None for place in (action.was, action.now)],
    )


def action(record: ActionRecord) -> Action:
    was, now = (Place(*stored[:2]) if stored else None for stored in record.places[:2])
    assert now is not None
    return Action(
        id=k.cut(record.sk)[1],
        number=int(record.number),
        version=int(record.version),
        at=record.at,
        actor=_actor(record.actor),
        events=tuple(_event(stored) for stored in record.events),
        assignee_id=record.assignee_id,
        recipients=tuple(Recipient(*stored[:5]) for stored in record.recipients or ()),
        message_id=record.message_id,
        message_number=int(record.message_number) if record.message_number else None,
        was=was,
        now=now,
        visible_at=record.visible_at,
        cause=record.cause,
        batch=record.batch,
        attended=bool(record.attended),
        unproven=bool(record.unproven),
        machine=bool(record.machine),
        undo_until=record.undo_until,
        former=former_from(record.former),
        undone_by=record.undone_by,
        told=bool(record.told),
        facts=None if record.facts is None else facts_from(record.facts),
    )


def unknown(record: ActionRecord) -> Action:
    """A line of a kind that a later release stores: that there is something, by the name of its kind."""
    return Action(
        id=k.cut(record.sk)[1],
        number=int(record.number or 0),
        version=int(record.version or 0),
        at=record.at,
        actor=_actor(record.actor) if isinstance(record.actor, list) else SYSTEM,
        events=(Event(word(EventType, record.type)),),
        assignee_id=None,
        was=None,
        now=Place("", None),
    )


def stream_action(image: Mapping[str, Any]) -> tuple[str, Action]:
    """Workspace and action of a stream record's new image."""
    record = ActionRecord.from_raw_data(dict(image))
    return record.workspace, action(record)


def _event(stored: list[Any]) -> Event:
    return Event(word(EventType, stored[0]), {name: Change(*values[:2]) for name, values in stored[1].items()})


def _actor_data(actor: Actor) -> list[str | None]:
    return [actor.kind.value, actor.id, actor.name]


def _actor(data: list[Any]) -> Actor:
    return Actor(word(ActorKind, data[0]), data[1], data[2])


def _file_data(file: Attachment) -> dict[str, Any]:
    """The file without what it shares with most."""
    usual = {"content_id": "", "scanned": Scanned.CLEAN, "picture": None}
    return {name: value for name, value in asdict(file).items() if name not in usual or value != usual[name]}


def _attachments(stored: Iterable[Mapping[str, Any]] | None) -> tuple[Attachment, ...]:
    return tuple(_attachment(known(Attachment, file)) for file in stored or ())


def _attachment(data: dict[str, Any]) -> Attachment:
    shown = Picture(**known(Picture, data["picture"])) if data.get("picture") else None
    return Attachment(**data | {"scanned": word(Scanned, data.get("scanned", Scanned.CLEAN)), "picture": shown})
