"""The time line of a ticket: messages, notes and actions in one partition, one query, either direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action as UpdateAction

from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import RepeatedError
from chalicelib.domain.mail.jobs import EARLIER, UNDELIVERED, JobState, told
from chalicelib.domain.paging import Page
from chalicelib.domain.tickets.message import FormerText, PublicMessage, Said, SendState
from chalicelib.domain.tickets.resend import failure
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_update
from chalicelib.storage.table.lines import ActionRecord, FormerRecord, LineRecord, MessageRecord
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.reading import Range, bytes_of, every, query
from chalicelib.storage.table.records import TicketRecord, read
from chalicelib.storage.table.transactions import Transaction, Why
from chalicelib.storage.tickets import entries


@dataclass(frozen=True, slots=True)
class Timeline:
    keys: k.Keys
    texts: Texts

    def page(
        self, number: int, limit: int, after: str | None, newest_first: bool, *, consistent: bool = False
    ) -> Page[Said | Action]:
        """Entries from the one with id `after` on, which is included: it may have been shown in part."""
        part = Range(self.keys.ticket(number), k.LINE)
        raw = query(part, limit, after=after, inclusive=True, newest_first=newest_first, consistent=consistent)
        return Page([self.entry_of(item) for item in raw.items], raw.last)

    def public_page(self, number: int, limit: int, after: str | None, now: datetime) -> Page[PublicMessage]:
        """Return what customers may read at the desk's time `now`, oldest first.

        Notes and actions are left out by the query itself, replies that may still be undone after it.
        """
        part = Range(self.keys.ticket(number), k.LINE)
        raw = query(part, limit, after=after, consistent=True, where=LineRecord.type == "message")
        records = [read(MessageRecord, item) for item in raw.items]
        messages = [entries.message(record, self.texts.whole(record)) for record in records]
        return Page([message for message in messages if message.may_be_read(now)], raw.last)

    def newest_public(self, number: int, limit: int, now: datetime) -> list[PublicMessage]:
        """Return what customers may read at `now` of the newest `limit` entries, newest first."""
        part = Range(self.keys.ticket(number), k.LINE)
        raw = query(part, limit, newest_first=True, consistent=True, where=LineRecord.type == "message")
        records = [read(MessageRecord, item) for item in raw.items]
        messages = [entries.message(record, self.texts.whole(record)) for record in records]
        return [message for message in messages if message.may_be_read(now)]

    def public_message(self, number: int, message_id: str) -> PublicMessage | None:
        try:
            record = MessageRecord.get(self.keys.ticket(number), k.line_sort_key(message_id), consistent_read=True)
        except MessageRecord.DoesNotExist:
            return None
        return entries.message(record, self.texts.whole(record)) if record.type == "message" else None

    def action(self, number: int, action_id: str) -> Action | None:
        for sort_key in (k.line_sort_key(action_id), k.silent_sort_key(action_id)):
            try:
                return entries.action(ActionRecord.get(self.keys.ticket(number), sort_key, consistent_read=True))
            except ActionRecord.DoesNotExist:
                continue
        return None

    def actions(self, number: int) -> list[Action]:
        """Return all actions of a ticket, in the order in which they were stored."""
        parts = [Range(self.keys.ticket(number), prefix) for prefix in (k.LINE, k.SILENT)]
        items = (item for part in parts for item in every(part) if item["type"]["S"] == "action")
        return sorted((entries.action(read(ActionRecord, item)) for item in items), key=lambda one: one.id)

    def action_of(self, number: int, message_id: str) -> Action | None:
        """The action that told of a message: the next one after it."""
        for prefix in (k.LINE, k.SILENT):
            raw = query(Range(self.keys.ticket(number), prefix), limit=2, after=message_id, consistent=True)
            actions = [read(ActionRecord, item) for item in raw.items if item["type"]["S"] == "action"]
            found = next((record for record in actions if record.message_id == message_id), None)
            if found is not None:
                return entries.action(found)
        return None

    def entry(self, number: int, entry_id: str) -> Said | Action | None:
        raw = query(Range(self.keys.ticket(number), k.line_sort_key(entry_id)), limit=1, consistent=True)
        return self.entry_of(raw.items[0]) if raw.items else None

    def former_texts(self, number: int, note_id: str) -> list[FormerText]:
        """Return what a note said before it was worded anew, the oldest text first."""
        part = Range(self.keys.ticket(number), k.former_sort_key(note_id, 0).removesuffix(k.padded(0)))
        records = [read(FormerRecord, item) for item in every(part)]
        return [entries.former_text(record, self.texts.whole(record)) for record in records]

    def older(self, number: int, entry_id: str | None, limit: int) -> tuple[list[Said | Action], int]:
        """Return the entries before that one, without an id the newest, and the bytes read of them; they may lag behind
        by a second."""
        raw = query(Range(self.keys.ticket(number), k.LINE), limit, after=entry_id, newest_first=True)
        return [self.entry_of(item) for item in raw.items], bytes_of(raw.items)

    def set_delivery(
        self,
        number: int,
        message_id: str,
        recipient_id: str,
        state: JobState,
        detail: str = "",
        *,
        by: str = "",
        again: bool = False,
        counted: bool = True,
        at: datetime,
    ) -> bool:
        """Store how far the mail of one message to one recipient got; False when it was there already, or further, or
        the message awaits the mail of another action than `by`. `again`: it is not the first to them. `at` is this
        moment.

        Where it is `counted`, the ticket learns in the same transaction which of its mails didn't arrive, and when.
        Raises ConflictError.
        """
        pk = self.keys.ticket(number)
        record = MessageRecord(pk, k.line_sort_key(message_id))
        shown, resent = Path(["dl", recipient_id]), Path(["rs", recipient_id])
        earlier = shown.does_not_exist() | shown.is_in(*({"S": before.value} for before in EARLIER[state]))
        awaited: Condition = resent.does_not_exist()
        if by:  # older versions of DynamoDB Local know no empty value
            awaited |= resent == {"S": by}
        changes: list[UpdateAction] = [shown.set({"S": told(state, detail)})]
        condition = MessageRecord.pk.exists() & earlier & awaited
        if not counted or (state not in UNDELIVERED and not again):
            return try_update(record, changes, condition)
        mail = {f"{message_id}.{recipient_id}"}
        marks: list[UpdateAction] = [TicketRecord.undelivered.delete(mail)]
        if state in UNDELIVERED:
            failed = {failure(message_id, recipient_id, at)}
            marks = [TicketRecord.undelivered.add(mail), TicketRecord.failures.add(failed)]
        transaction = Transaction()
        transaction.update(record, changes, condition, Why.REPEATED)
        transaction.update(TicketRecord(pk, k.TICKET), marks, TicketRecord.pk.exists())
        try:
            transaction.commit()
        except RepeatedError:
            return False
        return True

    def release(self, number: int, message_id: str) -> bool:
        """Let a held reply out, for good; False when it was taken back. The other side of this race is the undoing."""
        record = MessageRecord(self.keys.ticket(number), k.line_sort_key(message_id))
        not_taken_back = MessageRecord.pk.exists() & (
            MessageRecord.send_state.does_not_exist() | (MessageRecord.send_state != SendState.WITHDRAWN.value)
        )
        released: list[UpdateAction] = [MessageRecord.send_state.set(SendState.RELEASED.value)]
        return try_update(record, released, not_taken_back)

    def stands(self, number: int, action_id: str) -> bool:
        """Let an action be told outside, for good; False when it was undone. The other side of this race is undoing.

        Actions from before they could be undone stand.
        """
        record = ActionRecord(self.keys.ticket(number), k.line_sort_key(action_id))
        there = ActionRecord.pk.exists() & ActionRecord.undone_by.does_not_exist()
        return try_update(record, [ActionRecord.told.set(True)], there)

    def entry_of(self, item: Mapping[str, Any]) -> Said | Action:
        """Return what an item of a time line holds."""
        kind = item["type"]["S"]
        if kind == "action":
            return entries.action(read(ActionRecord, item))
        if kind not in ("message", "note"):
            return entries.unknown(read(ActionRecord, item))
        record = read(MessageRecord, item)
        text = self.texts.whole(record)
        return entries.note(record, text) if kind == "note" else entries.message(record, text)
