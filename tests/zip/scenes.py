"""What people do at a desk, told by what they see of it: each scene has functions of the zip called, and looks for the
effect. One that comes after others goes on where they left the desk."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import requests

from infra.local import ses
from tests.api.accounts.password_links import link, set_password
from tests.api.asking import CONTACTS, FORM, TICKETS, new_ticket, portal_form, sign_in, tracking_path, walked
from tests.api.settings.settings_kinds import MAILBOXES, MEMBERS, WIDGETS
from tests.support.desk import PASSWORD, SUPPORT, Desk
from tests.support.totp import Authenticator
from tests.zip.deployment import Deployment

LONG = "The umbrella stand fell over. " * 1500
"""Too long for an item: what it says lies in the bucket of files."""
SPAM = "https://watches.example/buy https://pills.example"


def asked(desk: Desk, method: str, path: str, json: object = None) -> Any:
    """Return what the API answers the admin, which is never a refusal here."""
    answer = desk.http(method, path, json=json, token=desk.admin.token)
    assert answer.status in (200, 201), f"{method} {path}: {answer.status} {answer.text}"
    return answer.json()


def written(sender: str, subject: str, text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, SUPPORT, subject
    message.set_content(text)
    return message.as_bytes()


def a_ticket_is_made_found_and_answered(on: Deployment) -> None:
    """Create over the API, list, find by a word of the text, answer; the customer is mailed."""
    made = new_ticket(on.desk, title="Umbrella", contact={"email": "kim@example.com", "name": "Kim"}, description=LONG)
    assert made["ref"] in [row["ref"] for row in walked(on.desk, TICKETS, on.desk.admin.token, 100)]
    on.desk.settle()
    found = walked(on.desk, f"{TICKETS}?q=umbrella", on.desk.admin.token, 100)
    assert [row["ref"] for row in found] == [made["ref"]]
    asked(on.desk, "POST", f"{TICKETS}/{made['ref']}/replies", {"body": "Is it upright again?"})
    on.desk.settle()
    assert on.desk.sent[-1].to == ("kim@example.com",)
    assert "Is it upright again?" in on.desk.sent[-1].text


def a_mail_becomes_a_ticket(on: Deployment) -> None:
    """Take a mail in; its writer is told, and the carrier tells that they got it."""
    on.desk.receive(
        written("Noor <noor@example.com>", "No light", f"It is dark.\n{LONG}"), "noor@example.com", [SUPPORT]
    )
    on.desk.settle()
    [row] = [row for row in walked(on.desk, TICKETS, on.desk.admin.token, 100) if row["title"] == "No light"]
    assert on.desk.sent[-1].to == ("noor@example.com",)
    assert row["ref"] in on.desk.sent[-1].subject
    asked(on.desk, "POST", f"{TICKETS}/{row['ref']}/replies", {"body": "Here is a lamp."})
    on.desk.settle()
    entries = walked(on.desk, f"{TICKETS}/{row['ref']}/timeline", on.desk.admin.token, 100)
    assert [one["delivery"]["status"] for one in entries if one["kind"] == "agent_reply"] == ["delivered"]


def a_request_comes_by_the_portal(on: Deployment) -> None:
    """Send the portal's form, see the page of the request, answer there."""
    sent = on.desk.http("POST", "/portal/acme", form=portal_form(on.desk))
    assert sent.status == 303, sent.text
    page = on.desk.http("GET", tracking_path(sent))
    assert (page.status, FORM["title"] in page.text) == (200, True)
    on.desk.settle()
    assert on.desk.sent[-1].to == (FORM["email"],)


def a_request_comes_by_the_widget(on: Deployment) -> None:
    """Show the widget's frame, and send its form."""
    key = WIDGETS.made(on.desk)["id"]
    assert on.desk.http("GET", f"/widget/{key}").status == 200
    sent = on.desk.http("POST", f"/widget/{key}", form=FORM | {"title": "By the widget"})
    assert sent.status == 303, sent.text
    assert "By the widget" in on.desk.http("GET", tracking_path(sent)).text


