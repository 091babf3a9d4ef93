"""The contacts of one workspace, each found by any of its addresses."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from chalicelib.domain.paging import Page
from chalicelib.domain.people import Contact
from chalicelib.domain.repeats import Once
from chalicelib.storage import keys as k
from chalicelib.storage.reading import Range, query
from chalicelib.storage.records import ContactRecord, DocumentRecord
from chalicelib.storage.repeats import once_record
from chalicelib.storage.transactions import Transaction, Why


@dataclass(frozen=True, slots=True)
class Contacts:
    keys: k.Keys

    def get(self, contact_id: str) -> Contact | None:
        try:
            record = ContactRecord.get(self.keys.contact(contact_id), "CONTACT", consistent_read=True)
        except ContactRecord.DoesNotExist:
            return None
        return _contact(record)

    def by_address(self, address: str) -> Contact | None:
        try:
            record = DocumentRecord.get(self.keys.address(address), "ADDR", consistent_read=True)
        except DocumentRecord.DoesNotExist:
            return None
        return self.get(record.data)

    def list(self, limit: int, after: str | None) -> Page[Contact]:
        """By name, or by address where there is no name."""
        raw = query(Range(self.keys.contacts, "", "by_contact", "co_sk"), limit, after=after)
        return Page([_contact(ContactRecord.from_raw_data(item)) for item in raw.items], raw.last)

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
            transaction.create(DocumentRecord(self.keys.address(address), "ADDR", type="address", data=contact.id))

    def _record(self, contact: Contact) -> ContactRecord:
        data = {name: value for name, value in asdict(contact).items() if value}
        shown = (contact.name or contact.email or "").casefold()[:200]
        return ContactRecord(
            self.keys.contact(contact.id),
            "CONTACT",
            type="contact",
            data=data,
            co_pk=self.keys.contacts,
            co_sk=f"{shown}#{contact.id}",
        )


def _contact(record: ContactRecord) -> Contact:
    data = record.data
    return Contact(
        id=data["id"],
        name=data.get("name", ""),
        addresses=tuple(data.get("addresses", ())),
        company=data.get("company"),
        blocked=data.get("blocked", False),
    )
