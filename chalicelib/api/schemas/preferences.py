"""The documents of what a member is told, and how."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StringConstraints, WithJsonSchema, create_model

from chalicelib.api.schemas.base import Document, Flag, Id, word
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.notices import ToMembers
from chalicelib.domain.notices.preferences import Advance
from chalicelib.domain.notices.ways import Choice, NoticeWay

_TIME = r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$"
Time = Annotated[str, StringConstraints(pattern=_TIME)]
Zone = Annotated[str, StringConstraints(min_length=1, max_length=60)]
AdvanceName = Literal["stay", "next", "list"]


def _ways_of(name: str, row: ToMembers) -> type[Schema]:
    """The body by which the ways of one event are chosen, scope by scope: those that it has, and no others."""
    way: Any = Literal[row.ways]
    listed = Annotated[list[way], Field(max_length=len(NoticeWay))]
    fields: dict[str, Any] = {scope.value: (listed, Field(default_factory=list)) for scope in row.scopes}
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(f"{title}WaysBody", __base__=Schema, **fields)


_EVENTS: dict[str, Any] = {
    name: (body, Field(default_factory=body))
    for name, body in ((name, _ways_of(name, row)) for name, row in preferences.CHOSEN.items())
}
NoticesBody = create_model("NoticesBody", __base__=Schema, **_EVENTS)
_HOURS: dict[str, Any] = {"from": (Time, ...), "to": (Time, ...), "zone": (Zone | None, None)}
QuietHoursBody = create_model(
    "QuietHoursBody",
    __base__=Schema,
    __doc__="""By the clock of the zone, or of the member's own where that is null; `to` may be on the next day.""",
    **_HOURS,
)
_WORDS: dict[str, Any] = {event: (Choice, usual) for event, usual in preferences.USUAL.items()}
_REST: dict[str, Any] = {
    "notices": (NoticesBody, Field(default_factory=NoticesBody)),
    "quiet_hours": (QuietHoursBody | None, None),
    "digest": (Flag, True),
    "advance": (AdvanceName, Advance.STAY.value),
    "view_order": (Annotated[list[Id], Field(max_length=preferences.MOST_ORDERED)], Field(default_factory=list)),
    "weekly_report": (Flag | None, None),
}
PreferencesBody = create_model(
    "PreferencesBody",
    __base__=Schema,
    __doc__="""`notices` says for each event and scope how I hear of it: `mine` are my own tickets and whatever else is
    meant for me, `unassigned` those that nobody has, `all` every ticket. A word for an event is short for its scope
    `mine`. `digest`: what came in the quiet hours is one mail at their end, rather than one each. `advance`: where
    acting on a ticket leads. `view_order`: the ids of views as I see them listed, the others behind them; ids of views
    that are gone are left out. `weekly_report`: whether I want it, if an admin chose me for it; null leaves
    that as it is.""",
    **_WORDS,
    **_REST,
)

WayName = Annotated[str, word(*NoticeWay)]
_HOURS_TOLD: dict[str, Any] = {"from": (str, ...), "to": (str, ...), "zone": (str | None, ...)}
QuietHoursOut = create_model("QuietHoursOut", __base__=Document, **_HOURS_TOLD)
_TOLD: dict[str, Any] = {
    **dict.fromkeys(preferences.USUAL, (Annotated[str, word(*get_args(Choice))], ...)),
    "notices": (dict[str, dict[str, list[WayName]]], ...),
    "quiet_hours": (QuietHoursOut | None, ...),
    "digest": (bool, ...),
    "advance": (Annotated[str, WithJsonSchema({"type": "string", "enum": list(Advance)})], ...),
    "view_order": (list[str], ...),
    "weekly_report": (bool | None, ...),
}
PreferencesOut = create_model(
    "PreferencesOut",
    __base__=Document,
    __doc__="""`notices` has each event with the scopes and ways that it can be heard of in. `view_order` is as it was
    chosen: views that are gone since may be in it. `weekly_report` is null for whom no admin chose for it.""",
    **_TOLD,
)
