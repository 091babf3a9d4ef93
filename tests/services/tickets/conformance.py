"""Every command on a ticket, in one table: how it is given, and what it does where not every command does the same."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from chalicelib.domain.events import Action, Actor, ActorKind, EventType
from chalicelib.domain.idempotency import Once
from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.settings.macros import Macro
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.create import NewTicket
from chalicelib.domain.tickets.decision import Decision
from chalicelib.domain.tickets.linked import LinkKind
from chalicelib.domain.tickets.message import InternalNote, PublicMessage, Said
from chalicelib.domain.tickets.planned import Unsent
from chalicelib.domain.tickets.ticket import DescribedTicket, Ticket
from chalicelib.domain.vocabulary import Channel, Source
from chalicelib.services.automation import run_macro
from chalicelib.services.mail.incoming import file
from chalicelib.services.mail.outgoing import forward
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk, Room
from chalicelib.services.seat import Seat
from chalicelib.services.sla import tick
from chalicelib.services.tickets import (
    access,
    agents,
    bulk,
    customers,
    holds,
    later,
    lifecycle,
    linking,
    merge,
    notes,
    resend,
    spam,
    split,
    undo,
    withdraw,
)
from chalicelib.services.tickets.commands import ANY, NONE, Expected, Receipt

ANA = Actor(ActorKind.AGENT, "m_ana", "Ana K.")
MODULES = (
    agents,
    bulk,
    customers,
    forward,
    holds,
    later,
    lifecycle,
    linking,
    merge,
    notes,
    resend,
    run_macro,
    spam,
    split,
    undo,
    withdraw,
    tick,
    file,
)
"""Where commands are. What none of them has, `every_command` finds by who calls the pipeline."""
MAYA = "maya@example.com"
_keys = count(1)


@dataclass(frozen=True)
class Scene:
    """A room with one ticket of Maya's, and another one of hers."""

    desk: Desk
    room: Room
    number: int
    other: int

    @property
    def seat(self) -> Seat:
        return Seat(self.desk, self.room, ANA)

    def ticket(self, number: int | None = None) -> Ticket:
        found = self.room.tickets.get(number or self.number, DescribedTicket)
        assert found is not None
        return found

    def visit(self, number: int | None = None) -> access.Visit:
        ticket = self.ticket(number)
        return access.Visit(ticket, links.everybody(ticket)[0], proven=True)


Call = Callable[[Scene, Expected, Receipt], object]


@dataclass(frozen=True)
class Command:
    """One command. `function` is the service that carries it out, as `module.name`.

    `expects`: whether its caller may say what they believe of the ticket. `keyed`: whether it takes an idempotency
    key. `on_merged` is what it comes to on a duplicate: a refusal's code, `primary`, `itself`, or `nothing`, where
    merging did it already. `archived`: what becomes of an archived ticket: `stays`, `restored`, or a refusal's code.
    `before` is done first, for what needs something to be undone.
    """

    function: str
    give: Call
    expects: bool = True
    keyed: bool = True
    on_merged: str = "merged"
    archived: str = "stays"
    before: Callable[[Scene], Any] = field(default=lambda scene: None)

    def __str__(self) -> str:
        return self.function


def said_by(decision: Decision[Ticket]) -> Said:
    assert decision.said is not None
    return decision.said


def _reply(scene: Scene) -> str:
    return said_by(agents.reply(scene.seat, scene.number, "Too early", hold=timedelta(seconds=10))).id


def _held(scene: Scene) -> str:
    newest = scene.room.timeline.page(scene.number, 10, None, newest_first=True, consistent=True).items
    return next(entry.id for entry in newest if getattr(entry, "body", "") == "Too early")


def _note(scene: Scene) -> str:
    newest = scene.room.timeline.page(scene.number, 10, None, newest_first=True, consistent=True).items
    return next(entry.id for entry in newest if isinstance(entry, InternalNote))


