"""What a crowd does: one function a command, by the names that `conformance` knows them by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib.domain.mail.jobs import JobState
from chalicelib.domain.settings.macros import Macro
from chalicelib.domain.tickets.body_format import BodyFormat
from chalicelib.domain.tickets.linked import LinkKind
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.domain.tickets.planned import Unsent
from chalicelib.domain.vocabulary import Channel, Source, Status
from chalicelib.services.automation import run_macro
from chalicelib.services.mail.outgoing import forward
from chalicelib.services.tickets import (
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
from tests.services.crowd import LABELS, Crowd


def _create(crowd: Crowd) -> None:
    known = crowd.fields() | {"assignee_id": crowd.chance.choice([None, *(actor.id for actor in crowd.actors)])}
    new = replace(crowd.new(Channel.API, Source.API), **known)
    who = crowd.person() if crowd.chance.random() < 0.4 else None
    number = agents.create_ticket(crowd.seat(), new, who).number
    crowd.numbers.append(number)
    if who:
        crowd.asked.add(number)


def _submit(crowd: Crowd) -> None:
    new = crowd.new(Channel.PORTAL, Source.PORTAL)
    made = customers.submit(crowd.desk, crowd.room, crowd.person(), new, crowd.once())
    crowd.numbers.append(made.number)
    (crowd.spam if made.is_spam else crowd.asked).add(made.number)


def _change(crowd: Crowd) -> None:
    seat, who = crowd.seat(), crowd.person() if crowd.chance.random() < 0.1 else None
    crowd.note(seat, agents.change_ticket(seat, crowd.somewhere(), crowd.fields(), contact=who))


def _reply(crowd: Crowd) -> None:
    seat, hold = crowd.seat(), timedelta(seconds=crowd.chance.choice([0, 10]))
    status = crowd.chance.choice([None, None, *Status])
    said = agents.reply(seat, crowd.somewhere(), crowd.words(9), status=status, hold=hold)
    assert isinstance(said.said, PublicMessage)
    if hold:
        crowd.held.append((seat, said.ticket.number, said.said.id))
    elif said.said.delivery:
        crowd.replies.append((said.ticket.number, said.said))


def _schedule(crowd: Crowd) -> None:
    seat, number, markdown = crowd.seat(), crowd.somewhere(), BodyFormat.MARKDOWN
    when = crowd.desk.clock.now() + timedelta(minutes=crowd.chance.randrange(1, 90))
    status = crowd.chance.choice([None, None, *Status])
    made = later.schedule(seat, number, crowd.words(9), when, body_format=markdown, status=status)
    assert made.planning
    crowd.waiting.append((seat, number, made.planning.id))


def _reschedule(crowd: Crowd) -> None:
    if crowd.waiting:
        when = crowd.desk.clock.now() + timedelta(minutes=crowd.chance.randrange(1, 90))
        later.reschedule(*crowd.chance.choice(crowd.waiting), body=crowd.words(9), send_at=when)


def _unschedule(crowd: Crowd) -> None:
    if crowd.waiting:
        later.unschedule(*crowd.waiting.pop())


def _send_now(crowd: Crowd) -> None:
    if crowd.waiting:
        later.send_now(*crowd.waiting.pop())


def _send_due(crowd: Crowd) -> None:
    if crowd.waiting:
        later.send_due(*crowd.waiting.pop())


def _stop_sending(crowd: Crowd) -> None:
    if crowd.waiting:
        later.stop(*crowd.chance.choice(crowd.waiting), Unsent.REFUSED)


def _add_note(crowd: Crowd) -> None:
    mention = crowd.chance.choice(["", "", "", " @Bo Marsh"])
    seat, number = crowd.seat(), crowd.somewhere()
    crowd.noted.append((seat, number, agents.add_note(seat, number, crowd.words(9) + mention).said.id))


def _edit_note(crowd: Crowd) -> None:
    if crowd.noted:
        seat, number, note_id = crowd.chance.choice(crowd.noted)
        notes.edit_note(seat, number, note_id, crowd.words(9))


def _resolve(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere(crowd.chance.choice([None, crowd.asked]))
    crowd.note(seat, lifecycle.resolve(seat, number, crowd.words(), 4, notify=crowd.chance.random() < 0.7))
    crowd.solved.add(number)


def _escalate(crowd: Crowd) -> None:
    seat = crowd.seat()
    crowd.note(seat, lifecycle.escalate(seat, crowd.somewhere(), crowd.words()))


def _archive(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere()
    crowd.note(seat, lifecycle.archive(seat, number))
    crowd.archived.add(number)


def _delete(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere()
    crowd.note(seat, lifecycle.delete(seat, number))
    crowd.archived.add(number)


def _snooze(crowd: Crowd) -> None:
    until = crowd.desk.clock.now() + timedelta(hours=2) if crowd.chance.random() < 0.5 else None
    seat, number = crowd.seat(), crowd.somewhere()
    crowd.note(seat, lifecycle.snooze(seat, number, until))
    crowd.snoozed.add(number)


def _unsnooze(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere(crowd.snoozed)
    crowd.snoozed.discard(number)
    crowd.note(seat, lifecycle.unsnooze(seat, number))


def _hold(crowd: Crowd) -> None:
    number = crowd.somewhere()
    holds.hold(crowd.seat(), number, crowd.words())
    crowd.kept.add(number)


def _release(crowd: Crowd) -> None:
    number = crowd.somewhere(crowd.kept)
    crowd.kept.discard(number)
    holds.release(crowd.seat(), number)


def _restore(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere(crowd.archived)
    crowd.note(seat, lifecycle.restore(seat, number))
    crowd.archived.discard(number)


def _add_label(crowd: Crowd) -> None:
    seat = crowd.seat()
    crowd.note(seat, lifecycle.add_label(seat, crowd.somewhere(), crowd.chance.choice(LABELS)))


def _remove_label(crowd: Crowd) -> None:
    seat, ticket = crowd.seat(), crowd.ticket(crowd.somewhere())
    crowd.note(seat, lifecycle.remove_label(seat, ticket.number, crowd.chance.choice([*ticket.label_ids, *LABELS[:1]])))


def _mark(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere()
    crowd.note(seat, spam.mark(seat, number))
    crowd.spam.add(number)


def _unmark(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere(crowd.spam)
    crowd.note(seat, spam.unmark(seat, number))
    crowd.spam.discard(number)


def _bulk(crowd: Crowd) -> None:
    seat, chance = crowd.seat(), crowd.chance
    some = {name: value for name, value in crowd.fields().items() if name in ("status", "priority", "assignee_id")}
    wanted = bulk.BulkChanges(
        fields=some, add_labels=(chance.choice(LABELS),), archived=chance.choice([None, None, False])
    )
    refs = [f"TKT-{crowd.somewhere():04d}" for _ in range(chance.randrange(1, 4))]
    crowd.batches.append((seat, bulk.apply(seat, refs, wanted, notify=chance.random() < 0.5).id))


def _run_macro(crowd: Crowd) -> None:
    seat, chance = crowd.seat(), crowd.chance
    known = [
        {"do": "set", "field": "priority", "value": chance.choice(["low", "high"])},
        {"do": "set", "field": "status", "value": chance.choice(["open", "waiting", "closed"])},
        {"do": "assign", "member": chance.choice(["me", None])},
        {"do": "add_labels", "labels": [chance.choice(LABELS)]},
        {"do": "remove_labels", "labels": [chance.choice(LABELS)]},
        {"do": "note", "text": crowd.words(9)},
    ]
    actions = tuple(chance.sample(known, chance.randrange(1, 5)))
    macro = Macro(id="x", name="Any", owner_id=seat.actor.id or "", actions=actions)
    crowd.note(seat, run_macro.run(seat, crowd.somewhere(), macro))


def _undo_bulk(crowd: Crowd) -> None:
    if crowd.batches:
        bulk.undo(*crowd.batches.pop())


def _merge(crowd: Crowd) -> None:
    seat, primary, duplicate = crowd.seat(), crowd.somewhere(), crowd.somewhere()
    done = merge.merge(seat, primary, duplicate, across_contacts=crowd.chance.random() < 0.8)
    crowd.note(seat, done)
    crowd.merged[duplicate] = primary


def _unmerge(crowd: Crowd) -> None:
    duplicate = crowd.somewhere(crowd.merged)
    merge.unmerge(crowd.seat(), crowd.merged.get(duplicate, crowd.somewhere()), duplicate)
    crowd.merged.pop(duplicate, None)


def _link(crowd: Crowd) -> None:
    linking.link(crowd.seat(), crowd.somewhere(), crowd.somewhere(), crowd.chance.choice([*LinkKind]))


def _unlink(crowd: Crowd) -> None:
    ticket = crowd.ticket(crowd.somewhere())
    others = [one.number for one in ticket.links] or [crowd.somewhere()]
    linking.unlink(crowd.seat(), ticket.number, crowd.chance.choice(others))


def _take_back(crowd: Crowd) -> None:
    if crowd.held:
        withdraw.undo_reply(*crowd.held.pop())


def _undo(crowd: Crowd) -> None:
    """Also what spam, archive and merge did, of which the crowd then knows no better than anybody."""
    if crowd.undoable:
        undo.undo(*crowd.undoable.pop())


def _forward(crowd: Crowd) -> None:
    seat, number = crowd.seat(), crowd.somewhere()
    crowd.note(seat, forward.forward(seat, number, ("lee@carrier.example",), f"<p>{crowd.words()}</p>", ()))


def _resend(crowd: Crowd) -> None:
    if not crowd.replies:
        return
    number, reply = crowd.replies.pop()
    for recipient in reply.delivery:
        at = crowd.desk.clock.now()
        crowd.room.timeline.set_delivery(number, reply.id, recipient, JobState.BOUNCED, at=at)
    resend.resend(crowd.seat(), number, reply.id)


def _say(crowd: Crowd) -> None:
    """What is said on a closed ticket opens another one, which goes on like all the others."""
    visit, source = crowd.visit(), crowd.chance.choice([Source.EMAIL, Source.PORTAL])
    channel = Channel.EMAIL if source is Source.EMAIL else Channel.PORTAL
    message = customers.CustomerMessage(body=crowd.words(9), channel=channel, source=source)
    seat = customers.visitors_seat(crowd.desk, crowd.room, visit)
    counts_on = customers.say(seat, visit.ticket.number, message).number
    if counts_on not in crowd.numbers:
        crowd.numbers.append(counts_on)


def _split(crowd: Crowd) -> None:
    """One more of what customers wrote becomes a ticket, which goes on like all the others."""
    number = crowd.somewhere(crowd.asked)
    said = crowd.room.timeline.public_page(number, 20, None, crowd.desk.clock.now()).items
    message = next((one for one in said if one.kind is MessageKind.CUSTOMER_MESSAGE and not one.split_into), None)
    if message:
        made = split.split(crowd.seat(), number, message.id).ticket
        crowd.numbers.append(made.number)
        if made.contact:
            crowd.asked.add(made.number)


def _rate(crowd: Crowd) -> None:
    visit = crowd.visit(crowd.solved & crowd.asked)
    customers.rate(crowd.desk, crowd.room, visit, crowd.chance.randrange(1, 6), crowd.words())


def _solved(crowd: Crowd) -> None:
    customers.solved(crowd.desk, crowd.room, crowd.visit(), crowd.once())


def anything(crowd: Crowd, many: int) -> None:
    """Let so many commands be given; some of them are refused."""
    for _ in range(many):
        name = crowd.chance.choice([*COMMANDS])
        crowd.do(name, COMMANDS[name])


def only(crowd: Crowd, many: int, *names: str) -> None:
    """Let these commands be given, in turn."""
    for number in range(many):
        name = names[number % len(names)]
        crowd.do(name, COMMANDS[name])


COMMANDS: Mapping[str, Callable[[Crowd], None]] = {
    "agents.create_ticket": _create,
    "customers.submit": _submit,
    "agents.change_ticket": _change,
    "agents.reply": _reply,
    "agents.add_note": _add_note,
    "later.schedule": _schedule,
    "later.reschedule": _reschedule,
    "later.unschedule": _unschedule,
    "later.send_now": _send_now,
    "later.send_due": _send_due,
    "later.stop": _stop_sending,
    "notes.edit_note": _edit_note,
    "lifecycle.resolve": _resolve,
    "lifecycle.escalate": _escalate,
    "lifecycle.archive": _archive,
    "lifecycle.delete": _delete,
    "lifecycle.restore": _restore,
    "lifecycle.snooze": _snooze,
    "lifecycle.unsnooze": _unsnooze,
    "holds.hold": _hold,
    "holds.release": _release,
    "lifecycle.add_label": _add_label,
    "lifecycle.remove_label": _remove_label,
    "spam.mark": _mark,
    "spam.unmark": _unmark,
    "bulk.apply": _bulk,
    "run_macro.run": _run_macro,
    "bulk.undo": _undo_bulk,
    "merge.merge": _merge,
    "merge.unmerge": _unmerge,
    "withdraw.undo_reply": _take_back,
    "undo.undo": _undo,
    "resend.resend": _resend,
    "forward.forward": _forward,
    "customers.say": _say,
    "linking.link": _link,
    "linking.unlink": _unlink,
    "split.split": _split,
    "customers.rate": _rate,
    "customers.solved": _solved,
}
BY_OTHERS = {"tick.tick", "file.file"}
"""What time does, and what mails do."""
