"""What was deployed, as far back as one can go: which versions of the functions a release is, and its files.

It is kept beside the code in the bucket that CloudFormation takes it from: `releases/<stack>/<release>.json`. A release
goes by the version of the function behind the API.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from infra.deploy.errors import DeployError
from infra.package.revision import UNKNOWN

KEPT = 10
"""Releases of a stack that one can go back to; what of older ones nobody needs is deleted."""
_FOLDER = "releases/"
_SHOWN = 12
"""Letters of a commit that are shown, which git takes for the whole."""


@dataclass(frozen=True, slots=True)
class Release:
    """`versions` are those of the functions, `objects` what it needs of the bucket, `files` where in the bucket what
    lies that keeps its name for browsers. `former` was called before it was, which began `since`; a release that was
    tried and never called has neither."""

    id: str
    commit: str = UNKNOWN
    version: str = UNKNOWN
    versions: Mapping[str, str] = field(default_factory=dict)
    objects: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    former: str = ""
    since: str = ""

    def __str__(self) -> str:
        return f"release {self.id} (version {self.version}, commit {self.commit[:_SHOWN]})"

    def is_meant(self, wanted: str) -> bool:
        """Return whether somebody means it by what they typed: its number, its version, or how its commit begins."""
        begins = len(wanted) >= 7 and self.commit.startswith(wanted)
        return wanted in (self.id, self.version) or begins


@dataclass(frozen=True, slots=True)
class Releases:
    """Those of one stack, in the bucket of its account and region."""

    s3: Any
    bucket: str
    stack: str

    def all(self) -> dict[str, Release]:
        """Return all that are kept, by their numbers, the oldest first."""
        found = [self._read(key) for key in _keys(self.s3, self.bucket, f"{_FOLDER}{self.stack}/")]
        return {each.id: each for each in sorted(found, key=lambda one: int(one.id))}

    def find(self, wanted: str, now: str) -> Release:
        """Return the one that is meant by a number, a version, a commit or `previous`. DeployError for any other."""
        known = self.all()
        if wanted == "previous":
            wanted = known[now].former if now in known else ""
            if wanted not in known:
                raise DeployError(f"Nothing that was called before is kept. {_told(known)}")
            return known[wanted]
        meant = [each for each in known.values() if each.since and each.is_meant(wanted)]
        if not meant:
            raise DeployError(f"No release that was called goes by {wanted}. {_told(known)}")
        return meant[-1]

    def keep(self, release: Release) -> None:
        """Store what is known of a release, in place of what was."""
        body = json.dumps(asdict(release), sort_keys=True).encode()
        self.s3.put_object(Bucket=self.bucket, Key=f"{_FOLDER}{self.stack}/{release.id}.json", Body=body)

    def keep_file(self, content: bytes) -> str:
        """Store a file under a name of its content. Return that."""
        key = f"static/{hashlib.sha256(content).hexdigest()}"
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=content)
        return key

    def called(self, release: Release, former: str, at: str) -> Release:
        """Note that a release is called from now on. Called once more, what was before it then stays."""
        kept = release.former if former == release.id else former
        noted = replace(release, former=kept, since=at)
        self.keep(noted)
        return noted

    def renumber(self, old: str, new: str, versions: Mapping[str, str]) -> None:
        """Note that a release goes on as other versions of the same code, which started with other settings."""
        if (known := self.all().get(old)) and old != new:
            self.keep(replace(known, id=new, versions=dict(versions)))

    def drop_old(self, now: str, drop_version: Callable[[str, str], None]) -> int:
        """Delete all but the latest, the one that is called and the one before it; then what nobody needs any more of
        the bucket, whichever stack it was of. Return how many releases went."""
        known = self.all()
        needed = {*list(known)[-KEPT:], now, known[now].former if now in known else ""}
        old = [each for each in known.values() if each.id not in needed]
        used = {(name, version) for key in needed & known.keys() for name, version in known[key].versions.items()}
        for each in old:
            for name, version in each.versions.items():
                if (name, version) not in used:
                    drop_version(name, version)
            self.s3.delete_object(Bucket=self.bucket, Key=f"{_FOLDER}{self.stack}/{each.id}.json")
        if old:
            self._drop_objects({key for each in old for key in _objects(each)})
        return len(old)

    def drop_all(self) -> None:
        """Delete what is kept of a stack that is gone, and of the bucket what no other stack needs."""
        candidates = {key for each in self.all().values() for key in _objects(each)}
        for key in list(_keys(self.s3, self.bucket, f"{_FOLDER}{self.stack}/")):
            self.s3.delete_object(Bucket=self.bucket, Key=key)
        self._drop_objects(candidates)

    def _drop_objects(self, candidates: set[str]) -> None:
        """What another release has as well, of this stack or another one of the account, stays."""
        for key in _keys(self.s3, self.bucket, _FOLDER):
            candidates -= _objects(self._read(key))
        for key in sorted(candidates):
            self.s3.delete_object(Bucket=self.bucket, Key=key)

    def _read(self, key: str) -> Release:
        stored = json.loads(self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read())
        fields = Release.__dataclass_fields__
        known = {name: value for name, value in stored.items() if name in fields}
        return Release(**known | {"objects": tuple(known.get("objects", ()))})


def _objects(release: Release) -> set[str]:
    return {*release.objects, *release.files.values()}


def _keys(s3: Any, bucket: str, prefix: str) -> Iterator[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from (entry["Key"] for entry in page.get("Contents", []))


def _told(known: Mapping[str, Release]) -> str:
    called = [f"  {each}, called since {each.since}" for each in known.values() if each.since]
    return "\n".join(["One can go to:", *called]) if called else "None is kept yet."
