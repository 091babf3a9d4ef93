"""Whom a sentence names: where a name may stand, and which of the desk's contacts are called so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from chalicelib.assistant.cues import language_of
from chalicelib.assistant.wish.candidates import candidates, elided
from chalicelib.assistant.wish.grammar import joining, phrase, words_of
from chalicelib.assistant.wish.lines import WishToken, keys_of
from chalicelib.assistant.wish.names import MOST_LOOKUPS, KnownPerson, Names

_NAME_WORDS = 4
_COMPANY_WORDS = 5
_MOST_TOKENS = 12
"""Of a name that nobody is known by. One with hyphens has more of them than words."""
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is named, up to `end`. `sure`: by a name that the desk knows; `whole`: by all of it."""

    end: int
    person: str = ""
    company: str = ""
    email: str = ""
    sure: bool = False
    whole: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    keys: tuple[str, ...]
    kind: str
    whole: bool


@dataclass(slots=True)
class People:
    """The names in one sentence. `forms` are what the contacts who were looked up may be called, by the first word."""

    text: str
    tokens: Sequence[WishToken]
    forms: dict[str, list[_Form]]
    language: str = ""

    @classmethod
    def of(cls, text: str, tokens: Sequence[WishToken], names: Names) -> People:
        for span in candidates(tokens)[:MOST_LOOKUPS]:
            names.people(text[tokens[span[0]].start : tokens[span[1] - 1].end])
        forms: dict[str, list[_Form]] = {}
        for form in {form for person in names.known() for form in _forms(person)}:
            forms.setdefault(form.keys[0], []).append(form)
        for same in forms.values():
            same.sort(key=lambda form: (-len(form.keys), form.kind, form.keys))
        return cls(text, tokens, forms, language_of(text, ""))

    def said(self, start: int, end: int) -> str:
        """The words as they were written, with the stop behind an initial or what is short for something."""
        if end <= start:
            return ""
        last = self.tokens[end - 1].end
        marked = end < len(self.tokens) and self.tokens[end].mark == "." and self.tokens[end].start == last
        return self.text[self.tokens[start].start : last + (self.text[last : last + 1] == "." and not marked)]

    def at(self, start: int, *, cued: bool) -> list[Mention]:
        """The ways to read a mention that begins here. `cued`: something before it says that somebody follows."""
        found = [*self._addressed(start), *self._person(start, cued=cued), *self._firm(start, cued=cued)]
        return [*found, *self._strangers(start)] if cued or not found else found

    def company_at(self, start: int, *, cued: bool = True) -> Mention | None:
        """A company that the desk knows."""
        return next((one for one in self._firm(start, cued=cued) if one.sure), None)

    def _addressed(self, start: int) -> Iterator[Mention]:
        """An address, with the name behind it or without."""
        if start >= len(self.tokens) or not self.tokens[start].address:
            return
        alone = Mention(start + 1, email=self.tokens[start].address, sure=True, whole=True, words=1)
        mark = self.tokens[start + 1].mark if start + 1 < len(self.tokens) else ""
        if mark and mark in ",(":
            for name in [*self._person(start + 2, cued=True), *self._unknown(start + 2, _NAME_WORDS)]:
                if self._stops(name.end) and name.words > 1:
                    closed = mark == "(" and name.end < len(self.tokens) and self.tokens[name.end].mark == ")"
                    yield replace(alone, person=name.person, end=name.end + closed)
        yield alone

    def _person(self, start: int, *, cued: bool) -> Iterator[Mention]:
        """A known person, with a title, a company or an address if these stand there."""
        begin = phrase("title", self.tokens, start)
        titled = begin > start
        for end, form in self._known(begin, "person", titled=titled or cued):
            name = Mention(end, self.said(begin, end), sure=True, whole=form.whole, words=end - begin)
            yield from self._with_more(name)

    def _firm(self, start: int, *, cued: bool) -> Iterator[Mention]:
        begin = phrase("firm", self.tokens, start)
        begin = phrase("article", self.tokens, begin) if begin > start or cued else begin
        for end, form in self._known(begin, "company", titled=begin > start or cued):
            yield Mention(end, company=self.said(begin, end), sure=True, whole=form.whole, words=end - begin)

    def _known(self, start: int, kind: str, *, titled: bool) -> Iterator[tuple[int, _Form]]:
        if start >= len(self.tokens) or (start and self.tokens[start].glued and not elided(self.tokens, start)):
            return
        for form in self.forms.get(self.tokens[start].key, ()):
            end = start + len(form.keys)
            here = tuple(token.key for token in self.tokens[start:end])
            if form.kind.startswith(kind) and here == form.keys and not _goes_on(self.tokens, end):
                surname = form.kind.endswith("part")
                if not surname or titled:
                    yield end, form

    def _with_more(self, mention: Mention) -> Iterator[Mention]:
        """The mention with the company and the address behind it, and without."""
        for more in (self._with_company(mention), mention):
            if more is None:
                continue
            email = self._with_address(more)
            if email:
                yield email
            yield more

    def _with_company(self, mention: Mention) -> Mention | None:
        """ "… at Globex", "… (Globex)", "…, Globex", "…, de Globex": the company has to be known but behind "at"."""
        at, tokens = mention.end, self.tokens
        mark = tokens[at].mark if at < len(tokens) else ""
        begin = at + 1 if mark and mark in ",([" else at
        behind = phrase("at", tokens, begin)
        firm = self.company_at(behind) if mark or behind > begin else None
        if firm is None and behind > begin and not mark:
            firm = next(self._unknown(behind, _COMPANY_WORDS), None)
            firm = firm and replace(firm, company=firm.person, person="", sure=False)
        if firm is None and mark == "(" and not mention.sure:
            firm = next(self._unknown(begin, _COMPANY_WORDS), None)
            firm = firm and replace(firm, company=firm.person, person="", sure=False)
        if firm is None:
            return None
        closed = firm.end < len(tokens) and tokens[firm.end].mark in (")", "]") and mark in ("(", "[")
        if mark == "," and behind == begin and not self._stops(firm.end):
            return None
        return replace(mention, company=firm.company, end=firm.end + closed, words=mention.words + firm.words)

    def _stops(self, at: int) -> bool:
        return at >= len(self.tokens) or bool(self.tokens[at].mark)

    def _with_address(self, mention: Mention) -> Mention | None:
        at = mention.end
        opened = at < len(self.tokens) and self.tokens[at].mark and self.tokens[at].mark in ",(["
        at += bool(opened)
        if at >= len(self.tokens) or not self.tokens[at].address:
            return None
        closed = at + 1 < len(self.tokens) and self.tokens[at + 1].mark in (")", "]")
        return replace(mention, email=self.tokens[at].address, end=at + 1 + (closed and bool(opened)), sure=True)

    def _strangers(self, start: int) -> Iterator[Mention]:
        """Names that nobody is known by, longest first."""
        begin = phrase("title", self.tokens, start)
        for name in self._unknown(begin, _NAME_WORDS):
            yield from self._with_more(replace(name, person=self.said(start, name.end)))

    def _unknown(self, start: int, most: int) -> Iterator[Mention]:
        """Words with a capital, and the little ones inside a name."""
        tokens, end = self.tokens, start
        ends: list[int] = []
        words = 0
        while (
            end < min(len(tokens), start + _MOST_TOKENS)
            and words < most
            and _may_be_name(tokens[end], inside=end > start)
        ):
            end += 1
            if tokens[end - 1].capital and not _goes_on(tokens, end):
                ends.append(end)
            words += not tokens[end - 1].glued
        if start < len(tokens) and tokens[start].key in _no_names():
            return
        for one in [*self._before_company(ends), *reversed(ends)]:
            yield Mention(one, self.said(start, one), words=sum(not token.glued for token in tokens[start:one]))

    def _before_company(self, ends: Sequence[int]) -> Iterator[int]:
        """Where a person's name ends if a company follows: "de" may join two names, or a person and a firm."""
        for end in ends:
            if end < ends[-1] and not self.tokens[end].capital and self.tokens[end].key in joining(self.language):
                yield end


