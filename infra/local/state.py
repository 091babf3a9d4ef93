"""What the desk keeps between two runs when its table is kept, too: secrets, people, files, and how far it had read.

Without `--dynamodb URL` nothing outlives a run, and nothing is written but `desk.json`, for whoever drives the desk.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from infra.local.aws import client

_KEPT_HEADERS = ("ContentType", "ContentDisposition", "Metadata")


def write_atomically(path: Path, content: Any) -> None:
    """Write JSON so that a reader sees the whole of it or nothing. Only this user may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    passing.touch(mode=0o600)
    passing.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    passing.replace(path)


class State:
    """The folder `.local`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / "state.json"

    def load(self) -> dict[str, Any]:
        """Return what `save` was given last; empty when that never happened."""
        if not self._file.exists():
            return {}
        found: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        return found

    def save(self, content: dict[str, Any]) -> None:
        """Keep this for the next run."""
        write_atomically(self._file, content)

    def save_objects(self, buckets: Iterable[str]) -> None:
        """Keep every object of the buckets: its bytes, and beside them what S3 says of it."""
        for bucket in buckets:
            folder = self.folder / "files" / bucket
            folder.mkdir(parents=True, exist_ok=True)
            for key in _keys(bucket):
                answer = client("s3").get_object(Bucket=bucket, Key=key)
                about = {name: answer[name] for name in _KEPT_HEADERS if name in answer}
                write_atomically(folder / f"{_file_name(key)}.json", about)
                (folder / f"{_file_name(key)}.bytes").write_bytes(answer["Body"].read())

    def load_objects(self, buckets: Iterable[str]) -> None:
        """Put back into the buckets what `save_objects` kept."""
        for bucket in buckets:
            for file in sorted((self.folder / "files" / bucket).glob("*.bytes")):
                about = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
                client("s3").put_object(Bucket=bucket, Key=unquote(file.stem), Body=file.read_bytes(), **about)


def _file_name(key: str) -> str:
    """The key as one name in a folder: without slashes, and without dots, which would look like an ending."""
    return quote(key, safe="").replace(".", "%2E")


def _keys(bucket: str) -> list[str]:
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]
