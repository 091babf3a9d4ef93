"""The browsers that somebody is signed in with."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.api.schemas.accounts import SessionOut, SessionsOut
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, Reply, route
from chalicelib.domain.accounts.sign_ins import SignIn
from chalicelib.observability import security_event
from chalicelib.services.accounts import sign_ins


@route(
    "List the browsers I am signed in with",
    description="All of them, the latest seen first. Whoever came by their company's sign-in sees those by it alone.",
    access=Access.PERSON,
    answer=SessionsOut,
)
def list_sessions(call: Call) -> Reply:
    token = call.person.token
    items = [_shown(one, current=one.id == token.sign_in_id) for one in sign_ins.listed(call.desk, token)]
    return Reply(SessionsOut(items=items, next_cursor=None))


@route(
    "Sign out everywhere else",
    description="No token of theirs opens anything from the next request on. Takes a sign-in of the last 15 minutes.",
    access=Access.PERSON,
    status=204,
    refusals=("sign_in_again",),
)
def end_sessions(call: Call) -> Answer:
    sign_ins.check_fresh(call.person.token)
    sign_ins.end_others(call.desk, call.person.token)
    security_event("account_changed", user=call.person.user_id, what="sessions_ended")
    return Answer(204, "")


@route(
    "Sign out one browser",
    description="No token of its opens anything from the next request on. Takes a sign-in of the last 15 minutes.",
    access=Access.PERSON,
    status=204,
    refusals=("not_found", "sign_in_again"),
)
def end_session(call: Call) -> Answer:
    sign_ins.check_fresh(call.person.token)
    sign_ins.end_one(call.desk, call.person.token, call.path["id"])
    security_event("account_changed", user=call.person.user_id, what="session_ended")
    return Answer(204, "")


def _shown(one: SignIn, *, current: bool) -> SessionOut:
    return SessionOut(
        id=one.id,
        device=one.device,
        network=one.network,
        method=one.method.value,
        created_at=_instant(one.created_at),
        last_seen_at=_instant(one.seen_at),
        current=current,
    )


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
