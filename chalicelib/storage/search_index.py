"""Writing what searches read: the postings of a source, and the dictionary of all terms."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.repeats import ConflictError
from chalicelib.domain.terms import Indexed, head
from chalicelib.storage import keys as k
from chalicelib.storage.batches import read_all, write_all
from chalicelib.storage.reading import Range, query
from chalicelib.storage.search_records import PostingRecord, TermsRecord, WordRecord, far, posting, word

_PAGE = 200
_REMEMBERED_MOST = 50_000


@dataclass(slots=True)
class Newest:
    """What this process knows of the dictionary, so that it need not be read for every common word."""

    _known: dict[tuple[str, str], int] = field(default_factory=dict)

    def get(self, workspace: str, term: str) -> int | None:
        return self._known.get((workspace, term))

    def remember(self, workspace: str, newest: dict[str, int]) -> None:
        if len(self._known) > _REMEMBERED_MOST:
            self._known.clear()
        self._known.update({(workspace, term): number for term, number in newest.items()})


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The writing half of `Search`.

    Who changes a source's terms first claims it and adds the new terms to what it is remembered by. So whatever may
    have been posted is always remembered, and whoever is cut off, or comes second, can put it right.
    """

    keys: k.Keys
    newest: Newest

    def indexed(self, number: int, source: str) -> Indexed:
        try:
            record = TermsRecord.get(self.keys.ticket(number), k.terms_sort_key(source), consistent_read=True)
        except TermsRecord.DoesNotExist:
            return Indexed(number, source)
        return Indexed(number, source, frozenset(record.terms or ()), int(record.version or 0), record.claim)

    def index(self, before: Indexed, terms: frozenset[str]) -> None:
        if before.terms == terms and before.claim is None:
            return
        claim = uuid.uuid4().hex
        self._claim(before, claim, terms)
        gone = before.terms - terms
        kind = before.source[0]
        self._post(
            before.number,
            kind,
            terms - before.terms if before.claim is None else terms,
            gone - self._of_others(before) if gone else gone,
        )
        self._settle(before, claim, terms)

    def _claim(self, before: Indexed, claim: str, terms: frozenset[str]) -> None:
        changes: list[Action] = [TermsRecord.claim.set(claim), TermsRecord.type.set("terms")]
        if terms:
            changes.append(TermsRecord.terms.add(set(terms)))
        unchanged: Condition
        if before.claim is not None:
            unchanged = TermsRecord.claim == before.claim
        elif before.version:
            unchanged = TermsRecord.claim.does_not_exist() & (TermsRecord.version == before.version)
        else:
            unchanged = TermsRecord.pk.does_not_exist()
        self._update(before, changes, unchanged)

    def _settle(self, before: Indexed, claim: str, terms: frozenset[str]) -> None:
        """If somebody claimed the source meanwhile, our postings may have come after his: then all is to be redone."""
        changes: list[Action] = [TermsRecord.claim.remove(), TermsRecord.version.set(before.version + 1)]
        changes.append(TermsRecord.terms.set(set(terms)) if terms else TermsRecord.terms.remove())
        try:
            self._update(before, changes, TermsRecord.claim == claim)
        except ConflictError:
            touched: list[Action] = [TermsRecord.terms.add(set(terms))] if terms else []
            self._update(before, [TermsRecord.claim.set(uuid.uuid4().hex), *touched], TermsRecord.pk.exists())
            raise

    def _update(self, which: Indexed, changes: list[Action], condition: Condition) -> None:
        record = TermsRecord(self.keys.ticket(which.number), k.terms_sort_key(which.source))
        try:
            record.update(changes, condition=condition)
        except UpdateError as refusal:
            if refusal.cause_response_code == "ConditionalCheckFailedException":
                raise ConflictError from refusal
            raise

    def _of_others(self, which: Indexed) -> frozenset[str]:
        """The terms of the ticket's other messages, or notes: all of a kind share their postings."""
        if "#" not in which.source:
            return frozenset()
        part = Range(self.keys.ticket(which.number), k.terms_sort_key(which.source[0] + "#"))
        terms: set[str] = set()
        after: str | None = None
        while True:
            raw = query(part, _PAGE, after=after, consistent=True)
            for record in map(TermsRecord.from_raw_data, raw.items):
                if record.sk != k.terms_sort_key(which.source):
                    terms |= record.terms or set()
            if raw.last is None:
                return frozenset(terms)
            after = raw.last

    def _post(self, number: int, kind: str, new: Collection[str], gone: Collection[str]) -> None:
        """The dictionary first: a term that isn't in it can't be found by its beginning."""
        words = self._worth_noting(number, new)
        postings: list[PostingRecord] = [posting(self.keys, term, number, kind) for term in sorted(new)]
        write_all([*words, *postings], [posting(self.keys, term, number, kind) for term in sorted(gone)])
        self.newest.remember(self.keys.workspace, {record.sk: number for record in words})

    def _worth_noting(self, number: int, terms: Collection[str]) -> list[WordRecord]:
        """Entries for those terms that the dictionary doesn't have, or has far behind."""
        self._look_up([term for term in terms if self.newest.get(self.keys.workspace, term) is None])
        noted = ((term, self.newest.get(self.keys.workspace, term)) for term in sorted(terms))
        return [
            word(self.keys, term, number) for term, newest in noted if newest is None or number > newest + far(newest)
        ]

    def _look_up(self, terms: Collection[str]) -> None:
        found = read_all([(self.keys.dictionary(head(term)), term) for term in terms])
        records = map(WordRecord.from_raw_data, found)
        self.newest.remember(self.keys.workspace, {record.sk: int(record.newest) for record in records})
