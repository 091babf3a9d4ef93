"""An opened desk that is put back as it was, for one test after the other.

Making one takes some forty calls of AWS, and moto keeps for ever what was made. Putting one back takes a quarter of the
time, and leaves nothing behind.
"""

# mypy: disable-error-code="attr-defined"
# It reaches into moto's own state, which is typed for moto alone.

from __future__ import annotations

import importlib
from collections.abc import Mapping
from copy import copy, deepcopy
from typing import Any

import pytest
from moto.cognitoidp.models import cognitoidp_backends
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import StreamShard
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

from infra.local import ses
from infra.local.aws import ACCOUNT, REGION
from tests.support.desk import PASSWORD, Desk, Person, Resources
from tests.support.quick_operations import QuickTables
from tests.support.signing_in import access_token

Named = dict[str, Any]
_MESSAGES = ("_messages", "_pending_messages", "deleted_messages")


def on(made: Resources, patch: pytest.MonkeyPatch, app_module: Any = None) -> Desk:
    """Return the app on these resources, by whose names it is wired until the patch is undone. Another one that takes
    its place has the same functions, and routes."""
    from chalicelib import bootstrap, config

    for name, value in made.environment.items():
        patch.setenv(name, value)
    config.settings.cache_clear()
    bootstrap.desk.cache_clear()
    return Desk(app_module or importlib.import_module("app"), made, bootstrap.desk())


class Pristine:
    """The resources of a desk with the workspace `acme` and its admin, as they were when it was opened; its table is a
    quick one if those made now are to be."""

    def __init__(self, tables: QuickTables) -> None:
        self._made = Resources()
        with pytest.MonkeyPatch.context() as patch:
            desk = on(self._made, patch)
            desk.open()
        self._admin = desk.admin
        self._stores = _Stores(self._made.environment)
        self._queues = {queue: dict(vars(queue)) for queue in self._stores.queues()}
        self._table = copy(self._stores.tables[self._stores.name])
        self._kept = [(store, name, deepcopy(store[name])) for store, name in self._stores.copied()]
        self._tables = tables
        self._quick = tables.tables.get(self._stores.name)
        self._items = dict(self._quick.items) if self._quick else {}

    def opened(self, patch: pytest.MonkeyPatch) -> Desk:
        """Return the desk as it was, with its admin signed in anew."""
        self._put_back()
        desk = on(self._made, patch)
        token = access_token(desk.ports, self._admin.email, PASSWORD)
        desk.admin = Person(self._admin.id, self._admin.name, self._admin.email, PASSWORD, token)
        return desk

    def _put_back(self) -> None:
        self._tables.tokens.clear()
        if self._quick:
            self._quick.put_back(self._items)
            self._tables.tables[self._stores.name] = self._quick
        table = copy(self._table)
        table.items = deepcopy(self._table.items)
        table.stream_shard = StreamShard(ACCOUNT, table)
        self._stores.tables[self._stores.name] = table
        for queue, attributes in self._queues.items():
            vars(queue).update(
                {name: type(value)() if name in _MESSAGES else value for name, value in attributes.items()}
            )
        for store, name, value in self._kept:
            store[name] = deepcopy(value)
        self._made.outbox = ses.anew(self._made.environment)


class _Stores:
    """Where moto has what belongs to a desk."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.name = environment["DESK_NAME"]
        self.tables: Named = dynamodb_backends[ACCOUNT][REGION].tables
        self._environment = environment

    def queues(self) -> list[Any]:
        queues: Named = sqs_backends[ACCOUNT][REGION].queues
        return [queue for name, queue in queues.items() if name.startswith(self.name)]

    def copied(self) -> list[tuple[Named, str]]:
        """Return what can simply be copied, each as a place and a name in it."""
        buckets: Named = s3_backends[ACCOUNT]["aws"].buckets
        named = [(buckets, name) for name in buckets if name.startswith(self.name)]
        pools, parameters = cognitoidp_backends[ACCOUNT][REGION].user_pools, ssm_backends[ACCOUNT][REGION]._parameters
        return [
            *named,
            (pools, self._environment["USER_POOL_ID"]),
            (parameters, self._environment["SECRETS_PARAMETER"]),
        ]
