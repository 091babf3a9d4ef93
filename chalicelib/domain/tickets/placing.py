"""Pictures in the midst of a text that somebody types: words of it stand for each, as in what comes by mail."""

from __future__ import annotations

import re
from dataclasses import replace

from chalicelib.domain.tickets.ticket import Attachment

_PLACE = re.compile(r"\[image: ([^\[\]<>]{1,400})\]")


def placed(files: tuple[Attachment, ...], text: str) -> tuple[Attachment, ...]:
    """Return the files, of which those that a text names, as `[image: <name>]`, are shown in it if they are
    pictures."""
    named = set(_PLACE.findall(text))
    return tuple(replace(one, content_id=one.id) if one.name in named and one.is_mailed else one for one in files)
