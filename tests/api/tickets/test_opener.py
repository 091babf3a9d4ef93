"""A ticket that somebody of the desk typed for a customer is told in their own name, merged or not."""

from __future__ import annotations

from typing import Any

from tests.api.asking import TICKETS, mailed_path, new_ticket, submitted
from tests.portal.page_reader import read
from tests.services.mail.correspondence import Correspondence
from tests.services.mail.test_members import ANA, FORWARD
from tests.support.desk import Desk

GRACE = {"email": "grace@example.com", "name": "Grace Lee"}


def merge(desk: Desk, duplicate: str, primary: str) -> None:
    answer = desk.http("POST", f"{TICKETS}/{primary}/merge", json={"duplicate": duplicate}, token=desk.admin.token)
    assert answer.status == 200, answer.text


def opening(desk: Desk, ref: str) -> Any:
    items = desk.http("GET", f"{TICKETS}/{ref}/timeline", token=desk.admin.token).json()["items"]
    (found,) = [one for one in items if one["id"].endswith(".description")]
    return found


def test_a_member_who_typed_it_is_named_as_the_agent_they_are(desk: Desk) -> None:
    made = new_ticket(desk, description="She called", contact=GRACE)
    assert made["opened_by"] == {"id": desk.admin.id, "name": "Ana K."}
    new_ticket(desk, contact=GRACE)
    merge(desk, "TKT-0001", "TKT-0002")
    told = opening(desk, "TKT-0002")
    assert (told["author"]["kind"], told["author"]["name"]) == ("agent", "Ana K.")


def test_the_customer_reads_who_typed_it_before_and_after_a_merge(desk: Desk) -> None:
    path = submitted(desk)
    new_ticket(desk, description="She called", contact={"email": "maya@example.com"})
    desk.settle()
    sent = next(mail for mail in desk.sent if "TKT-0002" in mail.subject)
    own = next(word for word in sent.text.split() if "/t/" in word).removeprefix("http://help.test")
    assert spoken(desk, own) == [("Ana K.", "Team", "She called")]
    merge(desk, "TKT-0002", "TKT-0001")
    assert ("Ana K.", "Team", "She called") in spoken(desk, mailed_path(desk, path))


def spoken(desk: Desk, path: str) -> list[tuple[str, str, str]]:
    """Names, roles and words on a customer's page."""
    articles = read(desk.http("GET", path).text).all("article")
    roles = [" ".join(role.text for role in one.all("span", class_="team")) for one in articles]
    words = [one.one("div", class_="words").text for one in articles]
    return [(one.one("h3").text, role, said) for one, role, said in zip(articles, roles, words, strict=True)]


def test_what_a_member_passed_on_stays_the_customers(desk: Desk) -> None:
    post = Correspondence(desk)
    post.write(FORWARD, sender=ANA, Subject="Fwd: Invoice twice", verdicts={"dmarc": "PASS"})
    assert post.ticket()["opened_by"] is None
    new_ticket(desk, contact={"email": "noor@customer.example"})
    merge(desk, "TKT-0001", "TKT-0002")
    told = opening(desk, "TKT-0002")
    assert (told["author"]["kind"], told["author"]["name"]) == ("customer", "Noor Haddad")
