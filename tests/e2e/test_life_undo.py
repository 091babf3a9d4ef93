"""A held reply: nothing of it is outside before its time, and undoing it leaves nothing behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.mail.jobs import JobKey
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.ticket import T
from chalicelib.services.mail.outgoing import deliver
from chalicelib.services.mail.outgoing.handing import EarlyError, LeasedError
from chalicelib.services.ports.table import Tickets
from chalicelib.services.seat import Seat
from chalicelib.services.tickets.withdraw import undo_reply
from tests.e2e.life import MAYA, answer_by_mail, ask, done, everything_for, mails_to, merge, opened, read, refused, said
from tests.support.desk import Desk, Person

ONE = "TKT-0001"
HOLD = timedelta(seconds=10)


def hold(desk: Desk, body: str = "plums", **more: Any) -> Any:
    return done(ask(desk, "POST", f"{ONE}/replies", {"body": body, "undo_seconds": 10, **more}))


def undone(desk: Desk, reply: Any, who: Person | None = None) -> Any:
    return ask(desk, "DELETE", f"{ONE}/replies/{reply['id']}", who=who)


@pytest.fixture
def page(desk: Desk) -> str:
    """A ticket of Maya's, confirmed; her page."""
    found = opened(desk, MAYA)
    desk.settle()
    return found


@pytest.mark.parametrize("status", [None, "waiting", "resolved", "closed"])
def test_nothing_is_outside_before_the_time_of_a_held_reply(desk: Desk, page: str, status: str | None) -> None:
    before, mails = desk.http("GET", page).text, len(desk.sent)
    hold(desk, status=status)
    desk.settle()
    desk.advance(HOLD - timedelta(seconds=1))
    assert _without_nonce(desk.http("GET", page).text) == _without_nonce(before)
    assert len(desk.sent) == mails
    desk.advance(timedelta(seconds=3))
    (mail,) = desk.sent[mails:]
    assert mail.to == (MAYA,)
    assert "plums" in mail.text
    assert ("rate" in mail.text) == (status == "resolved")
    assert "plums" in desk.http("GET", page).text


def _due(ticket: Any, target: str) -> datetime:
    return datetime.fromisoformat(ticket["sla"][target]["due_at"])


def _without_nonce(page: str) -> str:
    """Nor with the moment at which it was drawn."""
    drawn = re.sub(r'data-shown="\d+\.', 'data-shown="', page)
    return "\n".join(line for line in drawn.splitlines() if "nonce" not in line)


@pytest.mark.parametrize("status", [None, "waiting", "resolved", "closed"])
def test_undoing_gives_everything_back_and_tells_nobody_ever(desk: Desk, page: str, status: str | None) -> None:
    before, mails = read(desk, ONE), len(desk.sent)
    assert undone(desk, hold(desk, status=status)).status == 204
    after = read(desk, ONE)
    passing = {"version", "updated_at", "sla"}
    assert {name: after[name] for name in after if name not in passing} == {
        name: before[name] for name in before if name not in passing
    }
    assert after["sla"]["status"] == before["sla"]["status"]
    for target in ("first_response", "resolution"):
        assert timedelta(0) <= _due(after, target) - _due(before, target) < HOLD, "more than the time it stood"
    desk.advance(timedelta(minutes=5))
    assert len(desk.sent) == mails
    assert "plums" not in everything_for(desk, MAYA, page)
    assert said(desk, ONE) == []
    assert desk.http("GET", "/v1/acme/tickets?q=plums", token=desk.admin.token).json()["items"] == []


def test_undoing_twice_is_undoing_once_and_somebody_else_undoes_nothing(desk: Desk, page: str) -> None:
    bo = desk.add_member("Bo Marsh", "bo@acme.example", "agent")
    reply = hold(desk)
    refused(undone(desk, reply, bo), 403, "forbidden")
    assert said(desk, ONE) == ["plums"]
    assert undone(desk, reply).status == 204
    version = read(desk, ONE)["version"]
    assert undone(desk, reply).status == 204
    assert read(desk, ONE)["version"] == version
    refused(undone(desk, reply, bo), 403, "forbidden")


def test_a_reply_sent_again_with_its_key_after_it_was_undone_is_not_said_again(desk: Desk, page: str) -> None:
    body = {"body": "plums", "undo_seconds": 10}
    first = ask(desk, "POST", f"{ONE}/replies", body, Idempotency_Key="k1")
    assert ask(desk, "POST", f"{ONE}/replies", body, Idempotency_Key="k1").json() == first.json()
    assert undone(desk, first.json()).status == 204
    refused(ask(desk, "POST", f"{ONE}/replies", body, Idempotency_Key="k1"), 404, "not_found")
    assert said(desk, ONE) == []


