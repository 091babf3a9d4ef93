"""The one way a request becomes a view's call and a view's reply an answer."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from urllib.parse import unquote

from chalicelib.api.serving import seen
from chalicelib.api.serving.json_text import escaped
from chalicelib.api.serving.parsing import given, parsed, read_json
from chalicelib.api.serving.problems import Answer, of_refusal, rate_headers
from chalicelib.api.serving.routes import Access, AnyRoute, B, Call, NoBody, NoQuery, Q, Reply, Route, may_be_left_out
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.idempotency import Once, RepeatedError
from chalicelib.domain.settings.workspace import check_open
from chalicelib.services.limits import MEMBER, WRONG_KEY, WRONG_TOKEN, Allowance, spend, spend_from
from chalicelib.services.people import callers
from chalicelib.services.people.callers import API_KEY_MARK, Caller
from chalicelib.services.ports import Desk, Room
from chalicelib.services.tickets import public_gate
from chalicelib.services.tickets.public_gate import KINDS

KEY_LENGTH = 255
ONCE_SECONDS = 24 * 3600
BARS = {
    "second_factor_required": "This desk takes a second factor. Switch yours on to go on.",
    "sso_required": "This desk takes your company's sign-in.",
    "unauthenticated": "This desk takes no more sign-ins by a company.",
}
"""What keeps a member out who signed in, but not as the workspace wants it."""
_ETAG = re.compile(r'(?:W/)?"([1-9][0-9]{0,9})"')


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as far as the API needs it. Header names are in lower case; path parameters as in the URL."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    client: str


def answer(desk: Desk, route: AnyRoute, request: Request) -> Answer:
    """Carry out one request. Refusals become problem documents; faults come through, for the shell to log."""
    call = _unread(desk, request)
    try:
        with ExitStack() as stack:
            call = _known(call, route, stack)
            seen.known(route, call)
            allowance = _let_in(call, route)
            done = _performed(_opened(call, route, stack), route, request.query)
    except DeskError as refusal:
        seen.refused(route, call, refusal)
        return of_refusal(refusal)
    return replace(done, headers={**done.headers, **rate_headers(allowance)}) if allowance else done


def _unread(desk: Desk, request: Request) -> Call:
    """Return the call of a request of which nothing is checked yet."""
    return Call(
        desk=desk,
        path={name: unquote(value) for name, value in request.path.items()},
        headers=request.headers,
        client=request.client,
        content=request.body,
        query=NoQuery(),
        body=NoBody(),
    )


def answer_within(call: Call, route: AnyRoute, request: Request) -> Answer:
    """Carry out a further request of somebody whom `call` let in, by their own permissions. A refusal is an answer."""
    path = {"workspace": call.caller.workspace, **request.path}
    inner = replace(call, path=path, headers=request.headers, content=request.body)
    try:
        _check_permitted(call.caller, route)
        return _performed(inner, route, request.query)
    except DeskError as refusal:
        seen.refused(route, inner, refusal)
        return of_refusal(refusal)


def _performed(call: Call, route: Route[Q, B], query: Mapping[str, str]) -> Answer:
    """What the route does for a caller who was let in, once all that they sent was checked."""
    asked = call.with_given(parsed(route.query, given(query, route.query), ()), _body(call, route))
    version = _version(call.headers) if route.if_match else None
    result = _carried_out(replace(asked, version=version, once=_once(call, route)), route)
    done = result if isinstance(result, Answer) else _success(route, result)
    seen.granted(route, asked, done)
    return done


def _body(call: Call, route: Route[Q, B]) -> B:
    if route.body is NoBody or (not call.content and may_be_left_out(route.body)):
        return parsed(route.body, {}, ("body",))
    return parsed(route.body, read_json(call.headers, call.content), ("body",))


def _known(call: Call, route: AnyRoute, stack: ExitStack) -> Call:
    """The call with whoever calls; from then on it may touch the workspace it names."""
    bearer = _bearer(call.headers)
    if route.access is Access.ANYBODY:
        return call
    if route.access is Access.PERSON:
        with _counted_if_wrong(call, bearer):
            return replace(call, _person=callers.person(call.desk, bearer))
    workspace = call.path["workspace"]
    stack.enter_context(_hidden(call.desk, workspace, bearer))
    with _counted_if_wrong(call, bearer, workspace):
        return replace(call, _caller=callers.caller(call.desk, bearer, workspace))


def _let_in(call: Call, route: AnyRoute) -> Allowance | None:
    """Whether they don't call too often, and may do this."""
    if route.access is Access.ANYBODY:
        assert route.gate is not None, "whom a route lets in unasked is declared at the gate"
        public_gate.knock(call.desk, KINDS[route.gate], call.client)
        return None
    if route.access is Access.PERSON:
        return spend(call.desk, MEMBER, f"me|{call.person.user_id}")
    caller = call.caller
    allowance = spend(call.desk, caller.limit, f"{caller.workspace}|{caller.id}")
    seen.came(caller)
    _check_permitted(caller, route)
    return allowance


