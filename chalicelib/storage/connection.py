"""One DynamoDB connection for all models, with the wall between workspaces on it."""

from __future__ import annotations

from chalicelib.storage.guard import refuse_foreign_keys
from chalicelib.storage.records import Item, TicketRecord


def connect(table_name: str, region: str) -> None:
    """Point the models at a table. Every model would otherwise build a client of its own on first use."""
    Item.Meta.table_name = table_name
    Item.Meta.region = region  # type: ignore[attr-defined]
    Item._connection = TicketRecord._connection = None
    connection = TicketRecord._get_connection()
    Item._connection = connection
    connection.connection.client.meta.events.register(
        "provide-client-params.dynamodb.*", refuse_foreign_keys, unique_id="workspace-wall"
    )
