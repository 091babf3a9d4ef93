"""The members of a desk: inviting, changing and deactivating them, and what each wants to be told."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.idempotency import ConflictError, Once
from chalicelib.domain.notices import preferences
from chalicelib.domain.notices.preferences import WantedNotices
from chalicelib.domain.people.addresses import sign_in_address
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.people.permissions import Permission, check_given, given_to
from chalicelib.domain.settings.audit import AuditEntry
from chalicelib.domain.settings.parts import Part
from chalicelib.domain.sla import business_zones
from chalicelib.domain.text import has_something
from chalicelib.services.mail.outgoing.alarms import work_of
from chalicelib.services.mail.outgoing.queue import queue_invitation
from chalicelib.services.notices.push import forget_all
from chalicelib.services.people.callers import member_id
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts, saved_views
from chalicelib.services.settings.sign_in_rules import is_admin, rules_without


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who is to become a member; `by` is whose name the invitation gives, None sends none. `sso` is who they
    are at their company, for those who come from there."""

    name: str
    email: str
    role: Role
    can_delete: bool = False
    by: str | None = None
    sso: str = ""


def invite(seat: Seat, invited: Invited, once: Once | None = None) -> Member:
    """Make somebody a member, and mail a link to set a password. Raises DeskError `taken` for a member, and at
    `email` for an address that nobody can sign in with.

    The pool's user comes first, then the member, then the mail: whoever was cut off in between calls again with the
    same idempotency key, and all of it has happened once.
    """
    email = sign_in_address(invited.email)
    new = Member(
        id="",
        name=invited.name,
        email=email,
        role=invited.role,
        can_delete=invited.can_delete,
        invited=invited.by is not None,
        sso=invited.sso,
        sso_linked_at=parts.this_moment(seat.desk) if invited.sso else None,
    )
    check_given(seat.may, given_to(new))
    there = next((one for one in seat.room.workspace.members.values() if one.email == email), None)
    user_id = seat.desk.identity.create(email)
    member = replace(new, id=member_id(user_id))
    if there and there.id != member.id and once is None:
        raise _is_member(seat.room, there.id)
    parts.check_room_for(seat.room, member)
    made = parts.entry(seat.desk, seat.actor, None, member)
    remembered = replace(once, result=f"{member.id}/{made.id}") if once else None
    try:
        alarm = work_of(seat, made, None, member)
        seat.desk.settings.add_member(seat.room.workspace.id, user_id, member, made, remembered, alarm)
    except ConflictError as refusal:
        raise _is_member(seat.room, member.id) from refusal
    _mail(seat.desk, seat.room, member, invited.by, made.id)
    return member


def invited_again(desk: Desk, room: Room, result: str, by: str) -> Member:
    """Return what `invite` gave for an idempotency key's result. Its mail is queued again, which sends it once."""
    invited_id, _, unique = result.partition("/")
    member = parts.one(room, Member, invited_id)
    _mail(desk, room, member, by, unique)
    return member


def invite_again(seat: Seat, wanted_id: str, by: str) -> Member:
    """Mail another link to somebody who was invited and hasn't come in. Raises DeskError `taken` for who has, or was
    deactivated since; `beyond_own_rights` for who couldn't have invited them."""
    member = parts.one(seat.room, Member, wanted_id)
    if not member.invited or not member.active:
        raise DeskError("taken", "This person needs no invitation.")
    check_given(seat.may, given_to(member))
    _mail(seat.desk, seat.room, member, by, seat.desk.new_id(seat.desk.clock.now()))
    return member


def came(desk: Desk, room: Room, member: Member) -> None:
    """Note that somebody who was invited is here."""
    parts.change(
        Seat(desk, room, Actor(ActorKind.AGENT, member.id, member.name)),
        lambda: parts.one(room, Member, member.id),
        lambda found: replace(found, invited=False),
    )


