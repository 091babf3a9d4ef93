"""One set of rules for every command on a ticket: stale, repeated, cut off, raced, merged, archived, blocked."""

from __future__ import annotations

import contextlib
import inspect
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Action
from chalicelib.domain.idempotency import Once, RepeatedError
from chalicelib.domain.settings.workspace import Label
from chalicelib.domain.tickets.ticket import DescribedTicket, T
from chalicelib.domain.vocabulary import Status
from chalicelib.services.people.contacts import WhoWrites
from chalicelib.services.ports import Desk as Ports
from chalicelib.services.ports import Room
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents, commands, customers, lifecycle, merge, public_gate, withdraw
from chalicelib.services.tickets.commands import ANY, NONE, Receipt
from infra.local.aws import client
from tests.services import crowd_commands
from tests.services.tickets import conformance
from tests.services.tickets.conformance import (
    ANA,
    COMMANDS,
    ELSEWHERE,
    MAYA,
    Command,
    Scene,
    every_command,
    new_ticket,
    said_by,
)
from tests.support.cuts import cut
from tests.support.desk import Desk

_keys = itertools.count(1)


@pytest.fixture(scope="module")
def opened(standing_desk: Desk) -> Iterator[tuple[Ports, Room]]:
    """One room for the whole suite; every test has tickets of its own."""
    ports = standing_desk.ports
    with ports.enter("acme"):
        ports.settings.put("acme", Label("l_red", "red", "#b3261e"))
    with ports.open("acme") as room:
        yield ports, room


@pytest.fixture
def scene(opened: tuple[Ports, Room]) -> Scene:
    desk, room = opened
    return Scene(desk, room, new_ticket(desk, room), new_ticket(desk, room))


def once() -> Receipt:
    key = Once(principal="p", route="r", key=f"key-{next(_keys)}", body_digest="b", expires_at=4_000_000_000)
    return Receipt(once=key)


def stored(scene: Scene) -> list[Any]:
    """Everything that is stored of the two tickets."""
    numbers = (scene.number, scene.other)
    found = []
    for number in numbers:
        answer = client("dynamodb").query(
            TableName=_table(),
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"W#acme#T#{number:010d}"}},
        )
        found += answer["Items"]
    return found


def _table() -> str:
    from chalicelib.config import settings

    return settings().table_name


def actions(scene: Scene, number: int | None = None) -> list[Action]:
    page = scene.room.timeline.page(number or scene.number, 100, None, newest_first=False, consistent=True)
    return [entry for entry in page.items if isinstance(entry, Action)]


every = pytest.mark.parametrize("command", COMMANDS, ids=str)
keyed = pytest.mark.parametrize("command", [one for one in COMMANDS if one.keyed], ids=str)


def test_no_command_is_missing_here() -> None:
    assert every_command() == {*(command.function for command in COMMANDS), *ELSEWHERE}
    assert every_command() <= {*crowd_commands.COMMANDS, *crowd_commands.BY_OTHERS}, "a crowd gives it, too"


@every
def test_what_the_caller_believes_is_checked_and_refused_without_a_trace(scene: Scene, command: Command) -> None:
    command.before(scene)
    before = stored(scene)
    if command.expects:
        with pytest.raises(DeskError, match="stale_version"):
            command.give(scene, {"version": 99}, NONE)
        assert stored(scene) == before
        command.give(scene, {"version": scene.ticket().version}, NONE)
    else:
        module, _, name = command.function.partition(".")
        assert "expected" not in inspect.signature(getattr(getattr(conformance, module), name)).parameters
        command.give(scene, ANY, NONE)
    assert stored(scene) != before


@keyed
def test_what_is_given_twice_by_one_key_is_done_once(scene: Scene, command: Command) -> None:
    command.before(scene)
    receipt = once()
    command.give(scene, ANY, receipt)
    after = stored(scene)
    with contextlib.suppress(RepeatedError, DeskError):  # told by its record, or refused because it stands
        command.give(scene, ANY, receipt)
    assert stored(scene) == after


@every
def test_cut_off_at_any_call_it_is_done_whole_or_not_at_all(scene: Scene, command: Command) -> None:
    for number in itertools.count(1):
        again = replace(scene, number=new_ticket(scene.desk, scene.room), other=new_ticket(scene.desk, scene.room))
        command.before(again)
        before, receipt = again.ticket(), once()
        with cut(after=number) as calls:
            command.give(again, ANY, receipt)
        after = again.ticket()
        told = [action for action in _all_actions(again) if action.version > before.version]
        assert after == before or told, "changed, and nothing tells of it"
        assert after.version == before.version + (after != before)
        if not calls.was_cut:
            assert after != before
            return


def _all_actions(scene: Scene) -> list[Action]:
    """Those that the time line shows nothing of, too."""
    from chalicelib.storage.table import keys
    from chalicelib.storage.table.lines import ActionRecord
    from chalicelib.storage.table.reading import Range, query
    from chalicelib.storage.tickets import entries

    silent = query(Range(keys.Keys("acme").ticket(scene.number), keys.SILENT), 100, consistent=True).items
    return [*actions(scene), *(entries.action(ActionRecord.from_raw_data(item)) for item in silent)]


class Raced:
    """Tickets on which somebody else writes, once, between our reading and our storing."""

    def __init__(self, tickets: Any, meanwhile: Callable[[], object]) -> None:
        self._tickets = tickets
        self._meanwhile: Callable[[], object] | None = meanwhile

    def commit(self, decisions: Sequence[Any], **receipt: Any) -> None:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile:
            meanwhile()
        self._tickets.commit(decisions, **receipt)

    def get(self, number: int, kind: type[T], *, consistent: bool = True) -> T | None:
        return self._tickets.get(number, kind)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tickets, name)


