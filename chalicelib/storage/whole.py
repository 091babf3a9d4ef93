"""All that the table has of one workspace, for the operator's commands that hand it over or erase it.

Its own partitions begin with its name. Beside them lie the lookups that name it, and in the mail store the mails as
they came, which other workspaces may have as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chalicelib.storage.table import keys as k
from chalicelib.storage.table.batches import delete_all
from chalicelib.storage.table.reading import Range, every
from chalicelib.storage.table.scanning import Raw, of_workspace, pages, scan

_BESIDE = "pk = :root OR begins_with(pk, :parts) OR NOT begins_with(pk, :all)"
_KEYS = "pk, sk"
_NAMED_IN = {
    "mailbox_of": lambda data: data,
    "domain_of": lambda data: data,
    "api_key": lambda data: data.get("workspace"),
    "widget_key": lambda data: data.get("workspace"),
    "mail": lambda data: data.get("workspace"),
    "password_token": lambda data: data[2] if len(data) > 2 else None,
}
"""By the types of lookups, and of mails about accounts, what of their data is the workspace that they name."""


@dataclass(slots=True)
class Holdings:
    """The holdings of a workspace: how many items of each type, and the keys of the lookups that name it, those of its
    members apart."""

    items: dict[str, int] = field(default_factory=dict)
    lookups: list[tuple[str, str]] = field(default_factory=list)
    users: list[tuple[str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.items or self.lookups or self.users)


def holdings(workspace: str) -> Holdings:
    """Read the whole table once, and return what a workspace has in it. `users` has each with their member's id."""
    keys, found = k.Keys(workspace), Holdings()
    values = {":root": keys.root, ":parts": keys.parts, ":all": k.Keys("").root}
    for item in scan(_BESIDE, values):
        pk, sk, kind = (item[name]["S"] for name in ("pk", "sk", "type"))
        if k.workspace_of(pk) is not None:
            found.items[kind] = found.items.get(kind, 0) + 1
        elif kind == "membership" and sk == workspace:
            found.users.append((k.user_of(pk) or "", json.loads(item["d"]["S"])))
        elif _names(item, kind, workspace):
            found.lookups.append((pk, sk))
    return found


def item_pages(workspace: str, after: Raw | None) -> Iterator[tuple[list[Raw], Raw | None]]:
    """Return the items of its own partitions, from behind the key `after`, each page with the key to go on from."""
    return pages(*of_workspace(k.Keys(workspace)), after=after)


def raw_mail_of(item: Raw) -> str | None:
    """Return under what key the mail lies as it came that an item tells of, if it tells of one."""
    match item["type"]["S"]:
        case "seen" if "d" in item:
            data = json.loads(item["d"]["S"])
            return data[2] if len(data) > 2 else None
        case "suspended":
            key: str | None = json.loads(item["d"]["S"]).get("object_key")
            return key
    return None


def raw_mails(workspace: str) -> tuple[set[str], set[str]]:
    """Read the whole table once; return the keys of the mails as they came that are this workspace's alone, and of
    those that others have too."""
    own, others = set[str](), set[str]()
    where = "contains(pk, :filed) OR contains(pk, :parked)"
    for item in scan(where, {":filed": k.FILED_MAIL, ":parked": k.PARKED_MAIL}):
        if key := raw_mail_of(item):
            (own if k.workspace_of(item["pk"]["S"]) == workspace else others).add(key)
    return own - others, own & others


def erase_items(workspace: str) -> int:
    """Erase the items of its own partitions, page by page as they are read; return how many there were."""
    erased = 0
    for items, _ in pages(*of_workspace(k.Keys(workspace)), _KEYS):
        erased += _erase((item["pk"]["S"], item["sk"]["S"]) for item in items)
    return erased


def erase_general(workspace: str) -> None:
    """Erase the item that says that there is such a workspace: nobody opens it any more."""
    _erase([(k.Keys(workspace).root, k.GENERAL)])


def erase_lookups(lookups: Iterable[tuple[str, str]]) -> int:
    return _erase(lookups)


def other_workspaces(user_id: str, workspace: str) -> int:
    return sum(1 for item in every(Range(k.user(user_id)), consistent=True) if item["sk"]["S"] != workspace)


def erase_account(user_id: str, member_id: str) -> None:
    """Erase the sign-ins of somebody who is in no workspace any more, and the browsers they had notices shown in."""
    pushed = [(item["pk"]["S"], item["sk"]["S"]) for item in every(Range(k.pushed_to(member_id)), consistent=True)]
    owners = [
        (k.pushed_to(parts[1]), "OWNER") for parts in (k.parts_of(sk) for _, sk in pushed) if parts[0] == "BROWSER"
    ]
    _erase([*owners, *pushed])
    _erase((item["pk"]["S"], item["sk"]["S"]) for item in every(Range(k.sign_ins(user_id)), consistent=True))


def erase_membership(user_id: str, workspace: str) -> None:
    """Erase what says that somebody is in a workspace. It goes last, so that whoever was cut off finds them again."""
    _erase([(k.user(user_id), workspace)])


def _keys_in(pk: str) -> list[tuple[str, str]]:
    return [(pk, item["sk"]["S"]) for item in every(Range(pk), consistent=True)]


def _erase(keys: Iterable[tuple[str, str]]) -> int:
    wanted = list(keys)
    delete_all(wanted)
    return len(wanted)


def _names(item: Raw, kind: str, workspace: str) -> bool:
    if kind == "listed":
        return bool(item["sk"]["S"] == workspace)
    if kind == "sign_in":
        return item.get("ws") == {"S": workspace}
    named: Any = _NAMED_IN.get(kind)
    return bool(named and named(json.loads(item["d"]["S"])) == workspace)
