"""Labels."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.settings import LabelChangesBody, LabelsPage, NewLabelBody
from chalicelib.api.schemas.tickets import LabelOut
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import Label
from chalicelib.services.settings import labels, parts


def _label(label: Label) -> LabelOut:
    return LabelOut(id=label.id, name=label.name, color=label.color)


def _new_label(call: Call[NoQuery, NewLabelBody]) -> tuple[str, LabelOut]:
    body = call.body
    label = labels.add_label(call.seat, body.name, body.color, call.once)
    return label.id, _label(label)


def _label_again(call: Call, result: str) -> tuple[str, LabelOut]:
    return result, _label(parts.one(call.room, Label, result))


def _change_label(call: Call, label_id: str, changes: dict[str, Any]) -> Label:
    return labels.change_label(call.seat, label_id, changes)


def _delete_label(call: Call, label_id: str) -> None:
    labels.delete_label(call.seat, label_id)


Resource(
    path="labels",
    one="label",
    many="labels",
    may_read=Permission.DESK_READ,
    may_write=Permission.SETTINGS_WRITE,
    shown=LabelOut,
    page=LabelsPage,
    new=NewLabelBody,
    made=LabelOut,
    changes=LabelChangesBody,
    show=lambda _call, label: _label(label),
    list=lambda call, limit, after: call.room.parts.page(Label, limit, after),
    get=lambda call, label_id: parts.one(call.room, Label, label_id),
    create=_new_label,
    again=_label_again,
    change=_change_label,
    delete=_delete_label,
).declare()
