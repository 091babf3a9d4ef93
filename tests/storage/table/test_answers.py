"""Our parser of DynamoDB's answers against botocore's own."""

from __future__ import annotations

import base64
import json
from typing import Any

from botocore.parsers import create_parser
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.services.ports import Room
from chalicelib.storage.table.answers import AnswerParserFactory
from chalicelib.storage.table.records import Item

_QUERY = get_session().get_service_model("dynamodb").operation_model("Query").output_shape
_binary = st.binary(max_size=9).map(lambda content: base64.b64encode(content).decode())
_plain = st.one_of(
    st.fixed_dictionaries({"S": st.text(max_size=9)}),
    st.fixed_dictionaries({"N": st.integers().map(str)}),
    st.fixed_dictionaries({"BOOL": st.booleans()}),
    st.just({"NULL": True}),
    st.fixed_dictionaries({"B": _binary}),
    st.fixed_dictionaries({"SS": st.lists(st.text(max_size=9), max_size=3)}),
    st.fixed_dictionaries({"NS": st.lists(st.integers().map(str), max_size=3)}),
    st.fixed_dictionaries({"BS": st.lists(_binary, max_size=3)}),
)
_attributes = st.recursive(
    _plain,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"L": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"M": st.dictionaries(st.text(max_size=5), inner, max_size=3)}),
    ),
    max_leaves=9,
)
_items = st.lists(st.dictionaries(st.text(min_size=1, max_size=5), _attributes, max_size=5), max_size=3)


def _answer(content: dict[str, Any]) -> dict[str, Any]:
    return {"status_code": 200, "headers": {}, "body": json.dumps(content).encode()}


@given(_items)
def test_it_makes_of_items_what_botocore_makes_of_them(items: list[dict[str, Any]]) -> None:
    content = {"Items": items, "Count": len(items), "LastEvaluatedKey": {"pk": {"S": "a"}, "sk": {"B": "eHg="}}}
    ours = AnswerParserFactory().create_parser("json").parse(_answer(content), _QUERY)
    assert ours == create_parser("json").parse(_answer(content), _QUERY)


def test_a_refusal_is_read_as_botocore_reads_it() -> None:
    refusal = {
        "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "message": "no",
        "Item": {"pk": {"S": "a"}, "n": {"N": "1"}},
    }
    answer = {**_answer(refusal), "status_code": 400}
    ours = AnswerParserFactory().create_parser("json").parse(answer, _QUERY)
    assert ours == create_parser("json").parse(answer, _QUERY)


def test_the_table_is_read_by_it(room: Room) -> None:
    endpoint = Item._get_connection().connection.client._endpoint  # type: ignore[attr-defined]
    assert isinstance(endpoint._response_parser_factory, AnswerParserFactory)
