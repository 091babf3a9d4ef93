"""Signing in to one workspace by its company's own sign-on: off to the issuer, and back as one of its members."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from chalicelib.domain.accounts.sign_ins import Device, Method, Tokens
from chalicelib.domain.accounts.sso import (
    ATTEMPT_PURPOSE,
    ATTEMPT_SECONDS,
    Attempt,
    Client,
    Identified,
    SsoError,
    SsoProblem,
    attempt_of,
)
from chalicelib.domain.errors import DeskError, not_found, unavailable
from chalicelib.domain.events import SYSTEM, Actor, ActorKind
from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.people.addresses import NAME_LENGTH, sign_in_address
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings.sign_in_rules import NewMembers, SignInRules, secret_purpose
from chalicelib.domain.settings.workspace import check_open
from chalicelib.domain.text import has_something, one_line
from chalicelib.services.accounts import sign_ins
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.people.callers import member_id
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts
from chalicelib.services.settings.members import Invited, invite
from chalicelib.services.settings.sign_in_rules import sign_in_rules

CALLBACK = "/v1/auth/sso/callback"
_BYTES = 32
_ROLES = {NewMembers.VIEWER: Role.VIEWER, NewMembers.AGENT: Role.AGENT}


@dataclass(frozen=True, slots=True)
class Departure:
    """The address that the browser goes to, and what it keeps until it is back."""

    url: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Return:
    """The words that the issuer sends somebody back with. `issuer` is who it says it is; empty where it doesn't (RFC
    9207)."""

    state: str
    code: str
    error: str = ""
    issuer: str = ""


def depart(desk: Desk, workspace: str) -> Departure:
    """Send somebody off to sign in. Raises DeskError `not_found` alike for a workspace that isn't there, is suspended,
    or has no sign-on of its own; SsoError where the issuer can't be reached."""
    with desk.open(workspace) as room:
        rules = sign_in_rules(room)
        if room.workspace.is_suspended or not rules.offers_sso:
            raise not_found("workspace")
        attempt = Attempt(
            workspace=workspace,
            issuer=rules.issuer,
            state=desk.random_bytes(_BYTES).hex(),
            nonce=desk.random_bytes(_BYTES).hex(),
            verifier=desk.random_bytes(_BYTES).hex(),
            until=int(time.time()) + ATTEMPT_SECONDS,
        )
        url = desk.issuers.sign_in_url(_client(desk, room, rules), attempt)
    return Departure(url, desk.secrets.seal(ATTEMPT_PURPOSE, attempt.text()))


def attempt_in(desk: Desk, sealed: str | None) -> Attempt | None:
    """Return the attempt that a browser kept; None for what isn't one."""
    text = desk.secrets.unseal(ATTEMPT_PURPOSE, sealed) if sealed else None
    return attempt_of(text) if text else None


def arrive(desk: Desk, attempt: Attempt | None, back: Return, device: Device) -> Tokens:
    """Sign somebody in who comes back from their company, in that workspace alone. Raises SsoError for all who aren't
    let in, and whatever kept the desk from finding out."""
    tried = _checked(desk, attempt, back)
    with _as_problems(), desk.open(tried.workspace) as room:
        check_open(room.workspace)
        rules = sign_in_rules(room)
        if not rules.offers_sso or rules.issuer != tried.issuer:
            raise SsoError(SsoProblem.REFUSED, "switched_off")
        person = desk.issuers.person(_client(desk, room, rules), tried, back.code)
        member = _member(desk, room, rules, person)
        user_id = desk.identity.find(member.email) or desk.identity.create(member.email)
        return sign_ins.begin(desk, user_id, Method.SSO, device, tried.workspace)


@contextmanager
def _as_problems() -> Iterator[None]:
    """Tell refusals as what people can make something of who stand before the console's door."""
    try:
        yield
    except DeskError as refusal:
        busy = refusal.code in ("unavailable", "conflict")
        raise SsoError(SsoProblem.UNREACHABLE if busy else SsoProblem.REFUSED, refusal.code) from refusal


def _checked(desk: Desk, attempt: Attempt | None, back: Return) -> Attempt:
    """Return the attempt that this is the answer to. It is good once, whatever becomes of it."""
    if attempt is None:
        raise SsoError(SsoProblem.EXPIRED, "no_attempt")
    if not attempt.is_answered_by(back.state):
        raise SsoError(SsoProblem.EXPIRED, "state")
    if attempt.until < time.time():
        raise SsoError(SsoProblem.EXPIRED, "too_late")
    with _as_problems():
        _use_up(desk, attempt)
    if back.issuer not in ("", attempt.issuer):
        raise SsoError(SsoProblem.REFUSED, "issuer")
    if back.error or not back.code:
        raise SsoError(SsoProblem.REFUSED, "issuer_refused")
    return attempt


