"""`python -m infra.deploy rotate-signing-key`: the desk signs with a new key, and what the old one signed stays good
until that is taken out.

First every function knows the new key, then it is the current one: none signs what another can't verify.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib.domain.paging import items_of
from chalicelib.domain.settings.widgets import Widget
from infra.deploy import versions
from infra.deploy.errors import DeployError
from infra.deploy.first_workspace import deployed_desk
from infra.deploy.rotate_origin import finish
from infra.deploy.saying import add_dry_run, goes_on, progress
from infra.deploy.secrets import StoredSecrets, change_secrets, new_key, stored_secrets

if TYPE_CHECKING:
    from chalicelib.services.ports import Desk, Room

CEASED = "ceased"
"""Beside the keys, when each of them ceased to be current. Functions read past it, and so does an earlier release."""
WEEK = timedelta(days=7)
"""The longest that anything is good for that a key signed."""
_PAGE = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--take-out", metavar="KEY", help="take out this old key, a week after another one came")
    parser.add_argument(
        "--anyway", action="store_true", help="take it out within the week, or though widgets or model keys end with it"
    )
    add_dry_run(parser)


def run(options: argparse.Namespace, session: Any) -> None:
    """Bring in a new key, or take out an old one. Run again after it was cut off, it goes on."""
    known = stored_secrets(session.client("ssm"), f"/{options.stack}/secrets")
    if options.take_out:
        _take_out(options, session, known, options.take_out)
        return
    signing = known.values["signing"]
    new = signing.get("next") or _next_name(signing["keys"])
    if not goes_on(
        options,
        f"Makes {new} the key that {options.stack} signs with, in place of {signing['current']}: first every function "
        "knows it, then it is the current one.",
        "That takes four updates of the stack. What older keys signed stays good until they are taken out.",
        *(["It was begun before, and goes on."] if "next" in signing else []),
    ):
        return
    if "next" not in signing:
        finish(session, options.stack, known)
    _bring_in(options, session, known, new)
    desk, _ = deployed_desk(options, session)
    _warn(desk, new)


def _next_name(keys: Iterable[str]) -> str:
    """A name that no key had before: the newest one is never taken out before there is a newer one."""
    numbers = [int(found[1]) for key in keys if (found := re.fullmatch(r"k([0-9]+)", key))]
    return f"k{max(numbers, default=0) + 1}"


def _bring_in(options: argparse.Namespace, session: Any, known: StoredSecrets, new: str) -> None:
    signing = known.values["signing"]
    if "next" not in signing:
        signing = signing | {"keys": signing["keys"] | {new: new_key()}, "next": new}
        known = _changed(options, session, known, signing)
    _deployed(options, session, known)
    progress(f"Every function knows {new}.")
    kept = {name: value for name, value in signing.items() if name not in ("current", "next")}
    ceased = signing.get(CEASED, {}) | {signing["current"]: datetime.now(UTC).isoformat(timespec="seconds")}
    _deployed(options, session, _changed(options, session, known, {"current": new, **kept, CEASED: ceased}))
    print(f"The desk signs with {new}.")


def _changed(options: argparse.Namespace, session: Any, known: StoredSecrets, signing: dict[str, Any]) -> StoredSecrets:
    values = known.values | {"signing": signing}
    return change_secrets(session.client("ssm"), f"/{options.stack}/secrets", known, values)


def _deployed(options: argparse.Namespace, session: Any, known: StoredSecrets) -> None:
    versions.restart(session, options.stack, {"SecretsVersion": str(known.version)})


def _take_out(options: argparse.Namespace, session: Any, known: StoredSecrets, key: str) -> None:
    signing = known.values["signing"]
    if key in (signing["current"], signing.get("next")):
        raise DeployError(f"The desk signs with {key}. Bring in another one first.")
    if key not in signing["keys"]:
        print(f"There is no {key} any more.")
        finish(session, options.stack, known)
        return
    desk, _ = deployed_desk(options, session)
    ends = list(ending_with(desk, lambda name: name == key))
    ready = _ceased(known, key) + WEEK
    is_early = datetime.now(UTC) < ready
    said = [f"Takes out {key}: links and cursors that it signed are good no more; browsers are subscribed anew."]
    if is_early:
        said.append(f"Some of those are good until {ready:%Y-%m-%d %H:%M} UTC, a week after {key} signed the last.")
    if not goes_on(options, *said, *(["With it end, and have to be made anew:", *ends] if ends else [])):
        return
    if ends and not options.anyway:
        raise DeployError("Have those made anew first, or say --anyway.")
    if is_early and not options.anyway:
        raise DeployError(f"Run this again after {ready:%Y-%m-%d %H:%M} UTC, or say --anyway.")
    _deployed(options, session, _changed(options, session, known, _without(signing, key)))
    print(f"{key} is taken out.")


def _ceased(known: StoredSecrets, key: str) -> datetime:
    """Return when a key ceased to be current; where an earlier release changed that, not before the latest change."""
    told = known.values["signing"].get(CEASED, {}).get(key)
    return datetime.fromisoformat(told) if told else known.at.astimezone(UTC)


def _without(signing: dict[str, Any], key: str) -> dict[str, Any]:
    return {
        name: {one: about for one, about in part.items() if one != key} if name in ("keys", CEASED) else part
        for name, part in signing.items()
    }


def _warn(desk: Desk, new: str) -> None:
    """Say what grows from an older key, and so would end with it, and when they may be taken out."""
    old = list(ending_with(desk, lambda name: name != new))
    if old:
        print("Before an older key is taken out, these have to be made anew, since they end with it:", *old, sep="\n")
    ready = datetime.now(UTC) + WEEK
    print(f"Take out the one of before after {ready:%Y-%m-%d %H:%M} UTC: rotate-signing-key --take-out KEY.")


def ending_with(desk: Desk, is_meant: Callable[[str], bool]) -> Iterator[str]:
    """Yield what ends with the keys that are meant: identity secrets of widgets, and keys of language models."""
    from chalicelib.storage.table.scanning import workspaces  # late: it needs the table of the desk

    for name in workspaces():
        with desk.open(name) as room:
            for widget in _widgets(room):
                for seed in widget.seeds(int(time.time())):
                    if is_meant(key := seed.partition(".")[0]):
                        yield f"  {name}: identity secret of the widget {widget.id} (from {key})"
            sealed = room.workspace.ai.key
            if sealed and is_meant(key := sealed.partition(".")[0]):
                yield f"  {name}: API key of the assistant's model (from {key})"


def _widgets(room: Room) -> Iterator[Widget]:
    return items_of(partial(room.parts.page, Widget, _PAGE))
