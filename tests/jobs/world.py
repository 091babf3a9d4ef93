"""What a desk has come to: its table, its files and the mails that left, without what chance and time decide.

Two worlds are equal when the same things happened in them. Ids are replaced by what they belong to, so that a
reference to the wrong message, ticket or person still makes a difference.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from chalicelib.domain.tickets.links import contact_recipient_id
from chalicelib.mail.reading.model import MARKER
from chalicelib.storage.reports.stored import unpacked
from infra.local.aws import client
from tests.support.desk import Desk

FIRST_NUMBER = 7_100_000
"""Tickets count from here, so that their numbers are recognised wherever they occur."""

_ANY = frozenset({"expires_at", "ak"})
"""Attributes that say when an item goes, and how often somebody made sure of a piece of work."""

_LEASE = frozenset({"c", "le"})
"""Of work that somebody was cut off at behind its end, and that comes again another time."""

_TIMES = (5, 6, 7)
"""Where a fact as it is stored has the hour it counts in, and how long something took, by the wall and in business
hours: what fails is later."""

_PASSING = {"rate", "sequence"}
"""Types of items that count attempts: gaps in the ticket numbers are allowed, and a repeat is one more request."""

_CHANCE = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)"), "<time>"),
    (re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)"), "<day>"),
    (re.compile(r"\d{8}T\d{6}-[0-9a-f]{16}"), "<parked>"),
    (re.compile(r"inbound/[0-9a-f]{40}"), "<raw mail>"),
    (re.compile(r"[0-9a-f]{64}"), "<digest>"),
    (re.compile(r"(?<=\w)-[0-9a-f]{12}(?![0-9a-f])"), "-<try>"),
    (re.compile(r"[ah]_[0-9a-f]{26}"), "<file>"),
    (re.compile(r"y_[0-9a-f]{26}"), "<copies>"),
    (re.compile(r'\\"key\\":\\"[^"\\]*\\"'), "<key>"),
    (re.compile(r"(\d+\.(?:[a-z2-7]{8}){1,2})\.[a-z2-7]{16,32}"), r"\1.<mac>"),
    (re.compile(r'(?<=[{,]\\"[st]\\":)\d+'), "<span>"),
    (re.compile(r"(DUE|WORK)#[0-7]"), r"\1#<shard>"),
    (re.compile(r'(?<=resolution_seconds\\":)\d+'), "0"),
    (re.compile(r"(?<!\d)1[789]\d{8}(?!\d)"), "<second>"),
    (re.compile(r"(?<!\d)1[789]\d{11}(?!\d)"), "<millisecond>"),
    (re.compile(r"account/password/[\w.-]+"), "<password link>"),
    (re.compile(r"(?i)a?[0-7][0-9a-hjkmnp-tv-z]{25}(?![0-9a-z])"), "<id>"),
)


@dataclass(frozen=True)
class World:
    """Each part counts how often something is there."""

    items: Counter[str]
    mails: Counter[str]
    files: Counter[str]
    answers: Counter[str]


def count_from_the_first_number(desk: Desk) -> None:
    """Must come before the first ticket."""
    item = {"pk": {"S": "W#acme"}, "sk": {"S": "SEQ"}, "type": {"S": "sequence"}, "n": {"N": str(FIRST_NUMBER)}}
    client("dynamodb").put_item(TableName=desk.environment["TABLE_NAME"], Item=item)


def world(desk: Desk, answers: list[str]) -> World:
    """Everything there is now; `answers` are what HTTP requests were answered."""
    items = _items(desk)
    names = _Names(items, desk)
    lasting = [item for item in items if item["type"]["S"] not in _PASSING and not _is_looked_at_again(item)]
    return World(
        Counter(names.applied_to(_without_expiry(item)) for item in lasting),
        Counter(names.applied_to(part) for part in _mails(desk)),
        Counter(names.applied_to(key) for key in _files(desk, _copied_for_nothing(items))),
        Counter(names.applied_to(answer) for answer in answers),
    )


def _is_looked_at_again(item: dict[str, Any]) -> bool:
    """Whether it says that a file may have been written for nothing: a day later that is looked at, and it goes."""
    return item["type"]["S"] == "work" and item["sk"]["S"].startswith("loose_")


def _copied_for_nothing(items: list[dict[str, Any]]) -> tuple[str, ...]:
    """What the copies are called that may have been made for nothing."""
    found = [item["sk"]["S"] for item in items if item["type"]["S"] == "work"]
    return tuple(f"/y_{name.partition('#')[2]}_" for name in found if name.startswith("loose_copies#"))


def differences(expected: World, found: World) -> list[str]:
    """What is missing in a world and what is too much, in words."""
    told = []
    for part in ("items", "mails", "files", "answers"):
        before, after = getattr(expected, part), getattr(found, part)
        told += [f"missing of {part}: {what} ({many}×)" for what, many in (before - after).items()]
        told += [f"too much of {part}: {what} ({many}×)" for what, many in (after - before).items()]
    return told


class _Names:
    """Ids and numbers of one desk, with what to call them instead."""

    def __init__(self, items: list[dict[str, Any]], desk: Desk) -> None:
        pairs = chain(_numbers(items), _lines(items), _people(items), ((mail.id, "<carrier id>") for mail in desk.sent))
        self._called = dict(pairs)
        known = sorted(self._called, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known)))

    def applied_to(self, content: Any) -> str:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        for pattern, name in _CHANCE[:-1]:
            text = pattern.sub(name, text)
        text = self._known.sub(lambda found: self._called[found[0]], text)
        pattern, name = _CHANCE[-1]
        text = pattern.sub(name, text)
        return text if isinstance(content, str) else json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False)


def _numbers(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Tickets by their order: a number may have been skipped."""
    numbers = sorted(int(item["n"]["N"]) for item in items if item["type"]["S"] == "ticket")
    for rank, number in enumerate(numbers, 1):
        yield f"{number:010d}", f"<ticket {rank}>"
        yield str(number), f"<ticket {rank}>"


