"""Desks of a thousand tickets and more, loaded once into DynamoDB Local and kept in the cache folder.

The newest tickets are the same in each of them, so that their first pages can be compared.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.adapters.ids import new_ulid
from chalicelib.domain import rules
from chalicelib.domain.decision import Decision, Moment
from chalicelib.domain.people import Actor, ActorKind, ContactRef
from chalicelib.domain.ticket import Channel, Priority, Source, Status, TicketType
from chalicelib.storage import connection, mapping
from chalicelib.storage.guard import workspace_scope
from chalicelib.storage.keys import Keys
from chalicelib.storage.records import CounterRecord, Item
from infra.local import template
from infra.local.aws import REGION, client
from tests.bench.desks import CREDENTIALS, environment, forget_connection
from tests.bench.results import say
from tests.bench.scenes import DESCRIPTION, TITLE
from tests.support import dynamodb_local

TABLE = "bench"
WORKSPACE = "acme"
MEMBERS = 8
VETERAN = 5
"""The member whose tickets are nearly all closed: a list over all statuses has to take its page from one of them."""
READABLE_EVERY = 50
"""Only these tickets, counted from the newest, are complete: lists read nothing but the ticket item."""
_ROOT = Path(__file__).parents[2]
_SHAPED_BY = ("infra/table.json", *(f"chalicelib/storage/{name}.py" for name in ("records", "mapping", "keys")))
_NEWEST = datetime(2026, 11, 20, tzinfo=UTC)
_NEARLY_ALL_CLOSED = {Status.OPEN: 1, Status.RESOLVED: 2, Status.CLOSED: 97}
_STATUS_SHARES = {Status.OPEN: 20, Status.IN_PROGRESS: 10, Status.WAITING: 10, Status.RESOLVED: 20, Status.CLOSED: 40}


@contextmanager
def running(tickets: int) -> Iterator[str]:
    """The URL of a fresh DynamoDB Local with a copy of the data set of that many tickets, in the table `bench`."""
    loaded = _loaded(tickets)
    with tempfile.TemporaryDirectory(dir=_scratch()) as scratch:
        copy = shutil.copytree(loaded, Path(scratch) / "data")
        with dynamodb_local.running(copy) as url:
            yield url


def member_id(number: int) -> str:
    """One of the members whom the loaded tickets are assigned to."""
    return f"m_{number:032x}"


def _loaded(tickets: int) -> Path:
    there = dynamodb_local.cache_folder() / f"tickets-{tickets}-{_digest()}"
    if not there.exists():
        for outdated in there.parent.glob(f"tickets-{tickets}-*"):
            shutil.rmtree(outdated)
        with tempfile.TemporaryDirectory(dir=_scratch()) as scratch:
            _load(Path(scratch), tickets)
            shutil.copytree(scratch, there.with_suffix(".part"), dirs_exist_ok=True)
        there.with_suffix(".part").rename(there)
    return there


def _scratch() -> Path | None:
    """A folder in memory where there is one: SQLite, which DynamoDB Local is made of, waits for the disk each time."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


def _digest() -> str:
    """Changes with whatever shapes the stored items."""
    sources = [(_ROOT / name).read_bytes() for name in (*_SHAPED_BY, "tests/bench/data_sets.py")]
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]


def _load(data: Path, tickets: int) -> None:
    with dynamodb_local.running(data) as url, environment({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": url}):
        client("dynamodb", url).create_table(TableName=TABLE, **template.table())
        forget_connection()
        connection.connect(TABLE, REGION)
        with workspace_scope(WORKSPACE), Item.batch_write() as batch:
            for number, item in enumerate(_items(tickets)):
                batch.save(item)
                if number % 20_000 == 0:
                    say(f"  loading {tickets:,} tickets once, item {number:,} …")


def _items(tickets: int) -> Iterable[Item]:
    keys = Keys(WORKSPACE)
    yield CounterRecord(keys.root, "SEQ", value=tickets, type="sequence")
    for number in range(1, tickets + 1):
        decision = _ticket(number, age=tickets - number)
        yield mapping.ticket_record(keys, decision.ticket)
        if (tickets - number) % READABLE_EVERY == 0:
            yield from _rest(keys, decision)


def _rest(keys: Keys, decision: Decision) -> Iterable[Item]:
    """What a ticket is made of that no list reads."""
    body = mapping.body_record(keys, decision.ticket.number)
    body.text = decision.ticket.description
    assert decision.action is not None
    return body, mapping.more_record(keys, decision.ticket), mapping.action_record(keys, decision.action)


def _ticket(number: int, age: int) -> Decision:
    """The ticket that `age` others are newer than; all about it but its number follows from that."""
    chance = random.Random(age)
    contact = chance.randrange(2000)
    member = chance.randrange(MEMBERS)
    shares = _NEARLY_ALL_CLOSED if member == VETERAN else _STATUS_SHARES
    new = rules.NewTicket(
        title=TITLE,
        description=DESCRIPTION,
        channel=chance.choice(list(Channel)),
        source=Source.API,
        type=chance.choice(list(TicketType)),
        priority=chance.choice(list(Priority)),
        status=chance.choices(list(shares), list(shares.values()))[0],
        assignee_id=None if chance.random() < 0.2 else member_id(member),
        contact=ContactRef(f"c_{contact:026}", f"Maya Osei {contact}", f"maya{contact}@northpier.example"),
    )
    actor = Actor(ActorKind.AGENT, member_id(0), "Ana K.")
    moment = Moment(actor, _NEWEST - timedelta(minutes=age), new_ulid)
    return rules.create(new, number, chance.randbytes(32), moment)