@cache
def _no_names() -> frozenset[str]:
    """The words that no stranger's name begins with, whatever their letter case."""
    return frozenset().union(*map(words_of, ("article", "pronoun", "none", "me", "at", "for", "does", "polite")))


def _may_be_name(token: WishToken, *, inside: bool) -> bool:
    if token.mark or token.address or not token.key[0].isalnum():
        return False
    return token.capital or (inside and (token.glued or token.key in words_of("particle")))


def _goes_on(tokens: Sequence[WishToken], end: int) -> bool:
    """Whether the word before isn't over: "rose" of "rose-coloured". A possessive is."""
    return end < len(tokens) and tokens[end].glued and not tokens[end].mark and tokens[end].key != "s"


def _forms(person: KnownPerson) -> Iterator[_Form]:
    """What a contact and their company may be called, in keys."""
    name = keys_of(person.name)
    for end in range(1, len(name) + 1):
        yield _Form(name[:end], "person", end == len(name))
    for start in range(1, len(name)):
        yield _Form(name[start:], "person part", False)
        yield _Form(name[start : start + 1], "person part", False)
    for company in person.companies():
        for end in range(1, len(company) + 1):
            if end == len(company) or len(company[0]) >= _TELLING:
                yield _Form(company[:end], "company", end == len(company))
        for start in range(1, len(company)):
            if len(company[start]) > _TELLING:
                yield _Form(company[start:], "company part", False)
