"""Who says, wants or can't do something: the subject that a clause begins with is whom the ticket is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.assistant.wish.grammar import CHANNELS, SAYS, phrase
from chalicelib.assistant.wish.items import WishContact, WishItem, spoken
from chalicelib.assistant.wish.lines import WishToken
from chalicelib.assistant.wish.people import Mention, People

_BY_WHICH = 2
"""Words of "by email". "Wants email reports" says nothing of a channel."""
_LEADS = 3
"""Words such as "but" and "please" that are passed before a name."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of one sentence's clauses."""

    tokens: Sequence[WishToken]
    people: People

    def at(self, start: int) -> tuple[int, list[WishItem]]:
        """Return where the matter begins behind a clause's subject, and what is told by it; `start` without one."""
        for named, cue in self._places(start):
            for mention in self.people.at(named, cued=cue == "role"):
                end, items = self._speaks(mention, named, cue)
                if items:
                    return end, items
        return start, []

    def stops(self, at: int) -> bool:
        return at >= len(self.tokens) or bool(self.tokens[at].mark)

    def _places(self, start: int) -> Iterator[tuple[int, str]]:
        """Where a name may begin: behind "but", "customer", "the" before "Mr Lund", or at once."""
        lead = start
        for _ in range(_LEADS):
            lead = max(phrase("glue", self.tokens, lead), phrase("polite", self.tokens, lead))
        for begin in dict.fromkeys((lead, start)):
            if self.stops(begin):
                continue
            for kind, cue in (("role", "role"), ("dative", "for"), ("article", "title")):
                named = phrase(kind, self.tokens, begin)
                if named > begin and (cue != "title" or phrase("title", self.tokens, named) > named):
                    yield named, cue
            yield begin, ""

    def _speaks(self, mention: Mention, start: int, cue: str) -> tuple[int, list[WishItem]]:
        """Where the matter begins behind somebody who is its subject, and what is told; nothing when they aren't."""
        tokens, end = self.tokens, mention.end
        clear = tokens[start].capital or mention.words > 1 or (cue == "role" and mention.sure)
        if not clear or (mention.email and not mention.person):
            return start, []
        contact = WishItem("contact", start, end, WishContact(mention, "subject"))
        behind = end + 1 if end < len(tokens) and tokens[end].mark == "," else end
        said, found = self._said(behind)
        if found and _may_say(mention, cue):
            return self._past_that(said), [contact, *found]
        if not self.stops(behind) and self._does(mention, behind, cue):
            begin, via = self._asks(behind)
            return begin, [contact, *via]
        return start, []

    def _said(self, start: int) -> tuple[int, list[WishItem]]:
        """Past "wrote in the chat", and what is told by that; nothing when nobody says anything."""
        tokens, at, found = self.tokens, start, list[WishItem]()
        has = phrase("aux", tokens, start)
        while not self.stops(at):
            end, kind = self._spoken(at, start, has)
            if end == at:
                break
            if kind in SAYS:
                found.append(WishItem("says", at, end, spoken(kind)))
            elif kind in CHANNELS:
                found.append(WishItem("channel", at, end, kind))
            at = end
        return (at, found) if any(item.kind == "says" for item in found) else (start, [])

    def _spoken(self, at: int, start: int, has: int) -> tuple[int, str]:
        """The longest piece of "has by mail reported it" that begins at a token; `has` is where the first word ends."""
        if at > has > start and (reported := phrase("reported", self.tokens, at)) > at:
            return reported, "says"
        end, kind = max((phrase(kind, self.tokens, at), kind) for kind in (*SAYS, "object", *CHANNELS))
        return (has, "aux") if end == at == start < has else (end, kind)

    def _asks(self, start: int) -> tuple[int, list[WishItem]]:
        """Past "asks by email:", where what is asked follows; else where the verb stands."""
        tokens = self.tokens
        end = phrase("does", tokens, start)
        ways = [(phrase(channel, tokens, end), channel) for channel in CHANNELS] if end > start else []
        via, channel = max(ways, default=(end, ""))
        if via < end + _BY_WHICH:
            return start, []
        told = via < len(tokens) and tokens[via].mark and tokens[via].mark in ":,"
        return via if told else start, [WishItem("channel", end, via, channel)]

    def _past_that(self, at: int) -> int:
        tokens = self.tokens
        behind = at + 1 if at < len(tokens) and tokens[at].mark == "," else at
        that = phrase("that", tokens, behind)
        return that if that > behind else at

    def _does(self, mention: Mention, end: int, cue: str) -> bool:
        """Whether a verb follows that people do: what goes for a whole name goes for any."""
        tokens = self.tokens
        both = bool(mention.person and mention.company)
        if phrase("does", tokens, end) > end:
            return both if end > mention.end else mention.sure or cue == "role" or both
        if end > mention.end:
            return False
        surely = mention.sure and ((mention.whole and mention.words > 1) or both)
        small = tokens[end].key[0].isalpha() and not tokens[end].capital and not tokens[end].glued
        joined = any(phrase(kind, tokens, end) > end for kind in ("at", "by", "for", "and", "is", "joins"))
        return surely and small and not joined


def _may_say(mention: Mention, cue: str) -> bool:
    return mention.sure or cue == "role" or mention.words > 1