def _undelivered(scene: Scene) -> None:
    reply = agents.reply(scene.seat, scene.number, "Came back").said
    assert isinstance(reply, PublicMessage)
    for recipient in reply.delivery:
        scene.room.timeline.set_delivery(scene.number, reply.id, recipient, JobState.BOUNCED, at=scene.desk.clock.now())


def _bounced(scene: Scene) -> str:
    newest = scene.room.timeline.page(scene.number, 10, None, newest_first=True, consistent=True).items
    return next(entry.id for entry in newest if getattr(entry, "body", "") == "Came back")


def _from_customer(scene: Scene) -> str:
    newest = scene.room.timeline.page(scene.number, 10, None, newest_first=True, consistent=True).items
    return next(entry.id for entry in newest if getattr(entry, "body", "") == WORDS.body)


def _newest_action(scene: Scene) -> str:
    newest = scene.room.timeline.page(scene.number, 10, None, newest_first=True, consistent=True).items
    return next(one.id for one in newest if isinstance(one, Action) and EventType.TITLE_CHANGED in one.types())


def _in_two_hours(scene: Scene) -> datetime:
    return scene.desk.clock.now() + timedelta(hours=2)


def _schedule(scene: Scene, expected: Expected = ANY, receipt: Receipt = NONE) -> Decision[Ticket]:
    when, markdown = _in_two_hours(scene), BodyFormat.MARKDOWN
    return later.schedule(
        scene.seat, scene.number, "In a while", when, body_format=markdown, expected=expected, receipt=receipt
    )


def _waiting(scene: Scene) -> str:
    planned = scene.ticket().planned
    return planned[0].id if planned else "none"


def _customers(scene: Scene) -> Seat:
    return customers.visitors_seat(scene.desk, scene.room, scene.visit())


def _once(receipt: Receipt) -> Once:
    return receipt.once or Once(
        principal="p", route="r", key=f"none-{next(_keys)}", body_digest="", expires_at=2_000_000_000
    )


WORDS = customers.CustomerMessage(body="It broke again", channel=Channel.EMAIL, source=Source.EMAIL)
TRIAGE = Macro(
    id="x_triage",
    name="Triage",
    owner_id="m_ana",
    shared=True,
    actions=({"do": "add_labels", "labels": ["l_red"]}, {"do": "note", "text": "Look at the proxy"}),
)
LABELLED = bulk.BulkChanges(add_labels=("l_red",))

