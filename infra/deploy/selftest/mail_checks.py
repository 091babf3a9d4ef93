"""What a self-test does with mail: replies to SES's simulator, whose events settle them, and a mail to the desk itself.

https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html#send-email-simulator
"""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Callable
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from infra.deploy import mail, scratch, smoke
from infra.deploy.errors import DeployError
from infra.deploy.selftest.desk_checks import DELIVERS
from infra.deploy.selftest.walkthrough import NotCheckedError

if TYPE_CHECKING:
    from infra.deploy.selftest.walkthrough import Walkthrough

BOUNCES, COMPLAINS = "bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com"
SETTLED = 300.0
"""Seconds until SES has told what became of a mail: the simulator answers within some."""
CAME_IN = 300.0
_UNVERIFIED = (
    "SES doesn't let the mail domain send yet: its three DKIM records were not found. Make them while the test waits,"
    " or have it wait longer with --dns-minutes"
)


def replied(address: str, status: str) -> Callable[[Walkthrough], str]:
    """Return the check that writes a reply to an address, and waits until it stands as `status`."""

    def check(visit: Walkthrough) -> str:
        if not visit.verified:
            raise NotCheckedError(_UNVERIFIED)
        made = _ticket_of(visit, address)
        place = f"/v1/{scratch.NAME}/tickets/{made['ref']}"
        reply = json.loads(visit.ask("POST", f"{place}/replies", {"body": smoke.TITLE}))
        seen: list[str] = []

        def look() -> str | None:
            now = _delivery(visit, place, reply["id"])
            if now["status"] not in seen[-1:]:
                seen.append(now["status"])
            if now["status"] == "failed":
                raise DeployError(f"the mail failed: {now.get('detail') or 'no reason was told'}")
            return now["status"] if now["status"] == status else None

        try:
            visit.until(f"it did not become {status}", SETTLED, look)
        except DeployError as failure:
            raise DeployError(f"{failure}; seen: {', '.join(seen)}") from failure
        return f"the reply was {', '.join(seen)}{_noted(visit, made, address, status)}"

    return check


def _ticket_of(visit: Walkthrough, address: str) -> dict[str, Any]:
    # Nobody is written to about a ticket that was made without telling them.
    told: dict[str, Any] = {"contact": {"email": address}, "notify_customer": True}
    wanted = {"title": smoke.TITLE, "description": smoke.TITLE, **told}
    made: dict[str, Any] = json.loads(visit.ask("POST", f"/v1/{scratch.NAME}/tickets", wanted))
    return made


def _delivery(visit: Walkthrough, place: str, reply: str) -> dict[str, Any]:
    entries = json.loads(visit.ask("GET", f"{place}/timeline"))["items"]
    found: dict[str, Any] = next((each["delivery"] or {} for each in entries if each["id"] == reply), {})
    return {"status": "queued"} | found


def _noted(visit: Walkthrough, made: dict[str, Any], address: str, status: str) -> str:
    """What is noted of the contact whose mail came back, or who called it spam."""
    where = {"bounced": "undeliverable", "complained": "complained"}.get(status)
    if where is None:
        return ""

    def look() -> bool | None:
        contact = json.loads(visit.ask("GET", f"/v1/{scratch.NAME}/contacts/{made['contact']['id']}"))
        return address in contact[where] or None

    visit.until(f"the contact's address was not noted as {where}", SETTLED, look)
    return f", and the contact's address is noted as {where}"


def mail_in(visit: Walkthrough) -> str:
    """Write a mail to the desk's address, and wait for its ticket."""
    domain, region = visit.settings["MAIL_DOMAIN"], visit.session.region_name
    receives = f"inbound-smtp.{region}.amazonaws.com"
    servers = [each.rstrip(".").lower() for each in visit.desk.dns.mail_servers(domain) or ()]
    if receives not in servers:
        raise NotCheckedError(f"{domain} has no MX record that leads to {receives}")
    if not visit.verified:
        raise NotCheckedError(_UNVERIFIED)
    try:
        mail.run(argparse.Namespace(stack=visit.stack), visit.session)
    except DeployError as taken:
        raise NotCheckedError(str(taken).partition("\n")[0]) from taken
    title = f"Mail of a self-test {secrets.token_hex(4)}"
    # Somebody of the domain itself: in the sandbox it alone may write, and be written to.
    sender = f"customer-{secrets.token_hex(4)}@{domain}"
    _write(visit, sender, title)

    def look() -> str | None:
        return next((str(each["ref"]) for each in smoke.listed(visit) if each["title"] == title), None)

    return f"SES received it, and it is {visit.until('it became no ticket', CAME_IN, look)}"


def _write(visit: Walkthrough, sender: str, title: str) -> None:
    letter = EmailMessage()
    to = scratch.address(visit.settings["MAIL_DOMAIN"])
    letter["From"], letter["To"], letter["Subject"] = sender, to, title
    letter.set_content(title)
    visit.desk.post.send(letter.as_bytes(), sender, to, {})


delivered = replied(DELIVERS, "delivered")
bounced = replied(BOUNCES, "bounced")
complained = replied(COMPLAINS, "complained")
