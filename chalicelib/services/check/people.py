"""Contacts, the addresses that find them, and the pointers from addresses to tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from chalicelib.domain.check import Difference, Stock
from chalicelib.domain.people.addresses import known_as
from chalicelib.services.check.ledger import Ledger
from chalicelib.services.ports import Room
from chalicelib.services.ports.check import Books

Found = Iterator[tuple[Difference, Callable[[], object] | None]]


def addresses(books: Books, stock: Stock) -> Found:
    """Yield addresses that don't find whose they are, and those that find nobody."""
    for contact in stock.contacts.values():
        for address in contact.addresses:
            owner = next((stock.addresses[one] for one in known_as(address) if one in stock.addresses), None)
            if owner is None:
                told = "an address doesn't lead to them"
                yield _of(contact.id, told), partial(books.own, address, contact.id)
            elif owner != contact.id:
                yield _of(contact.id, f"one of their addresses leads to {owner}"), None
    for address, owner in stock.addresses.items():
        whose = stock.contacts.get(owner)
        if whose is None or not set(known_as(address)) & set(whose.addresses):
            yield _of(owner, "an address leads there that isn't theirs"), partial(books.disown, address)


def merged(stock: Stock) -> Found:
    """Yield contacts who were merged into another that doesn't list them, or list one who wasn't."""
    for contact in stock.contacts.values():
        into = stock.contacts.get(contact.merged_into) if contact.merged_into else None
        if contact.merged_into and (into is None or contact.id not in into.merged):
            yield _of(contact.id, f"was merged into {contact.merged_into}, who doesn't know of it"), None
        for other in contact.merged:
            if other not in stock.contacts or stock.contacts[other].merged_into != contact.id:
                yield _of(contact.id, f"lists {other}, who wasn't merged into them"), None


def of_tickets(room: Room, books: Books, stock: Stock, ledger: Ledger) -> Found:
    """Yield tickets whose contact is gone or whose addresses don't point to them, and pointers to what isn't there."""
    for number, entry in ledger.tickets.items():
        if entry.contact_id and entry.contact_id not in stock.contacts:
            told = f"its contact {entry.contact_id} isn't there"
            yield Difference(where=f"ticket {number}", what="contact", told=told), None
        missing = [one for one in sorted(entry.addresses) if number not in stock.pointers.get(one, ())]
        if missing:
            told = f"{len(missing)} of its addresses don't point to it"
            difference = Difference(where=f"ticket {number}", what="pointers", told=told)
            yield difference, partial(room.contacts.point, missing, number)
    for address, numbers in stock.pointers.items():
        for number in numbers - ledger.tickets.keys():
            difference = Difference(where=f"ticket {number}", what="pointers", told="an address points to what isn't")
            yield difference, partial(books.unpoint, address, number)


def _of(contact_id: str, told: str) -> Difference:
    return Difference(where=f"contact {contact_id}", what="addresses", told=told)
