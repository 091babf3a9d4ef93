"""Whether a mailbox's domain is set up: that answers from it are believed, and that mail to it comes here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "missing", "wrong", "elsewhere", "unknown"]
DKIM_SELECTOR = "_domainkey"


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainIdentity:
    """A sending domain as SES knows it. `name` is the domain itself or one above it, whose verification covers it;
    `dkim_status` is SES's word (`SUCCESS`, `PENDING`, …); `bounce_domain` the custom MAIL FROM domain, if there is one.
    """

    name: str
    verified: bool
    dkim_status: str
    dkim_tokens: tuple[str, ...] = ()
    bounce_domain: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A DNS record to be made."""

    type: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a domain: `detail` says what was found and what to do, `records` what DNS should have."""

    name: str
    state: State
    detail: str
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainFindings:
    """The facts that a domain is checked by; None where the DNS gave no answer. `region` is the desk's."""

    domain: str
    address: str
    region: str
    identity: DomainIdentity | None
    spf: Sequence[str] | None
    dmarc: Sequence[str] | None
    mail_servers: Sequence[str] | None


def checks(found: DomainFindings) -> tuple[Check, ...]:
    """All of them, in the order in which they are mended."""
    return (_identity(found), _dkim(found), _spf(found), _dmarc(found), _mx(found))


def _identity(found: DomainFindings) -> Check:
    one = found.identity
    if one is None:
        return Check(
            "identity",
            "missing",
            f"SES does not know {found.domain}, so answers go out from the desk's sender. Make the domain an identity"
            " of SES in the desk's region.",
        )
    if not one.verified:
        return Check(
            "identity", "wrong", f"SES has not verified {one.name} yet. It does so once it finds the DKIM records."
        )
    return Check("identity", "ok", f"SES has verified {one.name}.")


def _dkim(found: DomainFindings) -> Check:
    one = found.identity
    if one is None:
        return Check("dkim", "missing", "SES makes the keys once the domain is an identity of it.")
    records = tuple(
        Record("CNAME", f"{token}.{DKIM_SELECTOR}.{one.name}", f"{token}.dkim.amazonses.com")
        for token in one.dkim_tokens
    )
    if one.dkim_status == "SUCCESS":
        return Check("dkim", "ok", "SES signs mail from this domain.", records)
    if one.dkim_status == "PENDING":
        return Check("dkim", "missing", "SES waits for these records. It may take 72 hours to find them.", records)
    return Check("dkim", "wrong", "SES does not sign mail from this domain. Switch DKIM on in SES.", records)


def spf_domain(domain: str, identity: DomainIdentity | None) -> str:
    """The domain whose SPF record counts: that of the envelope sender."""
    return identity.bounce_domain if identity and identity.bounce_domain else domain


def _spf(found: DomainFindings) -> Check:
    domain = spf_domain(found.domain, found.identity)
    wanted = (Record("TXT", domain, "v=spf1 include:amazonses.com ~all"),)
    if found.spf is None:
        return _unanswered("spf", domain, wanted)
    policies = [text for text in found.spf if text.lower().split(" ")[0] == "v=spf1"]
    if not policies:
        return Check("spf", "missing", f"{domain} has no SPF record.", wanted)
    if len(policies) > 1:
        return Check(
            "spf", "wrong", f"{domain} has {len(policies)} SPF records, so none counts. Join them into one.", wanted
        )
    if "include:amazonses.com" not in policies[0].lower().split():
        return Check(
            "spf", "wrong", f"The SPF record of {domain} leaves out SES: add include:amazonses.com to it.", wanted
        )
    return Check("spf", "ok", f"The SPF record of {domain} names SES.", wanted)


def _dmarc(found: DomainFindings) -> Check:
    name = f"_dmarc.{found.domain}"
    wanted = (Record("TXT", name, "v=DMARC1; p=quarantine"),)
    if found.dmarc is None:
        return _unanswered("dmarc", name, wanted)
    policies = [text for text in found.dmarc if text.lower().replace(" ", "").startswith("v=dmarc1")]
    if not policies:
        return Check(
            "dmarc", "missing", f"{found.domain} has no DMARC policy, so anybody can write in its name.", wanted
        )
    if len(policies) > 1:
        return Check("dmarc", "wrong", f"{name} has {len(policies)} DMARC records, so none counts. Keep one.", wanted)
    if "p=none" in policies[0].lower().replace(" ", "").split(";"):
        return Check("dmarc", "ok", f"{found.domain} watches only (p=none). With p=quarantine forgeries are held back.")
    return Check("dmarc", "ok", f"{found.domain} has a DMARC policy.")


def _mx(found: DomainFindings) -> Check:
    server = f"inbound-smtp.{found.region}.amazonaws.com"
    wanted = (Record("MX", found.domain, f"10 {server}"),)
    if found.mail_servers is None:
        return _unanswered("mx", found.domain, wanted)
    if not found.mail_servers:
        return Check("mx", "missing", f"No server takes mail for {found.domain}.", wanted)
    if server in found.mail_servers:
        return Check("mx", "ok", f"Mail to {found.domain} comes to the desk.", wanted)
    return Check(
        "mx",
        "elsewhere",
        f"Mail to {found.domain} goes to {found.mail_servers[0]}. Let that system forward {found.address} to one of the"
        " desk's addresses whose mail comes here; answers still go out from this one.",
    )


def _unanswered(name: str, asked: str, wanted: tuple[Record, ...]) -> Check:
    return Check(name, "unknown", f"The DNS gave no answer about {asked}. Try again in a minute.", wanted)
