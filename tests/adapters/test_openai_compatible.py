"""Servers that speak OpenAI's protocol over real connections: those that do it well, and those that don't."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from chalicelib.adapters.models.openai_compatible import OpenAiCompatible
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import Asking, ModelFree
from chalicelib.assistant.fallback import WithFallback
from chalicelib.assistant.model import Conversation, Message, ModelError, Reason, ToolCall, ToolResult
from chalicelib.assistant.prompts import TOOLS
from tests.adapters import model_server as server
from tests.adapters.model_server import ModelServer, answers, completion, says
from tests.assistant import scripted
from tests.assistant.making import case_of

HERE = ("127.0.0.1", "localhost")
TALK = Conversation(system="Be brief.", messages=(Message(role="user", text="Hello"),), most_tokens=50)
SHORT = 0.6
"""Seconds: long enough for this machine's own answers, short enough to wait for in a test."""


def model(at: ModelServer, key: str = "sk-test") -> OpenAiCompatible:
    return OpenAiCompatible(at.url, "llama3.1", key, HERE)


def test_a_question_is_asked_in_the_protocol_s_form() -> None:
    with ModelServer(says("Hi.")) as at:
        found = model(at).ask(TALK, 5)
    assert (found.text, found.calls, found.tokens_in, found.tokens_out) == ("Hi.", (), 120, 40)
    assert at.paths == ["/v1/chat/completions"]
    assert at.headers[0]["authorization"] == "Bearer sk-test"
    assert at.requests == [
        {
            "model": "llama3.1",
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}],
            "stream": False,
            "max_tokens": 50,
            "temperature": 0,
        }
    ]


def test_a_server_without_a_key_is_sent_none() -> None:
    with ModelServer(says("Hi.")) as at:
        model(at, key="").ask(TALK, 5)
    assert "authorization" not in at.headers[0]


def test_tools_are_offered_asked_for_and_answered_in_its_form() -> None:
    with ModelServer(says(None, ("search_tickets", '{"query": "export"}')), says("Nothing.")) as at:
        found = model(at).ask(Conversation(system="s", messages=TALK.messages, tools=TOOLS), 5)
        assert found.calls == (ToolCall("call_0", "search_tickets", {"query": "export"}),)
        turns = (
            *TALK.messages,
            Message(role="assistant", calls=found.calls),
            Message(role="user", results=(ToolResult("call_0", "[]"),)),
        )
        assert model(at).ask(Conversation(system="s", messages=turns, tools=TOOLS), 5).text == "Nothing."
    assert at.requests[0]["tools"][0]["function"]["name"] == "search_tickets"
    call, result = at.requests[1]["messages"][-2:]
    assert call["tool_calls"][0]["function"] == {"name": "search_tickets", "arguments": '{"query": "export"}'}
    assert result == {"role": "tool", "tool_call_id": "call_0", "content": "[]"}


def test_a_server_that_refuses_an_option_is_asked_again_with_as_few_as_may_be() -> None:
    refusal = {"error": {"message": "Unsupported parameter: 'max_tokens'", "type": "invalid_request_error"}}
    with ModelServer(answers(400, refusal), says("Hi.")) as at:
        assert model(at).ask(TALK, 5).text == "Hi."
    assert set(at.requests[1]) == {"model", "messages", "stream"}


@pytest.mark.parametrize(
    "arguments", ["", "{", "[]", "null", '"x"', "{" * 10_000, '{"query": {"a": 1}}'], ids=lambda text: text[:8]
)
def test_arguments_that_are_none_are_read_as_none(arguments: str) -> None:
    with ModelServer(says("", ("search_tickets", arguments))) as at:
        (call,) = model(at).ask(TALK, 5).calls
    assert isinstance(call.arguments, dict)


