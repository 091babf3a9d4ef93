"""Long texts: what doesn't fit an item well lies in the file store, the item keeps a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.storage.table.lines import FormerRecord, MessageRecord
from chalicelib.storage.table.records import BodyRecord

INLINE_BYTES = 32 * 1024
PREVIEW_CHARACTERS = 500


class TextFiles(Protocol):
    """The part of the file store that texts need."""

    def put(self, key: str, content: bytes, content_type: str) -> None: ...

    def get(self, key: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Texts:
    """The long texts of one workspace. A text is written before the transaction that names it, under a name of its own,
    so a cut-off command leaves at most a file that nothing points to."""

    files: TextFiles
    workspace: str

    def fit(self, record: BodyRecord | MessageRecord | FormerRecord, text: str, name: str) -> None:
        """Put `text` into the record, or into the file store with a preview in the record. `name` is unique to it."""
        encoded = text.encode()
        if len(encoded) <= INLINE_BYTES:
            record.text = text or None
            return
        record.stored = f"text/{self.workspace}/{name}"
        record.text = text[:PREVIEW_CHARACTERS]
        self.files.put(record.stored, encoded, "text/plain; charset=utf-8")

    def whole(self, record: BodyRecord | MessageRecord | FormerRecord) -> str:
        return self.files.get(record.stored).decode() if record.stored else record.text or ""
