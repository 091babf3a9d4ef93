"""API keys: shown once, stored hashed, with the scopes they were made with."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.settings_people import (
    ApiKeyChangesBody,
    ApiKeyOut,
    ApiKeysPage,
    NewApiKeyBody,
    NewApiKeyOut,
)
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.accounts import ApiKey
from chalicelib.domain.people.permissions import Permission, scopes_of
from chalicelib.services.settings import api_keys, parts


def _key(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(scopes_of(key)),
        "last_four": key.last_four,
        "created_at": key.created_at,
        "created_by": key.created_by,
    }


def _new_key(call: Call[NoQuery, NewApiKeyBody]) -> tuple[str, NewApiKeyOut]:
    body = call.body
    made = api_keys.add_api_key(
        call.seat,
        body.name,
        tuple(body.scopes),
        call.once,
    )
    return made.key.id, NewApiKeyOut(**_key(made.key), key=made.text)


def _key_again(call: Call, result: str) -> tuple[str, NewApiKeyOut]:
    return result, NewApiKeyOut(**_key(parts.one(call.room, ApiKey, result)), key=None)


def _change_key(call: Call, key_id: str, changes: dict[str, Any]) -> ApiKey:
    if "scopes" in changes:
        changes["scopes"] = tuple(changes["scopes"])
    return api_keys.change_api_key(call.seat, key_id, changes)


def _revoke(call: Call, key_id: str) -> None:
    api_keys.revoke_api_key(call.seat, key_id)


Resource(
    path="api-keys",
    one="API key",
    many="API keys",
    may_read=Permission.SETTINGS_READ,
    may_write=Permission.RIGHTS_WRITE,
    shown=ApiKeyOut,
    page=ApiKeysPage,
    new=NewApiKeyBody,
    made=NewApiKeyOut,
    changes=ApiKeyChangesBody,
    show=lambda _call, key: ApiKeyOut(**_key(key)),
    list=lambda call, limit, after: call.room.parts.page(ApiKey, limit, after),
    get=lambda call, key_id: parts.one(call.room, ApiKey, key_id),
    create=_new_key,
    again=_key_again,
    change=_change_key,
    delete=_revoke,
).declare()
