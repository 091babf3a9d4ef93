"""A desk for the benchmark: the real app, its table in DynamoDB Local, everything else in moto, no pytest around."""

from __future__ import annotations

import importlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.desk import Desk

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def open_desk(dynamodb: str, table: str | None = None) -> Iterator[Desk]:
    """A desk with the workspace `acme` in a new table, or in the loaded one called `table`. Its log is dropped."""
    with environment(CREDENTIALS):
        from moto import mock_aws

        from infra.local import moto_repair, moto_speed

        moto_repair.install()
        moto_speed.install()
        with mock_aws(), redirect_stdout(io.StringIO()), _app(dynamodb, table) as desk:
            desk.open()
            yield desk


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """These variables, besides what there is, within the block."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def forget_connection() -> None:
    """The app keeps its connection to a table of the same name, though here another server may have that table now."""
    from chalicelib.storage.table.records import TicketRecord

    TicketRecord._connection = None


@contextmanager
def _app(dynamodb: str, table: str | None) -> Iterator[Desk]:
    from chalicelib import bootstrap, config
    from tests.support.desk import Desk, Resources

    made = Resources(dynamodb)
    if table:
        made.environment["TABLE_NAME"] = table
    with environment(made.environment):
        config.settings.cache_clear()
        bootstrap.desk.cache_clear()
        forget_connection()
        yield Desk(importlib.import_module("app"), made, bootstrap.desk())
