"""Answers as models give them, replayed through the adapters: what is made of each, and what is left of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.adapters.models.bedrock import Bedrock
from chalicelib.adapters.models.openai_compatible import OpenAiCompatible
from chalicelib.assistant.by_model import ByModel
from chalicelib.assistant.case import Inside
from chalicelib.assistant.engine import Asking, ModelFree
from chalicelib.assistant.fallback import WithFallback
from chalicelib.assistant.model import Model, ModelError
from chalicelib.assistant.prompts import Sources
from chalicelib.assistant.triage import Offered
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.tickets.message import InternalNote
from tests.adapters.model_server import ModelServer, answers
from tests.assistant.demo_cases import NOW
from tests.assistant.making import case_of, similar

TRANSCRIPTS = {path.stem: path for path in sorted((Path(__file__).parent / "transcripts").glob("*.json"))}
OFFERED = Offered({"m_ben": "Ben S."}, {"l_export": "Export"})
NOTE = InternalNote(
    id="8" * 26, at=NOW, author=Actor(ActorKind.AGENT, "m", "m"), body="Found it: the cache table is full."
)


class Tickets:
    def search(self, _query: str) -> list[dict[str, Any]]:
        return [{"ref": "TKT-0012", "title": "Export stops after the update", "status": "resolved"}]

    def ticket(self, _ref: str) -> dict[str, Any] | None:
        return None


def inside(language: str) -> Inside:
    case = case_of(
        "The monthly export stops at line 1000 since the update on Monday. We need the whole file by Friday.",
        ("agent", "The limit is 1000 lines; I raised it to a million."),
        ("customer", "It still stops. Our whole team is blocked."),
        language=language,
    )
    return Inside(case=case, notes=(NOTE,))


@contextmanager
def speaking(transcript: dict[str, Any]) -> Iterator[Model]:
    """The model of a transcript. All that it says has to be asked for: a second answer, too."""
    if transcript["shape"] == "converse":
        client = boto3.client("bedrock-runtime", region_name="us-east-1")
        with Stubber(client) as stub:
            for answer in transcript["answers"]:
                stub.add_response("converse", answer)
            yield Bedrock("us-east-1", "a.model", lambda _region, _seconds: client)
            stub.assert_no_pending_responses()
    else:
        with ModelServer(*(answers(200, answer) for answer in transcript["answers"])) as at:
            yield OpenAiCompatible(at.url, "a-model", "", ("127.0.0.1",))
        assert len(at.requests) == len(transcript["answers"])


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_what_a_model_said_becomes_what_is_shown(name: str) -> None:
    transcript = json.loads(TRANSCRIPTS[name].read_text("utf-8"))
    with speaking(transcript) as model:
        made = replayed(model, transcript)
    assert {key: made[key] for key in transcript["expect"]} == transcript["expect"]


def replayed(model: Model, transcript: dict[str, Any]) -> dict[str, Any]:
    said = inside(transcript.get("language", "en"))
    by_model = ByModel(model, Tickets(), sleep=lambda _: None)
    engine = WithFallback(by_model, ModelFree())
    match transcript["task"]:
        case "answer":
            asking = Asking(transcript.get("question", "Why does it stop?"), (), [similar()])
            found = engine.answer(said, asking)
            ids = {text.source: name for name, text in Sources.of(said.texts()).by_id.items()}
            quotes = [[one.ref, ids.get(one.source, one.source), one.text] for one in found.quotes]
            return {**_told(found), "answered": found.answered, "quotes": _as_expected(quotes, transcript)}
        case "summary":
            summed = engine.summarize(said, OFFERED)
            suggestions = [[one.do.value, one.value] for one in summed.suggestions]
            parts = [part.text for part in summed.parts]
            return {"parts": parts, "suggestions": suggestions, "fallback": summed.fallback, "engine": summed.engine}
        case "draft":
            return _told(engine.draft(said.case, [similar()], "Ana K."))
        case "translate":
            try:
                made = by_model.translate(transcript["original"], transcript["to"])
            except ModelError as failure:
                return {"error": failure.reason}
            return {"text": made.text, "language": made.language, "engine": made.engine}
    raise AssertionError(f"There is no task {transcript['task']}.")


def _told(made: Any) -> dict[str, Any]:
    return {"text": made.text, "engine": made.engine, "fallback": made.fallback}


def _as_expected(quotes: list[list[Any]], transcript: dict[str, Any]) -> list[list[Any]]:
    """Of a quote whose words the transcript leaves open only the place counts, and that it has words."""
    expected = transcript["expect"].get("quotes", [])
    for quote, wanted in zip(quotes, expected, strict=False):
        if wanted[2] is None and quote[2]:
            quote[2] = None
    return quotes


def test_both_protocols_and_all_tasks_are_among_them() -> None:
    told = [json.loads(path.read_text("utf-8")) for path in TRANSCRIPTS.values()]
    assert {(one["shape"], one["task"]) for one in told} == {
        (shape, task) for shape in ("converse", "openai") for task in ("answer", "summary", "draft", "translate")
    }
    assert all(one["expect"] for one in told)
