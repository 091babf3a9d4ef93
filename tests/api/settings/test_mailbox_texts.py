"""What a desk says in its own words in mails, and from which of its addresses they go out."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from infra.local.aws import client
from tests.api.asking import TICKETS, fields, problem
from tests.api.settings.settings_kinds import MAILBOXES
from tests.support.desk import SUPPORT, Desk

SALES = "sales@shop.example"


def _mail(desk: Desk, to: str, number: int, delivered_to: str = "") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maya Osei <maya@example.com>", to, "A question"
    message["Message-ID"] = f"<{number}@mail.example.com>"
    message.set_content("Do you ship to Norway?")
    desk.receive(message.as_bytes(), "maya@example.com", [delivered_to or to])
    desk.settle()


def _sales(desk: Desk, **texts: str) -> None:
    """A mailbox of another domain, from which SES takes mail."""
    client("sesv2").create_email_identity(EmailIdentity="shop.example")
    MAILBOXES.made(desk, address=SALES, name="Acme Sales", **texts)


def _reply(desk: Desk, ref: str) -> None:
    answer = desk.http("POST", f"{TICKETS}/{ref}/replies", json={"body": "We do."}, token=desk.admin.token)
    assert answer.status == 201
    desk.settle()


def _texts(desk: Desk) -> tuple[str, str]:
    """Both bodies of the last mail."""
    mail = message_from_bytes(desk.sent[-1].raw, policy=policy.default)
    parts = (mail.get_body((kind,)) for kind in ("plain", "html"))
    return tuple(part.get_content() for part in parts if part)


def test_a_confirmation_says_what_the_mailbox_says_and_still_links_to_the_ticket(desk: Desk) -> None:
    text = "We answer **{{ticket_id}}** within a day.\n\nYour {{workspace_name}}"
    MAILBOXES.ask(desk, "PATCH", f"/{SUPPORT}", json={"confirmation": text})
    _mail(desk, SUPPORT, 1)
    plain, html = _texts(desk)
    assert "We answer **TKT-0001** within a day." in plain
    assert "<strong>TKT-0001</strong> within a day" in html
    assert "/t/" in plain
    assert "/t/" in html
    MAILBOXES.ask(desk, "PATCH", f"/{SUPPORT}", json={"confirmation": None})
    _mail(desk, SUPPORT, 2)
    assert all("within a day" not in body for body in _texts(desk))


def test_a_signature_stands_below_an_agents_words_in_place_of_the_names(desk: Desk) -> None:
    MAILBOXES.ask(desk, "PATCH", f"/{SUPPORT}", json={"signature": "{{agent_name}} <b>of</b> {{workspace_name}}"})
    _mail(desk, SUPPORT, 1)
    assert all(desk.admin.name not in body for body in _texts(desk))
    _reply(desk, "TKT-0001")
    plain, html = _texts(desk)
    name = desk.admin.name
    assert plain.index("We do.") < plain.index(f"{name} <b>of</b>") < plain.rindex("-- ")
    assert f"{name} &lt;b&gt;of&lt;/b&gt;" in html


def test_members_own_signature_stands_above_the_mailboxs_once(desk: Desk) -> None:
    MAILBOXES.ask(desk, "PATCH", f"/{SUPPORT}", json={"signature": "{{agent_name}}\n\nAcme GmbH, Berlin"})
    own = {"signature": f" {desk.admin.name}, **head of bells** \n"}
    changed = desk.http("PATCH", "/v1/acme/profile", json=own, token=desk.admin.token)
    assert changed.json() == {"signature": own["signature"].strip(), "zone": None}
    _mail(desk, SUPPORT, 1)
    _reply(desk, "TKT-0001")
    plain, html = _texts(desk)
    signed = f"We do.\n\n{desk.admin.name}, **head of bells**\n\nAcme GmbH, Berlin\n\n-- \n"
    assert signed in plain.replace("\r\n", "\n")
    assert "<strong>head of bells</strong>" in html
    ticket = desk.http("GET", f"{TICKETS}/TKT-0001/messages", token=desk.admin.token)
    assert "head of bells" not in ticket.text


def test_texts_of_blanks_are_none_and_a_strangers_words_are_no_part_of_a_confirmation(desk: Desk) -> None:
    changed = MAILBOXES.ask(desk, "PATCH", f"/{SUPPORT}", json={"signature": " \n "})
    assert changed.json()["signature"] is None
    for field, variable in (("confirmation", "customer_name"), ("confirmation", "agent_name"), ("signature", "x")):
        refused = MAILBOXES.ask(desk, "PATCH", f"/{SUPPORT}", json={field: f"Hello {{{{{variable}}}}}"})
        assert fields(problem(refused, 422, "validation_failed")) == [field]


def test_answers_go_out_from_the_mailbox_that_the_ticket_came_to_and_come_back_to_its_domain(desk: Desk) -> None:
    _sales(desk, signature="Sales Team")
    _mail(desk, SALES, 1)
    assert desk.sent[-1].headers["From"] == f"Acme Sales <{SALES}>"
    _reply(desk, "TKT-0001")
    headers = desk.sent[-1].headers
    assert SALES in headers["From"]
    assert headers["Reply-To"].endswith("@shop.example>")
    assert "Sales Team" in _texts(desk)[0]
    _mail(desk, SUPPORT, 2)
    assert SUPPORT in desk.sent[-1].headers["From"]


def test_a_mail_forwarded_from_one_mailbox_to_another_is_answered_from_the_one_it_was_written_to(desk: Desk) -> None:
    _sales(desk)
    _mail(desk, SALES, 1, delivered_to=SUPPORT)
    assert SALES in desk.sent[-1].headers["From"]


def test_once_its_mailbox_is_gone_a_ticket_is_answered_from_another(desk: Desk) -> None:
    _sales(desk)
    _mail(desk, SALES, 1)
    assert MAILBOXES.ask(desk, "DELETE", f"/{SALES}").status == 204
    _reply(desk, "TKT-0001")
    assert SUPPORT in desk.sent[-1].headers["From"]


def test_from_a_mailbox_that_ses_does_not_know_an_answer_goes_out_from_the_desks_sender(desk: Desk) -> None:
    MAILBOXES.made(desk, address="sales@unknown.example")
    _mail(desk, "sales@unknown.example", 1)
    _reply(desk, "TKT-0001")
    assert [SUPPORT in mail.headers["From"] for mail in desk.sent] == [True, True]
