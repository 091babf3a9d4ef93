"""Reading the template's parts and putting pieces of a template together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Template = dict[str, Any]

ROOT = Path(__file__).parents[2]
INFRA = ROOT / "infra"


def read(name: str) -> Template:
    """One JSON file under infra/."""
    part: Template = json.loads((INFRA / name).read_text(encoding="utf-8"))
    return part


def combine(*pieces: Template) -> Template:
    """Join pieces of a template section by section and resource by resource.

    A resource may be described by several pieces as long as no two set the same property: then ValueError names it.
    """
    whole: Template = {}
    for piece in pieces:
        _add(whole, piece, ())
    return whole


def _add(whole: Template, piece: Template, path: tuple[str, ...]) -> None:
    for key, value in piece.items():
        if isinstance(value, dict) and isinstance(whole.get(key), dict):
            _add(whole[key], value, (*path, key))
        elif key in whole:
            raise ValueError(f"{'/'.join((*path, key))} is set twice")
        else:
            # A copy, so that adding to it later doesn't change the piece it came from.
            whole[key] = json.loads(json.dumps(value))
