"""Signing in and out. The refresh token lives in a cookie that no script can read and no other site can send."""

from __future__ import annotations

from chalicelib import locales
from chalicelib.api.schemas.sign_in import (
    ChallengeBody,
    ForgotPasswordBody,
    MembershipOut,
    MeOut,
    MyWorkspaceOut,
    RefreshedOut,
    ResetPasswordBody,
    SignedInOut,
    SignInBody,
)
from chalicelib.api.serving.problems import Answer
from chalicelib.api.serving.routes import Access, Call, NoQuery, Reply, route
from chalicelib.domain.accounts.sign_ins import Challenge, Method, Tokens
from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.settings.ai_engine import EngineKind
from chalicelib.observability import security_event
from chalicelib.services.accounts import passwords, sign_ins
from chalicelib.services.accounts import sign_in as service
from chalicelib.services.accounts.tries import remember
from chalicelib.web import REFRESH_COOKIE, cookie, device_cookie, refresh_cookie

AUTH = "/v1/auth"


@route(
    "Sign in",
    access=Access.ANYBODY,
    gate="account",
    body=SignInBody,
    answer=SignedInOut,
    refusals=("bad_credentials", "rate_limited", "unsupported_challenge"),
)
def sign_in(call: Call[NoQuery, SignInBody]) -> Reply:
    body = call.body
    return _signed_in(call, body.email, service.sign_in(call.desk, body.email, body.password, call.device))


@route(
    "Complete a sign-in challenge",
    description="Or get in by a recovery code, which switches the second factor off and works once.",
    access=Access.ANYBODY,
    gate="account",
    body=ChallengeBody,
    answer=SignedInOut,
    refusals=("bad_credentials", "rate_limited", "unsupported_challenge"),
)
def challenge(call: Call[NoQuery, ChallengeBody]) -> Reply:
    body = call.body
    if body.password is not None and body.recovery_code is not None:
        return _signed_in(call, body.email, _recovered(call, body.password, body.recovery_code))
    if body.challenge is None or body.session is None or body.answer is None:
        raise invalid("answer", "Send challenge, session and answer; or password and recovery_code.")
    outcome = service.answer_challenge(call.desk, body.challenge, body.session, body.email, body.answer, call.device)
    return _signed_in(call, body.email, outcome)


@route(
    "Get a new access token by the cookie",
    access=Access.ANYBODY,
    gate="account",
    answer=RefreshedOut,
    refusals=("unauthenticated", "sign_in_reused", "forbidden", "rate_limited"),
)
def refresh(call: Call) -> Reply:
    """Without a cookie there is no token: nobody is signed in in this browser, which is an answer and no failure."""
    kept = _cookie(call)
    if kept is None:
        return Reply(RefreshedOut(access_token=None, expires_in=None))
    tokens = service.refresh(call.desk, kept, call.device)
    newer = (refresh_cookie(tokens.refresh),) if tokens.refresh else ()
    return Reply(RefreshedOut(access_token=tokens.access, expires_in=tokens.expires_in), cookies=newer)


@route(
    "Sign out",
    access=Access.ANYBODY,
    gate="account",
    status=204,
    refusals=("unauthenticated", "forbidden"),
)
def sign_out(call: Call) -> Answer:
    kept = _cookie(call)
    if kept is None:
        raise DeskError("unauthenticated", "Nobody is signed in here.")
    if user_id := sign_ins.end_held(call.desk, kept):
        security_event("sign_out", user=user_id)
    return Answer(204, "", cookies=(refresh_cookie("", seconds=0),))


@route(
    "Have a link mailed that sets a new password",
    access=Access.ANYBODY,
    gate="account",
    body=ForgotPasswordBody,
    status=202,
    refusals=("rate_limited",),
)
def forgot_password(call: Call[NoQuery, ForgotPasswordBody]) -> Answer:
    language = locales.negotiated(call.headers.get("accept-language", "")) or locales.FALLBACK
    passwords.forgot_password(call.desk, call.body.email, call.client, language)
    return Answer(202, "{}")


