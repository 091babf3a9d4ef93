"""Which engine a desk's assistant runs on, and what is checked of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from chalicelib.domain.errors import invalid

DAILY_TOKENS = 500_000
_MILLION = 1_000_000
URL_LENGTH = 500
MODEL = r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$"
_MODEL = re.compile(MODEL)
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_PATH = re.compile(r"[A-Za-z0-9._~/-]{0,200}")


class EngineKind(StrEnum):
    MODEL_FREE = "model_free"
    BEDROCK = "bedrock"
    OPENAI_COMPATIBLE = "openai_compatible"


@dataclass(frozen=True, slots=True, kw_only=True)
class AiEngine:
    """`daily_tokens` is what may be spent on a day (UTC); beyond it the assistant goes on without a model.

    `price_in` and `price_out` are what a million tokens of questions and of answers cost, in US dollars, where somebody
    has said so. Nothing is held to them.

    `key` is the server's API key, sealed by the deployment: the table alone can't use it.
    """

    id: str = "engine"
    engine: EngineKind = EngineKind.MODEL_FREE
    model: str = ""
    base_url: str = ""
    key: str = field(default="", repr=False, metadata={"secret": True})
    daily_tokens: int = DAILY_TOKENS
    price_in: float | None = None
    price_out: float | None = None

    @property
    def name(self) -> str:
        return self.engine.value


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineUsage:
    """The requests that an engine had on a day (UTC), and the tokens of questions and answers."""

    engine: str
    asked: int
    tokens_in: int
    tokens_out: int

    def cost(self, chosen: AiEngine) -> float | None:
        """Return what that was in US dollars; None where no prices are set, or they are those of another engine."""
        if chosen.engine != self.engine or chosen.price_in is None or chosen.price_out is None:
            return None
        return round((self.tokens_in * chosen.price_in + self.tokens_out * chosen.price_out) / _MILLION, 4)


MODEL_FREE = AiEngine()
"""The engine of every desk before somebody chooses one."""


def key_purpose(workspace: str) -> str:
    """Return what a workspace's key is sealed for: no other workspace can use it, even with the sealed text."""
    return f"ai-key:{workspace}"


def check(wanted: AiEngine, trusted: Collection[str]) -> AiEngine:
    """Raises DeskError at the field that the chosen engine can't do without, or can't use.

    Hosts that are `trusted` by the deployment may be spoken to without TLS.
    """
    if wanted.engine not in (EngineKind.BEDROCK, EngineKind.OPENAI_COMPATIBLE):
        return wanted
    if not _MODEL.fullmatch(wanted.model):
        raise invalid("model", "Name the model, as the service calls it.")
    if wanted.engine is EngineKind.OPENAI_COMPATIBLE:
        _check_url(wanted.base_url, trusted)
    return wanted


def _check_url(url: str, trusted: Collection[str]) -> None:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    plain = len(url) <= URL_LENGTH and not (parts.query or parts.fragment or parts.username or parts.password)
    known = _HOST.fullmatch(host) or host in trusted
    if not plain or not known or not _PATH.fullmatch(parts.path) or "?" in url or "#" in url or "@" in parts.netloc:
        raise invalid("base_url", "Give the address of the API, such as https://api.example.com/v1.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in trusted):
        raise invalid("base_url", "The address has to begin with https://.")
