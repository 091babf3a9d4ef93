"""Bedrock's Converse API: requests that botocore's own description of it accepts, and answers of its form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.stub import Stubber

from chalicelib.adapters.models.bedrock import Bedrock, client_waiting
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import Asking
from chalicelib.assistant.model import Conversation, Message, ModelError, Reason, ToolCall, ToolResult
from chalicelib.assistant.prompts import TOOLS
from tests.assistant.making import case_of

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"
TALK = Conversation(system="Be brief.", messages=(Message(role="user", text="Hello"),), most_tokens=50)


def said(*content: Any, stop: str = "end_turn") -> dict[str, Any]:
    """An answer of Converse, as the service gives it."""
    return {
        "output": {"message": {"role": "assistant", "content": list(content)}},
        "stopReason": stop,
        "usage": {"inputTokens": 812, "outputTokens": 64, "totalTokens": 876},
        "metrics": {"latencyMs": 1043},
    }


class Stubbed:
    """The real client with answers in the place of the network."""

    def __init__(self) -> None:
        self.client = boto3.client("bedrock-runtime", region_name="us-east-1")
        self.stub = Stubber(self.client)
        self.waits: list[int] = []
        self.bedrock = Bedrock("us-east-1", MODEL, self._client)

    def _client(self, region: str, seconds: int) -> Any:
        assert region == "us-east-1"
        self.waits.append(seconds)
        return self.client


@pytest.fixture
def stubbed() -> Iterator[Stubbed]:
    made = Stubbed()
    with made.stub:
        yield made
        made.stub.assert_no_pending_responses()


def test_a_question_is_asked_in_converse_s_form(stubbed: Stubbed) -> None:
    expected = {
        "modelId": MODEL,
        "system": [{"text": "Be brief."}],
        "messages": [{"role": "user", "content": [{"text": "Hello"}]}],
        "inferenceConfig": {"maxTokens": 50, "temperature": 0},
    }
    stubbed.stub.add_response("converse", said({"text": "Hi."}), expected)
    found = stubbed.bedrock.ask(TALK, 20)
    assert (found.text, found.calls, found.tokens_in, found.tokens_out) == ("Hi.", (), 812, 64)


def test_tools_are_offered_asked_for_and_answered_in_its_form(stubbed: Stubbed) -> None:
    asked = {"toolUse": {"toolUseId": "tooluse_1", "name": "search_tickets", "input": {"query": "export"}}}
    stubbed.stub.add_response("converse", said({"text": "I look."}, asked, stop="tool_use"))
    found = stubbed.bedrock.ask(Conversation(system="s", messages=TALK.messages, tools=TOOLS), 20)
    assert found.calls == (ToolCall("tooluse_1", "search_tickets", {"query": "export"}),)

    turns = (
        *TALK.messages,
        Message(role="assistant", text="", calls=found.calls),
        Message(role="user", results=(ToolResult("tooluse_1", '{"data": []}'),)),
    )
    schemas = [
        {"toolSpec": {"name": tool.name, "description": tool.description, "inputSchema": {"json": tool.schema}}}
        for tool in TOOLS
    ]
    expected = {
        "modelId": MODEL,
        "system": [{"text": "s"}],
        "messages": [
            {"role": "user", "content": [{"text": "Hello"}]},
            {"role": "assistant", "content": [asked]},
            {
                "role": "user",
                "content": [{"toolResult": {"toolUseId": "tooluse_1", "content": [{"text": '{"data": []}'}]}}],
            },
        ],
        "inferenceConfig": {"maxTokens": 1000, "temperature": 0},
        "toolConfig": {"tools": schemas},
    }
    stubbed.stub.add_response("converse", said({"text": "Nothing."}), expected)
    assert stubbed.bedrock.ask(Conversation(system="s", messages=turns, tools=TOOLS), 20).text == "Nothing."


def test_thoughts_and_what_else_a_model_may_send_are_left_out(stubbed: Stubbed) -> None:
    thought = {"reasoningContent": {"reasoningText": {"text": "Hm."}}}
    stubbed.stub.add_response("converse", said(thought, {"text": "So."}, stop="max_tokens"))
    assert stubbed.bedrock.ask(TALK, 20).text == "So."


def test_an_empty_answer_is_one(stubbed: Stubbed) -> None:
    stubbed.stub.add_response("converse", said(stop="content_filtered"))
    assert stubbed.bedrock.ask(TALK, 20).text == ""


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("ThrottlingException", 429, "busy"),
        ("ModelTimeoutException", 408, "timeout"),
        ("ServiceUnavailableException", 503, "unavailable"),
        ("InternalServerException", 500, "unavailable"),
        ("ModelNotReadyException", 429, "unavailable"),
        ("ModelErrorException", 424, "unavailable"),
        ("AccessDeniedException", 403, "refused"),
        ("ResourceNotFoundException", 404, "refused"),
        ("ValidationException", 400, "refused"),
    ],
)
def test_its_errors_say_of_what_use_it_was(stubbed: Stubbed, code: str, status: int, reason: Reason) -> None:
    stubbed.stub.add_client_error("converse", code, "No.", status)
    with pytest.raises(ModelError) as refusal:
        stubbed.bedrock.ask(TALK, 20)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (ReadTimeoutError(endpoint_url="https://bedrock"), "timeout"),
        (ConnectTimeoutError(endpoint_url="https://bedrock"), "timeout"),
        (EndpointConnectionError(endpoint_url="https://bedrock"), "unavailable"),
    ],
)
def test_so_do_faults_of_the_network(fault: Exception, reason: Reason) -> None:
    class Broken:
        def converse(self, **_: Any) -> Any:
            raise fault

    with pytest.raises(ModelError) as refusal:
        Bedrock("us-east-1", MODEL, lambda _region, _seconds: Broken()).ask(TALK, 20)
    assert refusal.value.reason == reason


def test_it_waits_no_longer_than_there_is_time(stubbed: Stubbed) -> None:
    for seconds in (20.0, 14.2, 5.9, 1.0):
        stubbed.stub.add_response("converse", said({"text": "Hi."}))
        stubbed.bedrock.ask(TALK, seconds)
    assert stubbed.waits == [20, 10, 3, 3]


def test_its_client_tries_once_and_waits_as_told() -> None:
    config = client_waiting("us-east-1", 6).meta.config
    assert (config.read_timeout, config.connect_timeout, config.retries["total_max_attempts"]) == (6, 3, 1)


def test_the_whole_engine_works_on_it(stubbed: Stubbed) -> None:
    asked = {"toolUse": {"toolUseId": "t1", "name": "close_all_tickets", "input": {}}}
    stubbed.stub.add_response("converse", said(asked, stop="tool_use"))
    stubbed.stub.add_response(
        "converse", said({"text": '```json\n{"sentences": [{"text": "It was the limit.", "sources": ["s1"]}]}\n```'})
    )
    inside = Inside(case=case_of("The export stops."))
    found = ByModel(stubbed.bedrock).answer(inside, Asking(question="Why?", history=(), similar=()))
    assert (found.text, found.engine) == ("It was the limit.", "bedrock")
