"""The repair of moto's filters: DynamoDB refuses some."""

# mypy: disable-error-code="method-assign"
# It puts its own function into moto, whose types do not expect that.

from __future__ import annotations

import functools
import re
from typing import Any

from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler


def install() -> None:
    """Refuse a filter that names a key of what is read: that goes into the key condition."""
    original = DynamoHandler.query

    @functools.wraps(original)
    def query(self: Any) -> Any:
        table, index = self.dynamodb_backend.get_table(self.body["TableName"]), self.body.get("IndexName")
        keys = {one["AttributeName"] for one in (table.get_index(index) if index else table).schema}
        named = re.findall(r"#\w+", self.body.get("FilterExpression") or "")
        for attribute in sorted({self.body["ExpressionAttributeNames"][name] for name in named} & keys):
            told = "Filter Expression can only contain non-primary key attributes: Primary key attribute"
            raise MockValidationException(f"{told}: {attribute}")
        return original(self)

    DynamoHandler.query = query
