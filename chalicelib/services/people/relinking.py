"""Members whom a user pool knows anew: after a restore with a pool of its own, everybody has another id there."""

from __future__ import annotations

from chalicelib.services.ports import Desk, Room


def relink(desk: Desk, room: Room) -> int:
    """Let every active member of a workspace be known by the user the pool has at their address, and make one where
    there is none: who was made chooses a password by *Forgotten password*. Return how many were linked; twice is once.
    """
    linked = 0
    for member in room.workspace.members.values():
        if not member.active:
            continue
        user_id = desk.identity.find(member.email) or desk.identity.create(member.email)
        if desk.accounts.memberships(user_id).get(room.workspace.id) != member.id:
            desk.accounts.link(user_id, room.workspace.id, member.id)
            linked += 1
    return linked
