"""The sign-on of the demo's company: always there, and offered by the demo workspace once somebody asks for that."""

from __future__ import annotations

from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.settings.sign_in_rules import NewMembers, SingleSignOn
from chalicelib.services.accounts.sso import CALLBACK
from chalicelib.services.ports import Desk
from chalicelib.services.seat import Seat
from chalicelib.services.settings.mail_domains import claim_mail_domain
from chalicelib.services.settings.sign_in_rules import change_sign_in_rules
from infra.local.demo import people
from infra.local.gateway import LocalReply, problem
from infra.local.oidc import PATHS, Employee, Issuer
from infra.local.routes import Handler, LocalRoutes

ISSUER, OFFER = "/_local/issuer", "/_local/sign-on"
CLIENT_ID = "workestra-tickets"
CLIENT_SECRET = "demo-sign-on"  # noqa: S105 - it opens nothing but this demo
NEWCOMER = Employee("p-nia", f"nia@{people.MAIL_DOMAIN}", "Nia Newton")
OUTSIDER = Employee("p-eve", "eve@elsewhere.example", "Eve Elsewhere")


def issuer(port: int, desk_url: str) -> Issuer:
    """Return the issuer. It has the other name of this machine, as a company's own has."""
    staff = [Employee(f"p-{key}", member.email, member.name) for key, member in people.MEMBERS.items()]
    return Issuer(
        url=f"http://127.0.0.1:{port}{ISSUER}",
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        redirect_uri=desk_url + CALLBACK,
        people=[*staff, NEWCOMER, OUTSIDER],
        methods=["client_secret_post"],
    )


def mount(routes: LocalRoutes, desk: Desk, found: Issuer) -> None:
    """Have the desk's own server answer for the issuer, and offer it when that is asked for."""
    for path in PATHS:
        method = "POST" if path == "/token" else "GET"
        routes.serve(ISSUER + path, method, _answering(found, method, path))
    routes.serve(OFFER, "POST", lambda query, _body: _offered(desk, found, query.get("sso", "offered")))


def _answering(found: Issuer, method: str, path: str) -> Handler:
    return lambda query, body: found.answer(method, path, query, body, "")


def _offered(desk: Desk, found: Issuer, sso: str) -> LocalReply:
    """`?sso=offered`, `required` or `off`: what the demo workspace does with it."""
    if sso not in {one.value for one in SingleSignOn}:
        return problem(422, "invalid", "Unprocessable", "Say `sso=offered`, `required` or `off`.")
    claim_mail_domain(desk, people.WORKSPACE, people.MAIL_DOMAIN)
    with desk.open(people.WORKSPACE) as room:
        ana = next(one for one in room.workspace.members.values() if one.email == people.MEMBERS["ana"].email)
        rules = {
            "sso": SingleSignOn(sso),
            "issuer": found.url,
            "client_id": found.client_id,
            "client_secret": found.client_secret,
            "domains": [people.MAIL_DOMAIN],
            "new_members": NewMembers.VIEWER,
            "break_glass": ana.id,
        }
        change_sign_in_rules(Seat(desk, room, Actor(ActorKind.SYSTEM, None, "Demo")), rules)
    return LocalReply(204)
