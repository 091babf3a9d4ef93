"""Two hundred people writing at the same time."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.api.asking import FORM, TICKETS, tracking_path, walked
from tests.support.desk import Desk

PEOPLE = 200


def send_mails(desk: Desk) -> None:
    """Let everything run that a confirmation takes. Search and what SES reports would take longer than all of it."""
    pumps: list[Any] = [*desk.pumps.streams, *desk.pumps.queues]
    needed = [pump for pump in pumps if pump.function.name in ("notify", "deliver_mail")]
    assert len(needed) == 2
    while any(pump.step() for pump in needed):
        pass


def test_two_hundred_requests_at_once_get_two_hundred_references_and_one_confirmation_each(desk: Desk) -> None:
    def ask(number: int) -> str:
        typed = {**FORM, "email": f"customer{number}@example.com", "nonce": f"n{number}"}
        answer = desk.http("POST", "/portal/acme", form=typed, address=f"203.0.113.{number}")
        assert answer.status == 303, answer.text
        return tracking_path(answer)

    with ThreadPoolExecutor(8) as threads:
        links = list(threads.map(ask, range(PEOPLE)))
    send_mails(desk)

    assert len(set(links)) == PEOPLE
    tickets = walked(desk, TICKETS, desk.admin.token, 100)
    assert len({ticket["ref"] for ticket in tickets}) == PEOPLE
    assert {ticket["contact"]["email"] for ticket in tickets} == {f"customer{n}@example.com" for n in range(PEOPLE)}
    assert Counter(mail.to for mail in desk.sent) == Counter((f"customer{n}@example.com",) for n in range(PEOPLE))
    for ticket in tickets:
        (mail,) = (mail for mail in desk.sent if mail.to == (ticket["contact"]["email"],))
        assert f"[{ticket['ref']}]" in mail.subject
