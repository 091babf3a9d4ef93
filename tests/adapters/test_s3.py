"""Erasing files: in every version, and nothing beside them."""

from __future__ import annotations

import pytest

from chalicelib.adapters.s3 import Bucket
from infra.local.aws import client

BUCKET = "files-of-versions"


@pytest.fixture
def files(aws: None) -> Bucket:
    client("s3").create_bucket(Bucket=BUCKET)
    client("s3").put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return Bucket(BUCKET, "us-east-1")


def test_a_file_is_erased_in_every_version_also_one_that_was_deleted(files: Bucket) -> None:
    for content in (b"one", b"two"):
        files.put("attachments/acme/a_1", content, "text/plain")
    client("s3").delete_object(Bucket=BUCKET, Key="attachments/acme/a_1")
    files.put("attachments/acme/a_12", b"of another", "text/plain")

    assert files.erase("attachments/acme/a_1") == 3

    assert _versions() == ["attachments/acme/a_12"]
    assert files.erase("attachments/acme/a_1") == 0


def test_what_a_file_was_before_is_erased(files: Bucket) -> None:
    for content in (b"one", b"two", b"three"):
        files.put("text/acme/7/m", content, "text/plain")
    files.put("text/acme/7/m2", b"of another", "text/plain")
    assert files.erase_former("text/acme/7/m") == 2
    assert files.get("text/acme/7/m") == b"three"
    assert files.erase_former("text/acme/7/m") == 0


def test_a_folder_is_erased_without_its_neighbours(files: Bucket) -> None:
    for number in range(1, 1_030):
        files.put(f"text/acme/1/{number}", b"x", "text/plain")
    files.put("text/acme/11/1", b"x", "text/plain")

    assert files.erase_folder("text/acme/1/") == 1_029

    assert [one for one in _versions() if one.startswith("text/acme/1")] == ["text/acme/11/1"]


def _versions() -> list[str]:
    found = client("s3").list_object_versions(Bucket=BUCKET)
    return [one["Key"] for one in (*found.get("Versions", ()), *found.get("DeleteMarkers", ()))]
