"""Erasing for good what the table keeps of a ticket, item by item, with what other items say because of them."""

from __future__ import annotations

import contextvars
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.domain.events import TRASH
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.notices.inbox import SHARED
from chalicelib.domain.paging import Page
from chalicelib.domain.privacy.cutting import Cut
from chalicelib.domain.privacy.kept import KeptItem
from chalicelib.domain.privacy.person import ErasedPerson
from chalicelib.domain.search_terms import head
from chalicelib.storage.mail.jobs import job_of_item
from chalicelib.storage.privacy import texts
from chalicelib.storage.search.records import TermsRecord, WordRecord, posting, word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all, write_all
from chalicelib.storage.table.conditions import try_update, try_write
from chalicelib.storage.table.lines import ActionRecord, MessageRecord
from chalicelib.storage.table.long_texts import Texts
from chalicelib.storage.table.reading import Range, every, query
from chalicelib.storage.table.records import DocumentRecord, Item, PointerRecord, TicketRecord, read
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.tickets import entries
from chalicelib.storage.tickets.entries import _actor

_SAID = ("message", "note")
_TELLS = ("action", "former_note")
"""What holds words that stood elsewhere once, and were found there."""
_SPLIT = MessageRecord.split_into.attr_name
_AT_ONCE, _TRIES, _LOG_PAGE = 8, 8, 100


@dataclass(frozen=True, slots=True)
class Erasing:
    """See the port of the same name in services/ports/privacy.py for what each method promises."""

    keys: k.Keys
    texts: Texts

    def bury(self, number: int, at: datetime, version: int | None = None) -> None:
        pk = self.keys.ticket(number)
        if read_all([(pk, k.GONE)], consistent=True):
            return
        there = TicketRecord.pk.exists()
        as_seen = there if version is None else (TicketRecord.version == version) & (TicketRecord.bucket == TRASH)
        transaction = Transaction()
        transaction.delete(TicketRecord(pk, k.TICKET), as_seen)
        transaction.put(DocumentRecord(pk, k.GONE, type="gone", data=at.date().isoformat()))
        transaction.commit()

    def is_buried(self, number: int) -> bool:
        return bool(read_all([(self.keys.ticket(number), k.GONE)], consistent=True))

    def kept(self, number: int, limit: int, after: str | None) -> Page[KeptItem]:
        raw = query(Range(self.keys.ticket(number)), limit, after=after, consistent=True)
        items = [_kept(item) for item in raw.items if item["sk"]["S"] != k.GONE]
        return Page(items, raw.last)

    def marked(self, number: int, cut: Cut, limit: int, after: str | None) -> Page[KeptItem]:
        raw = query(Range(self.keys.ticket(number)), limit, after=after, consistent=True)
        items = [replace(_kept(item), places=self._places(item, cut)) for item in raw.items]
        return Page(items, raw.last)

    def rewrite(self, number: int, key: str, cut: Cut) -> bool:
        return self._rewrite((self.keys.ticket(number), key), cut)

    def rewrite_notices(self, member_ids: Iterable[str], action_ids: Sequence[str], cut: Cut) -> None:
        inboxes = [self.keys.inbox(one) for one in (*member_ids, *SHARED)]
        for item in read_all([(pk, k.NOTICE + action_id) for pk in inboxes for action_id in action_ids]):
            self._rewrite((item["pk"]["S"], item["sk"]["S"]), cut)

    def empty(self, number: int, entry_id: str, instead: str) -> None:
        record = MessageRecord(self.keys.ticket(number), k.line_sort_key(entry_id))
        gone = (MessageRecord.stored, MessageRecord.quoted, MessageRecord.formatted, MessageRecord.attachments)
        changes: list[Action] = [one.remove() for one in (*gone, MessageRecord.html_id)]
        try_update(record, [MessageRecord.text.set(instead), *changes], MessageRecord.pk.exists())

    def empty_item(self, number: int, key: str, person: ErasedPerson) -> None:
        where = (self.keys.ticket(number), key)
        for _ in range(_TRIES):
            found = read_all([where], consistent=True)
            made, gone = texts.emptied(found[0], person) if found else ({}, [])
            changes: list[Action] = [Path([name]).set(value) for name, value in made.items()]
            changes += [Path([name]).remove() for name in gone]
            as_read = [Path([name]) == found[0][name] for name in (*made, *gone) if name in found[0]]
            if not changes or try_update(Item(*where), changes, reduce(and_, as_read)):
                return
        raise ConflictError

    def forget_address(self, address: str) -> None:
        pk = self.keys.address(address)
        write_all([], [Item(pk, item["sk"]["S"]) for item in every(Range(pk)) if item["type"]["S"] == "pointer"])

    def log(self, month: str, after: str | None, cut: Cut, subjects: Collection[str]) -> str | None:
        raw = query(Range(self.keys.audit(month)), _LOG_PAGE, after=after, consistent=True)
        for item in raw.items:
            stored = item["d"]["S"]
            about_them = json.loads(stored)["subject"] in subjects
            told = (texts.without_values(item) if about_them else texts.without(item, cut)).get("d", stored)
            if told != stored:  # nobody writes to an entry
                try_update(Item(item["pk"]["S"], item["sk"]["S"]), [Path(["d"]).set({"S": told})], Item.pk.exists())
        return raw.last

    def drop_html(self, number: int, entry_id: str) -> None:
        record = MessageRecord(self.keys.ticket(number), k.line_sort_key(entry_id))
        try_update(record, [MessageRecord.html_id.remove()], MessageRecord.pk.exists())

    def detach(self, number: int, entry_id: str, file_id: str) -> None:
        key = (self.keys.ticket(number), k.line_sort_key(entry_id))
        name = MessageRecord.attachments.attr_name
        for item in read_all([key], consistent=True):
            if name in item:
                left = [one for one in json.loads(item[name]["S"]) if one["id"] != file_id]
                changes = [MessageRecord.attachments.set(left) if left else MessageRecord.attachments.remove()]
                try_update(MessageRecord(*key), changes, Path([name]) == item[name])

    def _rewrite(self, key: tuple[str, str], cut: Cut) -> bool:
        """Change an item only as it was read: what somebody changes meanwhile is read again."""
        for _ in range(_TRIES):
            found = read_all([key], consistent=True)
            if not found:
                return False
            item = found[0]
            stored = item.get(MessageRecord.stored.attr_name)
            in_file = self.texts.rewrite(stored["S"], cut.text) if stored and "S" in stored else False
            made = texts.without(item, cut)
            as_read = [Path([name]) == item[name] for name in made]
            changes: list[Action] = [Path([name]).set({"S": text}) for name, text in made.items()]
            if not changes or try_update(Item(*key), changes, reduce(and_, as_read)):
                return bool(changes) or in_file
        raise ConflictError

    def _places(self, item: Mapping[str, Any], cut: Cut) -> int:
        stored = item.get(MessageRecord.stored.attr_name)
        long = self.texts.read(stored["S"]) if stored and "S" in stored else ""
        return len(cut.found_in(long)) or texts.places(item, cut)

    def remove(self, number: int, items: Iterable[KeptItem]) -> None:
        write_all([], [Item(self.keys.ticket(number), one.key) for one in items])

    def unpost(self, number: int, source: str, terms: Iterable[str]) -> None:
        write_all([], [posting(self.keys, term, number, source[0]) for term in terms])

    def forget_words(self, terms: Iterable[str]) -> None:
        known = read_all([(self.keys.dictionary(head(term)), term) for term in sorted(set(terms))], consistent=True)
        words = [WordRecord.from_raw_data(item) for item in known]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for one in [pool.submit(contextvars.copy_context().run, self._forget, record) for record in words]:
                one.result()

    def unpoint(self, addresses: Iterable[str], number: int) -> None:
        keys = [(self.keys.address(address), k.POINTER + k.padded(number)) for address in sorted(set(addresses))]
        write_all([], [PointerRecord(*key) for key in keys])

    def drop_notices(self, member_ids: Iterable[str], action_ids: Sequence[str]) -> None:
        inboxes = [self.keys.inbox(one) for one in (*member_ids, *SHARED)]
        found = read_all([(pk, k.NOTICE + action_id) for pk in inboxes for action_id in action_ids])
        write_all([], [Item(item["pk"]["S"], item["sk"]["S"]) for item in found])

    def _forget(self, record: WordRecord) -> None:
        """Take a term out of the dictionary that nobody has. Whoever posts it at this moment notes it first, and may
        have done so before it was taken out: then it is put back."""
        as_read = WordRecord.newest == record.newest
        if self._is_posted(record.sk) or not try_write(lambda: record.delete(condition=as_read)):
            return
        if self._is_posted(record.sk):
            word(self.keys, record.sk, int(record.newest), int(record.previous or 0) or None).save()

    def _is_posted(self, term: str) -> bool:
        part = Range(self.keys.postings(term), k.joined(term, ""))
        return bool(query(part, 1, consistent=True).items)