COMMANDS = (
    Command(
        "agents.change_ticket",
        lambda s, expected, _: agents.change_ticket(s.seat, s.number, {"title": "Another"}, expected=expected),
        keyed=False,
    ),
    Command(
        "agents.reply",
        lambda s, expected, receipt: agents.reply(s.seat, s.number, "Hello", expected=expected, receipt=receipt),
    ),
    Command(
        "agents.add_note",
        lambda s, expected, receipt: agents.add_note(s.seat, s.number, "Hm", expected=expected, receipt=receipt),
    ),
    Command(
        "forward.forward",
        lambda s, expected, receipt: forward.forward(
            s.seat, s.number, ("lee@carrier.example",), "<p>Where is it?</p>", (), expected=expected, receipt=receipt
        ),
    ),
    Command(
        "notes.edit_note",
        lambda s, expected, _: notes.edit_note(s.seat, s.number, _note(s), "Hm, the proxy", expected=expected),
        keyed=False,
        on_merged="itself",
        before=lambda s: agents.add_note(s.seat, s.number, "Too short"),
    ),
    Command(
        "lifecycle.resolve",
        lambda s, expected, receipt: lifecycle.resolve(
            s.seat, s.number, "Restarted", None, notify=True, expected=expected, receipt=receipt
        ),
    ),
    Command(
        "lifecycle.escalate",
        lambda s, expected, receipt: lifecycle.escalate(
            s.seat, s.number, "They lose orders", expected=expected, receipt=receipt
        ),
    ),
    Command(
        "lifecycle.archive",
        lambda s, expected, receipt: lifecycle.archive(s.seat, s.number, expected=expected, receipt=receipt),
    ),
    Command(
        "lifecycle.restore",
        lambda s, expected, receipt: lifecycle.restore(s.seat, s.number, expected=expected, receipt=receipt),
        archived="restored",
        before=lambda s: lifecycle.archive(s.seat, s.number),
    ),
    Command(
        "lifecycle.delete",
        lambda s, expected, receipt: lifecycle.delete(s.seat, s.number, expected=expected, receipt=receipt),
    ),
    Command(
        "lifecycle.snooze",
        lambda s, expected, receipt: lifecycle.snooze(s.seat, s.number, None, expected=expected, receipt=receipt),
        archived="not_snoozable",
    ),
    Command(
        "lifecycle.unsnooze",
        lambda s, expected, receipt: lifecycle.unsnooze(s.seat, s.number, expected=expected, receipt=receipt),
        before=lambda s: lifecycle.snooze(s.seat, s.number, None),
    ),
    Command(
        "holds.hold",
        lambda s, expected, _: holds.hold(s.seat, s.number, "A lawsuit", expected=expected),
        keyed=False,
        on_merged="itself",
    ),
    Command(
        "holds.release",
        lambda s, expected, _: holds.release(s.seat, s.number, expected=expected),
        keyed=False,
        on_merged="itself",
        before=lambda s: holds.hold(s.seat, s.number, "A lawsuit"),
    ),
    Command(
        "spam.mark",
        lambda s, expected, receipt: spam.mark(s.seat, s.number, expected=expected, receipt=receipt),
    ),
    Command(
        "spam.unmark",
        lambda s, expected, receipt: spam.unmark(s.seat, s.number, expected=expected, receipt=receipt),
        on_merged="is_spam",
        before=lambda s: spam.mark(s.seat, s.number),
    ),
    Command(
        "lifecycle.add_label",
        lambda s, expected, _: lifecycle.add_label(s.seat, s.number, "l_red", expected),
        keyed=False,
    ),
    Command(
        "lifecycle.remove_label",
        lambda s, expected, _: lifecycle.remove_label(s.seat, s.number, "l_red", expected),
        keyed=False,
        before=lambda s: lifecycle.add_label(s.seat, s.number, "l_red"),
    ),
    Command(
        "run_macro.run",
        lambda s, expected, receipt: run_macro.run(s.seat, s.number, TRIAGE, expected=expected, receipt=receipt),
    ),
    Command(
        "bulk.apply",
        lambda s, _expected, _receipt: bulk.apply(s.seat, [f"TKT-{s.number:04d}"], LABELLED, notify=True),
        expects=False,
        keyed=False,
        on_merged="outcome",
    ),
    Command(
        "merge.merge",
        lambda s, expected, receipt: merge.merge(
            s.seat, s.number, s.other, across_contacts=False, expected=expected, receipt=receipt
        ),
    ),
    Command(
        "merge.unmerge",
        lambda s, expected, receipt: merge.unmerge(s.seat, s.number, s.other, expected=expected, receipt=receipt),
        on_merged="not_merged",
        before=lambda s: merge.merge(s.seat, s.number, s.other, across_contacts=False),
    ),
    Command(
        "withdraw.undo_reply",
        lambda s, _expected, _receipt: withdraw.undo_reply(s.seat, s.number, _held(s)),
        expects=False,
        keyed=False,
        on_merged="itself",
        before=_reply,
    ),
    Command(
        "undo.undo",
        lambda s, _expected, _receipt: undo.undo(s.seat, s.number, _newest_action(s)),
        expects=False,
        keyed=False,
        on_merged="changed_since",
        before=lambda s: agents.change_ticket(s.seat, s.number, {"title": "Another"}),
    ),
    Command("later.schedule", _schedule),
    Command(
        "later.reschedule",
        lambda s, expected, _: later.reschedule(s.seat, s.number, _waiting(s), body="Sooner", expected=expected),
        keyed=False,
        before=_schedule,
    ),
    Command(
        "later.unschedule",
        lambda s, _expected, _receipt: later.unschedule(s.seat, s.number, _waiting(s)),
        expects=False,
        keyed=False,
        on_merged="itself",
        before=_schedule,
    ),
    Command(
        "later.send_now",
        lambda s, expected, receipt: later.send_now(s.seat, s.number, _waiting(s), expected=expected, receipt=receipt),
        before=_schedule,
    ),
    Command(
        "later.send_due",
        lambda s, _expected, _receipt: later.send_due(s.seat, s.number, _waiting(s)),
        expects=False,
        keyed=False,
        before=_schedule,
    ),
    Command(
        "later.stop",
        lambda s, _expected, _receipt: later.stop(s.seat, s.number, _waiting(s), Unsent.REFUSED),
        expects=False,
        keyed=False,
        on_merged="nothing",
        before=_schedule,
    ),
    Command(
        "resend.resend",
        lambda s, expected, receipt: resend.resend(s.seat, s.number, _bounced(s), expected=expected, receipt=receipt),
        on_merged="itself",
        before=_undelivered,
    ),
    Command(
        "split.split",
        lambda s, expected, receipt: split.split(
            s.seat, s.number, _from_customer(s), expected=expected, receipt=receipt
        ),
        before=lambda s: customers.say(_customers(s), s.number, WORDS),
    ),
    Command(
        "linking.link",
        lambda s, expected, receipt: linking.link(
            s.seat, s.number, s.other, LinkKind.REPORT, expected=expected, receipt=receipt
        ),
    ),
    Command(
        "linking.unlink",
        lambda s, expected, receipt: linking.unlink(s.seat, s.number, s.other, expected=expected, receipt=receipt),
        on_merged="itself",
        before=lambda s: linking.link(s.seat, s.number, s.other, LinkKind.RELATED),
    ),
    Command(
        "customers.say",
        lambda s, _expected, receipt: customers.say(_customers(s), s.number, WORDS, receipt=receipt),
        expects=False,
        on_merged="primary",
        archived="restored",
    ),
    Command(
        "customers.rate",
        lambda s, _expected, _receipt: customers.rate(s.desk, s.room, s.visit(), 5, "Thanks"),
        expects=False,
        keyed=False,
        on_merged="itself",
        before=lambda s: lifecycle.resolve(s.seat, s.number, "Restarted", None, notify=True),
    ),
    Command(
        "customers.solved",
        lambda s, _expected, receipt: customers.solved(s.desk, s.room, s.visit(), _once(receipt)),
        expects=False,
        on_merged="primary",
    ),
)

