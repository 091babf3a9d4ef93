"""The assistant's own words, one catalogue a language. They are apart from `locales`: only who asks it loads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

_FOLDER = Path(__file__).parent / "words"
_FALLBACK = "en"


class Wording(Protocol):
    """`t("key", name=value)`: the text of the key with its placeholders filled."""

    def __call__(self, key: str, /, **values: object) -> str: ...


def words(language: str) -> Wording:
    """The words of a language, English for one there are none of. What is filled in is never looked at again."""
    texts = catalogue(language if language in languages() else _FALLBACK)

    def translate(key: str, /, **values: object) -> str:
        return texts[key].format(**values) if values else texts[key]

    return translate


@cache
def languages() -> frozenset[str]:
    return frozenset(path.stem for path in _FOLDER.glob("*.json"))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    texts: dict[str, str] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return texts
