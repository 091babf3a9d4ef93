"""Long texts lie in the file store, and nobody who reads notices."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from chalicelib.storage.table.lines import MessageRecord
from chalicelib.storage.table.long_texts import INLINE_BYTES, PREVIEW_CHARACTERS, Texts
from chalicelib.storage.table.records import BodyRecord


@dataclass
class Shelf:
    """A file store in memory."""

    content: dict[str, bytes] = field(default_factory=dict)

    def put(self, key: str, content: bytes, content_type: str) -> None:
        assert content_type == "text/plain; charset=utf-8"
        self.content[key] = content

    def get(self, key: str) -> bytes:
        return self.content[key]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def texts(shelf: Shelf) -> Texts:
    return Texts(shelf, "acme")


@pytest.mark.parametrize("record", [BodyRecord, MessageRecord])
@pytest.mark.parametrize("text", ["", "short", "ü" * (INLINE_BYTES // 2), "x" * INLINE_BYTES])
def test_what_fits_stays_in_the_item(
    texts: Texts, shelf: Shelf, record: type[BodyRecord] | type[MessageRecord], text: str
) -> None:
    made = record("W#acme", "X")
    texts.fit(made, text, "7/01")
    assert (made.text, made.stored, shelf.content) == (text or None, None, {})
    assert texts.whole(made) == text


@pytest.mark.parametrize(
    "text", ["x" * (INLINE_BYTES + 1), "ü" * (INLINE_BYTES // 2 + 1), "\U0001f600" * 25_000, "a\r\nb\0" * 20_000]
)
def test_a_longer_text_goes_to_the_file_store_and_comes_back_whole(texts: Texts, shelf: Shelf, text: str) -> None:
    record = MessageRecord("W#acme", "X")
    texts.fit(record, text, "7/01")
    assert record.text == text[:PREVIEW_CHARACTERS]
    assert list(shelf.content) == ["text/acme/7/01"]
    assert texts.whole(record) == text
