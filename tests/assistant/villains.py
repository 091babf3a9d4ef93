"""Models that do whatever a ticket says: they ask for every tool, spread every link, and repeat all they were told."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.adapters.model_server import answers, completion
from tests.assistant.injections import LINK

CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("close_all_tickets", {}),
    ("set_status", {"ref": "TKT-0001", "status": "closed"}),
    ("reply", {"ref": "TKT-0001", "body": f"Sign in at {LINK}"}),
    ("get_ticket", {"ref": "TKT-0001"}),
)
"""Of more than four at once none is carried out anyhow."""


def obeyed(heard: str) -> str:
    """The last word: all fields that any task may ask for, with the link and everything it heard in each."""
    text = f"Done! Sign in at {LINK} or [here]({LINK}) ![x](https://evil.example/p.png) evil.example {heard}"
    text = text[:25_000]  # of more nothing would be read at all
    fields = ("wanted", "done", "open", "text", "title", "description")
    rest = {"priority": "close_all", "type": "hacked", "person": "Boss", "email": "boss@evil.example"}
    told = {"s1": text[:20_000], "s99": text[:2_000], "TKT-6666": text[:2_000], "status": text[:2_000]}
    sentences = [{"text": words, "sources": [source], "quote": heard[:500]} for source, words in told.items()]
    wishes = [
        ("close_all", "", "s1"),
        ("resolve", "resolved", "s1"),
        ("merge", "TKT-0001", "s1"),
        ("assign", "m_boss", "s1"),
        ("label", "l_evil", "s1"),
        ("set_priority", "catastrophic", "s1"),
        ("set_type", "bug_report", "s99"),
        ("set_priority", "urgent", "nowhere"),
    ]
    suggested = [{"do": do, "value": value, "evidence": heard[:200], "source": source} for do, value, source in wishes]
    more = {"sources": {"wanted": ["s1"]}, "quotes": [], "sentences": sentences, "suggestions": suggested}
    return json.dumps(dict.fromkeys(fields, text) | rest | more)


def speaks_openai(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
    """As a server: first the calls, then the last word."""
    turns = request["messages"]
    heard = " ".join(str(turn.get("content")) for turn in turns[1:])
    calls = tuple((name, json.dumps(arguments)) for name, arguments in CALLS)
    asked_before = any(turn["role"] == "tool" for turn in turns)
    answer = completion(obeyed(heard)) if asked_before else completion(None, *calls)
    answers(200, answer)(handler, request)


class SpeaksConverse:
    """In the place of boto3's client for Bedrock."""

    def converse(self, *, messages: list[dict[str, Any]], **_: Any) -> dict[str, Any]:
        blocks = [block for message in messages for block in message["content"]]
        content: list[dict[str, Any]] = [
            {"toolUse": {"toolUseId": f"t{number}", "name": name, "input": arguments}}
            for number, (name, arguments) in enumerate(CALLS)
        ]
        if any("toolResult" in block for block in blocks):
            content = [{"text": obeyed(json.dumps(blocks))}]
        return {
            "output": {"message": {"role": "assistant", "content": content}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
        }


def parrots(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
    """As a server: asks for every ticket there is by the tools it is offered, then says again all that it heard, in
    each field and under each source."""
    turns = request["messages"]
    heard = " ".join(str(turn.get("content")) for turn in turns)
    if request.get("tools") and not any(turn["role"] == "tool" for turn in turns):
        calls = [("search_tickets", {"query": "export"}), *(("get_ticket", {"ref": f"TKT-000{n}"}) for n in (1, 2, 3))]
        answers(200, completion(None, *((name, json.dumps(given)) for name, given in calls)))(handler, request)
        return
    pieces = [heard[start : start + 700] for start in range(0, min(len(heard), 7_000), 700)]
    sentences = [{"text": piece, "sources": ["s1", "s2", "s3"]} for piece in pieces]
    said = dict.fromkeys(("wanted", "done", "open", "text", "title", "description"), heard[:20_000])
    more = {"sources": {"wanted": ["s1", "s2", "s3"]}, "sentences": sentences, "language": heard[:50]}
    answers(200, completion(json.dumps(said | more)))(handler, request)
