"""What a command refers to has to be there, or be somebody: members, labels, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chalicelib.domain.errors import invalid
from chalicelib.domain.people.addresses import address
from chalicelib.domain.settings.workspace import Workspace
from chalicelib.services.ports import Desk, Room


def check_assignee(desk: Desk, room: Room, member_id: str | None, field: str = "assignee_id") -> None:
    """Raises, at the field, for anybody who isn't a member that tickets are given to."""
    if member_id is None:
        return
    for workspace in _now_and_fresh(desk, room):
        member = workspace.members.get(member_id)
        if member and member.may_be_assigned:
            return
    raise invalid(field, "This is nobody that tickets can be assigned to.")


def check_members(desk: Desk, room: Room, member_ids: Sequence[str]) -> None:
    """Raises, at `members`, where one of them is gone, or not active."""
    for workspace in _now_and_fresh(desk, room):
        if all(one in workspace.members and workspace.members[one].active for one in member_ids):
            return
    raise invalid("members", "One of these members isn't there any more.")


def check_labels(desk: Desk, room: Room, label_ids: Iterable[str]) -> None:
    wanted = set(label_ids)
    for workspace in _now_and_fresh(desk, room):
        if wanted <= workspace.labels.keys():
            return
    raise invalid("labels", "One of the labels doesn't exist.")


def checked_addresses(room: Room, given: Sequence[str], field: str) -> tuple[str, ...]:
    """Return addresses as they are stored, each once. Raise DeskError at `<field>.<index>` for what is none, and for
    one of the desk's own: what is sent there comes back as a customer's answer."""
    is_ours, found = room.workspace.own_addresses(), dict[str, None]()
    for index, one in enumerate(given):
        checked = address(one, f"{field}.{index}")
        if is_ours(checked):
            raise invalid(f"{field}.{index}", "This is an address of this desk itself.")
        found[checked] = None
    return tuple(found)


def _now_and_fresh(desk: Desk, room: Room) -> Iterable[Workspace]:
    """The settings at hand, and, for who asks again, as they are in the table this moment."""
    yield room.workspace
    fresh = desk.settings.load(room.workspace.id, fresh=True)
    if fresh:
        yield fresh
