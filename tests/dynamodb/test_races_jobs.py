"""SQS and streams deliver more than once, even to two containers at the same time. Everything still happens once."""

from __future__ import annotations

import importlib
import time
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

from chalicelib.domain.mail.jobs import AboutTicket, JobKey, LetterKind, MailJob
from infra.local.pumps import Pumps
from tests.dynamodb.racing import race
from tests.support.desk import SUPPORT, Answer, Desk

TICKETS = "/v1/acme/tickets"
STATUSES = ("open", "waiting", "resolved")
SETTLED_WITHIN = 60  # seconds


class Crowd:
    """The app's functions, each called with the very same event by several containers at once.

    What one of them couldn't do comes again, as it would for that one.
    """

    def __init__(self, app: Any, size: int) -> None:
        self._app, self._size = app, size

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._app, name)

        def at_once(event: Any, context: Any) -> dict[str, Any]:
            answers = [answer for answer in race(lambda _: function(event, context), self._size) if answer]
            failed = {failure["itemIdentifier"] for answer in answers for failure in answer["batchItemFailures"]}
            return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in failed]}

        return at_once


def crowded(desk: Desk, size: int = 4) -> None:
    """Let the desk's functions be carried out by a crowd, in place of one of each."""
    desk.pumps = Pumps(Crowd(importlib.import_module("app"), size), desk.environment)


def ask(desk: Desk, method: str, path: str, body: Any = None, token: str | None = None) -> Answer:
    answer = desk.http(method, TICKETS + path, json=body, token=token or desk.admin.token)
    assert answer.status < 500, answer.text
    return answer


def mail(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Maya Osei <maya@example.com>", SUPPORT
    message["Subject"], message["Message-ID"] = "Checkout returns 502", "<one@mail.example.com>"
    message.set_content(text)
    return message.as_bytes()


def test_a_mail_brought_to_several_workers_at_once_becomes_one_ticket_and_one_confirmation(desk: Desk) -> None:
    crowded(desk)
    desk.receive(mail("Since this morning every payment fails."), "maya@example.com", [SUPPORT])
    desk.settle(SETTLED_WITHIN)
    assert len(ask(desk, "GET", "").json()["items"]) == 1
    assert [sent.to for sent in desk.sent] == [("maya@example.com",)]


def test_everybody_is_told_once_though_every_function_runs_four_times_at_once(desk: Desk) -> None:
    agent = desk.add_member("Ben Ito", "ben@acme.example", "agent")
    crowded(desk)
    contact = {"email": "maya@example.com", "name": "Maya Osei"}
    ref = ask(desk, "POST", "", {"title": "Checkout", "contact": contact, "assignee_id": agent.id}).json()["ref"]
    desk.settle(SETTLED_WITHIN)
    ask(desk, "POST", f"/{ref}/replies", {"body": "Which cards does it happen with?"})
    desk.settle(SETTLED_WITHIN)
    desk.advance(timedelta(seconds=20))  # what members are mailed is collected for a moment
    told = Counter(address for sent in desk.sent for address in sent.to)
    assert told == {"maya@example.com": 2, "ben@acme.example": 1}
    inbox = desk.http("GET", "/v1/acme/inbox", token=agent.token).json()["items"]
    assert len(inbox) == len({notice["id"] for notice in inbox}) == 1
    entries = ask(desk, "GET", f"/{ref}/timeline").json()["items"]
    (reply,) = (entry for entry in entries if entry["kind"] == "agent_reply")
    assert reply["delivery"]["status"] == "delivered"


def test_counts_and_search_are_right_though_every_function_runs_four_times_at_once(desk: Desk) -> None:
    crowded(desk)
    race(lambda number: ask(desk, "POST", "", {"title": f"Checkout {number}", "status": STATUSES[number % 3]}), 9)
    desk.settle(SETTLED_WITHIN)
    counts = ask(desk, "GET", "/counts").json()
    assert {status: counts[status] for status in STATUSES} == dict.fromkeys(STATUSES, 3)
    assert counts["all"] == counts["unassigned"] == 9
    race(lambda number: ask(desk, "PATCH", f"/TKT-{number + 1:04d}", {"status": "closed"}), 9)
    desk.settle(SETTLED_WITHIN)
    counts = ask(desk, "GET", "/counts").json()
    assert (counts["open"], counts["closed"], counts["all"]) == (0, 9, 9)
    found = ask(desk, "GET", "?q=checkout&limit=100").json()["items"]
    assert sorted(ticket["number"] for ticket in found) == list(range(1, 10))


def test_a_mail_job_is_claimed_by_one_worker(desk: Desk) -> None:
    job = MailJob(
        key=JobKey(workspace="acme", number=1, id="01J0000000000000000000000A.xgbbnkiu"),
        kind=LetterKind.CONFIRMATION,
        address="maya@example.com",
        about=AboutTicket(person_id="xgbbnkiu", name="Maya Osei"),
    )

    def claim(_: int) -> bool:
        with desk.ports.open("acme"):
            return desk.ports.jobs.claim(job.key, time.time()) is not None

    with desk.ports.open("acme"):
        desk.ports.jobs.add(job)
    assert sorted(race(claim, 16)) == [False] * 15 + [True]
    with desk.ports.open("acme"):
        desk.ports.jobs.release(job.key)
    assert sorted(race(claim, 16)) == [False] * 15 + [True]


def test_a_reply_is_either_taken_back_or_let_out_never_both(desk: Desk) -> None:
    """The first mail job and the agent's change of mind race for the same item."""
    ref = ask(desk, "POST", "", {"title": "Checkout", "contact": {"email": "maya@example.com"}}).json()["ref"]
    winners = set()
    for delay in (0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 1):  # seconds: letting out takes less time by itself
        reply = ask(desk, "POST", f"/{ref}/replies", {"body": "Hello", "undo_seconds": 60}).json()
        was_let_out, was_taken_back = let_out_and_taken_back(desk, ref, reply["id"], delay)
        assert was_let_out != was_taken_back
        winners.add(was_let_out)
        shown = [entry["id"] for entry in ask(desk, "GET", f"/{ref}/timeline?limit=100").json()["items"]]
        assert (reply["id"] in shown) == was_let_out
    assert winners == {True, False}


def let_out_and_taken_back(desk: Desk, ref: str, message_id: str, delay: float) -> tuple[bool, bool]:
    """Do both at once, letting out `delay` seconds later. Which of them succeeded."""

    def act(which: int) -> bool:
        if which == 1:
            return ask(desk, "DELETE", f"/{ref}/replies/{message_id}").status == 204
        time.sleep(delay)
        with desk.ports.open("acme") as room:
            return bool(room.timeline.release(int(ref.removeprefix("TKT-")), message_id))

    let_out, taken_back = race(act, 2)
    return let_out, taken_back
