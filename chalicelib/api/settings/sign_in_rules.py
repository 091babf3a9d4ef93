"""How members have to sign in: read and changed."""

from __future__ import annotations

from chalicelib.api.schemas.sign_in_rules import SignInRulesBody, SignInRulesOut
from chalicelib.api.serving.routes import Call, NoQuery, Reply, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.sign_in_rules import SignInRules
from chalicelib.services.accounts.sso import CALLBACK
from chalicelib.services.settings import sign_in_rules as service


@route("Read how members have to sign in", permission=Permission.RIGHTS_WRITE, answer=SignInRulesOut)
def read_sign_in_rules(call: Call) -> Reply:
    return Reply(_shown(call, service.sign_in_rules(call.room)))


@route(
    "Change how members have to sign in",
    permission=Permission.RIGHTS_WRITE,
    body=SignInRulesBody,
    answer=SignInRulesOut,
    refusals=("conflict",),
)
def change_sign_in_rules(call: Call[NoQuery, SignInRulesBody]) -> Reply:
    return Reply(_shown(call, service.change_sign_in_rules(call.seat, named(call.body))))


def _shown(call: Call, rules: SignInRules) -> SignInRulesOut:
    return SignInRulesOut(
        second_factor=rules.second_factor,
        grace_days=rules.grace_days,
        required_since=rules.required_since,
        sso=rules.sso,
        issuer=rules.issuer,
        client_id=rules.client_id,
        client_secret_set=bool(rules.client_secret),
        domains=list(rules.domains),
        new_members=rules.new_members,
        break_glass=rules.break_glass,
        redirect_uri=call.desk.base_url + CALLBACK,
    )
