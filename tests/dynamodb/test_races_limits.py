"""Limits hold when everybody comes at the very same moment: as many get through as may, and each one was counted."""

from __future__ import annotations

import time
from collections import Counter

from chalicelib.services import limits
from chalicelib.services.limits import Limit
from chalicelib.services.mail import limits as mail_limits
from chalicelib.storage.table.keys import digest
from chalicelib.storage.table.records import CounterRecord
from tests.api.asking import FORM, TICKETS, hidden, walked
from tests.dynamodb.racing import race
from tests.support.desk import VISITOR, WORKSPACE, Answer, Desk

TOGETHER = 24
PORTAL = f"/portal/{WORKSPACE}"
SIGN_IN = {"email": "ana@acme.example", "password": "wrong horse battery 8"}


class Counted:
    """What a limit counted of a caller since this was made, minute by minute: a race may go on into the next one."""

    def __init__(self, desk: Desk, limit: Limit, caller: str, *, left: int | None = None) -> None:
        self._limit, self._began_at = limit, 0 if left is None else limit.most - left
        now = int(time.time())
        self._counters = [
            CounterRecord(f"RATE#{digest(limits.bucket(desk.ports, limit, caller, second))}", str(second // 60))
            for second in (now, now + limits.WINDOW)
        ]
        for counter in self._counters:
            counter.update([CounterRecord.value.set(self._began_at), CounterRecord.type.set("rate")])

    def all(self) -> int:
        return sum(hits - self._began_at for hits in self._hits())

    def admitted(self) -> int:
        """How many of them had to be let through."""
        return sum(min(hits, self._limit.most) - self._began_at for hits in self._hits())

    def _hits(self) -> list[int]:
        for counter in self._counters:
            counter.refresh(consistent_read=True)
        return [int(counter.value) for counter in self._counters]


def let_through(counted: Counted, answers: list[Answer], status: int) -> int:
    """How many were answered with `status`, which must be just those that may; all the others came too often."""
    assert counted.all() == TOGETHER
    admitted = counted.admitted()
    assert Counter(answer.status for answer in answers) == {status: admitted, 429: TOGETHER - admitted}
    return admitted


def submit_from(desk: Desk, addresses: list[str]) -> list[Answer]:
    """Requests sent by the portal at the same moment, one from each address."""
    pages = [hidden(desk.http("GET", PORTAL)) for _ in addresses]

    def submit(number: int) -> Answer:
        form = {**FORM, **pages[number], "title": f"Request {number}"}
        return desk.http("POST", PORTAL, form=form, address=addresses[number])

    return race(submit, len(addresses))


def test_requests_from_one_address_at_once_get_through_up_to_the_limit(desk: Desk) -> None:
    counted = Counted(desk, limits.SUBMIT, f"{WORKSPACE}|{VISITOR}")
    answers = submit_from(desk, [VISITOR] * TOGETHER)
    taken = let_through(counted, answers, 303)
    assert taken in (limits.SUBMIT.most, 2 * limits.SUBMIT.most)
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == taken


def test_requests_from_everywhere_at_once_get_through_up_to_the_workspaces_limit(desk: Desk) -> None:
    counted = Counted(desk, limits.PUBLIC_WRITES, WORKSPACE, left=9)
    answers = submit_from(desk, [f"198.51.100.{number}" for number in range(TOGETHER)])
    taken = let_through(counted, answers, 303)
    assert 9 <= taken <= 18
    assert len(walked(desk, TICKETS, desk.admin.token, 100)) == taken


def test_links_asked_for_from_one_address_at_once_are_looked_up_up_to_the_limit(desk: Desk) -> None:
    counted = Counted(desk, limits.FIND, f"{WORKSPACE}|{VISITOR}")
    answers = race(lambda n: desk.http("POST", f"{PORTAL}/find", form={"email": f"p{n}@example.com"}), TOGETHER)
    assert let_through(counted, answers, 303) in (limits.FIND.most, 2 * limits.FIND.most)


def test_passwords_guessed_at_once_for_one_person_are_looked_at_up_to_the_limit(desk: Desk) -> None:
    answers = race(lambda _: desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN), TOGETHER)
    tried = Counter(answer.status for answer in answers)
    assert limits.TRIES.free <= tried[401] <= limits.TRIES.free + 2  # more when seconds pass on the way
    assert tried == {401: tried[401], 429: TOGETHER - tried[401]}


def test_passwords_guessed_at_once_from_one_address_are_looked_at_up_to_the_limit(desk: Desk) -> None:
    def guess(number: int) -> Answer:
        return desk.http("POST", "/v1/auth/sign-in", json=SIGN_IN | {"email": f"p{number}@example.com"})

    counted = Counted(desk, limits.SIGN_IN, VISITOR, left=10)
    assert let_through(counted, race(guess, TOGETHER), 401) in (10, 20)


def test_of_mails_with_links_sent_at_once_as_many_leave_as_may_and_none_counts_twice(desk: Desk) -> None:
    """Every job comes to three workers: what one of them was told, the others are told."""

    def ask(number: int) -> tuple[str, bool]:
        job = f"job {number % 8}"
        return job, mail_limits.may_send_links(desk.ports, WORKSPACE, "maya@example.com", job)

    told = set(race(ask, TOGETHER))
    assert Counter(may for _, may in told) == {True: mail_limits.LINKS_TO_ADDRESS.most, False: 5}
