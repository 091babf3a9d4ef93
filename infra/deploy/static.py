"""The static files, into the bucket that CloudFront reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chalicelib.assets import PREFIX, STABLE
from infra.package.caching import headers


def upload_named_by_content(s3: Any, bucket: str, folder: Path) -> None:
    """Put there what never changes. Older versions stay: pages that are open somewhere still ask for them."""
    there = _keys(s3, bucket)
    for served in _files(folder):
        if served not in STABLE and _key(served) not in there:
            _put(s3, bucket, folder, served)


def upload_stable(s3: Any, bucket: str, folder: Path) -> None:
    """Replace what keeps its name; to be done when all that it refers to is there."""
    for served in _files(folder):
        if served in STABLE:
            _put(s3, bucket, folder, served)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _key(served: str) -> str:
    return f"{PREFIX.strip('/')}/{served}"


def _put(s3: Any, bucket: str, folder: Path, served: str) -> None:
    about = headers(served)
    s3.put_object(
        Bucket=bucket,
        Key=_key(served),
        Body=(folder / served).read_bytes(),
        ContentType=about["Content-Type"],
        CacheControl=about["Cache-Control"],
    )


def _keys(s3: Any, bucket: str) -> set[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {entry["Key"] for page in pages for entry in page.get("Contents", [])}
