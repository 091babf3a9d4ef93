"""Where answers go: to Reply-To, which is also who wrote what a machine sent. It proves nothing."""

from __future__ import annotations

import pytest

from tests.services.mail.correspondence import MAYA, Correspondence, reply_address

JANE = "jane.miller@customer.example"
WRITTEN_BY = f"Jane Miller <{JANE}>"
MACHINES = {
    "WordPress": {"sender": "WordPress <wordpress@shop.example>"},
    "a server's own user": {"sender": "www-data <www-data@web7.hoster.example>"},
    "Apache": {"sender": "apache@web7.hoster.example"},
    "nobody to answer": {"sender": "Formulaire <ne-pas-repondre@boutique.example>"},
    "a form by its name": {"sender": "Kontaktformular <info@laden.example>"},
    "a form by its address": {"sender": "contact-form@shop.example"},
    "PHP": {"sender": "Shop <info@shop.example>", "X_PHP_Originating_Script": "33:contact.php"},
    "PHPMailer": {"sender": "Shop <info@shop.example>", "X_Mailer": "PHPMailer 6.9.1 (https://example.org)"},
    "a program by its own word": {"sender": "Shop <info@shop.example>", "X_Mailer": "Drupal"},
    "our own site": {"sender": "Website <website@acme.example>"},
    "a list": {"sender": "'Jane Miller' via Help <help@club.example>", "List_Post": "<mailto:help@club.example>"},
}


@pytest.mark.parametrize("machine", MACHINES)
def test_what_a_machine_sent_is_of_whom_it_names_for_answers(post: Correspondence, machine: str) -> None:
    headers = MACHINES[machine]
    post.write("My parcel has not arrived.", Reply_To=WRITTEN_BY, Subject="Message", **headers)
    ticket = post.ticket()
    assert (ticket["contact"]["email"], ticket["contact"]["name"]) == (JANE, "Jane Miller")
    sent_by = headers["sender"].split("<")[-1].strip(">")
    assert (ticket["requester"]["standing"], ticket["requester"]["sent_by"]) == ("unproven", sent_by)
    assert post.reply().to == (JANE,)
    assert {mail.to for mail in post.desk.sent} == {(JANE,)}


@pytest.mark.parametrize(
    "headers",
    [
        {"sender": "orders@shop.example", "Reply_To": "orders@shop.example", "X_Mailer": "PHPMailer"},
        {"sender": "wordpress@shop.example"},
        {"sender": "wordpress@shop.example", "Reply_To": "support@acme.example"},
        {"sender": "wordpress@shop.example", "Reply_To": "noreply@shop.example"},
        {"sender": "wordpress@shop.example", "Reply_To": "not an address"},
    ],
)
def test_a_machine_that_names_nobody_else_is_the_contact(post: Correspondence, headers: dict[str, str]) -> None:
    post.write("Order 17", **headers)
    assert (post.ticket()["contact"]["email"], post.ticket()["answers_to"]) == (headers["sender"], None)
    assert post.reply().to == (headers["sender"],)


def test_answers_go_where_a_person_wants_them(post: Correspondence) -> None:
    post.write(Reply_To="Maya at home <maya@home.example>")
    ticket = post.ticket()
    assert (ticket["contact"]["email"], ticket["answers_to"]) == ("maya@example.com", "maya@home.example")
    assert {mail.to for mail in (post.reply(), *post.desk.sent)} == {("maya@home.example",)}
    post.write("From here.", sender="maya@home.example", to=reply_address(post.desk.sent[-1]), Subject="x")
    post.write("From there.", to=reply_address(post.desk.sent[-1]), Subject="x")
    assert {one["author"]["name"] for one in post.entries() if one["kind"] == "customer_message"} == {"Maya Osei"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Reply_To": "Maya@Example.com"},
        {"Reply_To": f"team@example.com, {MAYA}"},
        {"Reply_To": "support@acme.example"},
        {"Reply_To": "no-reply@example.com"},
        {"Reply_To": "help@club.example", "List_Post": "<mailto:help@club.example>"},
        {"Reply_To": "x@evil.example", "verdicts": {"dmarc": "fail"}},
    ],
)
def test_answers_go_to_who_wrote_where_nothing_else_is_wanted(post: Correspondence, headers: dict[str, str]) -> None:
    """Nor to a whole list, nor to whom somebody names whom their own domain contradicts."""
    post.write(**headers)
    assert (post.ticket()["answers_to"], post.reply().to) == (None, ("maya@example.com",))


def test_another_contact_gets_the_answers_from_then_on(post: Correspondence) -> None:
    post.write(Reply_To="maya@home.example")
    post.change(contact={"email": "lee@example.net"})
    assert (post.ticket()["answers_to"], post.reply().to) == (None, ("lee@example.net",))


def test_a_follow_up_is_answered_where_its_ticket_was(post: Correspondence) -> None:
    post.write(Reply_To="maya@home.example")
    post.change(status="closed")
    post.write("Again.", to=reply_address(post.desk.sent[-1]))
    assert (post.refs(), post.ticket("TKT-0002")["answers_to"]) == (["TKT-0001", "TKT-0002"], "maya@home.example")


@pytest.mark.parametrize("sender", ["wordpress@shop.example", "support@acme.example"])
def test_naming_a_known_contact_for_answers_speaks_as_them_by_their_token_alone(
    post: Correspondence, sender: str
) -> None:
    post.write()
    confirmation = post.desk.sent[-1]
    post.write("Mine, too?", sender=sender, Reply_To=MAYA, Subject="[TKT-0001] Checkout")
    assert (post.said(), post.refs()) == ([], ["TKT-0001", "TKT-0002"])
    post.write("By id.", sender=sender, Reply_To=MAYA, In_Reply_To=confirmation.message_id, Subject="y")
    post.write("By token.", sender=sender, Reply_To=MAYA, to=reply_address(confirmation), Subject="z")
    said = [one for one in post.entries() if one["kind"] == "customer_message"]
    assert [(one["body_text"].strip(), one["from_stranger"]) for one in said] == [
        ("By id.", True),
        ("By token.", False),
    ]


def test_whoever_gets_the_answers_to_an_unproven_request_cant_say_that_the_contact_made_it(
    post: Correspondence,
) -> None:
    from chalicelib.domain.tickets import links
    from chalicelib.domain.tickets.ticket import Ticket
    from chalicelib.services.tickets.access import Visit, find_ticket
    from chalicelib.services.tickets.requester import may_answer

    post.write(Reply_To="x@evil.example", verdicts={"dmarc": "gray", "spf": "fail", "dkim": "fail"})
    with post.desk.ports.open("acme") as room:
        ticket = find_ticket(room, 1, Ticket)
    assert ticket is not None
    (person,) = links.everybody(ticket)
    assert (person.address, links.is_proven(ticket, person)) == ("x@evil.example", False)
    assert not may_answer(Visit(ticket, person, proven=True))


def test_a_member_named_for_answers_doesnt_speak_as_one(post: Correspondence) -> None:
    post.write()
    post.write("Done.", sender="wordpress@shop.example", Reply_To="ana@acme.example", Subject="[TKT-0001] x")
    assert (post.said(), post.ticket("TKT-0002")["requester"]["standing"]) == ([], "unproven")
