"""From the names that a sentence says to those of the desk; what is left open is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.assistant.answers import Wish
from chalicelib.assistant.wish.grammar import words_of
from chalicelib.assistant.wish.lines import keys_of
from chalicelib.assistant.wish.names import DeskName, KnownPerson, Names, meant, nearest, of_company

_OFFERED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A field that is to be asked about: what was said, whether that is known at all, and what may be meant.

    A label is asked for beside those that are clear. Without an answer to a `needed` one nothing is made.
    """

    field: Literal["assignee", "labels", "contact", "company"]
    said: str
    known: bool
    options: Sequence[DeskName | KnownPerson]
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedWish:
    """The people that a wish names. `company` is as the desk calls it; `offered` are its people, if nobody is named."""

    assignee: DeskName | None = None
    labels: tuple[DeskName, ...] = ()
    contact: KnownPerson | None = None
    company: str = ""
    offered: Sequence[KnownPerson] = ()
    open: tuple[Open, ...] = ()


def resolve(wish: Wish, names: Names) -> ResolvedWish:
    assignee, whose = _assignee(wish, names)
    labels, which = _labels(wish, names)
    person = _person(wish, names) if wish.person and not wish.email else _company(wish, names)
    return ResolvedWish(
        assignee=assignee,
        labels=labels,
        contact=person.contact,
        company=person.company,
        offered=person.offered,
        open=(*person.open, *whose, *which),
    )


def _assignee(wish: Wish, names: Names) -> tuple[DeskName | None, Sequence[Open]]:
    if wish.to_me:
        return names.me, () if names.me else (_unknown("assignee", "", names.members),)
    if not wish.assignee:
        return None, ()
    found = meant(wish.assignee, names.members)
    if len(found) == 1:
        return found[0], ()
    if found:
        return None, (Open(field="assignee", said=wish.assignee, known=True, options=found[:_OFFERED]),)
    return None, (_unknown("assignee", wish.assignee, names.members),)


def _labels(wish: Wish, names: Names) -> tuple[tuple[DeskName, ...], Sequence[Open]]:
    clear, asked = list[DeskName](), list[Open]()
    for said in wish.labels:
        found = meant(said, names.labels)
        if len(found) == 1:
            clear += found
        elif found:
            asked.append(Open(field="labels", said=said, known=True, options=found[:_OFFERED]))
        else:
            asked.append(_unknown("labels", said, names.labels))
    return tuple(dict.fromkeys(clear)), asked


def _unknown(field: Literal["assignee", "labels"], said: str, among: Sequence[DeskName]) -> Open:
    return Open(field=field, said=said, known=False, options=nearest(said, among))


def _person(wish: Wish, names: Names) -> ResolvedWish:
    """One who is called so, of that company if one is named. A namesake of another company is offered, not taken."""
    name = without_title(wish.person)
    named = meant(name, _people(name, names))
    fitting = of_company(wish.company, named) if wish.company else named
    if len(fitting) == 1:
        one = fitting[0]
        return ResolvedWish(contact=one, company=(one.company or wish.company) if wish.company else "")
    called = f"{wish.person} ({wish.company})" if wish.company else wish.person
    company = _called(wish.company, of_company(wish.company, _people(wish.company, names))) if wish.company else ""
    which = Open(
        field="contact",
        said=called,
        known=bool(fitting),
        options=(fitting or named)[:_OFFERED],
        needed=bool(fitting),
    )
    return ResolvedWish(company=company or wish.company, open=(which,))


def _company(wish: Wish, names: Names) -> ResolvedWish:
    """A company that no person is named of: its people are offered. Of several that are called so it is asked which."""
    if not wish.company:
        return ResolvedWish()
    people = of_company(wish.company, _people(wish.company, names))
    firms = {keys_of(person.company): person.company for person in people if person.company}
    if len(firms) > 1:
        options = [DeskName(firm, firm) for firm in sorted(firms.values())][:_OFFERED]
        return ResolvedWish(open=(Open(field="company", said=wish.company, known=True, options=options),))
    return ResolvedWish(company=_called(wish.company, people), offered=tuple(people[:_OFFERED]))


def _people(said: str, names: Names) -> Sequence[KnownPerson]:
    """Those whom a name may mean, and whoever else was looked up for the sentence."""
    return list({person.id: person for person in [*names.people(said), *names.known()]}.values())


def without_title(name: str) -> str:
    """Return a name without the "Mr" or "Frau" before it."""
    words = name.split()
    while (
        len(words) > 1 and keys_of(words[0].rstrip("."))[:1] and keys_of(words[0].rstrip("."))[0] in words_of("title")
    ):
        words = words[1:]
    return " ".join(words)


def _called(said: str, people: Sequence[KnownPerson]) -> str:
    firms = {person.company for person in people if person.company}
    return firms.pop() if len(firms) == 1 else said
