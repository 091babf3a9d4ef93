"""The password of whoever is signed in."""

from __future__ import annotations

from chalicelib.api.schemas.accounts import PasswordBody, TokensOut
from chalicelib.api.serving.routes import Access, Call, NoQuery, Reply, route
from chalicelib.observability import security_event
from chalicelib.services.accounts import passwords, sign_in, sign_ins


@route(
    "Change my password",
    description="Whoever is signed in elsewhere is signed out there; this browser goes on by the tokens of the answer.",
    access=Access.PERSON,
    body=PasswordBody,
    answer=TokensOut,
    refusals=("forbidden", "rate_limited"),
)
def change_password(call: Call[NoQuery, PasswordBody]) -> Reply:
    desk, token, body = call.desk, call.person.token, call.body
    email = sign_in.own_email(desk, token)
    words = passwords.own_words(desk, email)
    passwords.change_own_password(desk, email, body.current, body.password, words, call.device)
    tokens = sign_ins.end_others_for_good(desk, token)
    security_event("account_changed", user=token.user_id, what="password")
    return Reply(TokensOut(access_token=tokens.access, expires_in=tokens.expires_in))