def change_member(seat: Seat, wanted_id: str, changes: Mapping[str, Any]) -> Member:
    """Change what `changes` names: `name`, `role`, `can_delete`, `active`; `sso_linked`, which is false, has the desk
    forget who they are at their company, and ends all of their sign-ins here. It holds from the next request on.

    Whoever is not active can't come in; tickets stay assigned. Nobody gives more than they may do, and who may not give
    rights deactivates agents and viewers, no more. Their browsers are forgotten; where they are a member of another
    workspace, the console tells of them anew. Raises DeskError `last_admin` rather than leave a desk that nobody
    may change, and `break_glass` rather than one that nobody can sign in to when its SSO fails.
    """

    wanted = {name: value for name, value in changes.items() if name != "sso_linked"}
    if "sso_linked" in changes:
        wanted |= {"sso": "", "sso_linked_at": None}

    def guard(before: Member, after: Member | None) -> tuple[Part, ...]:
        if after:
            _check_may_change(seat, before, after)
        stays = not is_admin(before) or (after is not None and is_admin(after))
        return () if stays else (*rules_without(seat.room, before), _another_admin(seat.desk, seat.room, before))

    changed = parts.change(
        seat,
        lambda: parts.one(seat.room, Member, wanted_id),
        lambda member: replace(member, **wanted),
        guard,
    )
    if "sso_linked" in changes:
        _end_sign_ins(seat, changed)
    elif not changed.active:
        forget_all(seat.desk, changed.id)
    return changed


def sign_out(seat: Seat, wanted_id: str) -> None:
    """Have a member prove anew who they are before they go on in this workspace, wherever they are signed in. Raises
    DeskError for who may not deactivate them either."""
    member = parts.one(seat.room, Member, wanted_id)
    _check_may_change(seat, member, replace(member, active=False))
    _end_sign_ins(seat, member)
    seat.room.audit.add(_signed_out(seat, member))


def _end_sign_ins(seat: Seat, member: Member) -> None:
    seat.desk.sign_ins.end_before(seat.room.workspace.id, member.id, int(time.time() * 1000))
    forget_all(seat.desk, member.id)


def choose_preferences(desk: Desk, room: Room, member: Member, wanted: WantedNotices) -> Member:
    """Store what `member` wants of what `wanted` names. Raises DeskError at what can't be kept; of an order of views
    only those are kept that there are."""
    if order := wanted.rest.get(preferences.VIEW_ORDER):
        there = saved_views.in_sight(room, member.id, order)
        wanted = replace(wanted, rest={**wanted.rest, preferences.VIEW_ORDER: there})
    return parts.change(
        Seat(desk, room, Actor(ActorKind.AGENT, member.id, member.name)),
        lambda: parts.one(room, Member, member.id),
        lambda found: replace(found, preferences=preferences.chosen(found, wanted)),
    )


def change_profile(desk: Desk, room: Room, member: Member, changes: Mapping[str, Any]) -> Member:
    """Store what `member` says of themselves: `signature` and `zone`, None for none. Raises DeskError at a zone."""
    said = {**changes}
    if said.get("zone"):
        business_zones.check(said["zone"])
    if "signature" in said:
        text = said["signature"] or ""
        said["signature"] = text.strip() if has_something(text) else None
    return parts.change(
        Seat(desk, room, Actor(ActorKind.AGENT, member.id, member.name)),
        lambda: parts.one(room, Member, member.id),
        lambda found: replace(found, **said),
    )


def _signed_out(seat: Seat, member: Member) -> AuditEntry:
    now = seat.desk.clock.now()
    return AuditEntry(
        id=seat.desk.new_id(now),
        at=now,
        actor=seat.actor,
        action="member.signed_out",
        subject=member.id,
        name=member.name,
    )


def _check_may_change(seat: Seat, before: Member, after: Member) -> None:
    given = given_to(after) - given_to(before)
    if before.role not in (Role.AGENT, Role.VIEWER) or after != replace(before, active=False):
        given |= {Permission.RIGHTS_WRITE}
    check_given(seat.may, given)


def _another_admin(desk: Desk, room: Room, before: Member) -> Member:
    """The admin who makes it safe that this one stops being one."""
    workspace = desk.settings.load(room.workspace.id, fresh=True)
    members = workspace.members.values() if workspace else ()
    others = [member for member in members if is_admin(member) and member.id != before.id]
    if not others:
        raise DeskError("last_admin", "This is the only admin. Make somebody else one first.")
    return others[0]


def _is_member(room: Room, found_id: str) -> DeskError:
    found = room.parts.get(Member, found_id)
    if found and not found.active:
        message = "This person was a member, and can be made active again."
    else:
        message = "This person is a member already."
    return DeskError("taken", message, invalid("email", message).errors)


def _mail(desk: Desk, room: Room, member: Member, by: str | None, unique: str) -> None:
    if by is not None:
        queue_invitation(desk, room.workspace, member.email, by, unique)
