"""The documents of widgets: what callers send, and what they get."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, WithJsonSchema

from chalicelib.api.schemas.base import Document, Flag
from chalicelib.api.schemas.settings import Color, Language, ShortName
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.settings.widgets import MOST_ORIGINS, ORIGIN, ORIGIN_LENGTH

Origin = Annotated[
    str,
    StringConstraints(min_length=1, max_length=ORIGIN_LENGTH),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": ORIGIN_LENGTH, "pattern": ORIGIN}),
]
Origins = Annotated[list[Origin], Field(min_length=1, max_length=MOST_ORIGINS)]


class NewWidgetBody(Schema):
    """`origins` are the sites that may show it, such as `https://shop.example`; `color` and `language` of null are the
    workspace's own."""

    name: ShortName
    origins: Origins
    color: Color | None = None
    language: Language | None = None


class WidgetChangesBody(Schema):
    name: ShortName = ""
    origins: Origins = Field(default_factory=list)
    color: Color | None = None
    language: Language | None = None


class NewSecretBody(Schema):
    """With `keep_previous` the secret so far stays good for a day; without, it ends at once."""

    keep_previous: Flag = False


class WidgetOut(Document):
    """`id` is the key, which is no secret. `snippet` is what goes into the site's pages; `preview_url` shows it as it
    looks, to be framed by the console alone."""

    id: str
    name: str
    origins: list[str]
    color: str | None
    language: str | None
    snippet: str
    preview_url: str
    secret_made_at: str
    created_at: str
    created_by: str


class NewWidgetOut(WidgetOut):
    """`secret`, which signs who a visitor is, is shown this once, to an admin who signed in; to a repeated request,
    or an API key, it is null."""

    secret: str | None


class WidgetsPage(Document):
    items: list[WidgetOut]
    next_cursor: str | None
