"""What is logged of requests so that it can be seen afterwards who came in, who didn't, and what was given to whom."""

from __future__ import annotations

import time
from urllib.parse import unquote

from chalicelib.api.serving.problems import Answer, status_of
from chalicelib.api.serving.routes import Access, AnyRoute, Call
from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.workspace import is_slug
from chalicelib.observability import security_event
from chalicelib.services.people.callers import Caller
from chalicelib.web import handling

_DAY = 24 * 3600
_used: set[tuple[int, str]] = set()
"""The keys that were told of, with the day."""


def refused(route: AnyRoute, call: Call, refusal: DeskError) -> None:
    """Log that somebody wasn't let in or may not do it, or that it was too often. Other refusals are daily work."""
    status = status_of(refusal.code)
    caller = call.known.id if call.known else None
    if refusal.code == "bad_credentials":
        security_event("sign_in_failed", status=status, code=refusal.code, route=_named(route))
    elif status in (401, 403):
        security_event(
            "refused",
            status=status,
            code=refusal.code,
            route=_named(route),
            workspace=_workspace(call),
            caller=caller,
        )
    elif status == 429:
        security_event("limited", route=_named(route), workspace=_workspace(call), caller=caller)


def known(route: AnyRoute, call: Call) -> None:
    """Have the request's line tell what whoever was recognised is, and in which workspace."""
    request = handling()
    if call.known:
        request.workspace, request.caller = call.known.workspace, "member" if call.known.member else "key"
    elif route.access is Access.PERSON:
        request.caller = "member"


def came(caller: Caller) -> None:
    """Log a program that comes for the first time on a day, as far as this process knows."""
    today = int(time.time()) // _DAY
    if caller.member or (today, caller.id) in _used:
        return
    _used.difference_update([one for one in _used if one[0] != today])
    _used.add((today, caller.id))
    security_event("key_used", workspace=caller.workspace, caller=caller.id)


def forget() -> None:
    """Know of no key, as a new process does."""
    _used.clear()


def granted(route: AnyRoute, call: Call, answer: Answer) -> None:
    """Log what gives somebody rights, or takes them; with whose rights they are."""
    if route.method != "GET" and route.permission in (Permission.RIGHTS_WRITE, Permission.MEMBERS_WRITE):
        made = unquote(answer.headers.get("Location", "").rpartition("/")[2])
        subject = call.path.get("id") or made or None
        security_event(
            "granted",
            route=_named(route),
            workspace=call.caller.workspace,
            caller=call.caller.id,
            subject=subject,
        )


def _named(route: AnyRoute) -> str:
    return f"{route.method} {route.path}"


def _workspace(call: Call) -> str | None:
    name = call.path.get("workspace", "")
    return name if is_slug(name) else None
