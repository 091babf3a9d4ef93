"""The archive of an export in the file store: written in parts, over many steps, each of which may be repeated."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.domain.privacy import zips
from chalicelib.domain.privacy.zips import ZipEntry
from chalicelib.services.ports.world import Files

PART_BYTES = 8 * 1024 * 1024
"""The file store takes no part of less than 5 MB, but for the last."""
_BYTES = "application/octet-stream"


def folder(workspace: str, job_id: str) -> str:
    """Return where all that an export makes lies; what begins with `exports/` is gone after a week."""
    return f"exports/{workspace}/{job_id}/"


def archive_key(workspace: str, job_id: str) -> str:
    """Return where the archive itself lies: a name that tells of nobody."""
    return f"{folder(workspace, job_id)}export.zip"


@dataclass(frozen=True, slots=True)
class Bench:
    """All that the steps of one export leave for the next, in the file store: too much for a work list."""

    files: Files
    folder: str

    def put(self, name: str, content: bytes) -> None:
        self.files.put(self._key(name), content, _BYTES)

    def get(self, name: str) -> bytes:
        return self.files.get(self._key(name))

    def put_list(self, name: str, values: Iterable[Any]) -> None:
        self.put(name, json.dumps(list(values)).encode())

    def get_list(self, name: str) -> list[Any]:
        found: list[Any] = json.loads(self.get(name))
        return found

    def _key(self, name: str) -> str:
        return f"{self.folder}work/{name}"


@dataclass(slots=True)
class Archive:
    """An archive as far as it got: `stored` bytes are in its parts, the rest waits in `rest` until that makes one.

    `entries` are the files that were added since it was opened.
    """

    files: Files
    key: str
    upload: str
    at: datetime
    stored: int
    parts: list[str]
    rest: bytearray
    entries: list[ZipEntry] = field(default_factory=list)

    @property
    def size(self) -> int:
        return self.stored + len(self.rest)

    @property
    def is_full(self) -> bool:
        """Return whether there is enough for a part."""
        return len(self.rest) >= PART_BYTES

    def begin_file(self, path: str, size: int, crc: int) -> None:
        """Add what stands before a file, whose bytes come next."""
        entry = ZipEntry(path, size, crc, self.size)
        self.rest += zips.header(entry, self.at)
        self.entries.append(entry)

    def add_file(self, path: str, content: bytes) -> None:
        self.begin_file(path, len(content), zlib.crc32(content))
        self.rest += content

    def directory(self) -> bytes:
        """Return what the directory has to say of the files that were added."""
        return b"".join(zips.directory_record(entry, self.at) for entry in self.entries)

    def store(self) -> None:
        """Put every whole part in its place."""
        while self.is_full:
            self._store_part(PART_BYTES)

    def finish(self) -> None:
        """Put the rest there, too, and make one file of all parts."""
        self.store()
        if self.rest:
            self._store_part(len(self.rest))
        self.files.finish_parts(self.key, self.upload, self.parts)

    def _store_part(self, size: int) -> None:
        with memoryview(self.rest) as view:
            content = bytes(view[:size])
        self.parts.append(self.files.put_part(self.key, self.upload, len(self.parts) + 1, content))
        del self.rest[:size]
        self.stored += size