def _opened(call: Call, route: AnyRoute, stack: ExitStack) -> Call:
    """The call with its workspace's room, if it is in one, for the rest of the request."""
    if route.access is not Access.WORKSPACE:
        return call
    room, member = stack.enter_context(call.desk.open(call.caller.workspace)), call.caller.member
    check_open(room.workspace)
    _check_signed_in_right(call, room)
    if member and member.invited:
        from chalicelib.services.settings.members import came  # cold start: it happens once in a member's life

        came(call.desk, room, member)
    return replace(call, _room=room)


def _check_signed_in_right(call: Call, room: Room) -> None:
    """Raise DeskError for a member who has to sign in otherwise: the rules come with the workspace, the way they came
    with their token."""
    token, member = call.caller.token, call.caller.member
    barred = token and member and room.workspace.sign_in_rules.bar(token, member.id, call.desk.clock.now())
    if barred:
        raise DeskError(barred, BARS[barred])


@contextmanager
def _counted_if_wrong(call: Call, bearer: str | None, workspace: str = "") -> Iterator[None]:
    """Count a key or token that opens nothing, after it was looked at: whoever has a right one isn't held up by those
    who guess. Raises DeskError `rate_limited`."""
    try:
        yield
    except DeskError as refusal:
        if bearer and refusal.code == "unauthenticated":
            limit = WRONG_KEY if bearer.startswith(API_KEY_MARK) else WRONG_TOKEN
            spend_from(call.desk, limit, call.client, workspace)
        raise


def _check_permitted(caller: Caller, route: AnyRoute) -> None:
    if route.permission:
        caller.check(route.permission)


def _hidden(desk: Desk, workspace: str, bearer: str | None) -> AbstractContextManager[None]:
    """Enter the workspace; without a token even a name that can't be one is answered by 401."""
    if not bearer:
        callers.person(desk, None)
    return desk.enter(workspace)


def _carried_out(call: Call[Q, B], route: Route[Q, B]) -> Reply | Answer:
    if call.once is None or route.replay is None:
        return route.view(call)
    stored = None if route.works_first else call.room.repeats.find(call.once)
    if stored is None:
        try:
            return route.view(call)
        except (RepeatedError, DeskError):
            stored = call.room.repeats.find(call.once)
            if stored is None:
                raise
    if stored.body_digest != call.once.body_digest:
        raise DeskError("idempotency_mismatch", "This Idempotency-Key came with another body before.")
    return route.replay(replace(call, once=stored), stored.result)


def _success(route: AnyRoute, reply: Reply) -> Answer:
    body = escaped(reply.document.model_dump_json()) if reply.document is not None else ""
    return Answer(reply.status or route.status, body, headers=reply.headers, cookies=reply.cookies)


def _bearer(headers: Mapping[str, str]) -> str | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _once(call: Call, route: AnyRoute) -> Once | None:
    key = call.headers.get("idempotency-key")
    if key is None or route.replay is None:
        return None
    if not 0 < len(key) <= KEY_LENGTH:
        raise invalid("Idempotency-Key", f"An Idempotency-Key has 1 to {KEY_LENGTH} characters.")
    where = json.dumps([route.method, route.path, sorted(call.path.items())])
    return Once(
        principal=call.caller.id,
        route=where,
        key=key,
        body_digest=hashlib.sha256(call.content).hexdigest(),
        expires_at=int(time.time()) + ONCE_SECONDS,
    )


def _version(headers: Mapping[str, str]) -> int | None:
    given = headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    match = _ETAG.fullmatch(given.strip())
    if match is None:
        raise invalid("If-Match", 'If-Match takes the version in quotes, as the ETag gives it: "9".')
    return int(match[1])
