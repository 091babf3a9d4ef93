"""The search index of a data set, as indexing each ticket in its turn would leave it.

It has some thirty items a ticket, of which DynamoDB Local takes 1,600 a second. None of them is in an index of the
table, so what DynamoDB Local would make of them is plain, and they are written right into the SQLite file that it keeps
its items in. `tests/bench/search.py` reads all of it through DynamoDB Local, and compares what is found.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from chalicelib.domain.search_terms import terms_of
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.storage.search.records import TermsRecord, far, posting, word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.records import Item
from tests.bench.results import say
from tests.support.item_size import size

_FILE = "shared-local-instance.db"
Row = tuple[bytes, bytes, bytes, bytes, int, bytes, bytes]


def write(folder: Path, table: str, keys: Keys, tickets: Iterable[Ticket]) -> None:
    """Add the index of `tickets`, which come by their numbers, to the table in that folder. No server may run on it."""
    say("  indexing every ticket …")
    index = _Index(keys)
    for ticket in tickets:
        index.add(ticket)
    names = ("hashKey", "rangeKey", "hashValue", "rangeValue", "itemSize", "ObjectJSON", "hashRangeValue")
    insert = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
    say(f"  writing {index.postings:,} postings and what belongs to them …")
    with sqlite3.connect(folder / _FILE) as database:
        database.executemany(insert, map(_row, index.items()))
    database.close()


def forget_stream(folder: Path) -> None:
    """Leave a desk that is started on these data nothing of the loading to catch up with."""
    with sqlite3.connect(folder / _FILE) as database:
        database.execute("DELETE FROM us")
    database.close()


class _Index:
    """Which ticket has which terms where, and the dictionary."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._posted: dict[str, list[tuple[int, str]]] = {}
        self._sources: list[tuple[int, str, frozenset[str]]] = []
        self._words: dict[str, tuple[int, int | None]] = {}
        self.postings = 0

    def add(self, ticket: Ticket) -> None:
        assert ticket.contact is not None
        contact = f"{ticket.contact.name} {ticket.contact.email}"
        for kind, text in (("t", ticket.title), ("d", ticket.description), ("c", contact)):
            terms = terms_of(text)
            self._sources.append((ticket.number, kind, terms))
            for term in terms:
                self._posted.setdefault(term, []).append((ticket.number, kind))
                self._note(term, ticket.number)
            self.postings += len(terms)

    def _note(self, term: str, number: int) -> None:
        """What the indexer does: an entry of the dictionary is written again when it has fallen far behind."""
        newest, _ = self._words.get(term, (None, None))
        if newest is None or number > newest + far(newest):
            self._words[term] = (number, newest)

    def items(self) -> Iterator[Item]:
        """In the order of their keys, more or less: that is quicker to write."""
        for term in sorted(self._posted):
            newest, previous = self._words[term]
            yield word(self._keys, term, newest, previous)
            for number, kind in self._posted[term]:
                yield posting(self._keys, term, number, kind)
        for number, kind, terms in self._sources:
            found = set(terms) or None
            yield TermsRecord(self._keys.ticket(number), k.terms_sort_key(kind), type="terms", terms=found, version=1)


def _row(record: Item) -> Row:
    """As DynamoDB Local stores an item. Its hashes are of its own making; they matter to scans and indexes alone."""
    item = record.serialize()
    pk, sk = (item[name]["S"].encode() for name in ("pk", "sk"))
    digests = (hashlib.sha1(part, usedforsecurity=False).digest() for part in (pk, sk, pk + b"\0" + sk))
    of_pk, of_sk, of_both = digests
    content = json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode()
    return pk, sk, of_pk, of_sk, size(item), content, of_both
