"""What the buckets hold of one workspace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chalicelib.services.files.links import logo_key

FOLDERS = ("attachments", "html", "text", "exports", "pending")
"""The folders of the files bucket that have one for each workspace."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object, or one of its versions."""

    key: str
    size: int


def folders(workspace: str) -> list[str]:
    return [f"{folder}/{workspace}/" for folder in FOLDERS]


def files_of(s3: Any, bucket: str, workspace: str) -> Iterator[StoredObject]:
    """Return the files of a workspace as they are now, without those that nobody made part of anything."""
    for prefix in [*folders(workspace)[:-1], logo_key(workspace)]:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            for one in page.get("Contents", ()):
                if prefix.endswith("/") or one["Key"] == prefix:
                    yield StoredObject(one["Key"], one["Size"])


def versions_of(s3: Any, bucket: str, workspace: str) -> Iterator[StoredObject]:
    """Return every version of every file of a workspace, and what marks some as deleted."""
    for prefix in [*folders(workspace), logo_key(workspace)]:
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                if prefix.endswith("/") or one["Key"] == prefix:
                    yield StoredObject(one["Key"], one.get("Size", 0))
