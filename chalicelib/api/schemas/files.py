"""Files on their way up, with messages, and down."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.api.schemas.base import WHOLE, Document, Id, Instant, word
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.files import MOST_BYTES

_MEDIA_TYPE: dict[str, JsonValue] = {"pattern": "^[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}$"}


class UploadBody(Schema):
    """`size` in bytes."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    type: Annotated[str, StringConstraints(min_length=3, max_length=129), Field(json_schema_extra=_MEDIA_TYPE)]
    size: Annotated[int, Field(json_schema_extra={"minimum": 1, "maximum": MOST_BYTES}), WHOLE]


class PictureOut(Document):
    """The size of a picture in pixels, as it is shown upright."""

    width: int
    height: int


class AttachmentOut(Document):
    """`inline` marks a picture that the mail's own HTML shows (`has_html`). `scanned` is `unscanned` for a file that
    was not checked for viruses (only those of mails are), `refused` for one with a virus, which nobody is handed.
    `picture` is there for what a page may show, by its bytes a PNG, JPEG, GIF, WebP, BMP or AVIF of up to 5 MB and
    40 megapixels; `POST …/files/links` says where it is. `mark` is the words for such a picture in the
    text of its message, each of its places for the next picture of that mark; null where there are none."""

    id: str
    name: str
    type: str
    size: int
    inline: bool = False
    scanned: Annotated[str, word("clean", "unscanned", "refused")] = "clean"
    picture: PictureOut | None = None
    mark: str | None = None


class UploadFormOut(Document):
    """POST these fields, then the file as the last one, called `file`, as multipart/form-data."""

    url: str
    fields: dict[str, str]


class FileLinkOut(Document):
    """`url` is good for a few minutes and needs no token. Whatever the file is, browsers download it."""

    url: str


class PictureLinkOut(Document):
    id: str
    url: str


class FileLinksBody(Schema):
    ids: Annotated[list[Id], Field(min_length=1, max_length=50)]


class FileLinksOut(Document):
    """The addresses of those of the files that are pictures, for a page to show; what isn't there is none, or may not
    be read. They need no token, and are good until `expires_at`."""

    items: list[PictureLinkOut]
    expires_at: Instant


class UploadOut(AttachmentOut):
    upload: UploadFormOut
