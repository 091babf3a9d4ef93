"""What a desk masks in what people write, as the API takes and gives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.api.schemas.base import Document
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.settings.masking import LEAST_SIGNS, MOST_PATTERNS, PATTERN_LENGTH, MaskedKind

Pattern = Annotated[str, Field(min_length=LEAST_SIGNS, max_length=PATTERN_LENGTH)]


class MaskingBody(Schema):
    """`kinds` are the kinds of numbers that are masked from now on, for good. In one of the `patterns`, `#` stands for
    a digit, `@` for a letter, and every other character for itself."""

    kinds: Annotated[list[MaskedKind], Field(max_length=len(MaskedKind))] = Field(default_factory=list)
    patterns: Annotated[list[Pattern], Field(max_length=MOST_PATTERNS)] = Field(default_factory=list)


class MaskingOut(Document):
    kinds: list[str]
    patterns: list[str]
