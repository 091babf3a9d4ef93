"""Who works at the desk: its members, and the API keys of programs."""

from __future__ import annotations

from typing import Any

from chalicelib.api import present
from chalicelib.api.routes import Call
from chalicelib.api.schemas.people import MemberOut, MembersPage
from chalicelib.api.schemas.settings_people import (
    ApiKeyChangesBody,
    ApiKeyOut,
    ApiKeysPage,
    MemberChangesBody,
    NewApiKeyBody,
    NewApiKeyOut,
    NewMemberBody,
)
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.accounts import ApiKey
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings import api_keys, changing, members


def _invite(call: Call) -> tuple[str, MemberOut]:
    body: NewMemberBody = call.body
    invited = members.Invited(
        name=body.name,
        email=body.email,
        role=Role(body.role),
        can_delete=body.can_delete,
        by=call.caller.name,
    )
    member = members.invite(call.desk, call.room, call.caller.actor, invited, call.once)
    return member.id, present.member(member)


def _invited_again(call: Call, result: str) -> tuple[str, MemberOut]:
    member = members.invited_again(call.desk, call.room, result, call.caller.name)
    return member.id, present.member(member)


def _change_member(call: Call, member_id: str, changes: dict[str, Any]) -> Member:
    if "role" in changes:
        changes["role"] = Role(changes["role"])
    return members.change_member(call.desk, call.room, call.caller.actor, member_id, changes)


def _deactivate(call: Call, member_id: str) -> None:
    """What somebody wrote and was assigned stays his, so a member is never gone, only no longer let in."""
    members.change_member(call.desk, call.room, call.caller.actor, member_id, {"active": False})


Resource(
    path="members",
    one="member",
    many="members",
    may_read=Permission.DESK_READ,
    may_write=Permission.SETTINGS_WRITE,
    written_in_person=True,
    shown=MemberOut,
    page=MembersPage,
    new=NewMemberBody,
    made=MemberOut,
    changes=MemberChangesBody,
    show=lambda _call, member: present.member(member),
    list=lambda call, limit, after: call.room.parts.page(Member, limit, after),
    get=lambda call, member_id: changing.one(call.room, Member, member_id),
    create=_invite,
    again=_invited_again,
    change=_change_member,
    delete=_deactivate,
    refusals=("last_admin",),
).declare()


def _key(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(key.scopes),
        "last_four": key.last_four,
        "created_at": key.created_at,
        "created_by": key.created_by,
    }


def _new_key(call: Call) -> tuple[str, NewApiKeyOut]:
    body: NewApiKeyBody = call.body
    made = api_keys.add_api_key(
        call.desk,
        call.room,
        call.caller.actor,
        body.name,
        tuple(body.scopes),
        call.once,
        within=call.caller.permissions,
    )
    return made.key.id, NewApiKeyOut(**_key(made.key), key=made.text)


def _key_again(call: Call, result: str) -> tuple[str, NewApiKeyOut]:
    return result, NewApiKeyOut(**_key(changing.one(call.room, ApiKey, result)), key=None)


def _change_key(call: Call, key_id: str, changes: dict[str, Any]) -> ApiKey:
    if "scopes" in changes:
        changes["scopes"] = tuple(changes["scopes"])
    return api_keys.change_api_key(
        call.desk, call.room, call.caller.actor, key_id, changes, within=call.caller.permissions
    )


def _revoke(call: Call, key_id: str) -> None:
    api_keys.revoke_api_key(call.desk, call.room, call.caller.actor, key_id)


Resource(
    path="api-keys",
    one="API key",
    many="API keys",
    may_read=Permission.SETTINGS_READ,
    may_write=Permission.SETTINGS_WRITE,
    written_in_person=True,
    shown=ApiKeyOut,
    page=ApiKeysPage,
    new=NewApiKeyBody,
    made=NewApiKeyOut,
    changes=ApiKeyChangesBody,
    show=lambda _call, key: ApiKeyOut(**_key(key)),
    list=lambda call, limit, after: call.room.parts.page(ApiKey, limit, after),
    get=lambda call, key_id: changing.one(call.room, ApiKey, key_id),
    create=_new_key,
    again=_key_again,
    change=_change_key,
    delete=_revoke,
).declare()
