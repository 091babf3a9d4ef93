"""moto 5.2.5 made quicker where it wastes most: a test, or a start of the local desk, makes thousands of calls.

None of this changes an answer.
"""

# mypy: disable-error-code="method-assign, attr-defined, assignment, operator, no-any-return, arg-type"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

import copy
import functools
import json
import re
import uuid
from http import HTTPStatus
from typing import Any

from botocore import session
from botocore.awsrequest import AWSResponse, HeadersDict
from botocore.endpoint import Endpoint, convert_to_response_dict
from botocore.loaders import JSONFileLoader
from moto import backends
from moto.core import DEFAULT_ACCOUNT_ID, responses
from moto.core.base_backend import BaseBackend
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.core.exceptions import HTTPException
from moto.core.models import botocore_stubber
from moto.core.responses import BaseResponse
from moto.core.utils import unix_time
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.parsing.ast_nodes import (
    DepthFirstTraverser,
    Expression,
    Node,
    UpdateExpressionFunction,
)
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.responses import DynamoHandler
from moto.sqs import models as sqs
from moto.sqs.responses import SQSResponse
from moto.utilities.utils import get_partition

from infra.local import moto_values

_LARGEST_ITEM = 405_000
"""Bytes, as moto has it: https://github.com/getmoto/moto/issues/1874."""

_KNOWN_ADDRESSES = 100

_ABOUT_ITEMS = frozenset({
    "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan",
    "BatchGetItem", "BatchWriteItem", "TransactWriteItems", "TransactGetItems",
})  # fmt: skip

_DIRECTLY: dict[str, type[BaseResponse]] = {"dynamodb": DynamoHandler, "sqs": SQSResponse}
"""What is asked often, in JSON alone."""

_SERVICES = re.compile(rf"https://({'|'.join(_DIRECTLY)})\.([a-z0-9-]+)\.amazonaws\.com")


@functools.cache
def install() -> None:
    """Put the shortcuts into moto, once per process."""
    responses.camelcase_to_underscores = functools.cache(responses.camelcase_to_underscores)
    responses.method_names_from_class = functools.cache(responses.method_names_from_class)
    sqs.camelcase_to_underscores = functools.cache(sqs.camelcase_to_underscores)
    sqs.SQSBackend.is_message_valid_based_on_retention_period = _is_kept
    _write_answers_about_items_directly()
    responses.gen_amzn_requestid_long = _request_id
    _read_service_descriptions_once()
    _find_backends_once()
    _read_update_expressions_once()
    _weigh_an_item_once()
    _know_who_is_somebody_else()
    _ask_without_http()
    moto_values.install()


def _request_id(headers: dict[str, str]) -> str:
    """Name a request. moto chooses each of the 52 letters at random."""
    headers["x-amzn-requestid"] = uuid.uuid4().hex.upper()
    return headers["x-amzn-requestid"]


def _is_kept(self: sqs.SQSBackend, queue_name: str, message: sqs.Message) -> bool:
    """Whether the message is younger than its queue keeps messages. moto counts the whole queue to find that out."""
    return self.get_queue(queue_name).message_retention_period + message.sent_timestamp / 1000 > unix_time()


def _write_answers_about_items_directly() -> None:
    """They are dictionaries as they are sent, but for binary values; moto looks for every name under five spellings."""
    whole = DynamoHandler.serialized

    def serialized(self: DynamoHandler, answer: Any) -> Any:
        if type(answer.result) is not dict or self._get_action() not in _ABOUT_ITEMS:
            return whole(self, answer)
        content = {name: value for name, value in answer.result.items() if value is not None}
        headers = {"Content-Type": "application/x-amz-json-1.0", **self.response_headers}
        return HTTPStatus.OK, headers, json.dumps(content, default=moto_values.as_base64)

    DynamoHandler.serialized = serialized


def _read_service_descriptions_once() -> None:
    """moto and every new session of botocore read the same files, megabytes of JSON, anew, and list their folder."""
    session.create_loader = functools.cache(session.create_loader)
    read, shared = JSONFileLoader._load_file, JSONFileLoader()
    remembered = functools.cache(lambda path, open_file: read(shared, path, open_file))
    JSONFileLoader._load_file = lambda _, path, open_file: remembered(path, open_file)


def _find_backends_once() -> None:
    """moto imports a service's module and puts its addresses together again for every request."""
    backends.get_backend = functools.cache(backends.get_backend)
    put_together, known = BaseBackend.urls.fget, {}

    def urls(self: BaseBackend) -> Any:
        if type(self) not in known:
            known[type(self)] = put_together(self)
        return known[type(self)]

    BaseBackend.urls = property(urls)


