"""Members: who works at the desk."""

from __future__ import annotations

from typing import Any

from chalicelib.api.schemas.people import HandoverOut, MemberOut, MembersPage
from chalicelib.api.schemas.settings_people import (
    HandoverBody,
    MemberChangesBody,
    NewMemberBody,
)
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import Resource
from chalicelib.api.tickets.present_absence import absence
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.people.permissions import Permission
from chalicelib.services.settings import members, parts
from chalicelib.services.tickets.handover import ask_for_handover


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
    return member.id, shown(call, member)


def _invited_again(call: Call, result: str) -> tuple[str, MemberOut]:
    member = members.invited_again(call.desk, call.room, result, call.caller.name)
    return member.id, shown(call, member)


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
    show=lambda call, member: shown(call, member),
    list=lambda call, limit, after: call.room.parts.page(Member, limit, after),
    get=lambda call, member_id: parts.one(call.room, Member, member_id),
    create=_invite,
    again=_invited_again,
    change=_change_member,
    delete=_deactivate,
    refusals=("last_admin", "break_glass"),
).declare()


@route(
    "Invite a member again",
    description="Who was invited and hasn't come in yet is mailed a new link to set a password, which works for a week "
    "like the first. Who has been here is not (`taken`): they use 'Forgot your password?'.",
    permission=Permission.MEMBERS_WRITE,
    answer=MemberOut,
    status=202,
    refusals=("not_found", "taken", "signed_in_admin_only", "beyond_own_rights"),
)
def invite_again(call: Call) -> Reply:
    return Reply(shown(call, members.invite_again(call.seat, call.path["id"], call.caller.name)))


@route(
    "Sign a member out",
    description="They prove anew who they are before they go on in this workspace, wherever they are signed in.",
    permission=Permission.MEMBERS_WRITE,
    status=204,
    refusals=("not_found", "signed_in_admin_only", "beyond_own_rights"),
)
def sign_out_member(call: Call) -> Answer:
    members.sign_out(call.seat, call.path["id"])
    return Answer(204, "")


@route(
    "Hand a member's tickets over",
    description="All their unfinished tickets are given to another member, or to nobody, within minutes and in the "
    "name of who asks. Asking again does no harm.",
    permission=Permission.MEMBERS_WRITE,
    body=HandoverBody,
    answer=HandoverOut,
    status=202,
    refusals=("not_found",),
)
def hand_over(call: Call[NoQuery, HandoverBody]) -> Reply:
    call.caller.check(Permission.TICKETS_WRITE)
    member, to = parts.one(call.room, Member, call.path["id"]), call.body.to
    ask_for_handover(call.seat, member.id, to)
    return Reply(HandoverOut(member_id=member.id, to=to))


def shown(call: Call, person: Member) -> MemberOut:
    """Return a member as others of the desk see them."""
    return MemberOut(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role.value,
        can_delete=person.can_delete,
        active=person.active,
        invited=person.invited,
        second_factor=person.second_factor,
        sso_linked=bool(person.sso),
        absence=absence(call.desk, call.room, person),
    )
