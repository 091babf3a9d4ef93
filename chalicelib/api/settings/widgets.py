"""The widgets of a desk, and their identity secrets."""

from __future__ import annotations

from html import escape
from typing import Any

from chalicelib.api.schemas.settings_widgets import (
    NewSecretBody,
    NewWidgetBody,
    NewWidgetOut,
    WidgetChangesBody,
    WidgetOut,
    WidgetsPage,
)
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.widgets import Widget
from chalicelib.services.settings import parts, widgets


def _shown(call: Call, widget: Widget) -> dict[str, Any]:
    return {
        "id": widget.id,
        "name": widget.name,
        "origins": list(widget.origins),
        "color": widget.color,
        "language": widget.language,
        "snippet": _snippet(call, widget),
        "preview_url": f"{call.desk.portal_url}/widget/{widget.id}?preview=1",
        "secret_made_at": widget.secret_made_at,
        "created_at": widget.created_at,
        "created_by": widget.created_by,
    }


def _snippet(call: Call, widget: Widget) -> str:
    """The script tag for the site's pages. The colour stands in it, so that the button needs no request to have it."""
    told = {
        "src": f"{call.desk.portal_url}/static/widget/widget.js",
        "data-key": widget.id,
        "data-color": widget.color or call.room.workspace.color,
        "data-lang": widget.language or call.room.workspace.language,
    }
    return "<script async " + " ".join(f'{name}="{escape(value)}"' for name, value in told.items()) + "></script>"


def _new_widget(call: Call[NoQuery, NewWidgetBody]) -> tuple[str, NewWidgetOut]:
    body = call.body
    look = widgets.Look(color=body.color, language=body.language)
    made = widgets.add_widget(call.seat, body.name, tuple(body.origins), look, call.once)
    secret = made.secret if Permission.RIGHTS_WRITE in call.seat.may else None
    return made.widget.id, NewWidgetOut(**_shown(call, made.widget), secret=secret)


def _widget_again(call: Call, result: str) -> tuple[str, NewWidgetOut]:
    return result, NewWidgetOut(**_shown(call, parts.one(call.room, Widget, result)), secret=None)


def _change_widget(call: Call, key: str, changes: dict[str, Any]) -> Widget:
    return widgets.change_widget(call.seat, key, changes)


def _delete_widget(call: Call, key: str) -> None:
    widgets.delete_widget(call.seat, key)


Resource(
    path="widgets",
    one="widget",
    many="widgets",
    may_read=Permission.SETTINGS_READ,
    may_write=Permission.SETTINGS_WRITE,
    shown=WidgetOut,
    page=WidgetsPage,
    new=NewWidgetBody,
    made=NewWidgetOut,
    changes=WidgetChangesBody,
    show=lambda call, widget: WidgetOut(**_shown(call, widget)),
    list=lambda call, limit, after: call.room.parts.page(Widget, limit, after),
    get=lambda call, key: parts.one(call.room, Widget, key),
    create=_new_widget,
    again=_widget_again,
    change=_change_widget,
    delete=_delete_widget,
).declare()


def _renewed_again(call: Call, result: str) -> Reply:
    return Reply(_widget_again(call, result)[1])


@route(
    "Make a widget's identity secret anew",
    permission=Permission.RIGHTS_WRITE,
    body=NewSecretBody,
    answer=NewWidgetOut,
    replay=_renewed_again,
    refusals=("not_found", "conflict"),
)
def renew_secret(call: Call[NoQuery, NewSecretBody]) -> Reply:
    body = call.body
    made = widgets.renew_secret(
        call.seat,
        call.path["id"],
        keep_previous=body.keep_previous,
        once=call.once,
    )
    return Reply(NewWidgetOut(**_shown(call, made.widget), secret=made.secret))
