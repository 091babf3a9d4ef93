"""Writing what searches read: the postings of a source, and the dictionary of all terms."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.search_terms import Indexed, head
from chalicelib.storage.search.records import PostingRecord, TermsRecord, WordRecord, far, posting, word
from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import read_all, write_all
from chalicelib.storage.table.conditions import code_of
from chalicelib.storage.table.reading import Range, every

_REMEMBERED_MOST = 50_000


@dataclass(slots=True)
class Newest:
    """A process's own memory of the dictionary, so that it need not be read for every common word."""

    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def get(self, workspace: str, term: str) -> int | None:
        return self._known.get((workspace, term))

    def remember(self, workspace: str, newest: dict[str, int]) -> None:
        if len(self._known) > _REMEMBERED_MOST:
            self._known.clear()
        self._known.update({(workspace, term): number for term, number in newest.items()})


@dataclass(frozen=True, slots=True)
class _Change:
    """A source that is being indexed, and the claim to it."""

    before: Indexed
    terms: frozenset[str]
    claim: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def needed(self) -> bool:
        return self.before.claim is not None or self.before.terms != self.terms

    @property
    def new(self) -> frozenset[str]:
        """What is to be posted: everything, when somebody else may have been cut off in the middle."""
        return self.terms if self.before.claim else self.terms - self.before.terms

    @property
    def gone(self) -> frozenset[str]:
        return self.before.terms - self.terms


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The writing half of `Search`.

    Who changes a source's terms first claims it and adds the new terms to what it is remembered by. So whatever may
    have been posted is always remembered, and whoever is cut off, or comes second, can put it right.
    """

    keys: k.Keys
    newest: Newest

    def indexed(self, number: int, sources: Sequence[str]) -> list[Indexed]:
        pk = self.keys.ticket(number)
        found = read_all([(pk, k.terms_sort_key(source)) for source in sources], consistent=True)
        records = {record.sk: record for record in map(TermsRecord.from_raw_data, found)}
        return [_indexed(number, source, records.get(k.terms_sort_key(source))) for source in sources]

    def index(self, changes: Sequence[tuple[Indexed, frozenset[str]]]) -> None:
        needed = [change for change in (_Change(*one) for one in changes) if change.needed]
        for change in needed:
            self._claim(change)
        self._post(needed)
        for change in needed:
            self._settle(change)

    def _claim(self, change: _Change) -> None:
        before = change.before
        unchanged: Condition
        if before.claim is not None:
            unchanged = TermsRecord.claim == before.claim
        elif before.version:
            unchanged = TermsRecord.claim.does_not_exist() & (TermsRecord.version == before.version)
        else:
            unchanged = TermsRecord.pk.does_not_exist()
        claimed: list[Action] = [TermsRecord.claim.set(change.claim), TermsRecord.type.set("terms")]
        self._update(before, [*claimed, *_added(change.terms)], unchanged)

    def _settle(self, change: _Change) -> None:
        """If somebody claimed the source meanwhile, our postings may have come after theirs: then all is
        redone."""
        before, terms = change.before, change.terms
        settled: list[Action] = [TermsRecord.claim.remove(), TermsRecord.version.set(before.version + 1)]
        settled.append(TermsRecord.terms.set(set(terms)) if terms else TermsRecord.terms.remove())
        try:
            self._update(before, settled, TermsRecord.claim == change.claim)
        except ConflictError:
            nobody_s = TermsRecord.claim.set(uuid.uuid4().hex)
            self._update(before, [nobody_s, *_added(terms)], TermsRecord.pk.exists())
            raise

    def _update(self, which: Indexed, changes: list[Action], condition: Condition) -> None:
        record = TermsRecord(self.keys.ticket(which.number), k.terms_sort_key(which.source))
        try:
            record.update(changes, condition=condition)
        except UpdateError as refusal:
            if code_of(refusal) == "ConditionalCheckFailedException":
                raise ConflictError from refusal
            raise

    def _post(self, changes: Sequence[_Change]) -> None:
        """The dictionary first: a term that isn't in it can't be found by its beginning."""
        new = [(change.before, term) for change in changes for term in sorted(change.new)]
        gone = [(change.before, term) for change in changes for term in sorted(self._no_longer_posted(change))]
        words = self._worth_noting({term: which.number for which, term in new})
        write_all([*words, *map(self._posting, new)], list(map(self._posting, gone)))
        self.newest.remember(self.keys.workspace, {record.sk: int(record.newest) for record in words})

    def _posting(self, posted: tuple[Indexed, str]) -> PostingRecord:
        which, term = posted
        return posting(self.keys, term, which.number, which.source[0])

    def _no_longer_posted(self, change: _Change) -> frozenset[str]:
        """Without what the ticket's other messages, or notes, have: all of a kind share their postings."""
        which = change.before
        if not change.gone or k.SEPARATOR not in which.source:
            return change.gone
        part = Range(self.keys.ticket(which.number), k.terms_sort_key(k.joined(which.source[0], "")))
        others = [
            one for one in map(TermsRecord.from_raw_data, every(part)) if one.sk != k.terms_sort_key(which.source)
        ]
        return change.gone - set[str]().union(*(one.terms or () for one in others))

    def _worth_noting(self, newest: Mapping[str, int]) -> list[WordRecord]:
        """Entries for those terms that the dictionary doesn't have, or has far behind."""
        self._look_up([term for term in newest if self.newest.get(self.keys.workspace, term) is None])
        noted = ((term, number, self.newest.get(self.keys.workspace, term)) for term, number in newest.items())
        return [
            word(self.keys, term, number, known)
            for term, number, known in noted
            if known is None or number > known + far(known)
        ]

    def _look_up(self, terms: Collection[str]) -> None:
        found = read_all([(self.keys.dictionary(head(term)), term) for term in terms])
        records = map(WordRecord.from_raw_data, found)
        self.newest.remember(self.keys.workspace, {record.sk: int(record.newest) for record in records})


def _indexed(number: int, source: str, record: TermsRecord | None) -> Indexed:
    if record is None:
        return Indexed(number, source)
    return Indexed(number, source, frozenset(record.terms or ()), int(record.version or 0), record.claim)


def _added(terms: frozenset[str]) -> list[Action]:
    return [TermsRecord.terms.add(set(terms))] if terms else []
