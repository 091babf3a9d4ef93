"""Who wrote a mail, and how surely: what From says, and what the receiving server found out about its domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.domain.people.addresses import domain_in_dns
from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.mail.reading.suffixes import is_public_suffix
from chalicelib.mail.reading.verdicts import Result

_NO_POLICY = ("none", "gray")


def identify(writer: str, results: Sequence[Result], notice: Mapping[str, str]) -> SenderIdentity:
    """Return who wrote it. `writer` is the address that From can be read as in one way only, or empty; `results` are
    those of SES's own Authentication-Results, `notice` the verdicts of its notice.

    DMARC (RFC 7489) decides where the domain has a policy. Where it has none, SPF or a signature does that passed for
    a domain which From's is part of, or which is part of From's. A verdict for another domain is none.
    """
    domain = domain_in_dns(writer.rpartition("@")[2])
    said = [one for one in results if one.method == "dmarc"]
    dmarc = said[0] if len(said) == 1 else None
    ours = dmarc if dmarc and dmarc.domain == domain else None
    if _fails(domain, said, notice):
        return SenderIdentity(writer, Standing.CONTRADICTED, Grounds.DMARC_FAIL)
    if not writer:
        return SenderIdentity("", Standing.UNPROVEN, Grounds.UNCLEAR)
    if ours and ours.said == "pass" and notice.get("dmarc", "pass") == "pass":
        return SenderIdentity(writer, Standing.PROVEN, Grounds.DMARC)
    if _without_policy(domain, said, notice):
        for why in (Grounds.SPF, Grounds.DKIM):
            if notice.get(why, "pass") == "pass" and _passes(why, results, domain):
                return SenderIdentity(writer, Standing.PROVEN, why)
    anothers = any(one.said == "pass" and one.domain != domain for one in results)
    return SenderIdentity(writer, Standing.UNPROVEN, Grounds.ANOTHERS if anothers else Grounds.UNCHECKED)


def _fails(domain: str, said: Sequence[Result], notice: Mapping[str, str]) -> bool:
    """Whether the domain in From says that it isn't from there. The notice doesn't say about which domain."""
    about_another = bool(domain and said) and all(one.domain not in ("", domain) for one in said)
    failed = any(one.said == "fail" and (not domain or one.domain in ("", domain)) for one in said)
    return failed or (notice.get("dmarc") == "fail" and not about_another)


def _without_policy(domain: str, said: Sequence[Result], notice: Mapping[str, str]) -> bool:
    """Whether it was looked for a policy, and there is none."""
    if notice.get("dmarc", "none") not in _NO_POLICY:
        return False
    return all(one.said in _NO_POLICY and one.domain in ("", domain) for one in said) and bool(said or notice)


def _passes(method: str, results: Sequence[Result], domain: str) -> bool:
    """SES looks at SPF once: a second result is the sender's own doing, who names themselves to the server (HELO)."""
    found = [one for one in results if one.method == method]
    passed = any(one.said == "pass" and _related(one.domain, domain) for one in found)
    return passed and (method != Grounds.SPF or len(found) == 1)


def _related(one: str, other: str) -> bool:
    """Whether one domain is the other or part of it, and the larger one isn't a suffix that strangers share."""
    if one == other:
        return bool(one)
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and longer.endswith(f".{shorter}") and not is_public_suffix(shorter)
