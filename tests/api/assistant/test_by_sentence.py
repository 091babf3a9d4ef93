"""Tickets by sentence, over HTTP: drafts, questions back, and tickets."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local import template
from tests.api.asking import CONTACTS, TICKETS, fields, problem
from tests.support.capacity import Layout
from tests.support.desk import Answer, Desk
from tests.support.meter import metering

SENTENCE = "Create a support ticket for Maya at Globex: export is broken since Monday, urgent"


def say(desk: Desk, message: str, **given: Any) -> Answer:
    return desk.http("POST", "/v1/acme/assistant", json={"message": message, **given}, token=desk.admin.token)


def draft(desk: Desk, message: str = SENTENCE, **given: Any) -> dict[str, Any]:
    """The draft that a sentence is answered by. No ticket was made."""
    answer = say(desk, message, **given)
    assert answer.status == 200, answer.text
    assert desk.http("GET", TICKETS, token=desk.admin.token).json()["items"] == []
    document: dict[str, Any] = answer.json()
    return document


def made(desk: Desk, message: str = SENTENCE, **given: Any) -> dict[str, Any]:
    answer = say(desk, message, confirm=True, **given)
    assert answer.status == 201, answer.text
    document: dict[str, Any] = answer.json()
    assert answer.headers["location"].endswith(f"/v1/acme/tickets/{document['ref']}")
    return document


def contact(desk: Desk, **given: Any) -> str:
    answer = desk.http("POST", CONTACTS, json=given, token=desk.admin.token)
    assert answer.status == 201, answer.text
    return str(answer.json()["id"])


def test_a_sentence_becomes_a_draft_and_no_ticket(desk: Desk) -> None:
    maya = contact(desk, name="Maya Osei", email="maya@globex.example")
    found = draft(desk)
    assert (found["title"], found["priority"], found["type"]) == (
        "Export is broken since Monday",
        "urgent",
        "support_ticket",
    )
    assert (found["contact"]["id"], found["contact"]["email"]) == (maya, "maya@globex.example")
    assert (found["questions"], found["engine"]) == ([], "model_free")


def test_confirmed_it_becomes_the_ticket_and_its_customer_is_told(desk: Desk) -> None:
    contact(desk, name="Maya Osei", email="maya@globex.example")
    ticket = made(desk)
    assert (ticket["channel"], ticket["source"], ticket["priority"]) == ("api", "assistant", "urgent")
    assert ticket["contact"]["name"] == "Maya Osei"
    desk.settle()
    assert any("maya@globex.example" in mail.to for mail in desk.sent)


@pytest.mark.parametrize(
    "known",
    [
        {"name": "Maya Osei", "email": "maya@globex.example"},
        {"name": "Maya", "company": "Globex Ltd"},
        {"name": "Maya Osei", "email": "m.osei@mail.globex-corp.example"},
    ],
    ids=str,
)
def test_a_company_is_known_by_what_we_note_of_it_or_by_where_its_mail_comes_from(desk: Desk, known: Any) -> None:
    contact(desk, name="Maya Lund", email="maya@lund.example")
    expected = contact(desk, **known)
    assert draft(desk)["contact"]["id"] == expected


def test_of_several_it_asks_which_one_is_meant_and_makes_nothing_before(desk: Desk) -> None:
    first = contact(desk, name="Maya Osei", email="maya@globex.example")
    second = contact(desk, name="Maya Stern", email="stern@globex.example")
    contact(desk, name="Mayana Roth", email="roth@globex.example")
    asked = draft(desk, confirm=True)
    assert asked["contact"] is None
    (question,) = asked["questions"]
    assert (question["field"], question["required"]) == ("contact", True)
    assert question["text"] == "Which Maya (Globex) do you mean?"
    assert {option["id"] for option in question["options"]} == {first, second}
    assert made(desk, contact={"id": second})["contact"]["name"] == "Maya Stern"


def test_somebody_unknown_is_made_with_the_ticket_and_asked_an_address_for(desk: Desk) -> None:
    found = draft(desk)
    assert found["contact"] == {"id": None, "name": "Maya", "email": None, "company": "Globex"}
    (question,) = found["questions"]
    assert (question["field"], question["required"]) == ("contact", False)
    ticket = made(desk)
    assert (ticket["contact"]["name"], ticket["contact"]["email"]) == ("Maya", None)
    kept = desk.http("GET", f"{CONTACTS}/{ticket['contact']['id']}", token=desk.admin.token).json()
    assert kept["company"] == "Globex"
    assert made(desk)["contact"]["id"] == ticket["contact"]["id"]


def test_a_namesake_of_another_company_is_offered_and_not_taken(desk: Desk) -> None:
    other = contact(desk, name="Maya Lund", email="maya@lund.example")
    found = draft(desk)
    assert found["contact"]["id"] is None
    assert [option["id"] for option in found["questions"][0]["options"]] == [other]


def test_an_address_in_the_sentence_says_who_it_is(desk: Desk) -> None:
    sentence = "ticket for Maya (maya@globex.example): checkout returns 502"
    found = draft(desk, sentence)
    assert (found["contact"]["id"], found["contact"]["email"]) == (None, "maya@globex.example")
    assert found["questions"] == []
    known = contact(desk, name="Maya Osei", email="Maya@Globex.example")
    assert draft(desk, sentence)["contact"]["id"] == known


def test_without_a_matter_it_asks_what_the_ticket_is_about(desk: Desk) -> None:
    (question,) = draft(desk, "Create a ticket", confirm=True)["questions"]
    assert (question["field"], question["text"], question["required"]) == ("title", "What is the ticket about?", True)
    assert made(desk, "Create a ticket", title="Coffee machine")["title"] == "Coffee machine"


def test_what_is_given_besides_counts_in_the_place_of_the_sentence(desk: Desk) -> None:
    given = {"title": "Other", "description": "", "priority": "low", "type": "feature_request"}
    found = draft(desk, contact={"email": "tom@cycles.example", "name": "Tom"}, **given)
    assert {name: found[name] for name in given} == given
    assert found["contact"]["email"] == "tom@cycles.example"


def test_it_answers_in_the_desk_s_language(desk: Desk) -> None:
    changed = desk.http("PATCH", "/v1/acme/settings", json={"language": "de"}, token=desk.admin.token)
    assert changed.status == 200
    assert draft(desk, "Neues Ticket")["questions"][0]["text"] == "Worum geht es in dem Ticket?"


def test_a_blocked_customer_gets_no_ticket(desk: Desk) -> None:
    blocked = contact(desk, name="Maya Osei", email="maya@globex.example")
    path = f"{CONTACTS}/{blocked}"
    assert desk.http("PATCH", path, json={"blocked": True}, token=desk.admin.token).status == 200
    problem(say(desk, SENTENCE, confirm=True), 403, "blocked")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": ""}, "message"),
        ({"message": "x" * 4001}, "message"),
        ({"message": "x", "confirm": "yes"}, "confirm"),
        ({"message": "x", "priority": "loud"}, "priority"),
        ({"message": "x", "contact": {}}, "contact"),
        ({"message": "x", "contact": {"id": "c_nobody"}}, "contact.id"),
        ({"message": "x", "contact": {"email": "nobody"}}, "contact.email"),
        ({"message": "x", "execute": True}, "execute"),
    ],
    ids=str,
)
def test_what_can_t_be_is_refused_at_its_field(desk: Desk, body: Any, field: str) -> None:
    answer = desk.http("POST", "/v1/acme/assistant", json=body, token=desk.admin.token)
    assert fields(problem(answer, 422, "validation_failed")) == [field]
    assert desk.http("GET", TICKETS, token=desk.admin.token).json()["items"] == []


def test_somebody_without_an_address_is_made_by_name_with_their_company(desk: Desk) -> None:
    given = {"title": "Called", "contact": {"name": "Nora Lund", "company": "Globex"}}
    by_hand = desk.http("POST", TICKETS, json=given, token=desk.admin.token).json()["contact"]
    by_sentence = made(desk, contact=given["contact"])["contact"]
    assert by_hand["id"] != by_sentence["id"]
    for found in (by_hand, by_sentence):
        assert (found["name"], found["email"]) == ("Nora Lund", None)
        kept = desk.http("GET", f"{CONTACTS}/{found['id']}", token=desk.admin.token).json()
        assert (kept["company"], kept["addresses"]) == ("Globex", [])


def label(desk: Desk, name: str) -> str:
    answer = desk.http("POST", "/v1/acme/labels", json={"name": name, "color": "#336699"}, token=desk.admin.token)
    assert answer.status == 201, answer.text
    return str(answer.json()["id"])


def names(found: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in found]


def test_a_sentence_fills_in_every_field_and_one_confirmed_makes_the_ticket_with_them(desk: Desk) -> None:
    maya = contact(desk, name="Maya Osei", email="maya@globex.example", company="Globex")
    ben = desk.add_member("Ben Ortiz", "ben@acme.example", "agent")
    billing, vip = label(desk, "Billing"), label(desk, "VIP")
    sentence = "Maya from Globex called: export is broken, assign it to Ben Ortiz, labels Billing and VIP, urgent"
    found = draft(desk, sentence)
    assert (found["title"], found["priority"], found["channel"]) == ("Export is broken", "urgent", "phone")
    assert (found["assignee"], found["contact"]["id"]) == ({"id": ben.id, "name": "Ben Ortiz"}, maya)
    assert (found["labels"], found["company"], found["questions"]) == (
        [{"id": billing, "name": "Billing"}, {"id": vip, "name": "VIP"}],
        "Globex",
        [],
    )
    ticket = made(desk, sentence)
    assert (ticket["channel"], ticket["priority"], ticket["assignee"]["id"]) == ("phone", "urgent", ben.id)
    assert ({one["id"] for one in ticket["labels"]}, ticket["contact"]["id"]) == ({billing, vip}, maya)
    assert ticket["version"] == 1


def test_of_two_members_it_asks_which_one_and_makes_nothing_before(desk: Desk) -> None:
    ortiz = desk.add_member("Ben Ortiz", "ben@acme.example", "agent")
    keller = desk.add_member("Ben Keller", "keller@acme.example", "agent")
    desk.add_member("Ben Vogel", "vogel@acme.example", "viewer")
    sentence = "Assign to Ben: export is broken"
    asked = draft(desk, sentence, confirm=True)
    assert asked["assignee"] is None
    (question,) = asked["questions"]
    assert (question["field"], question["required"], question["text"]) == (
        "assignee",
        True,
        "Which Ben takes the ticket?",
    )
    assert {one["id"] for one in question["options"]} == {ortiz.id, keller.id}
    assert made(desk, sentence, assignee_id=keller.id)["assignee"]["name"] == "Ben Keller"
    assert made(desk, sentence, assignee_id=None)["assignee"] is None


def test_who_asks_may_take_it(desk: Desk) -> None:
    found = draft(desk, "Assign to me: export is broken")
    assert (found["assignee"]["id"], found["questions"]) == (desk.admin.id, [])


def test_a_program_is_asked_who_it_means_by_itself(desk: Desk) -> None:
    key = desk.api_key("tickets:write")
    body = {"message": "Assign to me: export is broken", "confirm": True}
    answer = desk.http("POST", "/v1/acme/assistant", json=body, token=key)
    assert answer.status == 200, answer.text
    assert [one["field"] for one in answer.json()["questions"]] == ["assignee"]


@pytest.mark.parametrize(
    ("said", "text", "offered"),
    [
        ("refund", "Which label do you mean by “refund”?", {"Refund EU", "Refund US"}),
        ("Refnd EU", "There is no label “Refnd EU”. Which one do you mean?", {"Refund EU", "Refund US"}),
    ],
)
def test_a_label_that_isn_t_clear_is_asked_for_and_never_invented(
    desk: Desk, said: str, text: str, offered: set[str]
) -> None:
    europe, _, vip = label(desk, "Refund EU"), label(desk, "Refund US"), label(desk, "VIP")
    sentence = f"Money never arrived, label {said}, #VIP"
    asked = draft(desk, sentence, confirm=True)
    (question,) = asked["questions"]
    assert (question["field"], question["required"], question["text"]) == ("labels", True, text)
    assert set(names(question["options"])) == offered
    assert names(asked["labels"]) == ["VIP"]
    ticket = made(desk, sentence, labels=[vip, europe])
    assert set(names(ticket["labels"])) == {"VIP", "Refund EU"}


def test_somebody_who_is_no_member_takes_nothing(desk: Desk) -> None:
    asked = draft(desk, "Assign to Robert: export is broken", confirm=True)
    (question,) = asked["questions"]
    assert question["text"] == "Nobody here is called Robert. Who takes the ticket?"
    assert asked["assignee"] is None


def test_a_company_alone_is_kept_and_its_people_are_offered(desk: Desk) -> None:
    maya = contact(desk, name="Maya Osei", email="maya@globex.example", company="Globex Ltd")
    contact(desk, name="Tom Lund", email="tom@cycles.example", company="Cycles")
    found = draft(desk, "Export is broken, for Globex")
    assert (found["title"], found["company"], found["contact"]) == ("Export is broken", "Globex Ltd", None)
    assert ([one["id"] for one in found["offered"]], found["questions"]) == ([maya], [])
    ticket = made(desk, "Export is broken, for Globex")
    assert (ticket["contact"], ticket["description"]) == (None, "Export is broken\n\nCompany: Globex Ltd")


def test_of_two_companies_it_asks_which_one(desk: Desk) -> None:
    contact(desk, name="Maya Osei", email="maya@one.example", company="Acme GmbH")
    contact(desk, name="Tom Lund", email="tom@two.example", company="Acme Logistics")
    asked = draft(desk, "Acme can't log in", confirm=True)
    (question,) = asked["questions"]
    assert (question["field"], question["required"]) == ("company", True)
    assert names(question["options"]) == ["Acme GmbH", "Acme Logistics"]
    found = draft(desk, "Acme can't log in", company="Acme GmbH")
    assert (found["company"], found["questions"], names(found["offered"])) == ("Acme GmbH", [], ["Maya Osei"])


def test_a_surname_finds_who_is_meant(desk: Desk) -> None:
    waters = contact(desk, name="Bill Waters", email="bill@initech.example", company="Initech")
    contact(desk, name="Tom Lund", email="tom@cycles.example", company="Cycles")
    assert draft(desk, "Call from Mr Waters: statement came twice")["contact"]["id"] == waters


def test_whom_it_is_for_is_found_among_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.services.assistant.contacts_named._PAGE", 2)
    waters = contact(desk, name="Bill Waters", email="bill@initech.example", company="Initech")
    for name in ("Anna Berg", "Carl Dorn", "Eva Falk"):
        contact(desk, name=name, email=f"{name.split()[0].lower()}@else.example")
    given = {"title": "Before", "contact": {"id": waters}}
    assert desk.http("POST", TICKETS, json=given, token=desk.admin.token).status == 201
    desk.settle()
    for sentence in ("Bill can't log in", "Call from Mr Waters: statement came twice", "Bill at Initech can't log in"):
        answer = say(desk, sentence)
        assert answer.json()["contact"]["id"] == waters, sentence
    found = say(desk, "Export is broken, for Initech").json()
    assert (found["company"], names(found["offered"])) == ("Initech", ["Bill Waters"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"assignee_id": "m_nobody"}, "assignee_id"),
        ({"labels": ["l_none"]}, "labels"),
        ({"channel": "smoke"}, "channel"),
        ({"company": 7}, "company"),
    ],
    ids=str,
)
def test_a_name_that_isn_t_the_desk_s_is_refused_at_its_field(desk: Desk, given: Any, field: str) -> None:
    answer = say(desk, "Export is broken", confirm=True, **given)
    assert fields(problem(answer, 422, "validation_failed")) == [field]


@pytest.mark.parametrize(
    ("others", "sentence", "most"),
    [
        (20, "Call from Mr Waters: statement came twice, assign it to me", 3),
        (105, "Bill Waters called: statement came twice, assign it to me", 8),
        (
            105,
            "Mr Waters wants: Zed Alpha, Yak Beta, for Xen Gamma, customer Wim Delta, contact Vic Eta, Uma Theta",
            30,
        ),
    ],
)
def test_few_units_are_read_of_a_small_desk_and_of_a_large_one(
    desk: Desk, others: int, sentence: str, most: int
) -> None:
    waters = contact(desk, name="Bill Waters", email="bill@initech.example", company="Initech")
    for number in range(others):
        contact(desk, name=f"Adam Berg {number}", email=f"adam{number}@else.example", company="Else Ltd")
    given = {"title": "Before", "contact": {"id": waters}}
    assert desk.http("POST", TICKETS, json=given, token=desk.admin.token).status == 201
    desk.settle()
    with metering(Layout.of(template.table())) as meter:
        answer = say(desk, sentence)
    assert answer.status == 200
    assert meter.reads <= most
    assert meter.reads > 1, "something was looked up"
