"""Desks of a thousand tickets and more, loaded once into DynamoDB Local and kept in the cache folder.

The newest tickets are the same in each of them, so that their first pages can be compared.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chalicelib.adapters.ids import new_ulid
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.people.people import ContactRef
from chalicelib.domain.tickets import counts, create
from chalicelib.domain.tickets.decision import Decision, Moment
from chalicelib.domain.vocabulary import Channel, Priority, Source, Status, TicketType
from chalicelib.storage.table import connection
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.records import CounterRecord, Item
from chalicelib.storage.tickets import entries, mapping
from chalicelib.storage.tickets.counters import Counters
from infra.local import template
from infra.local.aws import REGION, client
from tests.bench import postings, texts
from tests.bench.desks import CREDENTIALS, environment, forget_connection
from tests.bench.results import say
from tests.support import dynamodb_local

TABLE = "desk"
"""As the desk on one machine calls its own, so that it can be started on these data."""
WORKSPACE = "acme"
MEMBERS = 8
VETERAN = 5
"""The member whose tickets are nearly all closed: a list over all statuses has to take its page from one of them."""
READABLE_EVERY = 50
"""Only these tickets, counted from the newest, are complete: lists read nothing but the ticket item."""
_ROOT = Path(__file__).parents[2]
_SHAPED_BY = (
    "infra/table.json",
    *(f"chalicelib/storage/{name}.py" for name in ("table/records", "table/keys", "tickets/mapping", "search/records")),
    *(f"chalicelib/domain/{name}.py" for name in ("search_terms", "text")),
    *(f"tests/bench/{name}.py" for name in ("data_sets", "texts", "postings")),
)
_NEWEST = datetime(2026, 11, 20, tzinfo=UTC)
_NEARLY_ALL_CLOSED = {Status.OPEN: 1, Status.RESOLVED: 2, Status.CLOSED: 97}
_STATUS_SHARES = {Status.OPEN: 20, Status.IN_PROGRESS: 10, Status.WAITING: 10, Status.RESOLVED: 20, Status.CLOSED: 40}


@contextmanager
def running(tickets: int) -> Iterator[str]:
    """The URL of a fresh DynamoDB Local with a copy of the data set of that many tickets, in the table `TABLE`."""
    loaded = _loaded(tickets)
    with tempfile.TemporaryDirectory(dir=dynamodb_local.quick_folder()) as scratch:
        copy = shutil.copytree(loaded, Path(scratch) / "data")
        postings.forget_stream(copy)
        with dynamodb_local.running(copy) as url:
            yield url


def member_id(number: int) -> str:
    """One of the members whom the loaded tickets are assigned to."""
    return f"m_{number:032x}"


def customer(age: int) -> str:
    """Name and address of who has the ticket that `age` others are newer than."""
    contact = _contact(age)
    return f"Maya Osei {contact} maya{contact}@northpier.example"


def _contact(age: int) -> int:
    return random.Random(f"contact {age}").randrange(300)


def _loaded(tickets: int) -> Path:
    """The folder of a data set. Each of its two steps, once done, needn't be done again."""
    there = dynamodb_local.cache_folder() / f"tickets-{tickets}-{_digest()}"
    if not there.exists():
        for outdated in {*there.parent.glob(f"tickets-{tickets}-*")} - {_unsearchable(there)}:
            shutil.rmtree(outdated)
        if not _unsearchable(there).exists():
            _made(_unsearchable(there), lambda data: _load(data, tickets))
        _made(there, lambda data: _make_searchable(data, _unsearchable(there), tickets))
        shutil.rmtree(_unsearchable(there))
    return there


def _unsearchable(there: Path) -> Path:
    return there.with_name(f"{there.name}-unsearchable")


def _made(there: Path, make: Callable[[Path], object]) -> None:
    """Whole, or not at all: whoever is cut off begins this step again."""
    with tempfile.TemporaryDirectory(dir=dynamodb_local.quick_folder()) as scratch:
        make(Path(scratch))
        shutil.copytree(scratch, there.with_suffix(".part"), dirs_exist_ok=True)
    there.with_suffix(".part").rename(there)


def _make_searchable(data: Path, unsearchable: Path, tickets: int) -> None:
    shutil.copytree(unsearchable, data, dirs_exist_ok=True)
    postings.write(data, TABLE, Keys(WORKSPACE), (decision.ticket for decision in decisions(tickets)))


def _digest() -> str:
    """Changes with whatever shapes the stored items."""
    sources = [(_ROOT / name).read_bytes() for name in _SHAPED_BY]
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]


def _load(data: Path, tickets: int) -> None:
    with dynamodb_local.running(data) as url, environment({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": url}):
        client("dynamodb", url).create_table(TableName=TABLE, **template.table())
        forget_connection()
        connection.connect(TABLE, REGION)
        with workspace_scope(WORKSPACE):
            with Item.batch_write() as batch:
                for number, item in enumerate(_items(tickets)):
                    batch.save(item)
                    if number % 20_000 == 0:
                        say(f"  loading {tickets:,} tickets once, item {number:,} …")
            _count(tickets)


def _items(tickets: int) -> Iterable[Item]:
    keys = Keys(WORKSPACE)
    yield CounterRecord(keys.root, "SEQ", value=tickets, type="sequence")
    for decision in decisions(tickets):
        yield mapping.ticket_record(keys, decision.ticket)
        if (tickets - decision.ticket.number) % READABLE_EVERY == 0:
            yield from _rest(keys, decision)


def decisions(tickets: int) -> Iterator[Decision]:
    """How each ticket came to be, the oldest first."""
    return (_ticket(number, age=tickets - number) for number in range(1, tickets + 1))


def _count(tickets: int) -> None:
    """The counters of tabs and members."""
    tabs: Counter[str] = Counter()
    members: Counter[str] = Counter()
    for decision in decisions(tickets):
        move = counts.move(None, decision.ticket.place)
        tabs.update(move.tabs)
        members.update(move.members)
    Counters(Keys(WORKSPACE)).add("loaded", tabs, members, expires_at=int(time.time()) + 10**9)


def _rest(keys: Keys, decision: Decision) -> Iterable[Item]:
    """What a ticket is made of that no list reads."""
    body = mapping.body_record(keys, decision.ticket.number)
    body.text = decision.ticket.description
    assert decision.action is not None
    return body, mapping.more_record(keys, decision.ticket), entries.action_record(keys, decision.action)


def _ticket(number: int, age: int) -> Decision:
    """The ticket that `age` others are newer than; all about it but its number follows from that."""
    chance = random.Random(age)
    contact = _contact(age)
    member = chance.randrange(MEMBERS)
    shares = _NEARLY_ALL_CLOSED if member == VETERAN else _STATUS_SHARES
    new = create.NewTicket(
        title=texts.title(age),
        description=texts.description(age),
        channel=chance.choice(list(Channel)),
        source=Source.API,
        type=chance.choice(list(TicketType)),
        priority=chance.choice(list(Priority)),
        status=chance.choices(list(shares), list(shares.values()))[0],
        assignee_id=None if chance.random() < 0.2 else member_id(member),
        contact=ContactRef(f"c_{contact:026}", *customer(age).rsplit(" ", 1)),
    )
    actor = Actor(ActorKind.AGENT, member_id(0), "Ana K.")
    moment = Moment(actor, _NEWEST - timedelta(minutes=age), new_ulid)
    return create.create(new, number, chance.randbytes(32), moment)