@route(
    "Set a new password by the token of a mailed link",
    access=Access.ANYBODY,
    gate="account",
    body=ResetPasswordBody,
    status=204,
    refusals=("not_found", "rate_limited"),
)
def reset_password(call: Call[NoQuery, ResetPasswordBody]) -> Answer:
    user_id = passwords.set_password(call.desk, call.body.token, call.body.password, call.client)
    security_event("account_changed", user=user_id, what="password")
    return Answer(204, "")


@route("Who I am, and where", access=Access.PERSON, answer=MeOut)
def me(call: Call) -> Reply:
    token, now = call.person.token, call.desk.clock.now()
    found = service.memberships(call.desk, token.user_id, token.workspace)
    workspaces = [
        MyWorkspaceOut(
            id=one.workspace.id,
            name=one.workspace.name,
            role=one.member.role.value,
            prefix=one.workspace.prefix,
            member_id=one.member.id,
            member_name=one.member.name,
            permissions=one.permissions,
            barred=one.barred(token, now),
            second_factor_by=one.factor_by(token),
            has_model=one.workspace.ai.engine is not EngineKind.MODEL_FREE,
        )
        for one in found
    ]
    email = found[0].member.email if found else None
    return Reply(
        MeOut(
            id=token.user_id,
            email=email,
            workspaces=workspaces,
            signed_in_by="sso" if token.method is Method.SSO else "password",
            second_factor=token.method is Method.FACTOR,
        )
    )


def _recovered(call: Call[NoQuery, ChallengeBody], password: str, code: str) -> Tokens:
    from chalicelib.services.accounts import second_factor  # cold start: it happens once in a phone's life

    tokens = second_factor.recover(call.desk, call.body.email, password, code, call.device)
    security_event("account_changed", user=tokens.user_id, what="recovery_code_used")
    return tokens


def _signed_in(call: Call, email: str, outcome: Tokens | Challenge) -> Reply:
    if isinstance(outcome, Challenge):
        return Reply(SignedInOut.model_validate({"challenge": outcome.name, "session": outcome.session}))
    if kept := _cookie(call):
        sign_ins.end_held(call.desk, kept, of=outcome.user_id)
    security_event("sign_in", user=outcome.user_id)
    found = service.memberships(call.desk, outcome.user_id)
    if outcome.method is Method.FACTOR:
        _note_factor(call, found)
    workspaces = [
        MembershipOut(id=one.workspace.id, name=one.workspace.name, role=one.member.role.value) for one in found
    ]
    document = SignedInOut(access_token=outcome.access, expires_in=outcome.expires_in, workspaces=workspaces)
    return Reply(document, cookies=_kept(call, email, outcome))


def _kept(call: Call, email: str, tokens: Tokens) -> tuple[str, ...]:
    """Return the cookies of who came by a password: that this is a browser of theirs, and what they go on by."""
    remembered = remember(call.desk, email, call.device)
    known = (device_cookie(remembered),) if remembered else ()
    return (*known, refresh_cookie(tokens.refresh)) if tokens.refresh else known


def _note_factor(call: Call, found: list[service.Membership]) -> None:
    """Have members say that they have a second factor who became members later than they got it."""
    if unaware := [one for one in found if not one.member.second_factor]:
        from chalicelib.services.accounts import second_factor  # cold start: once a workspace

        second_factor.note_in(call.desk, unaware)


def _cookie(call: Call) -> str | None:
    """The refresh token, if any. A browser says with every POST which site sends it: another one's is refused."""
    origin = call.headers.get("origin")
    if origin is not None and origin != call.desk.base_url:
        raise DeskError("forbidden", "Only the console's own pages can request this.")
    return cookie(call.headers, REFRESH_COOKIE)