def _kept(item: Mapping[str, Any]) -> KeptItem:
    """What any item may have, by the names that they share: a kind of item that a later release stores as well."""
    key, stored = item["sk"]["S"], item.get(MessageRecord.stored.attr_name)
    files = item.get(MessageRecord.attachments.attr_name)
    found = json.loads(files["S"]) if files else []
    html, digest = (item.get(one.attr_name) for one in (MessageRecord.html_id, MessageRecord.mail_digest))
    more = DocumentRecord.from_raw_data(dict(item)).data if key == k.MORE else {}
    kind = item["type"]["S"]
    is_terms = key.startswith(k.TERMS)
    return KeptItem(
        key=key,
        texts=(stored["S"],) if stored and "S" in stored else (),
        files=tuple(one["id"] for one in (*found, *more.get("attachments", ()))),
        html_id=more.get("html") or (html["S"] if html else None),
        mail_digest=digest["S"] if digest else None,
        action=entries.action(read(ActionRecord, item)) if item["type"]["S"] == "action" else None,
        source=key.removeprefix(k.TERMS) if is_terms else "",
        author=_actor(json.loads(item["w"]["S"])) if "w" in item and kind in _SAID else None,
        job=job_of_item(item) if kind == "mail" else None,
        told=texts.said_in(item) if kind in _TELLS else "",
        notice=key.removeprefix(k.NOTICE) if key.startswith(k.NOTICE) else "",
        derived=texts.is_derived(item),
        said=item["type"]["S"] in ("message", "note", "former_note"),
        split_into=int(item[_SPLIT]["N"]) if kind in _SAID and _SPLIT in item else None,
        terms=frozenset(TermsRecord.from_raw_data(dict(item)).terms or ()) if is_terms else frozenset(),
    )
