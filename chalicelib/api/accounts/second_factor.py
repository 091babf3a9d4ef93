"""The second factor of whoever is signed in."""

from __future__ import annotations

from chalicelib.api.schemas.accounts import CodesOut, EnrolmentOut, FactorBody, FactorOut, TokensOut
from chalicelib.api.serving.routes import Access, Call, NoQuery, Reply, route
from chalicelib.domain.accounts.second_factor import otpauth_uri
from chalicelib.domain.errors import invalid
from chalicelib.observability import security_event
from chalicelib.services.accounts import second_factor as service

ISSUER = "Workestra Tickets"


@route("Whether I have a second factor", access=Access.PERSON, answer=FactorOut)
def read_factor(call: Call) -> Reply:
    found = service.state(call.desk, call.person.token)
    return Reply(FactorOut(on=found.on, recovery_codes_left=found.codes_left))


@route(
    "Switch my second factor on",
    description="Twice: with `password` it answers what an authenticator app needs, and a `session`; with that and the "
    "`code` the app shows it is on, and the answer has ten recovery codes and new tokens.",
    access=Access.PERSON,
    body=FactorBody,
    answer=EnrolmentOut,
    refusals=("second_factor_on", "forbidden", "rate_limited"),
)
def switch_on(call: Call[NoQuery, FactorBody]) -> Reply:
    body = call.body
    if body.password is not None and body.session is None and body.code is None:
        return _begun(call, body.password)
    if body.password is None and body.session is not None and body.code is not None:
        return _confirmed(call, body.session, body.code)
    raise invalid("password", "Send the password alone; then the session that came of it, with the app's code.")


@route(
    "Switch my second factor off",
    description="Whoever is signed in by it elsewhere is signed out there. Takes a sign-in of the last 15 minutes.",
    access=Access.PERSON,
    answer=TokensOut,
    refusals=("sign_in_again", "forbidden"),
)
def switch_off(call: Call) -> Reply:
    tokens = service.switch_off(call.desk, call.person.token)
    security_event("account_changed", user=tokens.user_id, what="second_factor_off")
    return Reply(TokensOut(access_token=tokens.access, expires_in=tokens.expires_in))


@route(
    "Get new recovery codes",
    description="Those from before are worth nothing any more. Takes a sign-in of the last 15 minutes.",
    access=Access.PERSON,
    answer=CodesOut,
    refusals=("sign_in_again", "second_factor_off", "forbidden"),
)
def renew_codes(call: Call) -> Reply:
    codes = service.renew_codes(call.desk, call.person.token)
    security_event("account_changed", user=call.person.user_id, what="recovery_codes_new")
    return Reply(CodesOut(recovery_codes=list(codes)))


def _begun(call: Call, password: str) -> Reply:
    from chalicelib.qr import qr_svg  # cold start: a person enrols once

    email, setup = service.begin(call.desk, call.person.token, password, call.device)
    uri = otpauth_uri(ISSUER, email, setup.secret)
    return Reply(EnrolmentOut(secret=setup.secret, uri=uri, qr_svg=qr_svg(uri, "QR code"), session=setup.session))


def _confirmed(call: Call, session: str, code: str) -> Reply:
    enrolled = service.confirm(call.desk, call.person.token, session, code, call.device)
    security_event("account_changed", user=enrolled.tokens.user_id, what="second_factor_on")
    return Reply(
        EnrolmentOut(
            recovery_codes=list(enrolled.codes),
            access_token=enrolled.tokens.access,
            expires_in=enrolled.tokens.expires_in,
        )
    )
