"""The words people read: one JSON catalogue per language, shared by the pages and the letters.

A catalogue maps a key ("status.open") to a text, which may hold `{name}` placeholders. Adding a language is adding a
file; the tests find keys and placeholders that are missing in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

from chalicelib.domain.vocabulary import plain as plain_word

_KB = 1_000
_MB = 1_000_000
_FOLDER = Path(__file__).parent
FALLBACK = "en"
_LONGEST = 500


class Translate(Protocol):
    """Return the text of a key with its placeholders filled."""

    def __call__(self, key: str, /, **values: object) -> str: ...


@cache
def languages() -> frozenset[str]:
    """The languages there is a catalogue for, as ISO 639-1 codes."""
    return frozenset(path.stem for path in _FOLDER.glob("*.json"))


def supported(language: str) -> str:
    """The language to use for a BCP 47 tag: "en-GB" gives "en"; one without a catalogue gives English."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return primary if primary in languages() else FALLBACK


def negotiated(accepted: str) -> str | None:
    """The language there is a catalogue for that an `Accept-Language` header (RFC 9110 §12.5.4) likes best."""
    ranked = [_ranked(place, part) for place, part in enumerate(accepted[:_LONGEST].split(","))]
    wanted = (tag.replace("_", "-").partition("-")[0].lower() for quality, _, tag in sorted(ranked) if quality < 0)
    return next((tag for tag in wanted if tag in languages()), None)


def word(t: Translate, kind: str, stored: str) -> str:
    """Translate a stored word of a kind (`word(t, "status", "open")`); one there is no text for comes as it is."""
    try:
        return t(f"{kind}.{stored}")
    except KeyError:
        return plain_word(stored)


def size(t: Translate, count: int) -> str:
    """A file's size in the unit that suits it; 1 KB is 1000 bytes, as in browsers and file managers."""
    if count < _KB:
        return t("size.bytes", count=count)
    if round(count / _KB) < _KB:
        return t("size.kilobytes", count=round(count / _KB))
    return t("size.megabytes", count=f"{count / _MB:.1f}".replace(".", t("size.point")))


def _ranked(place: int, part: str) -> tuple[float, int, str]:
    """The best first; a quality that is no number counts as none."""
    tag, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return -1.0, place, tag.strip()
    quality = re.fullmatch(r"[01](\.\d{0,3})?", value.strip())
    return -float(quality[0]) if quality else 0.0, place, tag.strip()


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language that `languages` names."""
    texts: dict[str, str] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return texts


def plain(language: str) -> Translate:
    """A translator whose texts are plain: whoever puts them into HTML escapes them. A key that isn't there raises."""
    texts = catalogue(supported(language))

    def translate(key: str, /, **values: object) -> str:
        return texts[key].format(**values) if values else texts[key]

    return translate


def markup(language: str) -> Translate:
    """A translator for HTML: texts and values come escaped, except values that are Markup already."""
    from markupsafe import escape  # cold start: functions without pages or letters go without

    texts = catalogue(supported(language))

    def translate(key: str, /, **values: object) -> str:
        text = escape(texts[key])
        return text.format(**values) if values else text

    return translate
