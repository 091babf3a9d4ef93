"""Whatever may be done to three tickets of two customers, as steps, and what has to hold after every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from chalicelib.domain import counting
from chalicelib.domain.decision import plain
from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action, EventType
from chalicelib.domain.links import Purpose, contact_recipient_id, everybody, token
from chalicelib.domain.message import InternalNote, MessageKind, PublicMessage, SendState
from chalicelib.domain.people import Actor, ActorKind
from chalicelib.domain.rules import Changes, NewTicket
from chalicelib.domain.ticket import Channel, Source, Status, Ticket
from chalicelib.services import acting, access, customers, merging, tickets
from chalicelib.services.family import conversation, primary_of
from chalicelib.services.people import WhoWrites
from chalicelib.services.ports import Desk, Room
from chalicelib.services.undo import undo_reply

CUSTOMERS = ("maya@example.com", "noor@example.com")
AGENTS = (Actor(ActorKind.AGENT, "m_ana", "Ana K."), Actor(ActorKind.AGENT, "m_bo", "Bo Marsh"))
REPLAYED = ("status", "priority", "assignee_id", "type", "title", "label_ids", "participants")
SECRET = "for members alone"


@dataclass
class Life:
    """A desk with three tickets: two of one customer, and one of another. `refused` counts what was refused."""

    desk: Desk
    room: Room
    advance: Callable[[timedelta], None]
    numbers: list[int] = field(default_factory=list)
    replies: list[tuple[int, int, str]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    said: int = 0

    def begin(self) -> None:
        for owner, participants in ((0, ("ops@example.com",)), (0, ("boss@example.com",)), (1, ("kim@example.com",))):
            self._create(CUSTOMERS[owner], participants)

    def _create(self, email: str, participants: tuple[str, ...]) -> None:
        from chalicelib.domain.people import Participant

        new = NewTicket(
            title=f"Matter of {email}",
            channel=Channel.PORTAL,
            source=Source.PORTAL,
            description=f"opened by {email}",
            participants=tuple(map(Participant, participants)),
        )
        actor = Actor(ActorKind.CUSTOMER, None, email)
        made = tickets.create_ticket(self.desk, self.room, actor, new, WhoWrites(email=email, name=email))
        self.numbers.append(made.number)

    def ticket(self, number: int) -> Ticket:
        found = self.room.tickets.get(number)
        assert found is not None
        return found

    def try_to(self, name: str, act: Callable[[], Any]) -> Any:
        """Carry out a command. A refused one leaves every ticket as it was."""
        before = [self.ticket(number) for number in self.numbers]
        try:
            done = act()
        except DeskError as refusal:
            self.refused[refusal.code] += 1
            assert before == [self.ticket(number) for number in self.numbers]
            return None
        self.done[name] += 1
        return done

    # what may be done

    def reply(self, which: int, who: int, hold: int, status: Status | None) -> str | None:
        self.said += 1
        number = self.numbers[which]
        act = partial(tickets.reply, hold=timedelta(seconds=hold), status=status)
        said = self.try_to("reply", lambda: act(self.desk, self.room, AGENTS[who], number, f"answer {self.said}"))
        if said:
            self.replies.append((number, who, said.id))
        return said.id if said else None

    def note(self, which: int, who: int) -> None:
        number = self.numbers[which]
        self.try_to("note", lambda: tickets.add_note(self.desk, self.room, AGENTS[who], number, SECRET))

    def hear(self, which: int) -> None:
        """The customer writes. A closed ticket opens another one, which isn't followed any further."""
        self.said += 1
        ticket = self.ticket(self.numbers[which])
        assert ticket.contact is not None
        author = Actor(ActorKind.CUSTOMER, contact_recipient_id(ticket.contact.id), str(ticket.contact.email))
        words = customers.Words(
            author=author, body=f"words {self.said}", channel=Channel.EMAIL, source=Source.EMAIL, attachments=()
        )
        self.try_to("hear", lambda: customers.say(self.desk, self.room, ticket.number, words))

    def change(self, which: int, who: int, changes: Changes) -> None:
        number = self.numbers[which]
        self.try_to("change", lambda: tickets.change_ticket(self.desk, self.room, AGENTS[who], number, changes))

    def act(self, name: str, which: int, who: int) -> None:
        call = {
            "resolve": partial(acting.resolve, resolution="Restarted it", estimate=4, notify=True),
            "escalate": partial(acting.escalate, reason="They lose orders"),
            "archive": acting.archive,
            "restore": acting.restore,
        }[name]
        number = self.numbers[which]
        self.try_to(
            name, lambda: call(self.desk, self.room, actor=AGENTS[who], number=number, expected={}, once=None)
        )

    def merge(self, primary: int, duplicate: int, *, across: bool = True) -> bool:
        numbers = self.numbers[primary], self.numbers[duplicate]
        call = partial(merging.merge, across_contacts=across, expected={}, once=None)
        return bool(self.try_to("merge", lambda: call(self.desk, self.room, AGENTS[0], *numbers)))

    def unmerge(self, primary: int, duplicate: int) -> bool:
        numbers = self.numbers[primary], self.numbers[duplicate]
        call = partial(merging.unmerge, expected={}, once=None)
        return bool(self.try_to("unmerge", lambda: call(self.desk, self.room, AGENTS[0], *numbers)))

    def undo(self, which: int, who: int) -> None:
        if self.replies:
            number, _, reply = self.replies[which % len(self.replies)]
            self.try_to("undo", lambda: undo_reply(self.desk, self.room, AGENTS[who], number, reply))

    def rate(self, which: int, score: int) -> None:
        ticket = self.ticket(self.numbers[which])
        visit = access.Visit(ticket, everybody(ticket)[0])
        self.try_to("rate", lambda: acting.rate(self.desk, self.room, visit, score, ""))

    # what has to hold

    def check(self) -> None:
        """The invariants, one by one; see each."""
        for number in self.numbers:
            ticket, entries = self.ticket(number), self._entries(number)
            self.every_instant_is_later_than_the_one_before(ticket, entries)
            self.message_count_is_the_number_of_messages(ticket, entries)
            self.the_first_response_is_the_first_reply_that_stands(ticket, entries)
            self.history_explains_what_the_ticket_is(ticket, entries)
            self.places_hang_together(ticket, entries)
            self.nobody_outside_reads_what_is_not_for_him(ticket)
        self.counters_equal_a_recount()
        self.pointers_agree()

    def every_instant_is_later_than_the_one_before(self, ticket: Ticket, entries: list[Any]) -> None:
        assert all(before.at < after.at for before, after in pairwise(entries))
        assert all(before.id < after.id for before, after in pairwise(entries))
        assert ticket.last_at >= entries[-1].at

    def message_count_is_the_number_of_messages(self, ticket: Ticket, entries: list[Any]) -> None:
        assert ticket.message_count == len(_standing(entries)) + sum(isinstance(one, InternalNote) for one in entries)

    def the_first_response_is_the_first_reply_that_stands(self, ticket: Ticket, entries: list[Any]) -> None:
        replies = (one.at for one in _standing(entries) if one.kind is MessageKind.AGENT_REPLY)
        assert ticket.first_responded_at == next(replies, None)

    def history_explains_what_the_ticket_is(self, ticket: Ticket, entries: list[Any]) -> None:
        """Replaying the changes of the actions, from what every ticket here starts as, comes to the ticket."""
        state = dict(_START)
        archived, merged, duplicates, score = False, None, [], None
        for event in (event for one in entries if isinstance(one, Action) for event in one.events):
            changes = {name: change for name, change in event.changes.items() if name in state}
            for name, change in changes.items():
                if event.type is not EventType.CREATED and name in state and name != "participants":
                    assert plain(change.before) == state[name], (event.type, name)
                state[name] = plain(change.after)
            match event.type:
                case EventType.ARCHIVED | EventType.RESTORED:
                    archived = event.type is EventType.ARCHIVED
                case EventType.MERGED_INTO | EventType.UNMERGED_FROM:
                    merged = event.changes["primary"].after
                case EventType.MERGED:
                    duplicates.append(event.changes["duplicate"].after)
                case EventType.UNMERGED:
                    duplicates.remove(event.changes["duplicate"].before)
                case EventType.RATED:
                    score = event.changes["score"].after
        for name in ("status", "priority", "assignee_id", "type", "label_ids"):
            assert state[name] == plain(getattr(ticket, name)), name
        assert (archived, merged) == (ticket.archived_at is not None, ticket.merged_into)
        assert (duplicates, score) == (list(ticket.duplicates), ticket.csat_score)

    def places_hang_together(self, ticket: Ticket, entries: list[Any]) -> None:
        actions = [one for one in entries if isinstance(one, Action)]
        assert actions[0].was is None
        assert all(before.now == after.was for before, after in pairwise(actions))
        assert actions[-1].now == ticket.place
        assert (ticket.place.bucket == "merged") == (ticket.merged_into is not None)

    def nobody_outside_reads_what_is_not_for_him(self, ticket: Ticket) -> None:
        """No note, nothing held or taken back, no other customer's words, and no reply that wasn't sent to him."""
        for person in everybody(ticket):
            link = str(token(self.room.workspace.id, ticket, person.id, Purpose.VIEW))
            for message in conversation(self.desk, self.room, access.visit(self.room, link)):
                assert isinstance(message, PublicMessage)
                assert SECRET not in message.body
                assert message.may_be_read(self.desk.clock.now())
                if message.kind is MessageKind.CUSTOMER_MESSAGE:
                    assert ticket.contact is not None
                    assert message.author.name == ticket.contact.email
                elif person.is_contact:
                    assert person.id in message.delivery

    def counters_equal_a_recount(self) -> None:
        counted: Counter[str] = Counter()
        for number in self._all_numbers():
            for entry in self._entries(number):
                if isinstance(entry, Action):
                    moved = counting.move(entry.was, entry.now)
                    counted.update({**moved.tabs, **moved.members})
        recount: Counter[str] = Counter()
        for number in self._all_numbers():
            moved = counting.move(None, self.ticket(number).place)
            recount.update({**moved.tabs, **moved.members})
        assert {name: many for name, many in counted.items() if many} == dict(recount)

    def pointers_agree(self) -> None:
        found = {number: self.ticket(number) for number in self.numbers}
        for ticket in found.values():
            assert (ticket.merged_into is None) == (ticket.merger is None)
            if ticket.merged_into is not None:
                assert ticket.number in found[ticket.merged_into].duplicates
                assert ticket.status is Status.CLOSED
            assert all(found[number].merged_into == ticket.number for number in ticket.duplicates)
            assert primary_of(self.room, ticket).merged_into is None

    def _all_numbers(self) -> Iterator[int]:
        for number in self.numbers:
            yield number
            yield from self.ticket(number).follow_ups

    def _entries(self, number: int) -> list[Any]:
        raise NotImplementedError


_START = {
    "status": "open",
    "priority": "medium",
    "assignee_id": None,
    "type": "support_ticket",
    "label_ids": [],
    "participants": None,
}


def _standing(entries: list[Any]) -> list[PublicMessage]:
    messages = (one for one in entries if isinstance(one, PublicMessage))
    return [one for one in messages if one.send_state is not SendState.WITHDRAWN]


def forgetting_when(ticket: Ticket) -> Ticket:
    """The ticket without what every change leaves behind."""
    return replace(ticket, version=0, updated_at=ticket.created_at, last_at=ticket.created_at)
