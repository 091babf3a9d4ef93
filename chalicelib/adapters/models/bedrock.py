"""Amazon Bedrock, by its Converse API: one form for all models there.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from chalicelib.assistant.model import Conversation, Message, ModelAnswer, ModelError, Reason, ToolCall

_WAITS = (3, 6, 10, 15, 20)
"""Seconds that clients wait for an answer. A client has one such time, and they are dear to make."""

_REASONS: Mapping[str, Reason] = {
    "ThrottlingException": "busy",
    "ServiceQuotaExceededException": "busy",
    "ModelTimeoutException": "timeout",
    "ServiceUnavailableException": "unavailable",
    "InternalServerException": "unavailable",
    "ModelNotReadyException": "unavailable",
    "ModelErrorException": "unavailable",
}
"""Any other error says that we ask for what we may not have, or what isn't there."""


@cache
def client_waiting(region: str, seconds: int) -> Any:
    import boto3  # cold start: the adapter is made before it is asked

    config = Config(connect_timeout=3, read_timeout=seconds, retries={"total_max_attempts": 1})
    return boto3.client("bedrock-runtime", region_name=region, config=config)


@dataclass(frozen=True, slots=True)
class Bedrock:
    """`model_id` is a model's, or an inference profile's."""

    region: str
    model_id: str
    client: Callable[[str, int], Any] = client_waiting
    name: str = "bedrock"

    def ask(self, conversation: Conversation, seconds: float) -> ModelAnswer:
        fitting = [wait for wait in _WAITS if wait <= seconds]
        client = self.client(self.region, fitting[-1] if fitting else _WAITS[0])
        try:
            answer = client.converse(modelId=self.model_id, **_request(conversation))
        except ClientError as refusal:
            raise ModelError(_REASONS.get(refusal.response["Error"]["Code"], "refused")) from refusal
        except (ReadTimeoutError, ConnectTimeoutError) as late:
            raise ModelError("timeout") from late
        except BotoCoreError as fault:
            raise ModelError("unavailable") from fault
        return _said(answer)


def _request(conversation: Conversation) -> dict[str, Any]:
    request: dict[str, Any] = {
        "system": [{"text": conversation.system}],
        "messages": [_turn(message) for message in conversation.messages],
        "inferenceConfig": {"maxTokens": conversation.most_tokens, "temperature": 0},
    }
    if conversation.tools:
        tools = [
            {"toolSpec": {"name": tool.name, "description": tool.description, "inputSchema": {"json": tool.schema}}}
            for tool in conversation.tools
        ]
        request["toolConfig"] = {"tools": tools}
    return request


def _turn(message: Message) -> dict[str, Any]:
    """A turn may not be empty, and a text may not be, either."""
    text: list[dict[str, Any]] = [{"text": message.text}] if message.text.strip() else []
    calls = [{"toolUse": {"toolUseId": one.id, "name": one.name, "input": one.arguments}} for one in message.calls]
    results = [{"toolResult": {"toolUseId": one.id, "content": [{"text": one.text}]}} for one in message.results]
    return {"role": message.role, "content": [*results, *text, *calls] or [{"text": "…"}]}


def _said(answer: Mapping[str, Any]) -> ModelAnswer:
    """Thoughts, pictures and what else a model may send are left out."""
    blocks = answer.get("output", {}).get("message", {}).get("content", [])
    usage = answer.get("usage", {})
    calls = [block["toolUse"] for block in blocks if "toolUse" in block]
    return ModelAnswer(
        text="".join(block["text"] for block in blocks if "text" in block),
        calls=tuple(
            ToolCall(one["toolUseId"], one["name"], one["input"] if isinstance(one.get("input"), dict) else {})
            for one in calls
        ),
        tokens_in=int(usage.get("inputTokens", 0)),
        tokens_out=int(usage.get("outputTokens", 0)),
    )
