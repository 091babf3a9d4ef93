"""Everything that a desk keeps, sends and tells, place by place: where in all of it marks are."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from infra.local.aws import client
from infra.local.sent_mail import SentMail
from tests.privacy.decoding import document, leaves
from tests.privacy.finding import Finder
from tests.privacy.places import DIGESTS, FADING, LEFT
from tests.support.desk import Desk

Said = tuple[str, str | bytes]
"""A place, and what is there."""

PASSING = LEFT.keys() | FADING.keys() | DIGESTS.keys()
_NAME = re.compile(r"(?![a-z]{16}\Z)[a-z_][a-z_]{0,30}")
"""What a member of a document is called by us; all else is told as `*`, be it an id or somebody's word. A
recipient's id has 16 letters and digits, and now and then letters alone."""


@dataclass
class Witness:
    """What is gone once it happened: lines of the log, addresses that were asked for, notices that browsers got."""

    lines: list[Mapping[str, Any]] = field(default_factory=list)
    urls: list[tuple[str, str]] = field(default_factory=list)
    pushed: list[bytes] = field(default_factory=list)


@dataclass(frozen=True)
class Scan:
    """The places that each mark was found in."""

    places: Mapping[str, frozenset[str]]

    def of(self, mark: str) -> frozenset[str]:
        return self.places.get(mark, frozenset())

    def kept(self, mark: str) -> frozenset[str]:
        """Return those of them where the desk keeps words until somebody takes them out."""
        return self.of(mark) - PASSING

    def by_place(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for mark, places in self.places.items():
            for place in places:
                found[place].append(mark)
        return {place: sorted(found[place]) for place in sorted(found)}


def scan(desk: Desk, finder: Finder, witness: Witness | None = None) -> Scan:
    """Look for the marks in all that there is."""
    found: dict[str, set[str]] = defaultdict(set)
    for place, content in _everything(desk, witness or Witness()):
        for mark in finder.marks_in(content):
            found[mark].add(place)
        for mark in finder.digests_in(content):
            found[mark].add(f"{place}, as a digest")
    return Scan({mark: frozenset(places) for mark, places in found.items()})


def _everything(desk: Desk, witness: Witness) -> Iterator[Said]:
    yield from _table(desk.environment["TABLE_NAME"])
    for bucket in ("FILES_BUCKET", "MAIL_BUCKET", "FAILURES_BUCKET"):
        yield from _bucket(desk.environment[bucket], bucket.partition("_")[0].lower())
    yield from _queues(desk)
    yield from _users(desk.environment["USER_POOL_ID"])
    for mail in desk.sent:
        yield from _sent(mail)
    for line in witness.lines:
        yield from ((f"log {_told(line)} {way}", text) for way, text in _ways(line))
    yield from ((f"url {part}", url) for part, url in witness.urls)
    yield from (("pushed", content) for content in witness.pushed)


def _table(name: str) -> Iterator[Said]:
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=name):
        for item in page["Items"]:
            kind = item["type"]["S"]
            for attribute, value in item.items():
                for way, content in _of_attribute(value):
                    yield f"table {kind}.{attribute}{way}", content


def _of_attribute(value: Mapping[str, Any]) -> Iterator[Said]:
    """One attribute as DynamoDB types it: of documents each leaf by itself."""
    ((kind, content),) = value.items()
    if kind == "M":
        for name, one in content.items():
            yield "{}", name
            yield from ((f".{_called(name)}{way}", text) for way, text in _of_attribute(one))
    elif kind == "L":
        yield from ((f"[]{way}", text) for one in content for way, text in _of_attribute(one))
    elif kind in ("SS", "NS", "BS"):
        yield from (("[]", one) for one in content)
    elif kind == "B":
        yield "", bytes(content)
    elif kind in ("S", "N") and (told := document(content)) is not None:
        yield from _ways(told)
    elif kind in ("S", "N"):
        yield "", content


def _ways(told: Any) -> Iterator[tuple[str, str]]:
    for way, text in leaves(told):
        yield ".".join(_called(name) for name in way.split(".")), text


def _called(name: str) -> str:
    bare = name.rstrip("[]{}")
    return name if not bare or _NAME.fullmatch(bare) else "*" + name[len(bare) :]


def _bucket(name: str, called: str) -> Iterator[Said]:
    """Every version there is of every object: its key, what is noted with it, what is in it."""
    s3 = client("s3")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket=name):
        for one in page.get("DeleteMarkers", ()):
            yield f"{called} {_folder(one['Key'])} key, deleted", one["Key"]
        for one in page.get("Versions", ()):
            place = f"{called} {_folder(one['Key'])}" + ("" if one["IsLatest"] else " former version")
            version = {} if one["VersionId"] == "null" else {"VersionId": one["VersionId"]}
            object_ = s3.get_object(Bucket=name, Key=one["Key"], **version)
            yield f"{place} key", one["Key"]
            yield f"{place} metadata", json.dumps([object_["Metadata"], object_.get("ContentDisposition")])
            yield f"{place} content", object_["Body"].read()


def _folder(key: str) -> str:
    return f"{key.partition('/')[0]}/"


def _queues(desk: Desk) -> Iterator[Said]:
    for pump in desk.pumps.queues:
        yield from ((f"queue to {pump.function.name}", body) for body in pump.bodies())
        yield from ((f"dead letter of {pump.function.name}", body) for body in pump.dead_letters())


def _users(pool: str) -> Iterator[Said]:
    for user in client("cognito-idp").list_users(UserPoolId=pool)["Users"]:
        yield from (("users", one["Value"]) for one in user["Attributes"])


def _sent(mail: SentMail) -> Iterator[Said]:
    yield from (("sent to", address) for address in mail.to)
    yield from (("sent tags", f"{name} {value}") for name, value in mail.tags.items())
    for part in mail.message.walk():
        for name, value in part.items():
            yield f"sent {name}", str(value)
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield f"sent {part.get_content_disposition() or part.get_content_type()}", payload


def _told(line: Mapping[str, Any]) -> str:
    """What a line is about: our own words."""
    return f"“{unquote(str(line.get('message', 'metric')))}”"
