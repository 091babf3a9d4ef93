"""Tickets with thousands of messages, put into the table as they lie there: asking for each would take minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib.adapters.ids import new_ulid
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import MessageKind, PublicMessage
from chalicelib.storage.table import connection
from chalicelib.storage.table.guard import workspace_scope
from chalicelib.storage.table.keys import Keys
from chalicelib.storage.table.lines import MessageRecord
from chalicelib.storage.tickets import entries
from infra.local.aws import REGION
from tests.bench import data_sets, texts
from tests.bench.desks import CREDENTIALS, environment, forget_connection


def write_messages(url: str, wanted: Mapping[str, int]) -> None:
    """So many messages for each of these tickets, put into the table as they lie there."""
    with environment({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": url}), workspace_scope(data_sets.WORKSPACE):
        forget_connection()
        connection.connect(data_sets.TABLE, REGION)
        with MessageRecord.batch_write() as batch:
            for ref, messages in wanted.items():
                for number in range(messages):
                    batch.save(_message(int(ref.removeprefix("TKT-")), number))


def _message(ticket: int, number: int) -> MessageRecord:
    at = datetime.now(UTC)
    said = PublicMessage(
        id=new_ulid(at),
        at=at,
        kind=MessageKind.CUSTOMER_MESSAGE,
        author=Actor(ActorKind.CUSTOMER, "c_1", "Maya Osei"),
        body=texts.description(number),
    )
    record = entries.message_record(Keys(data_sets.WORKSPACE), ticket, said)
    record.text = said.body
    return record