def test_a_note_a_customers_message_and_what_is_not_there_are_not_undone(desk: Desk, page: str) -> None:
    note = done(ask(desk, "POST", f"{ONE}/notes", {"body": "ours"}))
    answer_by_mail(desk, mails_to(desk, MAYA)[0], "hers")
    hers = next(one for one in done(ask(desk, "GET", f"{ONE}/timeline"))["items"] if one["body_text"] == "hers")
    for reply in (note, hers, {"id": "0" * 26}, {"id": "%2e%2e"}):
        refused(undone(desk, reply), 404, "not_found")
    assert said(desk, ONE) == ["ours", "hers"]


def test_what_the_customer_said_meanwhile_is_not_taken_back_with_it(desk: Desk, page: str) -> None:
    reply = hold(desk, status="resolved")
    answer_by_mail(desk, mails_to(desk, MAYA)[0], "It is back")
    assert undone(desk, reply).status == 204
    ticket = read(desk, ONE)
    assert (ticket["status"], ticket["last_speaker"], ticket["message_count"]) == ("open", "customer", 1)


def test_a_second_reply_becomes_the_first_response_when_the_first_is_undone(desk: Desk, page: str) -> None:
    first = hold(desk)
    second = done(ask(desk, "POST", f"{ONE}/replies", {"body": "pears"}))
    assert undone(desk, first).status == 204
    ticket = read(desk, ONE)
    assert (ticket["status"], ticket["first_responded_at"]) == ("in_progress", second["at"])


def test_a_reply_is_undone_on_a_ticket_that_was_merged_meanwhile(desk: Desk, page: str) -> None:
    opened(desk, MAYA)
    reply = hold(desk, status="closed")
    merge(desk, "TKT-0002", ONE)
    assert undone(desk, reply).status == 204
    assert read(desk, ONE)["merged_into"] == "TKT-0002"
    done(ask(desk, "POST", "TKT-0002/unmerge", {"duplicate": ONE}))
    assert (read(desk, ONE)["status"], said(desk, ONE)) == ("open", [])


def test_either_the_first_mail_or_the_undoing_wins(desk: Desk, page: str) -> None:
    """Both at once, at the very end of the hold: the reply is out and stays, or it is gone and no mail left."""
    outcomes = set()
    for _ in range(6):
        reply, mails = hold(desk), len(desk.sent)
        desk.settle()
        keys = _mails_of(desk, reply)
        desk.ports.clock.offset += HOLD - timedelta(milliseconds=30)
        with ThreadPoolExecutor(2) as pool:
            sending = pool.submit(_sent_when_it_may, desk, keys)
            answer = pool.submit(undone, desk, reply).result()
            sending.result()
        desk.advance(HOLD)
        shown = reply["id"] in {entry["id"] for entry in done(ask(desk, "GET", f"{ONE}/timeline?limit=100"))["items"]}
        assert (answer.status, shown, len(desk.sent) - mails) in ((204, False, 0), (409, True, 1))
        outcomes.add(answer.status)
    assert outcomes <= {204, 409}


def _mails_of(desk: Desk, reply: Any) -> list[Any]:
    with desk.ports.open("acme") as room:
        action = room.timeline.action_of(1, reply["id"])
        assert action is not None
        return [JobKey(workspace="acme", number=1, id=f"{action.id}.{one.id}") for one in action.recipients]


def _sent_when_it_may(desk: Desk, keys: list[Any]) -> None:
    """What the queue does: it brings the mail again until its time has come."""
    for key in keys:
        for _ in range(200):
            try:
                deliver.deliver(desk.ports, key)
                break
            except (EarlyError, LeasedError):
                continue


@dataclass(frozen=True)
class Between:
    """Tickets that somebody else writes on between our reading and our storing."""

    tickets: Tickets
    meanwhile: Callable[[], object]

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        return self.tickets.get(number, kind)

    def commit(self, decisions: Sequence[Decision], **receipt: Any) -> None:
        self.meanwhile()
        self.tickets.commit(decisions, **receipt)


def test_a_mail_that_goes_out_between_reading_and_undoing_wins(desk: Desk, page: str) -> None:
    reply = hold(desk)
    with desk.ports.open("acme") as room:
        raced = replace(room, tickets=Between(room.tickets, lambda: room.timeline.release(1, reply["id"])))
        with pytest.raises(DeskError, match="already_sent"):
            undo_reply(Seat(desk.ports, raced, _actor(desk)), 1, reply["id"])
    assert said(desk, ONE) == ["plums"]


def test_an_undoing_between_reading_and_sending_wins(desk: Desk, page: str) -> None:
    reply = hold(desk)
    with desk.ports.open("acme") as room:
        undo_reply(Seat(desk.ports, room, _actor(desk)), 1, reply["id"])
        assert room.timeline.release(1, reply["id"]) is False
    desk.advance(HOLD * 2)
    assert len(desk.sent) == 1


def _actor(desk: Desk) -> Any:
    return Actor(ActorKind.AGENT, desk.admin.id, desk.admin.name)
