"""The contacts of one workspace, each found by any of its addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from chalicelib.domain.idempotency import ConflictError, Once
from chalicelib.domain.paging import Page
from chalicelib.domain.people.addresses import known_as, shown_address
from chalicelib.domain.people.people import Contact
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.storage.audit import audit_record
from chalicelib.storage.holds import hold, hold_data
from chalicelib.storage.idempotency import once_record
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.documents import carried
from chalicelib.storage.table.reading import Range, query
from chalicelib.storage.table.records import ContactRecord, DocumentRecord, PointerRecord
from chalicelib.storage.table.transactions import Transaction, Why, differences

_SORTED_LENGTH = 200
_NAMES, _ADDRESSES = "n", "a"


@dataclass(frozen=True, slots=True)
class Contacts:
    keys: k.Keys

    def get(self, contact_id: str) -> Contact | None:
        try:
            return read_contact(self._stored(contact_id))
        except ContactRecord.DoesNotExist:
            return None

    def by_address(self, address: str) -> Contact | None:
        """Also one whose address an earlier release stored in other letters."""
        for stored in known_as(address):
            try:
                return self.get(DocumentRecord.get(self.keys.address(stored), "ADDR", consistent_read=True).data)
            except DocumentRecord.DoesNotExist:
                continue
        return None

    def list(self, limit: int, after: str | None) -> Page[Contact]:
        """By name, or by address where there is no name."""
        raw = query(Range(self.keys.contacts, "", "by_contact", "co_sk"), limit, after=after)
        return Page([read_contact(ContactRecord.from_raw_data(item)) for item in raw.items], raw.last)

    def search(self, start: str, limit: int, after: str | None) -> Page[Contact]:
        """Names that begin so, then addresses that do; the first letter of a position says which it is among."""
        if after is not None and after[0] == _ADDRESSES:
            return self._by_address(start, limit, after[1:] or None)
        named = self._by_name(start, limit, after[1:] if after else None)
        if named.position is not None:
            return Page(named.items, _NAMES + named.position)
        room = limit - len(named.items)
        if room == 0:
            return Page(named.items, _ADDRESSES)
        addressed = self._by_address(start, room, None)
        return Page(named.items + addressed.items, addressed.position)

    def _by_name(self, start: str, limit: int, after: str | None) -> Page[Contact]:
        raw = query(Range(self.keys.contacts, _sorted_as(start), "by_contact", "co_sk"), limit, after=after)
        return Page([read_contact(ContactRecord.from_raw_data(item)) for item in raw.items], raw.last)

    def _by_address(self, start: str, limit: int, after: str | None) -> Page[Contact]:
        """Without those that `_by_name` finds, and each at the first of its addresses that begin so."""
        beginning = shown_address(start.strip().lower())
        raw = query(Range(self.keys.addresses, beginning, "by_contact", "co_sk"), limit, after=after)
        hits = [ContactRecord.from_raw_data(item) for item in raw.items]
        people = self.several({hit.data for hit in hits})
        found = []
        for hit in hits:
            contact = people.get(hit.data)
            if contact is None or _sort_key(contact).startswith(_sorted_as(start)):
                continue
            alike = [one for one in contact.addresses if shown_address(one).startswith(beginning)]
            if alike and hit.co_sk == _address_key(min(alike, key=shown_address), contact):
                found.append(contact)
        return Page(found, None if raw.last is None else _ADDRESSES + raw.last)

    def several(self, contact_ids: Iterable[str], *, consistent: bool = True) -> dict[str, Contact]:
        keys = [(self.keys.contact(contact_id), "CONTACT") for contact_id in contact_ids]
        found = [read_contact(record) for record in ContactRecord.batch_get(keys, consistent_read=consistent)]
        return {contact.id: contact for contact in found}

    def create(self, contact: Contact, once: Once | None = None) -> None:
        """Raises ConflictError when one of its addresses is somebody's already, RepeatedError for `once`."""
        transaction = Transaction()
        if once:
            transaction.create(once_record(self.keys, once), Why.REPEATED)
        self.write_new(transaction, contact)
        transaction.commit()

    def write_new(self, transaction: Transaction, contact: Contact) -> None:
        """Make a contact in a transaction, which fails when one of its addresses is somebody's already."""
        transaction.create(self._record(contact))
        for address in contact.addresses:
            transaction.create(self.address_record(address, contact))

    def change(self, before: Contact, after: Contact, entry: AuditEntry | None = None) -> None:
        """Raises ConflictError when it is no longer `before`, TakenError when an address is another contact's."""
        self.change_all([(before, after)], entry)

    def change_all(self, changes: Sequence[tuple[Contact, Contact]], entry: AuditEntry | None = None) -> None:
        """The same for several, all or none."""
        transaction = Transaction()
        for before, after in changes:
            self.write_change(transaction, before, after)
        if entry:
            transaction.create(audit_record(self.keys, entry))
        transaction.commit()

    def write_change(self, transaction: Transaction, before: Contact, after: Contact) -> None:
        """Change a contact in a transaction, which fails when it is no longer `before`."""
        old, new = self._stored(before.id), self._record(after)
        if read_contact(old) != before:
            raise ConflictError
        new.data = carried(old.data, self._record(before).data, new.data)
        transaction.update(new, differences(old, new), ContactRecord.data == old.data)
        for address in set(before.addresses) - set(after.addresses):
            transaction.delete(self.address_record(address, before))
        for address in set(after.addresses) - set(before.addresses):
            transaction.create(self.address_record(address, after), Why.TAKEN)

    def point(self, addresses: Sequence[str], number: int) -> None:
        """Note that these addresses are on that ticket."""
        for address in addresses:
            pointer = PointerRecord(self.keys.address(address), k.POINTER + k.padded(number))
            pointer.update([PointerRecord.type.set("pointer")])  # what a later release noted there stays

    def pointed(self, address: str, limit: int, after: str | None) -> Page[int]:
        """The numbers of the tickets that this very address is on."""
        raw = query(Range(self.keys.address(address), k.POINTER), limit, after=after, consistent=True)
        return Page([int(item["sk"]["S"].removeprefix(k.POINTER)) for item in raw.items], raw.last)

    def _stored(self, contact_id: str) -> ContactRecord:
        return ContactRecord.get(self.keys.contact(contact_id), "CONTACT", consistent_read=True)

    def _record(self, contact: Contact) -> ContactRecord:
        stored = asdict(contact) | {"held": hold_data(contact.held)}
        data = {name: value for name, value in stored.items() if value}
        return ContactRecord(
            self.keys.contact(contact.id),
            "CONTACT",
            type="contact",
            data=data,
            co_pk=self.keys.contacts,
            co_sk=k.joined(_sort_key(contact), contact.id),
        )

    def address_record(self, address: str, contact: Contact) -> ContactRecord:
        """Return what finds a contact by an address, and keeps it from being another's."""
        return ContactRecord(
            self.keys.address(address),
            "ADDR",
            type="address",
            data=contact.id,
            co_pk=self.keys.addresses,
            co_sk=_address_key(address, contact),
        )


def _sort_key(contact: Contact) -> str:
    return _sorted_as(contact.name or contact.email or "")


def _sorted_as(text: str) -> str:
    """A name as it is sorted and searched by: without letter case and accents, and not too long for a key."""
    letters = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))[:_SORTED_LENGTH]


def _address_key(address: str, contact: Contact) -> str:
    """Sorted, and searched by, as people read it."""
    return k.joined(shown_address(address), contact.id)


def read_contact(record: ContactRecord) -> Contact:
    """Return the contact that a record holds."""
    data = record.data
    return Contact(
        id=data["id"],
        name=data.get("name", ""),
        addresses=tuple(data.get("addresses", ())),
        company=data.get("company"),
        blocked=data.get("blocked", False),
        parked=data.get("parked", False),
        undeliverable=tuple(data.get("undeliverable", ())),
        complained=tuple(data.get("complained", ())),
        phones=tuple(data.get("phones", ())),
        notes=data.get("notes", ""),
        merged_into=data.get("merged_into"),
        merged=tuple(data.get("merged", ())),
        held=hold(data.get("held")),
    )
