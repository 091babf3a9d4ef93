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
from chalicelib.domain.accounts.api_keys import ApiKey, UsedKey
from chalicelib.domain.paging import Page
from chalicelib.domain.people.permissions import Permission, scopes_of
from chalicelib.services.settings import api_keys, parts


def _key(used: UsedKey) -> dict[str, Any]:
    key = used.key
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(scopes_of(key)),
        "last_four": key.last_four,
        "created_at": key.created_at,
        "created_by": key.created_by,
        "created_by_id": key.created_by_id or None,
        "expires_at": key.expires_at,
        "last_used_on": used.used_on or None,
    }


def _new_key(call: Call[NoQuery, NewApiKeyBody]) -> tuple[str, NewApiKeyOut]:
    body = call.body
    made = api_keys.add_api_key(
        call.seat,
        body.name,
        tuple(body.scopes),
        call.once,
        expires_at=body.expires_at,
    )
    return made.key.id, NewApiKeyOut(**_key(UsedKey(made.key, "")), key=made.text)


def _key_again(call: Call, result: str) -> tuple[str, NewApiKeyOut]:
    return result, NewApiKeyOut(**_key(_one(call, result)), key=None)


def _one(call: Call, key_id: str) -> UsedKey:
    return api_keys.with_use(call.desk, [parts.one(call.room, ApiKey, key_id)])[0]


def _listed(call: Call, limit: int, after: str | None) -> Page[UsedKey]:
    page = call.room.parts.page(ApiKey, limit, after)
    return Page(api_keys.with_use(call.desk, page.items), page.position)


def _change_key(call: Call, key_id: str, changes: dict[str, Any]) -> UsedKey:
    if "scopes" in changes:
        changes["scopes"] = tuple(changes["scopes"])
    return api_keys.with_use(call.desk, [api_keys.change_api_key(call.seat, key_id, changes)])[0]


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
    list=_listed,
    get=_one,
    create=_new_key,
    again=_key_again,
    change=_change_key,
    delete=_revoke,
).declare()
