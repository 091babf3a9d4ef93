"""How well sentences are understood: the share of right fields, by field and language.

`python -m tests.assistant.scoring.sentences [--wrong] [file]` prints the table. Contacts are looked up as the desk
does it, of a small one and of a large one.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.assistant.wish.lines import keys_of
from chalicelib.assistant.wish.names import DeskName, KnownPerson, Names
from chalicelib.assistant.wish.resolving import resolve
from chalicelib.assistant.wishes import understand
from chalicelib.domain.search_terms import terms_of
from chalicelib.domain.text import fold

SET = Path(__file__).parent.parent / "sets" / "sentences.json"
FIELDS = ("title", "priority", "type", "channel", "assignee", "labels", "contact", "company", "new_contact", "ask")
_ARTICLES = frozenset(
    {"a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "einen"}
    | {"el", "la", "los", "las", "un", "una", "unos", "le", "les", "l", "une", "des"}
)


@dataclass
class Table:
    """Right and all, by field and language; and the sentences with anything wrong, with what was understood."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[tuple[Mapping[str, Any], Mapping[str, Any], list[str]]] = field(default_factory=list)

    def share(self, name: str, language: str | None = None) -> float:
        at = [key for key in self.asked if key[0] == name and language in (None, key[1])]
        return sum(self.right[key] for key in at) / max(1, sum(self.asked[key] for key in at))

    def lines(self) -> list[str]:
        languages = sorted({language for _, language in self.asked})
        head = f"{'':12}" + "".join(f"{name:>7}" for name in (*languages, "all"))
        rows = [
            f"{name:12}"
            + "".join(f"{100 * self.share(name, language):7.1f}" for language in languages)
            + f"{100 * self.share(name):7.1f}"
            for name in (*FIELDS, "whole")
        ]
        return [head, *rows]


def names_of(desk: Mapping[str, Any], *, large: bool) -> tuple[Names, list[KnownPerson]]:
    """The desk's names, with a lookup that finds what the desk's own would."""
    members = [DeskName(f"m_{name}", name) for name in desk["members"]]
    labels = [DeskName(f"l_{name}", name) for name in desk["labels"]]
    people = [
        KnownPerson(f"c_{one['name']}", one["name"], one["company"], (one["address"],)) for one in desk["contacts"]
    ]
    me = next(member for member in members if member.name == desk["me"])
    return Names(members, labels, me, lambda text: _found(text, people) if large else people), people


def _found(text: str, people: Sequence[KnownPerson]) -> list[KnownPerson]:
    """Names that begin so, else whoever has the words in their name or address as the search's index has them."""
    first = text.split()[0].casefold()
    begins = [one for one in people if one.name.casefold().startswith(first)]
    if begins:
        return begins
    for word in keys_of(text):
        hit = [one for one in people if any(term.startswith(word) for term in _terms(one))]
        if hit:
            return hit
    return []


def _terms(person: KnownPerson) -> set[str]:
    terms = terms_of(" ".join((person.name, *person.addresses)))
    return {key for term in terms for key in keys_of(term)}


def understood(text: str, names: Names, people: Sequence[KnownPerson]) -> dict[str, Any]:
    wish = understand(text, names)
    found = resolve(wish, names)
    contact = found.contact
    by_mail = next((one for one in people if wish.email and wish.email in one.addresses), None)
    if wish.email and contact is None:
        contact = by_mail
    new = (
        contact is None
        and (wish.email or wish.person)
        and not any(one.needed for one in found.open if one.field == "contact")
    )
    return {
        "title": wish.title,
        "priority": wish.priority.value,
        "type": wish.type.value,
        "channel": wish.channel.value if wish.channel else None,
        "assignee": found.assignee.name if found.assignee else None,
        "labels": [label.name for label in found.labels],
        "contact": contact.name if contact else None,
        "company": found.company or None,
        "new_contact": {"name": wish.person or None, "address": wish.email} if new else None,
        "ask": [one.field for one in found.open if one.needed],
    }


def score(document: Mapping[str, Any], *, large: bool = False) -> Table:
    table = Table()
    for sentence in document["sentences"]:
        got = understood(sentence["text"], *names_of(document["desk"], large=large))
        bad = [name for name in FIELDS if not is_right(name, got[name], sentence)]
        for name in FIELDS:
            table.asked[name, sentence["language"]] += 1
            table.right[name, sentence["language"]] += name not in bad
        table.asked["whole", sentence["language"]] += 1
        table.right["whole", sentence["language"]] += not bad
        if bad:
            table.wrong.append((sentence, got, bad))
    return table


def is_right(name: str, got: Any, sentence: Mapping[str, Any]) -> bool:
    wanted = sentence[name]
    if name == "title":
        return any(_bare(got) == _bare(title) for title in wanted)
    if name == "type" and wanted is None:
        return True
    if name in ("labels", "ask"):
        return sorted(got) == sorted(wanted)
    return got == wanted or got in sentence.get("also", {}).get(name, [])


def _bare(title: str) -> list[str]:
    return [word for word in fold(title).split() if word not in _ARTICLES]


def main(arguments: Sequence[str]) -> None:
    paths = [one for one in arguments if not one.startswith("-")]
    document = json.loads((Path(paths[0]) if paths else SET).read_text("utf-8"))
    for large in (False, True):
        table = score(document, large=large)
        print("A large desk" if large else "A small desk", *table.lines(), sep="\n")
        if "--wrong" in arguments:
            for sentence, got, bad in table.wrong:
                print(f"\n{sentence['id']} {sentence['text']}")
                for name in bad:
                    print(f"   {name}: {got[name]!r} instead of {sentence[name]!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
