"""Spam is out of sight, and what its sender writes from then on is put aside; taken back, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.asking import CONTACTS, FORM, TICKETS, hidden, new_ticket, problem, submitted
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Desk

ONE = f"{TICKETS}/TKT-0001"
MAYA = "maya@example.com"
TABS = ("all", "mine", "unassigned", "open", "archived")


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk that Maya has written a mail to: ticket 1."""
    correspondence = Correspondence(desk)
    correspondence.write("Cheap watches.")
    return correspondence


def ask(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text
    return answer.json()


def mark(desk: Desk, path: str = ONE) -> Any:
    return ask(desk, "POST", f"{path}/spam", {})


def listed(desk: Desk, query: str = "") -> list[str]:
    return [row["ref"] for row in ask(desk, "GET", f"{TICKETS}{query}")["items"]]


def counted(desk: Desk) -> dict[str, int]:
    desk.settle()
    counts = ask(desk, "GET", f"{TICKETS}/counts")
    return {tab: counts[tab] for tab in TABS}


def parked(desk: Desk) -> bool:
    (maya,) = [one for one in ask(desk, "GET", CONTACTS)["items"] if MAYA in one["addresses"]]
    return bool(maya["parked"])


def test_it_leaves_every_list_and_count_and_is_listed_alone(desk: Desk, post: Correspondence) -> None:
    other = new_ticket(desk)["ref"]
    desk.settle()
    sent = len(desk.sent)
    marked = mark(desk)
    desk.settle()
    assert (marked["spam"], marked["status"], marked["archived"]) == (True, "open", False)
    for query in ("", "?status=open", "?assignee=none", "?sort=sla_due", "?sort=priority", "?sort=created_at"):
        assert listed(desk, query) == [other], query
    assert listed(desk, "?q=watches") == []
    assert listed(desk, "?archived=true") == []
    for query in ("?spam=true", "?spam=true&q=watches", "?q=is:spam+watches", "?spam=true&status=open"):
        assert listed(desk, query) == ["TKT-0001"], query
    assert counted(desk) == {"all": 1, "mine": 0, "unassigned": 1, "open": 1, "archived": 0}
    assert len(desk.sent) == sent
    assert {row["ref"] for row in ask(desk, "GET", "/v1/acme/inbox")["items"]} <= {other}, "it waits for nobody"
    problem(desk.http("GET", f"{TICKETS}?spam=true&archived=true", token=desk.admin.token), 422, "validation_failed")


def test_taken_back_it_is_as_it_was(desk: Desk, post: Correspondence) -> None:
    before, counts = ask(desk, "GET", ONE), counted(desk)
    mark(desk)
    assert mark(desk)["action_id"] is None, "twice is once"
    back = ask(desk, "DELETE", f"{ONE}/spam")
    changing = {"version", "updated_at", "action_id", "undo_until", "sla"}
    assert {name: value for name, value in back.items() if name not in changing} == {
        name: value for name, value in before.items() if name not in changing
    }
    assert (counted(desk), parked(desk)) == (counts, False)
    assert ask(desk, "DELETE", f"{ONE}/spam")["action_id"] is None


def test_an_archived_one_comes_back_archived(desk: Desk, post: Correspondence) -> None:
    ask(desk, "POST", f"{ONE}/archive", {})
    mark(desk)
    assert listed(desk, "?archived=true") == []
    ask(desk, "DELETE", f"{ONE}/spam")
    assert listed(desk, "?archived=true") == ["TKT-0001"]


def test_later_mail_of_its_contact_is_suspended_and_stays_so_until_it_is_let_through(
    desk: Desk, post: Correspondence
) -> None:
    mark(desk)
    assert parked(desk)
    post.write("More watches.", Subject="Watches again")
    post.write("And these.", Subject="[TKT-0001] Re: Checkout")
    post.write("I get this, too.", sender="Noor <noor@example.com>", Subject="[TKT-0001] Re: Checkout")
    assert post.parked() == ["spam_contact"] * 2
    assert listed(desk) == ["TKT-0002"], "a stranger who names the reference has a request of their own"
    ask(desk, "DELETE", f"{ONE}/spam")
    assert post.parked() == ["spam_contact"] * 2, "nothing is let through by itself"
    post.write("A question.", Subject="Delivery")
    assert listed(desk) == ["TKT-0003", "TKT-0001", "TKT-0002"]


def test_mail_let_through_to_spam_brings_it_back(desk: Desk, post: Correspondence) -> None:
    mark(desk)
    post.write("It is me, Maya.", Subject="[TKT-0001] Re: Checkout")
    (mail,) = ask(desk, "GET", "/v1/acme/suspended-mails")["items"]
    released = ask(desk, "POST", f"/v1/acme/suspended-mails/{mail['id']}/release", {})
    assert (released["ref"], listed(desk), parked(desk)) == ("TKT-0001", ["TKT-0001"], False)


@pytest.mark.parametrize("who", ["known", "new"])
def test_the_portal_answers_as_if_taken_and_nobody_hears_of_it(desk: Desk, post: Correspondence, who: str) -> None:
    email = MAYA if who == "known" else "noor@example.com"
    usual = desk.http("POST", "/portal/acme", form={**FORM, "email": email, **hidden(desk.http("GET", "/portal/acme"))})
    desk.settle()
    mark(desk, ONE if who == "known" else f"{TICKETS}/TKT-0002")
    told, counts = len(desk.sent), counted(desk)
    inbox = ask(desk, "GET", "/v1/acme/inbox")
    form = {**FORM, "email": email, "title": "Once more", **hidden(desk.http("GET", "/portal/acme"))}
    answer = desk.http("POST", "/portal/acme", form=form)
    assert (answer.status, usual.status) == (303, 303)
    assert answer.headers["location"].partition("?")[2] == usual.headers["location"].partition("?")[2]
    page = desk.http("GET", answer.headers["location"].removeprefix("http://help.test"))
    assert (page.status, "Once more" in page.text) == (200, True)
    desk.settle()
    assert "TKT-0003" in listed(desk, "?spam=true")
    assert (len(desk.sent), counted(desk)) == (told, counts)
    assert ask(desk, "GET", "/v1/acme/inbox") == inbox
    ask(desk, "DELETE", f"{TICKETS}/TKT-0003/spam")
    assert "TKT-0003" in listed(desk)


def test_an_answer_by_link_is_taken_and_lands_in_spam(desk: Desk) -> None:
    """Also what they answer on a ticket that is none: it is kept, in one of its own."""
    link = submitted(desk)
    new_ticket(desk, contact={"email": FORM["email"]})
    desk.settle()
    mark(desk, f"{TICKETS}/TKT-0002")
    told = len(desk.sent)
    answer = desk.http("POST", f"{link}/replies", form={"body": "Watches!", "nonce": "n1"})
    assert answer.status == 303
    desk.settle()
    assert listed(desk, "?spam=true") == ["TKT-0003", "TKT-0002"]
    first = ask(desk, "GET", ONE)
    assert (first["message_count"], first["spam"], len(desk.sent)) == (0, False, told)
    mark(desk)
    answer = desk.http("POST", f"{link}/replies", form={"body": "Watches?", "nonce": "n2"})
    assert answer.status == 303
    assert ask(desk, "GET", ONE)["message_count"] == 1
    assert "TKT-0001" in listed(desk, "?spam=true")


def test_nothing_is_sent_about_it_and_it_merges_with_nothing(desk: Desk, post: Correspondence) -> None:
    new_ticket(desk, contact={"email": MAYA})
    desk.settle()
    mark(desk)
    token = desk.admin.token
    problem(desk.http("POST", f"{ONE}/replies", json={"body": "No"}, token=token), 409, "is_spam")
    problem(desk.http("POST", f"{ONE}/merge", json={"duplicate": "TKT-0002"}, token=token), 409, "is_spam")
    two = f"{TICKETS}/TKT-0002/merge"
    problem(desk.http("POST", two, json={"duplicate": "TKT-0001"}, token=token), 409, "is_spam")
    ask(desk, "POST", f"{ONE}/notes", {"body": "Again this one."})
    ask(desk, "PATCH", ONE, {"status": "closed", "assignee_id": desk.admin.id})
    sent = len(desk.sent)
    desk.settle()
    assert len(desk.sent) == sent


def test_links_are_not_mailed_to_who_is_parked(desk: Desk, post: Correspondence) -> None:
    mark(desk)
    sent = len(desk.sent)
    for form in ({"email": MAYA}, {"email": MAYA, "reference": "TKT-0001"}):
        assert desk.http("POST", "/portal/acme/find", form=form).status == 303
    desk.settle()
    assert len(desk.sent) == sent


def test_many_at_once(desk: Desk, post: Correspondence) -> None:
    new_ticket(desk, contact={"email": MAYA})
    done = ask(desk, "POST", f"{TICKETS}/bulk", {"refs": ["TKT-0001", "TKT-0002"], "set": {"spam": True}})
    assert [one["ok"] for one in done["results"]] == [True, True]
    assert (listed(desk), sorted(listed(desk, "?spam=true"))) == ([], ["TKT-0001", "TKT-0002"])
    assert parked(desk)
    undone = ask(desk, "POST", f"{TICKETS}/bulk/{done['batch_id']}/undo", {})
    assert [one["ok"] for one in undone["results"]] == [True, True]
    assert (sorted(listed(desk)), parked(desk)) == (["TKT-0001", "TKT-0002"], False)


def test_undoing_leaves_a_contact_parked_whom_another_ticket_did(desk: Desk, post: Correspondence) -> None:
    new_ticket(desk, contact={"email": MAYA})
    mark(desk)
    second = mark(desk, f"{TICKETS}/TKT-0002")
    ask(desk, "POST", f"{TICKETS}/TKT-0002/actions/{second['action_id']}/undo", {})
    assert (listed(desk), parked(desk)) == (["TKT-0002"], True)


def test_a_contact_is_let_in_again_by_hand_and_the_log_says_all_of_it(desk: Desk, post: Correspondence) -> None:
    mark(desk)
    desk.settle()
    (maya,) = [one for one in ask(desk, "GET", CONTACTS)["items"] if MAYA in one["addresses"]]
    assert ask(desk, "PATCH", f"{CONTACTS}/{maya['id']}", {"parked": False})["parked"] is False
    assert listed(desk, "?spam=true") == ["TKT-0001"]
    post.write("A question.", Subject="Delivery")
    assert listed(desk) == ["TKT-0002"]
    log = [entry["action"] for entry in ask(desk, "GET", "/v1/acme/audit")["items"]]
    assert log[:2] == ["contact.unparked", "ticket.spam"]


def test_without_a_contact_there_is_nobody_to_park(desk: Desk) -> None:
    new_ticket(desk)
    assert mark(desk)["spam"]
    assert listed(desk, "?spam=true") == ["TKT-0001"]


def test_its_promise_stands_still(desk: Desk, post: Correspondence) -> None:
    ask(desk, "PATCH", "/v1/acme/sla-policies/p_medium", {"first_response_minutes": 30, "resolution_minutes": 60})
    new_ticket(desk, contact={"email": "noor@example.com"})
    two = f"{TICKETS}/TKT-0002"
    assert mark(desk, two)["sla"]["status"] == "paused"
    assert listed(desk, "?sla=breached,warning,on_track") == ["TKT-0001"]