@every
def test_who_meets_another_write_decides_again_and_loses_nothing_of_it(scene: Scene, command: Command) -> None:
    command.before(scene)

    def meanwhile() -> None:
        agents.add_note(scene.seat, scene.number, "written in between")

    before = scene.ticket().version
    raced = replace(scene, room=replace(scene.room, tickets=Raced(scene.room.tickets, meanwhile)))
    command.give(raced, ANY, NONE)
    said = scene.room.timeline.page(scene.number, 100, None, newest_first=False, consistent=True).items
    assert "written in between" in [getattr(entry, "body", "") for entry in said]
    assert scene.ticket().version == before + 2


@every
@pytest.mark.parametrize("chained", [False, True], ids=["alone", "chained"])
def test_on_a_merged_ticket_it_goes_where_the_table_says(scene: Scene, command: Command, chained: bool) -> None:
    primary = new_ticket(scene.desk, scene.room)
    if chained:  # it is itself what another customer's ticket was merged into
        below = new_ticket(scene.desk, scene.room, "noor@example.com")
        merge.merge(scene.seat, scene.number, below, across_contacts=True)
    command.before(scene)
    if command.function == "merge.unmerge":
        third = replace(scene, number=primary, other=scene.other)
        with pytest.raises(DeskError, match=command.on_merged):
            command.give(third, ANY, NONE)
        return
    if command.on_merged == "is_spam":  # which is merged with nothing
        with pytest.raises(DeskError, match="is_spam"):
            merge.merge(scene.seat, primary, scene.number, across_contacts=False)
        return
    merge.merge(scene.seat, primary, scene.number, across_contacts=False)
    before = scene.ticket(), scene.ticket(primary)
    match command.on_merged:
        case "primary":
            command.give(scene, ANY, once())
            assert scene.ticket(primary).version > before[1].version
        case "itself":
            command.give(scene, ANY, once())
            assert scene.ticket().version > before[0].version
            assert scene.ticket(primary) == before[1]
        case "nothing":
            command.give(scene, ANY, once())
            assert (scene.ticket(), scene.ticket(primary)) == before
        case "outcome":
            [outcome] = command.give(scene, ANY, NONE).outcomes  # type: ignore[attr-defined]
            assert (outcome.ok, outcome.code) == (False, "merged")
            assert (scene.ticket(), scene.ticket(primary)) == before
        case code:
            with pytest.raises(DeskError, match=code):
                command.give(scene, ANY, once())
            assert (scene.ticket(), scene.ticket(primary)) == before


@every
def test_on_an_archived_ticket_it_does_what_the_table_says(scene: Scene, command: Command) -> None:
    command.before(scene)
    if command.function != "lifecycle.restore":
        lifecycle.archive(scene.seat, scene.number)
    if command.archived in ("stays", "restored"):
        command.give(scene, ANY, NONE)
    else:
        with pytest.raises(DeskError, match=command.archived):
            command.give(scene, ANY, NONE)
    assert (scene.ticket().archived_at is None) == (command.archived == "restored")


def test_a_blocked_contact_opens_nothing(opened: tuple[Ports, Room]) -> None:
    desk, room = opened
    email = "blocked@example.com"
    number = new_ticket(desk, room, email)
    contact = room.contacts.by_address(email)
    assert contact
    from chalicelib.services.settings.contacts import change_contact

    change_contact(Seat(desk, room, ANA), contact.id, {"blocked": True})
    with pytest.raises(DeskError, match="blocked"):
        new_ticket(desk, room, email)
    ticket = room.tickets.get(number, DescribedTicket)
    assert ticket
    visit = Scene(desk, room, number, number).visit()
    guest = public_gate.Guest(desk, room, public_gate.KINDS["write"], "198.51.100.7", framed=False, seen=visit)
    with pytest.raises(DeskError, match="blocked"):
        guest.check()


def test_a_request_sent_twice_is_one_ticket_and_a_mail_filed_twice_one_message(opened: tuple[Ports, Room]) -> None:
    from chalicelib.domain.tickets.create import NewTicket
    from chalicelib.domain.vocabulary import Channel, Source

    desk, room = opened
    new, receipt = NewTicket(title="Twice", channel=Channel.PORTAL, source=Source.PORTAL), once()
    assert receipt.once
    tickets = {customers.submit(desk, room, WhoWrites(email=MAYA), new, receipt.once).number for _ in range(2)}
    assert len(tickets) == 1


def test_nothing_but_the_pipeline_can_store_a_ticket() -> None:
    """The contract in pyproject.toml says who may import the port; the type of a room's tickets has no such method."""
    from chalicelib.services.ports.table import Tickets

    assert not hasattr(Tickets, "commit")
    assert commands.Commits.__module__ == "chalicelib.services.ports.commit"


def test_taking_a_reply_back_tells_nobody_of_the_family_either(scene: Scene) -> None:
    other = new_ticket(scene.desk, scene.room, "noor@example.com")
    merge.merge(scene.seat, scene.number, other, across_contacts=True)
    said = agents.reply(scene.seat, scene.number, "Too early", status=Status.RESOLVED, hold=timedelta(seconds=10))
    withdraw.undo_reply(scene.seat, scene.number, said_by(said).id)
    undone = max(_all_actions(scene), key=lambda action: action.version)
    assert undone.version == scene.ticket().version
    assert undone.recipients == ()


def test_resolving_quietly_tells_no_customer(scene: Scene) -> None:
    lifecycle.resolve(scene.seat, scene.number, "Spam run", None, notify=False)
    assert actions(scene)[-1].recipients == ()