def _lines(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Entries of a time line by their place in it."""
    lines: dict[str, list[str]] = defaultdict(list)
    for item in items:
        if item["sk"]["S"].startswith(("L#", "S#")):
            lines[item["pk"]["S"]].append(item["sk"]["S"][2:])
    for pk in sorted(lines):
        for place, entry in enumerate(sorted(lines[pk]), 1):
            yield entry, f"<entry {place}>"
            yield entry.lower(), f"<entry {place}>"


def _people(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item["type"]["S"] == "contact":
            data = json.loads(item["d"]["S"])
            yield data["id"], f"<contact {data.get('addresses')}>"
            yield contact_recipient_id(data["id"]), f"<recipient {data.get('addresses')}>"
        elif item["type"]["S"] == "member":
            data = json.loads(item["d"]["S"])
            yield data["id"], f"<member {data['email']}>"


def _without_expiry(item: dict[str, Any]) -> dict[str, Any]:
    left = item.keys() - (_LEASE if item["type"]["S"] == "work" else frozenset())
    told = {name: "any" if name in _ANY else _in_order(item[name]) for name in left}
    return {**told, "fx": _without_times(json.loads(told["fx"]["S"]))} if "fx" in told else told


def _without_times(stored: list[Any]) -> Any:
    """Facts as they are stored, without when they were."""
    if not stored:
        return stored
    subjects, facts = stored
    return [subjects, [[None if place in _TIMES else told for place, told in enumerate(fact)] for fact in facts]]


def _in_order(value: dict[str, Any]) -> dict[str, Any]:
    """The table may give a set's members in any order; what is packed is told as what it says."""
    if "B" in value:
        return {"S": json.dumps(unpacked(value["B"]), sort_keys=True)}
    return {"SS": sorted(value["SS"])} if "SS" in value else value


def _items(desk: Desk) -> list[dict[str, Any]]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"])
    return [item for page in pages for item in page["Items"]]


def _mails(desk: Desk) -> Iterator[dict[str, Any]]:
    for mail in desk.sent:
        kept = {name: value for name, value in mail.headers.items() if name not in ("Date", "Message-ID")}
        kept["Content-Type"] = mail.message.get_content_type()  # without the boundary
        kept[MARKER] = kept[MARKER].rsplit(".", 2)[0]  # without the signature
        yield {"to": mail.to, "tags": mail.tags, "headers": kept, "text": mail.text, "html": mail.html}


def _files(desk: Desk, loose: tuple[str, ...]) -> list[str]:
    """The attachments. Long texts, and copies, aside: a command cut off may leave some that nothing points to."""
    found = client("s3").list_objects_v2(Bucket=desk.environment["FILES_BUCKET"], Prefix="attachments/")
    there = [entry for entry in found.get("Contents", []) if not any(name in entry["Key"] for name in loose)]
    return [f"{entry['Key']} of {entry['Size']} bytes" for entry in there]
