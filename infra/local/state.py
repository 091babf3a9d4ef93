"""What the desk keeps between two runs: secrets, people, files, what waits in its queues, and its table, unless that is
kept by the DynamoDB it lies in.

It is written when the desk ends, so that one which is killed comes back as it was the last time it ended by itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

from infra.local.aws import ACCOUNT, REGION, client
from infra.local.moto_repair import LOCK, put_aside
from infra.local.moto_values import as_base64, without_base64
from infra.local.partitions import items_of

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
        self._table = folder / "table.ndjson"

    def load(self) -> dict[str, Any]:
        """Return what `save` was given last; empty when that never happened."""
        if not self._file.exists():
            return {}
        found: dict[str, Any] = json.loads(self._file.read_text(encoding="utf-8"))
        return found

    def save(self, content: dict[str, Any]) -> None:
        """Keep this for the next run."""
        write_atomically(self._file, content)

    def save_table(self, name: str) -> None:
        """Keep every item of a table in memory."""
        passing = self._table.with_name(f".{self._table.name}.{os.getpid()}")
        with LOCK, passing.open("w", encoding="utf-8") as file:  # past moto's API, which takes six times as long
            items = (item.to_json()["Attributes"] for item in items_of(_table(name)))
            file.writelines(json.dumps(item, default=as_base64) + "\n" for item in items)
        passing.chmod(0o600)
        passing.replace(self._table)

    def load_table(self, name: str) -> None:
        """Put back what `save_table` kept, past the table's stream: what it led to has happened."""
        if self._table.exists():
            with self._table.open(encoding="utf-8") as file:
                put_past_the_stream(name, (json.loads(line, object_hook=without_base64) for line in file))

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


def put_past_the_stream(table_name: str, items: Iterable[dict[str, Any]]) -> None:
    """Put items into a table in memory without anybody hearing of it."""
    put_aside(_table(table_name), items)


def _table(name: str) -> Table:
    return dynamodb_backends[ACCOUNT][REGION].get_table(name)


def _file_name(key: str) -> str:
    """The key as one name in a folder: without slashes, and without dots, which would look like an ending."""
    return quote(key, safe="").replace(".", "%2E")


def _keys(bucket: str) -> list[str]:
    pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [entry["Key"] for page in pages for entry in page.get("Contents", [])]
