"""The letter to a member about several things at once: each as its own letter tells it, in the order they happened."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Layout, Link, News, Words
from chalicelib.mail.letters.members import MemberAssigned
from chalicelib.mail.letters.ticket import OnTicket


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketNews:
    """One thing that happened, as the letter about it alone would say."""

    on: OnTicket
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberNews:
    """To a member, of whom several things on their tickets are told by one mail. `url` leads to the console; `waited`:
    they came in the member's quiet hours."""

    desk_name: str
    told: tuple[TicketNews, ...]
    url: str
    waited: bool = False

    @property
    def tickets(self) -> int:
        """Return how many tickets it is about."""
        return len({one.on.ref for one in self.told})

    def layout(self, t: Translate) -> Layout:
        single = self.tickets == 1
        closing = self.told[-1].words.layout(t).closing if single else (t("letter.news.no_answer"),)
        return Layout(
            subject=self._subject(t),
            opening=(t("letter.news.waited" if self.waited else "letter.news.opening"),),
            news=tuple(self._news(one, t) for one in self.told),
            button=Link(label=t("letter.news.console"), url=self.url),
            closing=closing,
            footer=self.told[-1].on.footer(t) if single else self.desk_name,
        )

    def _subject(self, t: Translate) -> str:
        if self.tickets == 1:
            return self.told[-1].words.layout(t).subject
        assigned = all(isinstance(one.words, MemberAssigned) and not one.words.to for one in self.told)
        happened = "waited_subject" if self.waited else "assigned" if assigned else "subject"
        return t(f"letter.news.{happened}", count=self.tickets)

    def _news(self, one: TicketNews, t: Translate) -> News:
        laid = one.words.layout(t)
        facts = [f"{label}: {value}" for label, value in laid.facts if value not in (one.on.title,)]
        told = " · ".join([*laid.opening, *facts])
        return News(about=Link(label=one.on.subject(t), url=one.on.url), told=told, said=laid.said)
