"""The desk's own names: members, labels, and contacts, of whom there may be very many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TypeVar

from chalicelib.assistant.wish.lines import keys_of

MOST_LOOKUPS = 6
"""Of contacts, for one sentence."""
_OFFERED = 10
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class DeskName:
    """A member or a label."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A contact, as far as names go."""

    id: str
    name: str
    company: str = ""
    addresses: tuple[str, ...] = ()

    def companies(self) -> Iterable[tuple[str, ...]]:
        """Return what their company is called, by what is noted of it and by where their mail comes from."""
        if self.company:
            yield keys_of(self.company)
        for address in self.addresses:
            yield tuple(
                part for part in keys_of(address.rpartition("@")[2].replace("-", " ").replace(".", " ")) if part
            )


def _nobody(_: str) -> Sequence[KnownPerson]:
    return ()


@dataclass(slots=True)
class Names:
    """`find` gives the contacts that a name may mean, more or fewer; it is asked at most `MOST_LOOKUPS` times."""

    members: Sequence[DeskName] = ()
    labels: Sequence[DeskName] = ()
    me: DeskName | None = None
    find: Callable[[str], Sequence[KnownPerson]] = _nobody
    _found: dict[tuple[str, ...], Sequence[KnownPerson]] = field(default_factory=dict)

    def people(self, text: str) -> Sequence[KnownPerson]:
        """Those whom a name of a person or a company may mean; none once too many were asked for."""
        keys = keys_of(text)
        if keys not in self._found and (not keys or len(self._found) >= MOST_LOOKUPS):
            return ()
        if keys not in self._found:
            self._found[keys] = self.find(text)
        return self._found[keys]

    def known(self) -> list[KnownPerson]:
        """Everybody who was found until now, each once."""
        return list({person.id: person for found in self._found.values() for person in found}.values())


T = TypeVar("T", DeskName, KnownPerson)


def meant(text: str, among: Iterable[T]) -> list[T]:
    """Those who are called so: by the whole name, else by how it begins, else by a part of it."""
    keys = keys_of(text)
    if not keys:
        return []
    best, found = 4, list[T]()
    for one in among:
        rank = _rank(keys, keys_of(one.name))
        if rank < best:
            best, found = rank, [one]
        elif rank == best < 4:
            found.append(one)
    return found


def of_company(text: str, people: Iterable[KnownPerson]) -> list[KnownPerson]:
    """Those of them who are of that company, by the same ranks; one who is known by their mail alone comes last."""
    keys = keys_of(text)
    best, found = 4, list[KnownPerson]()
    for person in people:
        rank = _company_rank(keys, person)
        if rank < best:
            best, found = rank, [person]
        elif rank == best < 4:
            found.append(person)
    return found


def nearest(text: str, among: Sequence[DeskName]) -> list[DeskName]:
    """Return what was probably meant by a name that there isn't, the likest first; all of them when none is like it."""
    wanted = " ".join(keys_of(text))
    likeness = {one.id: SequenceMatcher(None, wanted, " ".join(keys_of(one.name))).ratio() for one in among}
    alike = sorted((one for one in among if likeness[one.id] >= _ALIKE), key=lambda one: -likeness[one.id])
    return alike[:_OFFERED] or sorted(among, key=lambda one: -likeness[one.id])[:_OFFERED]


def _company_rank(keys: tuple[str, ...], person: KnownPerson) -> int:
    ranks = [_rank(keys, called) for called in person.companies()]
    joined = "".join(keys)
    by_mail = any(len(joined) > 2 and "".join(called).startswith(joined) for called in person.companies())
    return min([*ranks, 3 if by_mail else 4])


def _rank(keys: tuple[str, ...], name: tuple[str, ...]) -> int:
    if not keys:
        return 4
    if keys == name:
        return 0
    if keys == name[: len(keys)]:
        return 1
    starts = range(1, len(name) - len(keys) + 1)
    return 2 if any(keys == name[start : start + len(keys)] for start in starts) else 4
