"""Stand-ins for one of the app's functions that make happen to it what may happen on Lambda at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from infra.local.aws import USER_AGENT, client
from infra.local.functions import Function
from tests.support.cuts import Calls, cut
from tests.support.desk import Desk

Call = Callable[[], Any]
MakeCut = Callable[[], AbstractContextManager[Calls]]

HTTP = "api_handler"
"""The function that is called by requests and not by pumps."""

REFUSED = " (refused)"
READING = frozenset(
    {
        "dynamodb.BatchGetItem",
        "dynamodb.GetItem",
        "dynamodb.Query",
        "ssm.GetParameter",
        "s3.GetObject",
        "cognito-idp.AdminGetUser",
        "cognito-idp.DescribeUserPoolClient",
    }
)


class Stage:
    """Stands in for a function, as what calls it sees it: records failed are to be carried again."""

    def __init__(self, desk: Desk, function: Function) -> None:
        self.desk = desk
        self.name = function.name
        self.function = function
        self.called = 0

    def failed(self, event: dict[str, Any], identifiers: list[str]) -> set[str]:
        """How queue and stream pumps call a function."""
        self.called += 1
        return self.carry_out(lambda: self.function.failed(event, identifiers), set(identifiers))

    def __call__(self, event: dict[str, Any]) -> Any:
        """How a schedule does."""
        self.called += 1
        return self.carry_out(lambda: self.function(event), None)

    def carry_out(self, call: Call, everything: Any) -> Any:
        raise NotImplementedError


class Counted(Stage):
    """Counts the AWS calls of the first time."""

    calls: list[str]

    def carry_out(self, call: Call, everything: Any) -> Any:
        if self.called > 1:
            return call()
        with counting() as self.calls:
            return call()


class Repeated(Stage):
    """Carries out every event twice: queues and streams deliver at least once."""

    def carry_out(self, call: Call, everything: Any) -> Any:
        call()
        return call()


class Failing(Stage):
    """Finds the table out of order for writing, the first time."""

    def carry_out(self, call: Call, everything: Any) -> Any:
        if self.called > 1:
            return call()
        with table_out_of_order():
            return call()


class CutOff(Stage):
    """Is cut off the first time. It is called again when the queue's visibility time-out is over, and with it, since
    that is longer, the lease of the mail job the function had claimed."""

    def __init__(self, desk: Desk, function: Function, make_cut: MakeCut) -> None:
        super().__init__(desk, function)
        self._make_cut = make_cut
        self.was_cut = False

    def carry_out(self, call: Call, everything: Any) -> Any:
        if self.called > 1:
            let_leases_run_out(self.desk)
            return call()
        answer = everything
        with self._make_cut() as calls:
            answer = call()
        self.was_cut = calls.was_cut
        return answer


S = TypeVar("S", bound=Stage)


def put_in(desk: Desk, name: str, make: Callable[[Desk, Function], S]) -> S:
    """Put a stand-in in the place of the function of that name."""
    for pump in [*desk.pumps.queues, *desk.pumps.streams]:
        if pump.function.name == name:
            stage = make(desk, pump.function)
            pump.function = stage  # type: ignore[assignment]
            return stage
    for index, function in enumerate(desk.pumps.schedules):
        if function.name == name:
            stage = make(desk, function)
            desk.pumps.schedules[index] = stage  # type: ignore[call-overload]
            return stage
    raise LookupError(f"nothing calls {name}")


def cut_points(calls: list[str]) -> Iterator[tuple[str, MakeCut]]:
    """Before the first call, and after each one that may change something, with words for the place.

    These are all: a process that is cut off before a call, or after one that only reads or was refused, leaves behind
    what it left behind after the last call that wrote.
    """
    yield "before the first", lambda: cut(before=1)
    for number, call in enumerate(calls, 1):
        if call not in READING and not call.endswith(REFUSED):
            yield f"after the {number}.", lambda number=number: cut(after=number)  # type: ignore[misc]


def let_leases_run_out(desk: Desk) -> None:
    """As if the time had passed for which a worker may hold a mail job, or other work."""
    dynamodb, table = client("dynamodb"), desk.environment["TABLE_NAME"]
    for item in dynamodb.scan(TableName=table)["Items"]:
        if item["type"]["S"] in ("mail", "work", "pushed") and "le" in item:
            dynamodb.put_item(TableName=table, Item=item | {"le": {"N": "1"}})


@contextmanager
def counting() -> Iterator[list[str]]:
    """The app's AWS calls, such as `dynamodb.PutItem`, and which of them were refused."""
    calls: list[str] = []

    def count(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        calls.append(f"{self.meta.service_model.endpoint_prefix}.{operation}")
        number = len(calls) - 1
        try:
            return make(self, operation, parameters)
        except ClientError:
            calls[number] += REFUSED
            raise

    with calls_made_by(count):
        yield calls


@contextmanager
def table_out_of_order() -> Iterator[None]:
    """DynamoDB answers every PutItem, and every batch of them, with a fault of its own."""

    def refuse(make: Any, self: Any, operation: str, parameters: Any) -> Any:
        if operation in ("PutItem", "BatchWriteItem"):
            raise ClientError({"Error": {"Code": "InternalServerError", "Message": "out of order"}}, operation)
        return make(self, operation, parameters)

    with calls_made_by(refuse):
        yield


@contextmanager
def calls_made_by(handle: Callable[..., Any]) -> Iterator[None]:
    """Have every AWS call of the app, but none of the machinery's, made by `handle`."""
    make = BaseClient._make_api_call

    def call(self: Any, operation: str, parameters: Any) -> Any:
        own = self.meta.config.user_agent_extra == USER_AGENT
        return make(self, operation, parameters) if own else handle(make, self, operation, parameters)

    BaseClient._make_api_call = call
    try:
        yield
    finally:
        BaseClient._make_api_call = make
