"""A sentence taken apart: what its clauses say of the ticket, and the matter that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from chalicelib.assistant.wish.grammar import phrase
from chalicelib.assistant.wish.items import WishContact, WishItem
from chalicelib.assistant.wish.lines import ends_sentence
from chalicelib.assistant.wish.names import Names
from chalicelib.assistant.wish.reading import MOST_ITEMS, Clauses
from chalicelib.assistant.wish.subjects import Subjects

_FOLLOWS = frozenset({"contact", "glue", "polite", "level", "label", "assign"})
_ASIDE = frozenset({"says", "object", "reported", "pronoun", "member", "noun_after"})


@dataclass(slots=True)
class WishRead:
    """A sentence as it was read: the items, the companies that the matter names, and the matter itself."""

    items: list[WishItem] = field(default_factory=list)
    aside: list[WishContact] = field(default_factory=list)
    matter: str = ""

    def values(self, kind: str) -> list[object]:
        return [item.value for item in self.items if item.kind == kind]


def take_apart(text: str, names: Names) -> WishRead:
    clauses = Clauses.of(text, names)
    return _ClauseReader(clauses, Subjects(clauses.tokens, clauses.people)).told()


@dataclass(slots=True)
class _ClauseReader:
    clauses: Clauses
    subjects: Subjects
    _items: list[WishItem] = field(default_factory=list)
    _aside: list[WishContact] = field(default_factory=list)
    _pieces: list[tuple[int, int]] = field(default_factory=list)
    _doubtful: list[tuple[int, int, Sequence[WishItem]]] = field(default_factory=list)

    def told(self) -> WishRead:
        tokens, at = self.clauses.tokens, 0
        while at < len(tokens):
            at = at + 1 if tokens[at].mark else self._clause(at)
        if not self._pieces and self._doubtful:
            start, end, items = self._doubtful[0]
            self._pieces.append((start, end))
            self._items = [item for item in self._items if item not in items]
        return WishRead(self._items, self._aside, self._matter())

    def _clause(self, start: int) -> int:
        """Read one clause; gives where it ends."""
        whole = self.clauses.cover(start)
        if whole and self._accepts(whole) and not self._speaks_on(start, whole):
            if any(item.kind == "label" and item.cost for item in whole):
                self._doubtful.append((start, whole[-1].end, whole))
            self._items += whole
            return whole[-1].end
        if (headed := phrase("heading", self.clauses.tokens, start)) > start:
            return self._content(headed)
        begin, items = self.subjects.at(self._prefix(start))
        self._items += items
        return begin if self.clauses.stops(begin) else self._content(begin)

    def _speaks_on(self, start: int, whole: Sequence[WishItem]) -> bool:
        """Whether what is a clause by itself is somebody who says something behind the comma."""
        if any(item.kind not in ("contact", "glue", "polite") for item in whole):
            return False
        return self.subjects.at(start)[0] > whole[-1].end

    def _accepts(self, chain: Sequence[WishItem]) -> bool:
        """Whether items that are a clause are believed: strangers need words around that say they are somebody."""
        kinds = {item.kind for item in chain}
        for item in chain:
            if item.kind == "member" and not self._in_front_of_colon(chain[-1].end):
                return False
            if isinstance(item.value, WishContact) and not item.value.mention.sure and not _stranger(item.value, kinds):
                return False
        return True

    def _in_front_of_colon(self, at: int) -> bool:
        """Whether fields are listed here, with the matter behind a colon."""
        tokens = self.clauses.tokens
        colon = next((one for one in range(at, len(tokens)) if tokens[one].mark == ":"), None)
        return not self._pieces and colon is not None and colon + 1 < len(tokens)

    def _prefix(self, start: int) -> int:
        """Take what a clause says of the ticket before its matter begins; gives where that does."""
        chain: list[WishItem] = []
        at = start
        while not self.clauses.stops(at) and len(chain) < MOST_ITEMS:
            item = next((one for one in self.clauses.items(at) if self._may_lead(one, chain)), None)
            if item is None:
                break
            chain.append(item)
            at = item.end
        while chain:
            begin = self._goes_on(chain)
            if begin:
                self._items += chain
                return begin
            chain.pop()
        return start

    def _may_lead(self, item: WishItem, chain: Sequence[WishItem]) -> bool:
        if item.kind in _ASIDE or (item.kind == "label" and item.cost):
            return False
        if isinstance(item.value, WishContact) and not item.value.mention.sure:
            return _stranger(item.value, {one.kind for one in chain})
        return not isinstance(item.value, WishContact) or bool(item.value.cue)

    def _goes_on(self, chain: Sequence[WishItem]) -> int:
        """Where the matter begins behind these items; 0 when they are none but look like it."""
        tokens, last = self.clauses.tokens, chain[-1]
        kinds = {item.kind for item in chain}
        end = last.end
        if self.clauses.stops(end):
            return 0
        if tokens[last.start].key in ("@", "#"):
            return end
        if kinds - {"polite", "article", "verb"} and self.subjects.at(end)[1]:
            return end
        if "noun" not in kinds:
            return 0
        if "verb" in kinds and phrase("for", tokens, end) > end:
            return end
        about = phrase("about", tokens, end)
        if about > end and ("verb" in kinds or "contact" in kinds):
            return about
        if isinstance(last.value, WishContact):
            mention = last.value.mention
            return end if mention.sure and (mention.whole or mention.company or mention.email) else 0
        if last.kind in ("assign", "label", "level", "channel"):
            return end
        return end if "verb" in kinds and phrase("article", tokens, end) > end else 0

    def _content(self, start: int) -> int:
        """Keep a clause as the matter, but for what is said of the ticket at its end."""
        end = self.clauses.end_of(start)
        cut = end
        for at in range(start + 1, end):
            first = self.clauses.first(at)
            chain = self.clauses.cover(at) if first and first.kind in _FOLLOWS else []
            if chain and self._may_follow(chain) and self._accepts(chain):
                self._items += chain
                cut, end = at, chain[-1].end
                break
        self._pieces.append((start, cut))
        self._aside += self._named_inside(start, cut)
        return end

    def _may_follow(self, chain: Sequence[WishItem]) -> bool:
        """Whether items may follow the matter without a comma."""
        first, real = chain[0], [item for item in chain if item.kind not in ("glue", "polite", "article")]
        if not real:
            return False
        if isinstance(first.value, WishContact):
            several = phrase("by", self.clauses.tokens, first.start) > first.start + 1
            asked = any(item.kind == "noun" for item in self._items)
            known = first.value.mention.sure or (asked and first.value.cue == "for" and first.value.mention.words > 1)
            return known and (first.value.cue in ("for", "inside") or (first.value.cue == "by" and several))
        joined = phrase("and", self.clauses.tokens, first.start) > first.start or first.kind == "polite"
        if joined and len(chain) > 1:
            return real[0].kind in ("assign", "label") or real[0].loose
        return first.loose and first.kind in ("level", "label", "assign")

    def _named_inside(self, start: int, end: int) -> list[WishContact]:
        """The companies that the matter names: "nobody at Globex can sign in"."""
        tokens, found = self.clauses.tokens, list[WishContact]()
        for at in range(start, end):
            behind = phrase("at", tokens, at)
            firm = self.clauses.people.company_at(behind, cued=False) if at < behind < end else None
            if firm and tokens[firm.end - firm.words].capital:
                found.append(WishContact(firm, "inside"))
        return found

    def _matter(self) -> str:
        """The pieces that are left, with the strongest of the marks that stood between two of them."""
        tokens, text, told = self.clauses.tokens, self.clauses.text, ""
        last = 0
        for start, end in self._pieces:
            if end <= start:
                continue
            begin = tokens[start].start
            if told:
                between = [token.mark for token in tokens[last:start] if token.mark]
                whole = all(token.mark for token in tokens[last:start])
                told += text[tokens[last - 1].end : begin] if whole else _joint(between)
            told += text[begin : tokens[end - 1].end]
            last = end
        return told + self._closing(last)

    def _closing(self, last: int) -> str:
        """The signs behind the last piece: a question mark, a quote's end, "50 %"."""
        tokens, text = self.clauses.tokens, self.clauses.text
        if not last:
            return ""
        until = tokens[last].start if last < len(tokens) else len(text)
        mark = tokens[last].mark if last < len(tokens) and tokens[last].mark in ("?", "!", ".") else ""
        return text[tokens[last - 1].end : until].rstrip() + mark


def _joint(marks: Sequence[str]) -> str:
    end = next((mark for mark in marks if ends_sentence(mark) and mark != "\n"), None)
    return f"{end or ('.' if chr(10) in marks else ',')} "


def _stranger(contact: WishContact, kinds: set[str]) -> bool:
    """Whether a name that nobody is known by stands as a customer's."""
    mention, cue = contact.mention, contact.cue
    if mention.email:
        return True
    if cue == "role":
        return True
    if cue == "for":
        return "noun" in kinds or mention.words > 1
    if cue == "by":
        return "noun" in kinds or "reported" in kinds
    return "says" in kinds and mention.words > 1
