"""Any sequence of commands keeps the laws of the desk, which `laws` lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.domain.vocabulary import Priority, Status, TicketType
from tests.services import laws, memory
from tests.services.lives import AGENTS, Life, forgetting_when

tickets = st.integers(0, 2)
agents = st.integers(0, len(AGENTS) - 1)
holds = st.sampled_from([0, 10])
statuses = st.none() | st.sampled_from(list(Status))
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Checkout", "Payments"]),
        "status": st.sampled_from(list(Status)),
        "priority": st.sampled_from(list(Priority)),
        "type": st.sampled_from(list(TicketType)),
        "assignee_id": st.sampled_from([None, memory.ANA.id, memory.BO.id]),
        "label_ids": st.lists(st.sampled_from(memory.LABELS), unique=True).map(tuple),
    },
)


class Sequences(RuleBasedStateMachine):
    @initialize()
    def three_tickets(self) -> None:
        desk, room, stored, self.clock = memory.make()
        self.life = Life(desk, room, stored.entries)
        self.life.begin()

    @rule(which=tickets, who=agents, hold=holds, status=statuses)
    def reply(self, which: int, who: int, hold: int, status: Status | None) -> None:
        self.life.reply(which, who, hold, status)

    @rule(which=tickets, who=agents)
    def note(self, which: int, who: int) -> None:
        self.life.note(which, who)

    @rule(which=tickets)
    def hear(self, which: int) -> None:
        self.life.hear(which)

    @rule(which=tickets, who=agents, fields=changes)
    def change(self, which: int, who: int, fields: Any) -> None:
        self.life.change(which, who, fields)

    @rule(name=st.sampled_from(["resolve", "escalate", "archive", "restore"]), which=tickets, who=agents)
    def act(self, name: str, which: int, who: int) -> None:
        self.life.act(name, which, who)

    @rule(primary=tickets, duplicate=tickets, across=st.booleans())
    def merge(self, primary: int, duplicate: int, across: bool) -> None:
        self.life.merge(primary, duplicate, across=across)

    @rule(primary=tickets, duplicate=tickets)
    def unmerge(self, primary: int, duplicate: int) -> None:
        self.life.unmerge(primary, duplicate)

    @precondition(lambda self: self.life.replies)
    @rule(which=st.integers(0, 20), who=agents)
    def undo(self, which: int, who: int) -> None:
        self.life.undo(which, who)

    @rule(which=tickets, score=st.integers(0, 6))
    def rate(self, which: int, score: int) -> None:
        self.life.rate(which, score)

    @rule(span=st.sampled_from([timedelta(milliseconds=1), timedelta(seconds=4), timedelta(days=8)]))
    def time_passes(self, span: timedelta) -> None:
        self.clock.advance(span)

    @rule(which=tickets, who=agents, status=statuses)
    def a_reply_undone_at_once_leaves_nothing(self, which: int, who: int, status: Status | None) -> None:
        number = self.life.numbers[which]
        before = self.life.ticket(number)
        if self.life.reply(which, who, 10, status):
            self.life.undo(len(self.life.replies) - 1, who)
            assert forgetting_when(self.life.ticket(number)) == forgetting_when(before)

    @rule(primary=tickets, duplicate=tickets)
    def a_merge_undone_at_once_leaves_nothing(self, primary: int, duplicate: int) -> None:
        numbers = self.life.numbers[primary], self.life.numbers[duplicate]
        before = [forgetting_when(self.life.ticket(number)) for number in numbers]
        if self.life.merge(primary, duplicate):
            assert self.life.unmerge(primary, duplicate)
            assert [forgetting_when(self.life.ticket(number)) for number in numbers] == before

    @invariant()
    def the_laws_hold(self) -> None:
        laws.check(self.life)


Sequences.TestCase.settings = settings(max_examples=100, stateful_step_count=30)
TestAnySequence = Sequences.TestCase
