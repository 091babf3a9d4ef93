"""The letter about a week: what happened in it beside the week before, in numbers that lead to where they are from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.locales import Translate
from chalicelib.mail.letters.layout import Figure, Figures, Layout, Link
from chalicelib.mail.letters.numbers import days, decimal, share, span, whole

_LAST = timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekNumbers:
    """The numbers that a week comes to. `first` and `resolution` are medians in seconds, None where there was nothing
    to measure; `stars` are those of all ratings together."""

    arrived: int = 0
    resolved: int = 0
    replied: int = 0
    open: int = 0
    first: int | None = None
    resolution: int | None = None
    met: int = 0
    missed: int = 0
    ratings: int = 0
    stars: int = 0

    @property
    def is_empty(self) -> bool:
        """Return whether nothing happened, whatever was open."""
        return not any((self.arrived, self.resolved, self.replied, self.met, self.missed, self.ratings))


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelWeek:
    name: str
    arrived: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWeek:
    """The work that somebody did. An empty name is nobody's, None that of somebody who is no longer there."""

    name: str | None
    replied: int
    resolved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTold:
    """To a member who gets the weekly report. `team` is everybody for an admin, for others they themselves; `all` is
    everybody together. `url` is the desk's; `unfinished`: some of it is still being counted;
    `trial`: they asked for it themselves just now."""

    desk_name: str
    monday: date
    now: WeekNumbers
    before: WeekNumbers
    labels: tuple[LabelWeek, ...]
    team: tuple[MemberWeek, ...]
    all: MemberWeek
    url: str
    preferences: str
    unfinished: bool = False
    trial: bool = False

    def layout(self, t: Translate) -> Layout:
        named = {"desk": self.desk_name, "days": days(self.monday, self.monday + _LAST, t)}
        nothing = self.now.is_empty
        clock = () if nothing else (t("letter.weekly.clock"),)
        counting = (t("letter.weekly.counting"),) if self.unfinished else ()
        return Layout(
            subject=t("letter.weekly.subject", **named),
            opening=(t("letter.weekly.nothing" if nothing else "letter.weekly.opening", **named),),
            figures=() if nothing else self._figures(t),
            button=Link(label=t("letter.weekly.button"), url=self._page("overview")),
            closing=(
                *counting,
                *clock,
                t("letter.weekly.trial" if self.trial else "letter.weekly.why", desk=self.desk_name),
            ),
            footer=self.desk_name,
            footer_link=Link(label=t("letter.weekly.stop"), url=self.preferences),
        )

    def _figures(self, t: Translate) -> tuple[Figures, ...]:
        parts = {
            "overview": self._flow(t),
            "speed": self._speed(t),
            "sla": (self._row("kept", _kept(self.now, t), _kept(self.before, t), t),),
            "satisfaction": (self._row("rating", _rating(self.now, t), _rating(self.before, t), t),),
            "topics": self._topics(t),
            "team": self._team(t),
        }
        return tuple(
            Figures(about=Link(label=t(f"letter.weekly.{name}"), url=self._page(name)), figures=figures)
            for name, figures in parts.items()
            if figures
        )

    def _page(self, name: str) -> str:
        last = self.monday + _LAST
        return f"{self.url}/console/reports/{name}?from={self.monday.isoformat()}&to={last.isoformat()}"

    def _flow(self, t: Translate) -> tuple[Figure, ...]:
        now, before = self.now, self.before
        pairs = {
            "arrived": (now.arrived, before.arrived),
            "resolved": (now.resolved, before.resolved),
            "open": (now.open, before.open),
        }
        return tuple(self._row(name, whole(one, t), whole(other, t), t) for name, (one, other) in pairs.items())

    def _speed(self, t: Translate) -> tuple[Figure, ...]:
        now, before = self.now, self.before
        pairs = {"first": (now.first, before.first), "resolution": (now.resolution, before.resolution)}
        return tuple(self._row(name, _took(one, t), _took(other, t), t) for name, (one, other) in pairs.items())

    def _topics(self, t: Translate) -> tuple[Figure, ...]:
        return tuple(
            Figure(label=one.name, value=whole(one.arrived, t), note=_beside(whole(one.before, t), t))
            for one in self.labels
        )

    def _team(self, t: Translate) -> tuple[Figure, ...]:
        everybody = Figure(label=t("letter.weekly.all"), value=_did(self.all, t))
        rows = (Figure(label=_called(one.name, t), value=_did(one, t)) for one in self.team)
        return (*rows, everybody)

    def _row(self, name: str, value: str, before: str, t: Translate) -> Figure:
        return Figure(label=t(f"letter.weekly.{name}"), value=value, note=_beside(before, t))


def _beside(value: str, t: Translate) -> str:
    return t("letter.weekly.before", value=value)


def _took(seconds: int | None, t: Translate) -> str:
    return t("letter.weekly.none") if seconds is None else span(seconds, t)


def _kept(week: WeekNumbers, t: Translate) -> str:
    of = week.met + week.missed
    return t("letter.weekly.kept_of", share=share(week.met, of, t), count=whole(of, t)) if of else _none(t)


def _rating(week: WeekNumbers, t: Translate) -> str:
    if not week.ratings:
        return _none(t)
    average = decimal(week.stars / week.ratings, t)
    return t("letter.weekly.rated", average=average, count=whole(week.ratings, t))


def _none(t: Translate) -> str:
    return t("letter.weekly.none")


def _called(name: str | None, t: Translate) -> str:
    return t("letter.weekly.gone") if name is None else name or t("letter.weekly.nobody")


def _did(one: MemberWeek, t: Translate) -> str:
    return t("letter.weekly.did", replied=whole(one.replied, t), resolved=whole(one.resolved, t))
