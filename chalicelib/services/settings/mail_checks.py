"""Whether a mailbox's domain is set up, as SES and the DNS say it at this moment."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.mail.domain_checks import Check, DomainFindings, checks, spf_domain
from chalicelib.domain.settings.workspace import Mailbox
from chalicelib.services.ports import Desk, Room
from chalicelib.services.settings import parts


def check_mailbox(desk: Desk, room: Room, mailbox_id: str) -> tuple[Check, ...]:
    """Check a mailbox's domain: what is right, what is to do. Takes a few seconds at most, even without DNS."""
    mailbox = parts.one(room, Mailbox, mailbox_id)
    domain = mailbox.domain
    identity = desk.post.identity(domain)
    found = DomainFindings(
        domain=domain,
        address=mailbox.address,
        region=desk.post.region,
        identity=identity,
        spf=desk.dns.texts(spf_domain(domain, identity)),
        dmarc=_policies(desk, domain),
        mail_servers=desk.dns.mail_servers(domain),
    )
    return checks(found)


def _policies(desk: Desk, domain: str) -> Sequence[str] | None:
    """The DMARC policy of a domain, or of the nearest one above it that has any (RFC 7489 section 6.6.3)."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        found = desk.dns.texts("_dmarc." + ".".join(labels[start:]))
        if found is None or found:
            return found
    return ()
