"""Bedrock on the desk of one machine: it has no model, and refuses as AWS does where nobody was given access."""

# mypy: disable-error-code="attr-defined"
# It puts its own functions into moto, whose types do not expect that.

from __future__ import annotations

from functools import cache
from typing import Any, NoReturn

from moto.bedrockruntime.exceptions import BedrockRuntimeError
from moto.bedrockruntime.responses import BedrockRuntimeResponse


@cache
def install() -> None:
    """Have `Converse`, which moto doesn't know, refused instead of ending the request with a fault of moto's own."""
    BedrockRuntimeResponse.converse = _refuse


def _refuse(_: Any) -> NoReturn:
    raise BedrockRuntimeError("AccessDeniedException", "There is no Bedrock on a desk of one machine.")