def _know_who_is_somebody_else() -> None:
    """moto holds the address of every request against those of all two hundred services: DynamoDB Local's each time."""
    look = BotocoreStubber.process_request
    elsewhere: set[str] = set()

    def process(self: BotocoreStubber, request: Any) -> Any:
        address = request.url.partition("?")[0]
        if address in elsewhere:
            return None
        answer = look(self, request)
        if answer is None and len(elsewhere) < _KNOWN_ADDRESSES:
            elsewhere.add(address)
        return answer

    BotocoreStubber.process_request = process


def _ask_without_http() -> None:
    """Three quarters of a call are spent on making a signed HTTP request of it, which moto takes apart."""
    by_http = Endpoint.make_request

    def make_request(self: Endpoint, operation: Any, request: dict[str, Any]) -> Any:
        service = _SERVICES.fullmatch(self.host) if botocore_stubber.enabled else None
        if service is None:
            return by_http(self, operation, request)
        status, headers, body = _asked(_DIRECTLY[service[1]](), service[2], request)
        http = AWSResponse(self.host, status, HeadersDict(headers), MockRawResponse(body))
        answer = convert_to_response_dict(http, operation)
        parser = self._response_parser_factory.create_parser(operation.service_model.resolved_protocol)
        parsed = parser.parse(answer, operation.output_shape)
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            self._add_modeled_error_fields(answer, parsed, operation, parser)
        return http, parsed

    Endpoint.make_request = make_request


def _asked(handler: BaseResponse, region: str, request: dict[str, Any]) -> Any:
    """The status, headers and body that moto answers with. What it knows of a request otherwise is in its signature."""
    handler.region, handler.partition, handler.current_account = region, get_partition(region), DEFAULT_ACCOUNT_ID
    handler.headers, handler.querystring, handler.uri_match = request["headers"], {}, {}
    handler.uri, handler.path = request["url"], request["url_path"]
    handler.response_headers = {}
    handler.params = json.loads(request["body"], object_hook=moto_values.without_base64)
    try:
        return handler.call_action()
    except HTTPException as refused:
        return refused.code, dict(refused.get_headers()), refused.get_body()


def _read_update_expressions_once() -> None:
    """Most updates differ in their values alone. Whoever works on an expression's tree makes a copy of it first."""
    UpdateExpressionParser.make = functools.lru_cache(1000)(UpdateExpressionParser.make)
    Node.__deepcopy__ = _copied
    Node.find_clauses = _clauses
    DepthFirstTraverser.traverse_node_recursively = _traversed


def _copied(node: Node, memo: dict[int, Any]) -> Node:
    twin = memo[id(node)] = object.__new__(type(node))
    twin.__dict__.update(node.__dict__)
    twin.parent = memo.get(id(node.parent))
    twin.children = copy.deepcopy(node.children, memo)
    return twin


def _clauses(node: Node, kinds: list[type[Node]]) -> list[Node]:
    found = []
    for child in node.children or ():
        if type(child) in kinds:
            found.append(child)
        elif _holds_clauses(type(child)):
            found += _clauses(child, kinds)
    return found


@functools.cache
def _holds_clauses(kind: type) -> bool:
    return issubclass(kind, (Expression, UpdateExpressionFunction))


def _traversed(self: DepthFirstTraverser, node: Any, child_id: int = -1) -> Any:
    """As moto's own, which asks anew at every node which kinds of nodes there is something to be done about."""
    parent = getattr(node, "parent", None)  # what is no node, such as a name, has neither parent nor children
    for number, child in enumerate(getattr(node, "children", None) or ()):
        self.pre_processing_of_child(node, number)
        _traversed(self, child, number)
    kind = _processed_as(type(self), type(node))
    if kind:
        node = self._processing_map()[kind](node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


@functools.cache
def _processed_as(traverser: type[DepthFirstTraverser], kind: type) -> type | None:
    """The first kind that it has something to do about and this one is. That depends on nothing but its class."""
    wanted = traverser._processing_map(object.__new__(traverser))
    return next((known for known in wanted if issubclass(kind, known)), None)


def _weigh_an_item_once() -> None:
    """moto adds up what an item has so far at every attribute that it takes up."""

    def take_up(self: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
        self.hash_key, self.range_key = hash_key, range_key
        self.attrs = LimitedSizeDict()
        dict.update(self.attrs, {key: DynamoType(value) for key, value in attrs.items()})
        if self.size() > _LARGEST_ITEM:
            raise ItemSizeTooLarge

    Item.__init__ = take_up
