"""Where an export is written: a folder of this machine, or one in a bucket. Large files pass through piece by piece."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from infra.deploy.errors import DeployError

_PIECE = 1024 * 1024


class ExportPlace(Protocol):
    """A place takes the same file again in place of the one it has. What is cut off in between isn't there."""

    def read(self, name: str) -> bytes | None: ...

    def size(self, name: str) -> int | None: ...

    def write(self, name: str, content: bytes) -> None: ...

    def take(self, name: str, body: Any) -> None:
        """Write what `body` reads, without ever holding all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """On this machine, for nobody but whoever runs the command."""

    root: Path

    def read(self, name: str) -> bytes | None:
        path = self._path(name)
        return path.read_bytes() if path.exists() else None

    def size(self, name: str) -> int | None:
        path = self._path(name)
        return path.stat().st_size if path.exists() else None

    def write(self, name: str, content: bytes) -> None:
        part = self._part(name)
        part.write_bytes(content)
        part.replace(self._path(name))

    def take(self, name: str, body: Any) -> None:
        part = self._part(name)
        with part.open("wb") as file:
            shutil.copyfileobj(body, file, _PIECE)
        part.replace(self._path(name))

    def _path(self, name: str) -> Path:
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise DeployError(f"{name} would be written outside of {self.root}.")
        return path

    def _part(self, name: str) -> Path:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path.with_name(f"{path.name}.part")


@dataclass(frozen=True, slots=True)
class InBucket:
    s3: Any
    bucket: str
    prefix: str

    def read(self, name: str) -> bytes | None:
        try:
            content: bytes = self.s3.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"].read()
        except self.s3.exceptions.NoSuchKey:
            return None
        return content

    def size(self, name: str) -> int | None:
        found = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=self.prefix + name, MaxKeys=1).get("Contents", ())
        return next((one["Size"] for one in found if one["Key"] == self.prefix + name), None)

    def write(self, name: str, content: bytes) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=content)

    def take(self, name: str, body: Any) -> None:
        self.s3.upload_fileobj(body, self.bucket, self.prefix + name)


def place(to: str, s3: Any) -> ExportPlace:
    """Return the place that somebody named: `s3://bucket/folder`, or a folder."""
    if not to.startswith("s3://"):
        return Folder(Path(to))
    bucket, _, prefix = to.removeprefix("s3://").partition("/")
    if not bucket:
        raise DeployError(f"{to} names no bucket.")
    return InBucket(s3, bucket, f"{prefix.rstrip('/')}/" if prefix.strip("/") else "")
