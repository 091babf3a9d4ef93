"""What is stored comes back as it was, and never as something DynamoDB refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.events import Action, Actor, ActorKind, Change, Event, EventType, Place, Recipient
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.pictures import Picture
from chalicelib.domain.sla.clock import Level, SlaClock, Target
from chalicelib.domain.sla.policies import DEFAULTS
from chalicelib.domain.tickets.attachment import Attachment
from chalicelib.domain.tickets.linked import LinkKind, TicketLink
from chalicelib.domain.tickets.message import InternalNote, MessageKind, PublicMessage, SendState
from chalicelib.domain.tickets.ticket import Csat, DescribedTicket, Escalation, Merger
from chalicelib.domain.vocabulary import Channel, Priority, Sealing, Source, Status, TicketType
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.lines import ActionRecord, MessageRecord
from chalicelib.storage.table.records import DocumentRecord, TicketRecord
from chalicelib.storage.table.transactions import differences
from chalicelib.storage.tickets import entries, mapping

KEYS = Keys("acme")
START = datetime(2026, 1, 1, tzinfo=UTC)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
word = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
name = word
instants = st.integers(0, 10**11).map(lambda ms: START + timedelta(milliseconds=ms))
numbers = st.integers(1, 9_999_999_999)
pictures = st.none() | st.builds(Picture, type=word, width=st.integers(1, 2**24), height=st.integers(1, 2**24))
files = st.lists(
    st.builds(Attachment, id=word, name=text, type=text, size=st.integers(0, 2**40), picture=pictures), max_size=3
).map(tuple)
contacts = st.builds(ContactRef, id=word, name=text, email=st.none() | word)
actors = st.builds(Actor, kind=st.sampled_from(list(ActorKind)), id=st.none() | word, name=text)
words = st.lists(word, max_size=3).map(tuple)
people = st.lists(st.builds(Participant, word, text, st.booleans()), max_size=3).map(tuple)
csats = st.builds(
    Csat,
    comment=st.none() | word,
    rated_at=st.none() | instants,
    first_rated_at=st.none() | instants,
    agent_estimate=st.none() | st.integers(1, 5),
)
sealings = st.none() | st.sampled_from(list(Sealing))
mergers = st.builds(
    Merger,
    at=instants,
    across=st.booleans(),
    status=st.sampled_from(list(Status)),
    resolved_at=st.none() | instants,
    closed_at=st.none() | instants,
    added_label_ids=words,
    added_participants=words,
)
spans = st.integers(0, 10**10).map(lambda ms: timedelta(milliseconds=ms))
targets = st.builds(
    Target,
    minutes=st.none() | st.integers(1, 10**5),
    begins=spans,
    warn_at=st.none() | instants,
    due_at=st.none() | instants,
    done_at=st.none() | instants,
    took=spans,
    missed=st.booleans(),
    told=st.sampled_from(list(Level)),
)
clocks = st.builds(
    SlaClock,
    policy=st.none() | st.sampled_from(DEFAULTS),
    spent=spans,
    since=st.none() | instants,
    first=targets,
    resolution=targets,
    next=st.none() | targets,
    hours_version=st.integers(0, 99),
)
tickets = st.builds(
    DescribedTicket,
    number=numbers,
    title=word,
    status=st.sampled_from(list(Status)),
    priority=st.sampled_from(list(Priority)),
    type=st.sampled_from(list(TicketType)),
    channel=st.sampled_from(list(Channel)),
    source=st.sampled_from(list(Source)),
    created_at=instants,
    updated_at=instants,
    last_at=instants,
    version=numbers,
    notify_customer=st.booleans(),
    assignee_id=st.none() | word,
    contact=st.none() | contacts,
    label_ids=words,
    first_responded_at=st.none() | instants,
    resolved_at=st.none() | instants,
    closed_at=st.none() | instants,
    message_count=st.integers(0, 10**6),
    last_speaker=st.none() | st.sampled_from(["agent", "customer"]),
    follow_up_of=st.none() | numbers,
    archived_at=st.none() | instants,
    merged_into=st.none() | numbers,
    csat_score=st.none() | st.integers(1, 5),
    clock=clocks,
    look_at=st.none() | instants,
    key=st.binary(min_size=32, max_size=32),
    participants=people,
    attachments=files,
    resolution=st.none() | word,
    escalation=st.none() | st.builds(Escalation, word, instants, st.none() | word, text),
    csat=csats,
    merger=st.none() | mergers,
    duplicates=st.lists(numbers, max_size=3).map(tuple),
    follow_ups=st.lists(numbers, max_size=3).map(tuple),
    split_from=st.none() | numbers,
    links=st.lists(st.builds(TicketLink, numbers, st.sampled_from(LinkKind)), max_size=3).map(tuple),
    language=st.none() | st.sampled_from(["de", "fr"]),
    signed=sealings,
)
messages = st.builds(
    PublicMessage,
    id=st.uuids().map(str),
    at=instants,
    kind=st.sampled_from(list(MessageKind)),
    author=actors,
    body=text,
    quoted=text,
    attachments=files,
    stranger=st.none() | word,
    html_id=st.none() | word,
    formatted=text,
    send_state=st.sampled_from(list(SendState)),
    visible_at=st.none() | instants,
    delivery=st.dictionaries(word, word, max_size=3),
    signed=sealings,
)
notes = st.builds(
    InternalNote, id=st.uuids().map(str), at=instants, author=actors, body=text, attachments=files, signed=sealings
)
json_values = st.none() | st.booleans() | st.integers(-(2**50), 2**50) | text | st.lists(text, max_size=2)
events = st.builds(
    Event,
    type=st.sampled_from(list(EventType)),
    changes=st.dictionaries(word, st.builds(Change, json_values, json_values), max_size=2),
)
places = st.builds(Place, bucket=word, assignee_id=st.none() | word)
actions = st.builds(
    Action,
    id=st.uuids().map(str),
    number=numbers,
    version=numbers,
    at=instants,
    actor=actors,
    events=st.lists(events, max_size=3).map(tuple),
    assignee_id=st.none() | word,
    was=st.none() | places,
    now=places,
    recipients=st.lists(
        st.builds(Recipient, id=word, address=word, name=text, is_contact=st.booleans(), number=st.none() | numbers),
        max_size=3,
    ).map(tuple),
    message_id=st.none() | word,
    message_number=st.none() | numbers,
    visible_at=st.none() | instants,
)


def raw(record: Any) -> dict[str, Any]:
    """The item as DynamoDB gets it."""
    item: dict[str, Any] = record.serialize(null_check=False)
    assert list(empty_strings(item)) == []
    return item


def empty_strings(value: Any) -> Iterator[Any]:
    """Old versions of DynamoDB refuse them, and a missing attribute says the same."""
    for kind, inner in value.items() if isinstance(value, dict) else ():
        if kind == "S" and inner == "":
            yield value
        yield from empty_strings(inner)


@given(tickets)
def test_a_ticket_comes_back_from_its_items(ticket: DescribedTicket) -> None:
    record = TicketRecord.from_raw_data(raw(mapping.ticket_record(KEYS, ticket)))
    more = DocumentRecord.from_raw_data(raw(mapping.more_record(KEYS, ticket)))
    assert mapping.ticket(DescribedTicket, record, more.data, description=ticket.description) == ticket


@given(messages)
def test_a_message_comes_back_from_its_item(message: PublicMessage) -> None:
    record = MessageRecord.from_raw_data(raw(entries.message_record(KEYS, 7, message)))
    assert entries.message(record, message.body) == message
    assert record.type == "message"


@given(notes)
def test_a_note_comes_back_from_its_item_which_no_public_query_finds(note: InternalNote) -> None:
    record = MessageRecord.from_raw_data(raw(entries.message_record(KEYS, 7, note)))
    assert entries.note(record, note.body) == note
    assert record.type == "note"


@given(tickets, messages, notes)
def test_of_items_from_before_it_was_kept_nothing_says_that_a_mail_was_signed(
    ticket: DescribedTicket, message: PublicMessage, note: InternalNote
) -> None:
    unsigned = [raw(entries.message_record(KEYS, 7, replace(said, signed=None))) for said in (message, note)]
    assert [item for item in unsigned if "sg" in item] == []
    read = [MessageRecord.from_raw_data(item) for item in unsigned]
    assert (entries.message(read[0], "").signed, entries.note(read[1], "").signed) == (None, None)
    assert "signed" not in mapping.more_record(KEYS, replace(ticket, signed=None)).data


@given(actions)
def test_an_action_comes_back_from_its_item_and_knows_its_workspace(action: Action) -> None:
    item = raw(entries.action_record(KEYS, action))
    assert entries.action(ActionRecord.from_raw_data(dict(item))) == action
    assert entries.stream_action(item) == ("acme", action)


@given(tickets, tickets)
def test_an_update_carries_every_difference_to_the_indexes_too(one: DescribedTicket, other: DescribedTicket) -> None:
    before, after = raw(mapping.ticket_record(KEYS, one)), raw(mapping.ticket_record(KEYS, other))
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    updates = differences(mapping.ticket_record(KEYS, one), mapping.ticket_record(KEYS, other))
    named = {str(update.values[0].attribute.attr_name) for update in updates}  # type: ignore[attr-defined]
    assert named == changed - {"pk", "sk"}
