"""Members: who works at the desk."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.people import MemberOut, MembersPage
from chalicelib.api.schemas.settings_people import (
    MemberChangesBody,
    NewMemberBody,
)
from chalicelib.api.serving.routes import Call, NoQuery
from chalicelib.api.settings.resource import Resource
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings import members, parts


def _invite(call: Call[NoQuery, NewMemberBody]) -> tuple[str, MemberOut]:
    body = call.body
    invited = members.Invited(
        name=body.name,
        email=body.email,
        role=Role(body.role),
        can_delete=body.can_delete,
        by=call.caller.name,
    )
    member = members.invite(call.seat, invited, call.once)
    return member.id, shown(member)


def _invited_again(call: Call, result: str) -> tuple[str, MemberOut]:
    member = members.invited_again(call.desk, call.room, result, call.caller.name)
    return member.id, shown(member)


def _change_member(call: Call, member_id: str, changes: dict[str, Any]) -> Member:
    if "role" in changes:
        changes["role"] = Role(changes["role"])
    return members.change_member(call.seat, member_id, changes)


def _deactivate(call: Call, member_id: str) -> None:
    """What somebody wrote and was assigned stays theirs, so a member is never gone, only no longer let in."""
    members.change_member(call.seat, member_id, {"active": False})


Resource(
    path="members",
    one="member",
    many="members",
    may_read=Permission.DESK_READ,
    may_write=Permission.MEMBERS_WRITE,
    given_refusals=("signed_in_admin_only", "beyond_own_rights"),
    shown=MemberOut,
    page=MembersPage,
    new=NewMemberBody,
    made=MemberOut,
    changes=MemberChangesBody,
    show=lambda _call, member: shown(member),
    list=lambda call, limit, after: call.room.parts.page(Member, limit, after),
    get=lambda call, member_id: parts.one(call.room, Member, member_id),
    create=_invite,
    again=_invited_again,
    change=_change_member,
    delete=_deactivate,
    refusals=("last_admin",),
).declare()


def shown(person: Member) -> MemberOut:
    return MemberOut(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role.value,
        can_delete=person.can_delete,
        active=person.active,
    )
