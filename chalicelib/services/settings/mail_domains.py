"""Whose a domain of mail is: a workspace's that showed it, and nobody else has mailboxes there from then on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Literal

from chalicelib.domain.errors import invalid
from chalicelib.domain.events import SYSTEM
from chalicelib.domain.idempotency import Once
from chalicelib.domain.people.addresses import domain_in_dns
from chalicelib.domain.settings.mail_domains import ClaimedDomain, above, check_domain, of_another
from chalicelib.mail.reading.suffixes import is_public_suffix
from chalicelib.services.ports import Desk
from chalicelib.services.seat import Seat
from chalicelib.services.settings import parts

Found = Literal["ok", "missing", "wrong", "unknown"]


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A domain after it was looked for its record, and what was found."""

    domain: ClaimedDomain
    found: Found


def add_mail_domain(seat: Seat, given: str, once: Once | None = None) -> ClaimedDomain:
    """Add a domain that is yet to be shown. Raises DeskError at `domain`, `domain_of_another` for another's."""
    domain = _own_domain(given)
    check_not_anothers(seat.desk, seat.room.workspace.id, domain, "domain")
    return parts.add(seat, _unshown(domain), once)


def check_mail_domain(seat: Seat, domain_id: str) -> CheckedClaim:
    """Look for the domain's record; with it the domain is this workspace's, until it is removed. Raises DeskError
    `domain_of_another` when another one was first."""
    domain = parts.one(seat.room, ClaimedDomain, domain_id)
    found = "ok" if domain.shown_at else _found(seat.desk, domain)
    return CheckedClaim(_shown(seat, domain_id) if found == "ok" else domain, found)


def remove_mail_domain(seat: Seat, domain_id: str) -> None:
    """From then on the domain is anybody's who shows it. Mailboxes stay."""
    parts.remove(seat, lambda: parts.one(seat.room, ClaimedDomain, domain_id))


def claim_mail_domain(desk: Desk, workspace: str, given: str) -> ClaimedDomain:
    """Make a domain a workspace's on the operator's word. Done again, it changes nothing."""
    domain = _own_domain(given)
    with desk.open(workspace) as room:
        seat = Seat(desk, room, SYSTEM)
        if room.parts.get(ClaimedDomain, domain) is None:
            parts.add(seat, _unshown(domain), None)
        return _shown(seat, domain)


def check_not_anothers(desk: Desk, workspace: str, domain: str, field: str) -> None:
    """Raises DeskError `domain_of_another` at `field` when the nearest of the domain and those above it that anybody
    showed is another workspace's."""
    owners = map(desk.accounts.domain_owner, above(domain_in_dns(domain)))
    if next((owner for owner in owners if owner), workspace) != workspace:
        raise of_another(field)


def _own_domain(given: str) -> str:
    domain = check_domain(domain_in_dns(given.strip()))
    if is_public_suffix(domain):
        raise invalid("domain", "Everybody can have a domain below this one. Add the one that is yours.")
    return domain


def _unshown(domain: str) -> ClaimedDomain:
    return ClaimedDomain(domain=domain, proof=secrets.token_hex(20))


def _found(desk: Desk, domain: ClaimedDomain) -> Found:
    texts = desk.dns.texts(domain.record_name)
    if texts is None:
        return "unknown"
    if domain.record_value in (text.strip() for text in texts):
        return "ok"
    return "wrong" if texts else "missing"


def _shown(seat: Seat, domain_id: str) -> ClaimedDomain:
    check_not_anothers(seat.desk, seat.room.workspace.id, domain_id, "domain")
    now = parts.this_moment(seat.desk)
    return parts.change(
        seat,
        lambda: parts.one(seat.room, ClaimedDomain, domain_id),
        lambda domain: domain if domain.shown_at else replace(domain, shown_at=now),
    )