ELSEWHERE = {
    "agents.create_ticket": "there is no ticket yet that could be stale, merged or archived: tested below by itself",
    "customers.submit": "create_ticket, for somebody from outside",
    "tick.tick": "given by time alone; raced and cut off in tests/dynamodb and tests/jobs",
    "file.file": "decides by the mail which of the commands above it gives; its automatic answers are tested below",
}
"""What else reaches the pipeline, and why it is in no row."""


def every_command() -> set[str]:
    """The public functions of `MODULES` that reach the pipeline, by themselves or by what they call beside them."""
    return {f"{_short(module)}.{name}" for module in MODULES for name in _reaching(module) if not name.startswith("_")}


def _short(module: Any) -> str:
    return str(module.__name__).rpartition(".")[2]


def _reaching(module: Any) -> Iterator[str]:
    functions = {
        node.name: node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.FunctionDef)
    }
    called = {name: {one.id for one in ast.walk(node) if isinstance(one, ast.Name)} for name, node in functions.items()}
    reaching = {"carry_out", "carry_out_plan", "create_ticket"} - ({"create_ticket"} if module is agents else set())
    while more := {name for name, names in called.items() if names & reaching} - reaching:
        reaching |= more
    return (name for name in functions if name in reaching)


def new_ticket(desk: Desk, room: Room, email: str = MAYA) -> int:
    new = NewTicket(title="Checkout", channel=Channel.PORTAL, source=Source.PORTAL)
    actor = Actor(ActorKind.CUSTOMER, None, email)
    return agents.create_ticket(Seat(desk, room, actor), new, WhoWrites(email=email)).number
