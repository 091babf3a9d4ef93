"""Opening a desk: the workspace, its people and its keys."""

from __future__ import annotations

import secrets

from chalicelib.domain.accounts import ApiKey, secret_digest
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.mailing import LetterKind
from chalicelib.domain.people import Member, Role, address
from chalicelib.domain.permissions import SCOPES
from chalicelib.domain.repeats import ConflictError
from chalicelib.domain.workspace import REPLY, Mailbox, Workspace, check_slug
from chalicelib.services.account_mail import queue_account_mail
from chalicelib.services.callers import member_id
from chalicelib.services.ports import Desk


def create_workspace(desk: Desk, slug: str, name: str, support_address: str) -> Workspace:
    """A new desk with its first mailbox. Raises DeskError `taken` when the name or the address is."""
    mailbox = Mailbox(address(support_address, "support_address"), name)
    if mailbox.address.partition("@")[0] == REPLY:
        raise invalid("support_address", "This address is needed for customers' answers. Choose another one.")
    workspace = Workspace(id=check_slug(slug), name=name, mailboxes=(mailbox,))
    try:
        with desk.enter(workspace.id):
            desk.settings.create(workspace)
    except ConflictError as refusal:
        raise DeskError("taken", "The workspace's name or its address is taken.") from refusal
    return workspace


def add_member(
    desk: Desk, workspace: str, name: str, email: str, role: Role, *, can_delete: bool = False, invited_by: str | None
) -> Member:
    """Make somebody a member; with `invited_by` (whose name the mail gives) he is sent a link to set a password.

    The pool's user comes first, then the member: cut off in between, calling again goes on where it stopped.
    """
    email = address(email)
    user_id = desk.identity.create(email)
    member = Member(id=member_id(user_id), name=name, email=email, role=role, can_delete=can_delete)
    with desk.open(workspace) as room:
        try:
            desk.settings.add_member(workspace, user_id, member)
        except ConflictError as refusal:
            raise DeskError("taken", "This person is a member already.") from refusal
        if invited_by is not None:
            queue_account_mail(desk, LetterKind.INVITATION, email, invited_by, room.workspace.name)
    return member


def create_api_key(desk: Desk, workspace: str, name: str, scopes: tuple[str, ...]) -> str:
    """A new key, told this once: `wtk_<id>_<secret>`."""
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise invalid("scopes", "Choose from " + ", ".join(sorted(SCOPES)) + ".")
    key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    with desk.open(workspace):
        desk.accounts.add_api_key(
            ApiKey(id=key_id, workspace=workspace, name=name, scopes=scopes, digest=secret_digest(secret))
        )
    return f"wtk_{key_id}_{secret}"
