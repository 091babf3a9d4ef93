"""Opening a desk: the workspace, its people and its keys."""

from __future__ import annotations

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.people.addresses import sign_in_address
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings.workspace import Mailbox, Workspace, check_slug
from chalicelib.domain.sla import policies
from chalicelib.services.mail.outgoing.queue import queue_invitation
from chalicelib.services.people.callers import member_id
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.settings.api_keys import add_api_key
from chalicelib.services.settings.mail_domains import check_not_anothers
from chalicelib.services.settings.mailboxes import mailbox_address
from chalicelib.services.settings.members import Invited, invite


def create_workspace(desk: Desk, slug: str, name: str, support_address: str) -> Workspace:
    """A new desk with its first mailbox and the usual promises. Raises DeskError `taken`: the name, or the address.

    Where somebody can sign in already, there may be workspaces from before they were listed.
    """
    mailbox = Mailbox(mailbox_address(support_address, "support_address"), name)
    check_not_anothers(desk, slug, mailbox.domain, "support_address")
    today = desk.clock.now().date().isoformat()
    workspace = Workspace(
        id=check_slug(slug),
        name=name,
        mailboxes=(mailbox,),
        sender=mailbox.address,
        created_on=today,
        policies={policy.id: policy for policy in policies.DEFAULTS},
    )
    try:
        with desk.enter(workspace.id):
            entry = parts.entry(desk, SYSTEM, None, workspace.general)
            desk.settings.create(workspace, entry, first=not desk.identity.knows_anybody())
    except ConflictError as refusal:
        raise DeskError("taken", "The workspace's name or its address is taken.") from refusal
    return workspace


def add_member(
    desk: Desk, workspace: str, name: str, email: str, role: Role, *, can_delete: bool = False, invited_by: str | None
) -> Member:
    """Make somebody a member; with `invited_by` (whose name the mail gives) they are sent a link to set a password."""
    invited = Invited(name=name, email=email, role=role, can_delete=can_delete, by=invited_by)
    with desk.open(workspace) as room:
        return invite(Seat(desk, room, SYSTEM), invited)


def first_admin(desk: Desk, workspace: str, name: str, email: str, *, invited_by: str | None) -> Member:
    """Make somebody an admin, as `add_member` does, or leave them the active admin they are.

    Whoever was cut off calls again: the mail has the member's id and goes out once. Raises DeskError `taken` for a
    member who is no active admin: to make one of them is for the admins there are.
    """
    with desk.open(workspace) as room:
        try:
            admin = invite(Seat(desk, room, SYSTEM), Invited(name=name, email=email, role=Role.ADMIN, can_delete=True))
        except DeskError as refusal:
            found = _member(desk, room, email) if refusal.code == "taken" else None
            if found is None or not found.active or found.role is not Role.ADMIN:
                raise
            admin = found
        if invited_by is not None:
            unique = f"{workspace}.{admin.id}"
            queue_invitation(desk, room.workspace, admin.email, invited_by, unique)
    return admin


def _member(desk: Desk, room: Room, email: str) -> Member | None:
    user_id = desk.identity.find(sign_in_address(email))
    there = next((one for one in room.workspace.members.values() if one.email == email), None)
    return (room.parts.get(Member, member_id(user_id)) if user_id else None) or there


def create_api_key(desk: Desk, workspace: str, name: str, scopes: tuple[str, ...]) -> str:
    """A new key, told this once: `wtk_<id>_<secret>`."""
    with desk.open(workspace) as room:
        return add_api_key(Seat(desk, room, SYSTEM), name, scopes).text
