"""How members of a workspace have to sign in: read, and changed by admins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.errors import DeskError, invalid
from chalicelib.domain.idempotency import ConflictError, TakenError
from chalicelib.domain.people.addresses import domain_in_dns
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings.mail_domains import ClaimedDomain
from chalicelib.domain.settings.sign_in_rules import (
    USUAL_RULES,
    SecondFactor,
    SignInRules,
    SingleSignOn,
    check,
    secret_purpose,
)
from chalicelib.services.conflicts import retry_on_conflict
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts


def sign_in_rules(room: Room) -> SignInRules:
    """Return them as they are this moment."""
    return room.parts.get(SignInRules, USUAL_RULES.id) or USUAL_RULES


def change_sign_in_rules(seat: Seat, changes: Mapping[str, Any]) -> SignInRules:
    """Change what `changes` names; a `client_secret` of None takes the secret away. Another issuer never gets the old
    one's secret. Raises DeskError at the field that is wrong."""
    wanted = _sealed(seat, changes)

    def attempt() -> SignInRules:
        before = seat.room.parts.get(SignInRules, USUAL_RULES.id)
        current = before or USUAL_RULES
        after = check(_dated(seat.desk, current, _with_own_secret(current, replace(current, **wanted), wanted)))
        _check_issuer(seat.desk, current, after)
        _check_domains(seat.room, current, after)
        witnesses = _break_glass(seat.room, current, after)
        if after != current:
            try:
                told = parts.entry(seat.desk, seat.actor, before, after)
                seat.room.parts.write(before, after, told, witnesses=witnesses)
            except TakenError as quicker:
                raise ConflictError from quicker
        return after

    return retry_on_conflict(attempt)


def rules_without(room: Room, admin: Member) -> tuple[SignInRules, ...]:
    """Return the rules, if there are any yet, which have to stay as they are while somebody stops being an admin. Raise
    DeskError `break_glass` for whom they name as the one who can do without SSO."""
    rules = room.parts.get(SignInRules, USUAL_RULES.id)
    if rules is None:
        return ()
    if rules.sso is SingleSignOn.REQUIRED and rules.break_glass == admin.id:
        message = "This admin can sign in when single sign-on fails. Choose another one in the sign-in rules first."
        raise DeskError("break_glass", message)
    return (rules,)


def is_admin(member: Member) -> bool:
    return member.active and member.role is Role.ADMIN


def _sealed(seat: Seat, changes: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {**changes}
    if "client_secret" in wanted:
        given = wanted["client_secret"]
        purpose = secret_purpose(seat.room.workspace.id)
        wanted["client_secret"] = seat.desk.secrets.seal(purpose, given) if given else ""
    if "domains" in wanted:
        wanted["domains"] = tuple(dict.fromkeys(domain_in_dns(one.strip()) for one in wanted["domains"]))
    return wanted


def _with_own_secret(current: SignInRules, after: SignInRules, wanted: Mapping[str, Any]) -> SignInRules:
    if after.issuer != current.issuer and "client_secret" not in wanted:
        return replace(after, client_secret="")
    return after


def _dated(desk: Desk, current: SignInRules, after: SignInRules) -> SignInRules:
    """Note since when a second factor is required, for as long as it is."""
    if after.second_factor is not SecondFactor.REQUIRED:
        return replace(after, required_since=None)
    if current.required_since:
        return after
    return replace(after, required_since=parts.this_moment(desk))


def _check_issuer(desk: Desk, current: SignInRules, after: SignInRules) -> None:
    if after.issuer and after.issuer != current.issuer and not desk.issuers.may_ask(after.issuer):
        raise invalid("issuer", "Give an address that begins with https://, such as https://login.example.com.")


def _check_domains(room: Room, current: SignInRules, after: SignInRules) -> None:
    """Those that stay are looked at again when somebody is let in by them, which is when it counts."""
    for place, domain in enumerate(after.domains):
        claim = None if domain in current.domains else room.parts.get(ClaimedDomain, domain)
        if domain not in current.domains and not (claim and claim.shown_at):
            raise invalid(f"domains.{place}", "This is not one of your verified email domains.")


def _break_glass(room: Room, current: SignInRules, after: SignInRules) -> tuple[Member, ...]:
    """Return the admin who is to be one still at the moment of writing; nobody where nobody was chosen anew."""
    chosen = after.break_glass
    if chosen is None or (chosen == current.break_glass and after.sso is not SingleSignOn.REQUIRED):
        return ()
    member = room.parts.get(Member, chosen)
    if member is None or not is_admin(member):
        raise invalid("break_glass", "Choose a member who is an admin and active.")
    return (member,)
