"""The files of a message or a note, and the pictures among them that stand in the midst of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chalicelib.domain.pictures import Picture
from chalicelib.domain.vocabulary import Scanned

_PLACE = re.compile(r"\[image: ([^\[\]<>]{1,400})\]")
_MAILED = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file of a message; the bytes lie in the file store under a key that storage makes of ticket and `id`.

    `content_id` is what the HTML of a mail calls a picture that it shows; other files have none. `picture` is what a
    page may show, as its bytes told when the file was taken in; files from before that was asked have none.
    """

    id: str
    name: str
    type: str
    size: int
    content_id: str = ""
    scanned: Scanned = Scanned.CLEAN
    picture: Picture | None = None

    @property
    def withheld(self) -> bool:
        """Return whether nobody is handed the file: it has a virus, or only a later release knows what was found."""
        return self.scanned not in (Scanned.CLEAN, Scanned.UNSCANNED)

    @property
    def is_mailed(self) -> bool:
        """Return whether the file is of a kind that mail programs show in a text, if anybody is handed it."""
        return self.type in _MAILED and not self.withheld

    @property
    def is_shown(self) -> bool:
        """Return whether the file is a picture that pages show."""
        return self.picture is not None and not self.withheld


def named_picture(content_id: str, files: tuple[Attachment, ...]) -> Attachment | None:
    """Return the file that the HTML of a mail shows by this name, in whatever letters, if anybody is handed it."""
    named = (file for file in files if file.content_id and file.content_id.lower() == content_id.lower())
    return next((file for file in named if not file.withheld), None)


def placed(files: tuple[Attachment, ...], text: str) -> tuple[Attachment, ...]:
    """Return the files, of which those that a text names, as `[image: <name>]`, are shown in it if they are
    pictures."""
    named = set(_PLACE.findall(text))
    return tuple(replace(one, content_id=one.id) if one.name in named and one.is_mailed else one for one in files)
