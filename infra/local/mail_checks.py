"""What SES finds out about the sender of a mail: SPF, DKIM and DMARC, by how domains are set up on this machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes

SENDER_CHECKS = ("spf", "dkim", "dmarc")
_DOMAIN = re.compile(r"@([\w.-]+)")
POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True)
class MailDomain:
    """The setup of a domain: its DMARC policy, None without; whether SPF names the servers its mails come from, and
    whether those sign them."""

    dmarc: str | None = None
    spf: bool = True
    dkim: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """`results` is the value of Authentication-Results; `verdicts` and `policy` are what the notice says."""

    results: str
    verdicts: Mapping[str, str]
    policy: str | None


@dataclass(slots=True)
class MailChecks:
    """The checks of SES. Domains that nothing was said of have an SPF record and no more."""

    domains: dict[str, MailDomain] = field(default_factory=dict)

    def look(self, raw: bytes, mail_from: str, given: Mapping[str, str]) -> Checked:
        """Return what there is to say of a mail. `given` are verdicts that stand whatever it is like, such as
        `{"dmarc": "FAIL"}`.
        """
        author = (_DOMAIN.findall(str(message_from_bytes(raw).get("From", ""))) or [""])[-1].lower()
        envelope = mail_from.rpartition("@")[2].lower()
        setup = self.domains.get(author, MailDomain())
        aligned = bool(author) and author == envelope
        spf = "none" if not envelope else "pass" if self.domains.get(envelope, MailDomain()).spf else "fail"
        dkim = "pass" if aligned and setup.dkim else "none"
        passed = (spf == "pass" and aligned) or dkim == "pass"
        dmarc = "none" if setup.dmarc is None else "pass" if passed else "fail"
        said = {"spf": spf, "dkim": dkim, "dmarc": dmarc}
        said |= {name: value.lower() for name, value in given.items() if name in SENDER_CHECKS}
        policy = (setup.dmarc or "none") if said["dmarc"] == "fail" else None
        told = f" (p={policy.upper()})" if policy else ""
        results = (
            f"spf={said['spf']} (spfCheck: domain of {envelope}) client-ip=127.0.0.1;"
            f" envelope-from={mail_from}; helo=client.example;\r\n"
            f" dkim={said['dkim']} header.i=@{author};\r\n"
            f" dmarc={said['dmarc']}{told} header.from={author};"
        )
        verdicts = {name: "GRAY" if value == "none" else value.upper() for name, value in said.items()}
        return Checked(f"amazonses.com;\r\n {results}", verdicts, policy)