def a_file_goes_up_and_comes_down(on: Deployment) -> None:
    """Send a file as a browser does, to where the API says, and fetch it by the link it gives."""
    content = b"%PDF-1.7"
    about = {"name": "plan.pdf", "type": "application/pdf", "size": len(content)}
    offer = asked(on.desk, "POST", "/v1/acme/attachments", about)
    form = offer["upload"]
    files = {"file": ("f", content)}
    assert requests.post(form["url"], data=form["fields"], files=files, timeout=5).status_code in (200, 204)
    made = new_ticket(on.desk, title="A plan", attachments=[offer["id"]])
    path = f"{TICKETS}/{made['ref']}/attachments/{made['attachments'][0]['id']}"
    answer = on.desk.http("GET", path, token=on.desk.admin.token)
    assert answer.status == 302, answer.text
    assert requests.get(answer.headers["location"], timeout=5).content == content


def somebody_is_invited_and_comes_in(on: Deployment) -> None:
    """Invite members, lower one of them; by the link in their mail another sets a password and comes in, with a second
    factor."""
    di = MEMBERS.made(on.desk, email="di@acme.example", role="admin")
    asked(on.desk, "PATCH", f"/v1/acme/members/{di['id']}", {"role": "viewer"})
    MEMBERS.made(on.desk, email="cy@acme.example")
    on.desk.settle()
    [invitation] = [mail for mail in on.desk.sent if mail.to == ("cy@acme.example",)]
    token = link(invitation).rpartition("/")[2]
    assert set_password(on.desk, token, PASSWORD).status < 300
    signed_in = sign_in(on.desk, email="cy@acme.example")
    assert signed_in.status == 200, signed_in.text
    cy = signed_in.json()["access_token"]
    setup = on.desk.http("POST", "/v1/me/second-factor", json={"password": PASSWORD}, token=cy).json()
    body = {"session": setup["session"], "code": Authenticator(setup["secret"]).code()}
    assert on.desk.http("POST", "/v1/me/second-factor", json=body, token=cy).status == 200
    assert sign_in(on.desk, email="cy@acme.example").json()["challenge"] == "mfa"


def spam_is_put_aside_and_let_through(on: Deployment) -> None:
    """Send what looks like spam by the portal's form, and let it through in the console."""
    form = portal_form(on.desk) | {"description": SPAM, "email": "sam@example.com"}
    assert on.desk.http("POST", "/portal/acme", form=form).status == 303
    [parked] = walked(on.desk, "/v1/acme/suspended-mails", on.desk.admin.token, 100)
    released = asked(on.desk, "POST", f"/v1/acme/suspended-mails/{parked['id']}/release", {})
    assert SPAM in str(asked(on.desk, "GET", f"{TICKETS}/{released['ref']}")["description"])


def a_mailbox_is_looked_at(on: Deployment) -> None:
    """Ask whether a mailbox's domain is set up at the carrier."""
    items = MAILBOXES.ask(on.desk, "GET", f"/{SUPPORT}/checks").json()["items"]
    assert items[0] == items[0] | {"name": "identity", "state": "ok"}


def who_was_suppressed_is_mailed_again(on: Deployment) -> None:
    """Answer somebody to whom the carrier sends nothing more; try again, which the carrier has to be told."""
    lee = "lee@example.com"
    ses.suppressed.add(lee)
    made = new_ticket(on.desk, title="Nothing comes", contact={"email": lee, "name": "Lee"})
    reply = asked(on.desk, "POST", f"{TICKETS}/{made['ref']}/replies", {"body": "Did you get it?"})
    on.desk.settle()
    path = f"{CONTACTS}/{made['contact']['id']}"
    assert asked(on.desk, "GET", path)["undeliverable"] == [lee]
    assert asked(on.desk, "PATCH", path, {"try_again": [lee]})["undeliverable"] == []
    assert ses.suppressed == set()
    ses.suppressed.add(lee)
    asked(on.desk, "POST", f"{TICKETS}/{made['ref']}/messages/{reply['id']}/resend")
    on.desk.settle()
    assert ses.suppressed == set()
    assert "Did you get it?" in on.desk.sent[-1].text
