"""The static files, into the bucket that CloudFront reads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chalicelib.assets import PREFIX, STABLE
from infra.package.caching import headers


def upload_named_by_content(s3: Any, bucket: str, folder: Path) -> None:
    """Put there what never changes. Older versions stay: pages that are open somewhere still ask for them."""
    there = _keys(s3, bucket)
    for served in _files(folder):
        if served not in STABLE and _key(served) not in there:
            _put(s3, bucket, served, (folder / served).read_bytes())


def stable(folder: Path) -> dict[str, bytes]:
    """Return what keeps its name, by that."""
    return {served: (folder / served).read_bytes() for served in _files(folder) if served in STABLE}


def served_stable(s3: Any, bucket: str) -> dict[str, bytes]:
    """Return what keeps its name, as it is served until now."""
    there = _keys(s3, bucket)
    wanted = [served for served in sorted(STABLE) if _key(served) in there]
    return {served: s3.get_object(Bucket=bucket, Key=_key(served))["Body"].read() for served in wanted}


def put_back(s3: Any, source: str, bucket: str, files: Mapping[str, str]) -> None:
    """Replace what keeps its name by what a release has, whose files lie in another bucket."""
    for served, key in files.items():
        _put(s3, bucket, served, s3.get_object(Bucket=source, Key=key)["Body"].read())


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _key(served: str) -> str:
    return f"{PREFIX.strip('/')}/{served}"


def _put(s3: Any, bucket: str, served: str, content: bytes) -> None:
    about = headers(served)
    s3.put_object(
        Bucket=bucket,
        Key=_key(served),
        Body=content,
        ContentType=about["Content-Type"],
        CacheControl=about["Cache-Control"],
    )


def _keys(s3: Any, bucket: str) -> set[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {entry["Key"] for page in pages for entry in page.get("Contents", [])}
