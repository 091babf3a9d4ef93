"""One DynamoDB connection for all models, with the wall between workspaces on it."""

from __future__ import annotations

from botocore.config import Config

from chalicelib.domain.ranks import ANSWERS
from chalicelib.storage.table.answers import AnswerParserFactory
from chalicelib.storage.table.guard import refuse_foreign_keys
from chalicelib.storage.table.ranks import yield_when_busy
from chalicelib.storage.table.records import Item, TicketRecord

_NAME = Config(user_agent="workestra-tickets")
"""Who asks. botocore would otherwise describe the machine anew for every request, a quarter of what one costs it."""

_TO_CONNECT, _TO_READ = 1, 5
"""Seconds. With four tries that is 24 at most: whoever waits for an answer over HTTP gets it before the function is
ended, and what answers in milliseconds by day has no use for the half minute that PynamoDB would wait."""


def connect(table_name: str, region: str) -> None:
    """Point the models at a table. Every model would otherwise build a client of its own on first use."""
    Item.Meta.table_name = table_name
    Item.Meta.region = region  # type: ignore[attr-defined]
    Item.Meta.connect_timeout_seconds, Item.Meta.read_timeout_seconds = _TO_CONNECT, _TO_READ  # type: ignore[attr-defined]
    Item.Meta.max_retry_attempts = ANSWERS.tries - 1  # type: ignore[attr-defined]
    Item._connection = TicketRecord._connection = None
    connection = TicketRecord._get_connection()
    Item._connection = connection
    session = connection.connection.session
    session.set_default_client_config(_NAME)
    session.register_component("response_parser_factory", AnswerParserFactory())
    events = connection.connection.client.meta.events
    events.register("provide-client-params.dynamodb.*", refuse_foreign_keys, unique_id="workspace-wall")
    events.register_first("needs-retry.dynamodb", yield_when_busy, unique_id="ranks")
