"""Which engine the assistant runs on: read, changed, tried."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.api.schemas.base import WHOLE, Document
from chalicelib.api.serving.routes import Call, NoQuery, Reply, Schema, route
from chalicelib.api.settings.resource import named
from chalicelib.domain.people.permissions import Permission
from chalicelib.domain.settings.ai_engine import DAILY_TOKENS, URL_LENGTH, AiEngine, EngineKind, EngineUsage
from chalicelib.services.settings import ai_engine as service

_PRINTABLE = r"^[!-~]+$"


def _amount(value: object) -> object:
    """JSON's numbers alone: neither "5" nor true."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("float_type", "This should be a number.")
    return value


Price = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False), BeforeValidator(_amount)]


class AiEngineBody(Schema):
    """`model` is what Bedrock or the server calls it, `base_url` where an OpenAI-compatible server is.

    `key` is that server's API key. It is kept sealed and never told again; null takes it away, and so does another
    `base_url`. `daily_tokens` may be spent on a day (UTC); beyond it the assistant goes on without a model. `price_in`
    and `price_out` are what a million tokens of questions and of answers cost, in US dollars: by them a day's cost is
    worked out, and nothing is held to them.
    """

    engine: EngineKind = EngineKind.MODEL_FREE
    model: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    base_url: Annotated[str, StringConstraints(strip_whitespace=True, max_length=URL_LENGTH)] = ""
    key: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=_PRINTABLE)] | None = None
    daily_tokens: Annotated[int, Field(ge=0, le=1_000_000_000), WHOLE] = DAILY_TOKENS
    price_in: Price | None = None
    price_out: Price | None = None


class AiUsageOut(Document):
    """The requests that an engine had today (UTC). Tokens are estimated where a server tells none or too few; `cost` is
    in US dollars, and null for an engine whose prices aren't set."""

    engine: EngineKind
    asked: int
    tokens_in: int
    tokens_out: int
    cost: float | None


class AiEngineOut(Document):
    engine: EngineKind
    model: str
    base_url: str
    has_key: bool
    daily_tokens: int
    price_in: float | None
    price_out: float | None
    today: list[AiUsageOut]


class AiTrialOut(Document):
    """`said` is how the model greets; it is empty for the engine that needs no model."""

    ok: Literal[True] = True
    said: str


@route("Read which engine the assistant runs on", permission=Permission.SETTINGS_READ, answer=AiEngineOut)
def read_ai_engine(call: Call) -> Reply:
    return Reply(_shown(call, service.ai_engine(call.room)))


@route(
    "Choose which engine the assistant runs on",
    permission=Permission.RIGHTS_WRITE,
    body=AiEngineBody,
    answer=AiEngineOut,
    refusals=("conflict",),
)
def change_ai_engine(call: Call[NoQuery, AiEngineBody]) -> Reply:
    return Reply(_shown(call, service.change_ai_engine(call.seat, named(call.body))))


@route(
    "Test the chosen provider",
    permission=Permission.RIGHTS_WRITE,
    answer=AiTrialOut,
    refusals=("engine_failed",),
)
def try_ai_engine(call: Call) -> Reply:
    return Reply(AiTrialOut(said=service.try_ai_engine(call.desk, call.room)))


def _shown(call: Call, chosen: AiEngine) -> AiEngineOut:
    return AiEngineOut(
        engine=chosen.engine,
        model=chosen.model,
        base_url=chosen.base_url,
        has_key=bool(chosen.key),
        daily_tokens=chosen.daily_tokens,
        price_in=chosen.price_in,
        price_out=chosen.price_out,
        today=[_used(one, chosen) for one in call.desk.models.used_today(call.room.workspace.id)],
    )


def _used(one: EngineUsage, chosen: AiEngine) -> AiUsageOut:
    return AiUsageOut(
        engine=EngineKind(one.engine),
        asked=one.asked,
        tokens_in=one.tokens_in,
        tokens_out=one.tokens_out,
        cost=one.cost(chosen),
    )