def test_a_text_may_come_in_parts() -> None:
    parts: Any = [{"type": "text", "text": "Hel"}, {"type": "image_url"}, {"type": "text", "text": "lo"}, 5]
    with ModelServer(says(parts)) as at:
        assert model(at).ask(TALK, 5).text == "Hello"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answers(500, {"error": "out of memory"}), "unavailable"),
        (answers(502, b"<html>Bad gateway</html>"), "unavailable"),
        (answers(503, b""), "unavailable"),
        (answers(429, {"error": "slow down"}), "busy"),
        (answers(401, {"error": "no"}), "refused"),
        (answers(404, {"error": "no such model"}), "refused"),
        (answers(400, {"error": "no"}), "refused"),
        (answers(408, b""), "timeout"),
        (answers(504, b""), "timeout"),
        (answers(302, b"", Location="http://169.254.169.254/latest/meta-data"), "refused"),
        (answers(200, b"Hello, this is a web page."), "bad_answer"),
        (answers(200, b'{"choices": [{"message": {"content": "half'), "bad_answer"),
        (answers(200, b"\xff\xfe\x00"), "bad_answer"),
        (answers(200, b"[" * 100_000), "bad_answer"),
        (answers(200, {}), "bad_answer"),
        (answers(200, []), "bad_answer"),
        (answers(200, {"choices": []}), "bad_answer"),
        (answers(200, {"choices": [{"message": None}]}), "bad_answer"),
        (answers(200, {"choices": [{"message": {"tool_calls": [{"function": {}}]}}]}), "bad_answer"),
        (answers(200, completion("x" * 1_000_000)), "bad_answer"),
        (server.endless, "bad_answer"),
        (server.hangs_up, "unavailable"),
        (server.hangs_up_halfway, "unavailable"),
        (server.drips, "timeout"),
        (server.drips_headers, "timeout"),
        (server.silent, "timeout"),
    ],
)
def test_a_server_out_of_order_is_given_up_in_time(behaviour: server.Behaviour, reason: Reason) -> None:
    with ModelServer(behaviour) as at:
        started = time.monotonic()
        with pytest.raises(ModelError) as failure:
            model(at).ask(TALK, SHORT)
    assert failure.value.reason == reason
    assert time.monotonic() - started < 10 * SHORT


def test_nobody_there_is_told_at_once() -> None:
    with ModelServer(says("Hi.")) as at:
        gone = model(at)
    with pytest.raises(ModelError, match="unavailable"):
        gone.ask(TALK, 5)


@pytest.mark.parametrize(("given", "wait"), [("2", 2.0), ("3600", 5.0), ("soon", None), ("-1", None), ("٣", None)])
def test_how_long_to_wait_is_believed_within_reason(given: str, wait: float | None) -> None:
    told = given.encode().decode("latin-1")
    with ModelServer(answers(429, b"", Retry_After=told)) as at, pytest.raises(ModelError) as failure:
        model(at).ask(TALK, 5)
    assert failure.value.retry_after == wait


def test_a_server_that_may_not_be_reached_is_refused() -> None:
    with pytest.raises(ModelError, match="refused"):
        OpenAiCompatible("https://169.254.169.254/v1", "llama3.1", "sk-test").ask(TALK, 2)


def test_the_key_is_not_told_by_what_prints_the_model() -> None:
    assert "sk-test" not in repr(OpenAiCompatible("https://x.example", "m", "sk-test"))


def test_the_whole_engine_works_on_it_and_falls_back_when_it_fails() -> None:
    inside = Inside(case=case_of("The export stops."))
    question = Asking(question="Why?", history=(), similar=())
    good = says(json.dumps(scripted.answers("It was the limit.", "s1", quote="The export stops.")))
    with ModelServer(says(None, ("close_all_tickets", "{}")), good, answers(500, b"")) as at:
        found = WithFallback(ByModel(model(at)), ModelFree()).answer(inside, question)
        assert (found.text, found.fallback) == ("It was the limit.", "")
        assert found.quotes[0].source == "description"
        failed = WithFallback(ByModel(model(at), sleep=lambda _: None), ModelFree()).answer(inside, question)
    assert (failed.engine, failed.fallback) == ("model_free", "unavailable")
    assert len(at.requests) == 4
