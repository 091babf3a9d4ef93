"""What a self-test does at the desk: as a member by the API, as a customer by the portal, and with a file."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from infra.deploy import scratch, smoke
from infra.deploy.errors import DeployError
from infra.deploy.selftest.web import WebRequest, form_with_file

if TYPE_CHECKING:
    from infra.deploy.selftest.walkthrough import Walkthrough

DELIVERS = "success@simulator.amazonses.com"
INDEXED = 120.0
"""Seconds that a new ticket may take until it is found: the stream is a second or two behind, mostly."""
REACHED = 600.0
"""Seconds until a new distribution of CloudFront is found by its name, and answers everywhere."""
_ASKED = "Does the portal take what a customer asks?"
_FILE = b"A file on its way in and out.\n"
_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


def reached(visit: Walkthrough) -> str:
    """Wait until both addresses answer: that a stack is there doesn't say that the DNS knows them."""
    for on, path in (("BASE_URL", "/health"), ("PORTAL_URL", f"/portal/{scratch.NAME}")):
        visit.until(f"{visit.settings[on]} did not answer", REACHED, partial(_answers, visit, path, on))
    return f"{visit.settings['BASE_URL']} and {visit.settings['PORTAL_URL']} answer"


def _answers(visit: Walkthrough, path: str, on: str) -> bool | None:
    try:
        return visit.send("GET", path, on=on).status == 200 or None
    except DeployError:
        return None


def sign_in(visit: Walkthrough) -> str:
    """Sign in with the password of the only member."""
    smoke.sign_in(visit, visit.password)
    return "an access token"


def create(visit: Walkthrough) -> str:
    """Make a ticket and look at it."""
    visit.ref = smoke.create(visit)["ref"]
    return f"{visit.ref}, with the title that was given"


def list_tickets(visit: Walkthrough) -> str:
    """Look for the ticket that was made in the list."""
    numbers = [each["number"] for each in smoke.listed(visit)]
    if visit.ticket not in numbers:
        raise DeployError(f"the list has {len(numbers)} tickets, and not the one that was made")
    return f"{len(numbers)} tickets, and the one that was made among them"


def search(visit: Walkthrough) -> str:
    """Look for the ticket by a word of its title until it is found."""

    def look() -> int | None:
        asked = f"/v1/{{workspace}}/tickets?{urlencode({'q': smoke.TITLE})}"
        found = json.loads(visit.ask("GET", asked, workspace=scratch.NAME))["items"]
        return len(found) if visit.ticket in [each["number"] for each in found] else None

    return f"{visit.until('the search did not find it', INDEXED, look)} tickets found"


def portal_form(visit: Walkthrough) -> str:
    """Open the portal, fill in its form, and send it."""
    page = smoke.portal_page(visit)
    typed = {"name": "Self-test", "email": DELIVERS, "title": _ASKED, "description": _ASKED, "type": "bug_report"}
    body = urlencode(typed | dict(_HIDDEN.findall(page))).encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = visit.send("POST", f"/portal/{scratch.NAME}", body, headers, on="PORTAL_URL")
    leads_to = answer.headers.get("location", "")
    if answer.status != 303 or "/t/" not in leads_to:
        raise DeployError(f"it was answered {answer.status}, and leads to no page of the request")
    visit.page = urlsplit(leads_to).path
    return "303, and a link to the request's page"


def tracking_page(visit: Walkthrough) -> str:
    """Open the request's page by its link, as whoever sent the form is led there."""
    if not visit.page:
        raise DeployError("there is no link, since the form failed")
    answer = visit.send("GET", visit.page, on="PORTAL_URL")
    if answer.status != 200 or _ASKED not in answer.text:
        raise DeployError(f"it was answered {answer.status}, without what was asked")
    return "200, and what was asked stands there"


def file(visit: Walkthrough) -> str:
    """Put a file by a presigned form, have a note take it along, and fetch it by its presigned link."""
    place = f"/v1/{scratch.NAME}/tickets/{visit.ref}"
    wanted = {"name": "self-test.txt", "type": "text/plain", "size": len(_FILE)}
    upload = json.loads(visit.ask("POST", f"{place}/attachments", wanted))
    body, headers = form_with_file(upload["upload"]["fields"], wanted["name"], _FILE)  # type: ignore[arg-type]
    put = visit.web(WebRequest("POST", upload["upload"]["url"], body, headers))
    if put.status not in (200, 204):
        raise DeployError(f"S3 answered the form {put.status} {_code(put.text)}")
    note = json.loads(visit.ask("POST", f"{place}/notes", {"body": smoke.TITLE, "attachments": [upload["id"]]}))
    link = json.loads(visit.ask("GET", f"{place}/attachments/{note['attachments'][0]['id']}/link"))["url"]
    fetched = visit.web(WebRequest("GET", link))
    if fetched.status != 200 or fetched.body != _FILE:
        raise DeployError(f"S3 answered the link {fetched.status} {_code(fetched.text)}, or with something else")
    return f"S3 took the form ({put.status}), and gave the same {len(_FILE)} bytes back"


def _code(said: str) -> str:
    """S3's word for what is wrong. The rest of what it says may quote what was signed."""
    found = re.search(r"<Code>(\w+)</Code>", said)
    return found[1] if found else ""
