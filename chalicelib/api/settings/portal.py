"""The portal's settings."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.api.schemas.base import Document, Flag, Id
from chalicelib.api.schemas.settings import Color, LongName, ShortName
from chalicelib.api.serving.routes import Call, NoQuery, Reply, Schema, route
from chalicelib.api.settings.resource import named
from chalicelib.colors import first_of, legibility
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import PORTAL_TEXT, PRIVACY_TEXT, PRIVACY_URL, General
from chalicelib.domain.vocabulary import TicketType
from chalicelib.services import stamps
from chalicelib.services.settings import general
from chalicelib.services.settings.portal import change_portal as changed

Contrast = Annotated[float, Field(ge=1, le=21)]


class TypeWords(Schema):
    """The words that customers choose the type of a request by; null for the usual ones in their language."""

    support_ticket: ShortName | None = None
    customer_request: ShortName | None = None
    bug_report: ShortName | None = None
    feature_request: ShortName | None = None


class PortalChangesBody(Schema):
    """`name` and `color` are the desk's own where they are null. `logo` is the id of a file that was sent before
    (`POST /v1/{workspace}/attachments`): a PNG, JPEG or GIF of at most 256 KB; null takes the logo away.
    `types` are given all at once. `privacy_text` stands under the forms, beside a link to `privacy_url`, which begins
    with `https://`; empty, they don't.
    """

    on: Flag = True
    name: LongName | None = None
    color: Color | None = None
    text: Annotated[str, StringConstraints(max_length=PORTAL_TEXT)] = ""
    logo: Id | None = None
    types: TypeWords = TypeWords()
    privacy_text: Annotated[str, StringConstraints(max_length=PRIVACY_TEXT)] = ""
    privacy_url: Annotated[str, StringConstraints(max_length=PRIVACY_URL)] = ""


class LegibilityOut(Document):
    """The legibility of a colour as contrast ratios from 1 to 21; 4.5 is the least that people need (WCAG 2.2).

    Buttons take the colour as it is, with text in `button_text`. Links take the nearest shade that can be read, in the
    light and in the dark.
    """

    color: str
    button_text: str
    button: Contrast
    link_light_color: str
    link_light: Contrast
    link_dark_color: str
    link_dark: Contrast


class TypeWordsOut(Document):
    """The desk's own words for each type, null for the usual ones."""

    support_ticket: str | None
    customer_request: str | None
    bug_report: str | None
    feature_request: str | None


class PortalOut(Document):
    """`url` is where customers find it, `preview_url` what it looks like, for a frame in the settings: nothing that is
    sent there is kept. While the portal is off it is shown by this address alone, for a day."""

    on: bool
    name: str | None
    color: str | None
    text: str
    logo_url: str | None
    types: TypeWordsOut
    privacy_text: str
    privacy_url: str
    legibility: LegibilityOut
    url: str
    preview_url: str


@route("Read the portal's settings", permission=Permission.SETTINGS_READ, answer=PortalOut)
def read_portal(call: Call) -> Reply:
    return Reply(_shown(call, general.general(call.room)))


@route(
    "Change the portal's settings",
    permission=Permission.SETTINGS_WRITE,
    body=PortalChangesBody,
    answer=PortalOut,
    refusals=("conflict",),
)
def change_portal(call: Call[NoQuery, PortalChangesBody]) -> Reply:
    changes = named(call.body)
    if "types" in changes:
        changes["types"] = call.body.types.model_dump(exclude_none=True)
    return Reply(_shown(call, changed(call.seat, call.caller.id, changes)))


def _shown(call: Call, found: General) -> PortalOut:
    url = f"{call.desk.portal_url}/portal/{call.room.workspace.id}"
    return PortalOut(
        on=found.portal_on,
        name=found.portal_name,
        color=found.portal_color,
        text=found.portal_text,
        logo_url=f"{url}/logo/{found.portal_logo}" if found.portal_logo else None,
        types=TypeWordsOut(**{kind.value: found.portal_types.get(kind.value) for kind in TicketType}),
        privacy_text=found.portal_privacy_text,
        privacy_url=found.portal_privacy_url,
        legibility=LegibilityOut.model_validate(legibility(first_of(found.portal_color, found.color))),
        url=url,
        preview_url=f"{url}?preview=1" if found.portal_on else f"{url}?preview=1&opened={_opened(call)}",
    )


def _opened(call: Call) -> str:
    return stamps.stamp(call.desk.secrets, stamps.preview(call.room.workspace.id))
