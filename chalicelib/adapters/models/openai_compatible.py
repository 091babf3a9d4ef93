"""Any server that speaks OpenAI's chat completions: Ollama, vLLM, llama.cpp, and most vendors.

https://platform.openai.com/docs/api-reference/chat
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.adapters import http_out
from chalicelib.assistant.model import Conversation, Message, ModelAnswer, ModelError, Reason, ToolCall

_LONGEST_WAIT = 5.0
_NOT_LIKED = (400, 422)
_REASONS: Mapping[http_out.Fault, Reason] = {
    "forbidden": "refused",
    "unavailable": "unavailable",
    "timeout": "timeout",
    "too_large": "bad_answer",
}


@dataclass(frozen=True, slots=True)
class OpenAiCompatible:
    """`base_url` is what `/chat/completions` is put behind. Hosts that are `trusted` may be on this machine."""

    base_url: str
    model_id: str
    key: str = field(default="", repr=False)
    trusted: Collection[str] = ()
    name: str = "openai_compatible"

    def ask(self, conversation: Conversation, seconds: float) -> ModelAnswer:
        """Servers differ in the options they like; one that refuses a request is asked again with as few as may be."""
        until = time.monotonic() + seconds
        answer = self._post(_request(self.model_id, conversation, plain=False), seconds)
        if answer.status in _NOT_LIKED:
            answer = self._post(_request(self.model_id, conversation, plain=True), until - time.monotonic())
        _check(answer)
        try:
            return _said(json.loads(answer.body))
        except (ValueError, RecursionError, TypeError, KeyError, AttributeError, IndexError) as nonsense:
            raise ModelError("bad_answer") from nonsense

    def _post(self, request: Mapping[str, Any], seconds: float) -> http_out.HttpResponse:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "workestra-tickets"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        url = self.base_url.rstrip("/") + "/chat/completions"
        try:
            return http_out.post(url, json.dumps(request).encode(), headers, seconds, self.trusted)
        except http_out.OutgoingError as failure:
            raise ModelError(_REASONS[failure.fault]) from failure


def _check(answer: http_out.HttpResponse) -> None:
    if answer.status == 429:
        raise ModelError("busy", retry_after=_wait(answer.headers.get("retry-after", "")))
    if answer.status in (408, 504):
        raise ModelError("timeout")
    if answer.status >= 500:
        raise ModelError("unavailable")
    if answer.status != 200:
        raise ModelError("refused")


def _wait(given: str) -> float | None:
    """Seconds to wait, as a server says; dates, and what is too long for us, count as nothing said."""
    return min(float(given), _LONGEST_WAIT) if given.isascii() and given.isdigit() and len(given) < 6 else None


def _request(model_id: str, conversation: Conversation, *, plain: bool) -> dict[str, Any]:
    system = {"role": "system", "content": conversation.system}
    turns = [turn for message in conversation.messages for turn in _turns(message)]
    request: dict[str, Any] = {"model": model_id, "messages": [system, *turns], "stream": False}
    if not plain:
        request |= {"max_tokens": conversation.most_tokens, "temperature": 0}
    if conversation.tools:
        request["tools"] = [
            {
                "type": "function",
                "function": {"name": tool.name, "description": tool.description, "parameters": tool.schema},
            }
            for tool in conversation.tools
        ]
    return request


def _turns(message: Message) -> list[dict[str, Any]]:
    if message.results:
        return [{"role": "tool", "tool_call_id": one.id, "content": one.text} for one in message.results]
    turn: dict[str, Any] = {"role": message.role, "content": message.text}
    if message.calls:
        turn["tool_calls"] = [
            {"id": one.id, "type": "function", "function": {"name": one.name, "arguments": json.dumps(one.arguments)}}
            for one in message.calls
        ]
    return [turn]


def _said(answer: Mapping[str, Any]) -> ModelAnswer:
    message = answer["choices"][0]["message"]
    usage = answer.get("usage") or {}
    return ModelAnswer(
        text=_text(message.get("content")),
        calls=tuple(_call(one) for one in message.get("tool_calls") or ()),
        tokens_in=_count(usage.get("prompt_tokens")),
        tokens_out=_count(usage.get("completion_tokens")),
    )


def _text(content: Any) -> str:
    """Most send a text, some a list of parts."""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""


def _call(given: Mapping[str, Any]) -> ToolCall:
    """Arguments come as JSON in a text, and may be none."""
    function = given["function"]
    try:
        arguments = json.loads(function.get("arguments") or "{}")
    except (ValueError, RecursionError):
        arguments = {}
    return ToolCall(str(given.get("id", "")), str(function["name"]), arguments if isinstance(arguments, dict) else {})


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0
