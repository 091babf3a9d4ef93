"""The models that workspaces choose, each within its budget and with a line in the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.adapters.models.spend import Counted, Spend, of_engine, today
from chalicelib.domain.settings.ai_engine import AiEngine, EngineKind, EngineUsage, key_purpose

if TYPE_CHECKING:  # every function makes one of these, few ask a model
    from chalicelib.assistant.model import Model

_ASKED = (EngineKind.BEDROCK, EngineKind.OPENAI_COMPATIBLE)
"""The engines that ask a model."""


@dataclass(frozen=True, slots=True)
class Models:
    """See the port of the same name. `unseal` opens a workspace's key, `counted` tells what `spend` has counted."""

    region: str
    trusted: Collection[str]
    unseal: Callable[[str, str], str | None]
    spend: Spend
    counted: Counted

    def of(self, workspace: str, chosen: AiEngine) -> Model | None:
        if chosen.engine not in _ASKED:
            return None
        from chalicelib.adapters.models.metered import Metered  # cold start: every function makes a Models, few ask one

        return Metered(self._plain(workspace, chosen), workspace, chosen.model, chosen.daily_tokens, self.spend)

    def used_today(self, workspace: str) -> Sequence[EngineUsage]:
        used = (self._used(workspace, engine) for engine in _ASKED)
        return [one for one in used if one.asked]

    def _used(self, workspace: str, engine: str) -> EngineUsage:
        day = today()
        return EngineUsage(
            engine=engine,
            asked=self.counted(of_engine(workspace, engine, "asked"), day),
            tokens_in=self.counted(of_engine(workspace, engine, "in"), day),
            tokens_out=self.counted(of_engine(workspace, engine, "out"), day),
        )

    def _plain(self, workspace: str, chosen: AiEngine) -> Model:
        if chosen.engine is EngineKind.BEDROCK:
            from chalicelib.adapters.models.bedrock import Bedrock  # cold start: a desk has one engine, or none

            return Bedrock(self.region, chosen.model)
        # cold start: a desk has one engine, or none
        from chalicelib.adapters.models.openai_compatible import OpenAiCompatible

        key = self.unseal(key_purpose(workspace), chosen.key) if chosen.key else ""
        return OpenAiCompatible(chosen.base_url, chosen.model, key or "", self.trusted)