def _use_up(desk: Desk, attempt: Attempt) -> None:
    used = desk.rates.hit(desk.secrets.sign("sso-state", attempt.state.encode()), 0, attempt.until + ATTEMPT_SECONDS)
    if used is None:
        raise unavailable()
    if used > 1:
        raise SsoError(SsoProblem.EXPIRED, "used_up")


def _client(desk: Desk, room: Room, rules: SignInRules) -> Client:
    secret = desk.secrets.unseal(secret_purpose(room.workspace.id), rules.client_secret)
    if secret is None:
        raise SsoError(SsoProblem.REFUSED, "client_secret")
    return Client(issuer=rules.issuer, id=rules.client_id, secret=secret, redirect_uri=desk.base_url + CALLBACK)


def _member(desk: Desk, room: Room, rules: SignInRules, person: Identified) -> Member:
    """Return the member that somebody is: who came as the same before, else whose address they are shown to have, else
    somebody new, where the workspace takes them."""
    if (known := _linked(room, person)) is not None:
        _check_domain(desk, room, rules, known.email)
        return _active(known)
    email = _own_address(person)
    _check_domain(desk, room, rules, email)
    found = _at(desk, room, email)
    if found is None:
        found = _joined(desk, room, rules, person, email)
    return _link(desk, room, _active(found), person)


def _linked(room: Room, person: Identified) -> Member | None:
    """Return who came as that person before. The settings may be a moment old: the member is read as they are."""
    links = (one.id for one in room.workspace.members.values() if person.is_linked_by(one.sso))
    member = room.parts.get(Member, next(links, ""))
    return member if member and person.is_linked_by(member.sso) else None


def _at(desk: Desk, room: Room, email: str) -> Member | None:
    """Return the member of an address, by settings that are read anew: whoever isn't found becomes somebody new."""
    workspace = desk.settings.load(room.workspace.id, fresh=True) or room.workspace
    found = next((one.id for one in workspace.members.values() if one.email == email), "")
    return room.parts.get(Member, found)


def _own_address(person: Identified) -> str:
    """Return the address that is shown to be theirs. Without that anybody could take it for somebody else's."""
    if not person.verified or not person.email:
        raise SsoError(SsoProblem.NOT_VERIFIED, "email" if person.email else "no_email")
    try:
        return sign_in_address(person.email)
    except DeskError as refusal:
        raise SsoError(SsoProblem.NO_MEMBER, "address") from refusal


def _check_domain(desk: Desk, room: Room, rules: SignInRules, email: str) -> None:
    """Raise SsoError for a domain that the rules don't name, or that isn't the workspace's any more."""
    domain = email.rpartition("@")[2]
    if domain not in rules.domains or desk.accounts.domain_owner(domain) != room.workspace.id:
        raise SsoError(SsoProblem.DOMAIN, "domain")


def _active(member: Member) -> Member:
    if not member.active:
        raise SsoError(SsoProblem.NO_MEMBER, "deactivated")
    return member


def _joined(desk: Desk, room: Room, rules: SignInRules, person: Identified, email: str) -> Member:
    """Make somebody a member who comes for the first time. Of two that come at once, one makes them."""
    role = _ROLES.get(rules.new_members)
    if role is None:
        raise SsoError(SsoProblem.NO_MEMBER, "new_members")
    invited = Invited(name=_name(person, email), email=email, role=role, sso=person.link)

    def attempt() -> Member:
        try:
            return invite(Seat(desk, room, SYSTEM), invited)
        except DeskError as refusal:
            if refusal.code != "taken":
                raise SsoError(SsoProblem.NO_MEMBER, refusal.code) from refusal
            return _quicker(desk, room, email)

    return retry_on_conflict(attempt)


def _quicker(desk: Desk, room: Room, email: str) -> Member:
    """Return the member whom another sign-in just made of that address. The settings may not show them yet: they are
    read by their id. Raises ConflictError as long as it isn't done."""
    there = room.parts.get(Member, member_id(desk.identity.find(email) or "")) or _at(desk, room, email)
    if there is None:
        raise ConflictError
    return there


def _name(person: Identified, email: str) -> str:
    name = one_line(person.name)[:NAME_LENGTH].strip()
    return name if has_something(name) else email.partition("@")[0]


def _link(desk: Desk, room: Room, member: Member, person: Identified) -> Member:
    """Note who a member is at their company. Raises SsoError for somebody else there who has the address by now."""
    if person.is_linked_by(member.sso):
        return member
    now = parts.this_moment(desk)

    def linked(found: Member) -> Member:
        if person.is_kept_out_by(found.sso):
            raise SsoError(SsoProblem.OTHER_PERSON, "subject")
        return replace(found, sso=person.link, sso_linked_at=now)

    seat = Seat(desk, room, Actor(ActorKind.AGENT, member.id, member.name))
    return parts.change(seat, lambda: parts.one(room, Member, member.id), linked)
