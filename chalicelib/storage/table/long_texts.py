"""Long texts: what doesn't fit an item well lies in the file store, the item keeps a preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.files import text_key
from chalicelib.storage.table.lines import FormerRecord, MessageRecord
from chalicelib.storage.table.records import BodyRecord

INLINE_BYTES = 32 * 1024
PREVIEW_CHARACTERS = 500


def is_long(text: str) -> bool:
    """Return whether a text goes into the file store."""
    return len(text.encode()) > INLINE_BYTES


class TextFiles(Protocol):
    """The part of the file store that texts need."""

    def put(self, key: str, content: bytes, content_type: str) -> None: ...

    def get(self, key: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Texts:
    """The long texts of one workspace. A text is written before the transaction that names it, under a name of its own:
    `storage/tickets/loose` sees to it that a cut-off command leaves nothing behind."""

    files: TextFiles
    workspace: str

    def fit(self, record: BodyRecord | MessageRecord | FormerRecord, text: str, name: str) -> None:
        """Put `text` into the record, or into the file store with a preview in the record. `name` is unique to it."""
        if not is_long(text):
            record.text = text or None
            return
        record.stored = text_key(self.workspace, name)
        record.text = text[:PREVIEW_CHARACTERS]
        self.files.put(record.stored, text.encode(), "text/plain; charset=utf-8")

    def rewrite(self, key: str, change: Callable[[str], str]) -> bool:
        """Change a text where it lies; return whether there was anything to change. What it was before is a version of
        the file: whoever cuts words out of it has that erased."""
        before = self.read(key)
        after = change(before)
        if after != before:
            self.files.put(key, after.encode(), "text/plain; charset=utf-8")
        return after != before

    def read(self, key: str) -> str:
        """Return a text by the key that an item has of it."""
        return self.files.get(key).decode()

    def whole(self, record: BodyRecord | MessageRecord | FormerRecord) -> str:
        return self.read(record.stored) if record.stored else record.text or ""
