"""Erasing a person: what would go, and what goes."""

from __future__ import annotations

from datetime import date

from chalicelib.api.schemas.base import Document, SpeltFlag
from chalicelib.api.serving.routes import Schema


class ErasureQuery(Schema):
    preview: SpeltFlag = False


class ErasureRowOut(Document):
    """Of a kind of thing, how many are erased, how many only lose the person's name, and how many are kept, and `why`:
    `other_people` said them."""

    kind: str
    erased: int
    renamed: int
    kept: int
    why: str


class ErasureTableOut(Document):
    """`name_after` is what the person is called from then on. Counted in their newest tickets: there may be `more`."""

    name_after: str
    tickets: int
    rows: list[ErasureRowOut]
    backups_until: date
    more: bool
