"""Five thousand commands in one run, given at random: everything stored is what follows from them."""

from __future__ import annotations

import os
from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.services.crowd import Crowd, crowded
from tests.services.crowd_commands import COMMANDS, anything, only
from tests.support.desk import SUPPORT, Desk
from tests.support.stock import differences

MANY = int(os.environ.get("COMMANDS", "5000"))
AT_FIRST = 60
"""Tickets that are there before anything else is done."""
AT_ONCE = 250
"""Commands between two times that the reactors are let run."""
MAILS = 3
"""So many come in between as well."""
PATIENCE = 300
"""Seconds that the reactors may take, on a machine that does much else."""
EACH = MANY // 150
"""How often each command has to have been carried out, at the least."""


def mails_come_in(desk: Desk, crowd: Crowd) -> None:
    """Some are about a ticket that is there."""
    for _ in range(MAILS):
        message, sender = EmailMessage(), str(crowd.person().email)
        about = crowd.chance.choice(["", f"[TKT-{crowd.chance.choice(crowd.numbers):04d}] "])
        message["From"], message["To"], message["Subject"] = sender, SUPPORT, about + crowd.words()
        message["Message-ID"] = f"<{crowd.chance.random()}@customer.example>"
        message.set_content(crowd.words(9))
        desk.receive(message.as_bytes(), sender, [SUPPORT], {"dmarc": "PASS"})


@pytest.mark.sweep
def test_after_thousands_of_commands_nothing_is_otherwise_than_they_say(desk: Desk) -> None:
    with crowded(desk, seed=1) as crowd:
        only(crowd, AT_FIRST, "agents.create_ticket")
        while crowd.done.total() < MANY:
            anything(crowd, AT_ONCE)
            mails_come_in(desk, crowd)
            desk.settle(PATIENCE)
            desk.advance(crowd.chance.choice([timedelta(seconds=1), timedelta(hours=1)]))
    desk.advance(timedelta(minutes=2))
    print(f"carried out: {crowd.done.total()}: {dict(crowd.done)}; refused: {dict(crowd.refused)}")
    assert [str(one) for one in differences(desk.ports)] == []
    assert {name: crowd.done[name] for name in COMMANDS if crowd.done[name] < EACH} == {}
    assert len(crowd.watched.stored) >= crowd.done.total() >= MANY
