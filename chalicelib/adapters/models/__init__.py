"""The models that workspaces choose, each within its budget and with a line in the log."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.adapters.models.spend import Spend
from chalicelib.domain.settings.ai_engine import AiEngine, EngineKind, key_purpose

if TYPE_CHECKING:  # every function makes one of these, few ask a model
    from chalicelib.assistant.model import Model


@dataclass(frozen=True, slots=True)
class Models:
    """See the port of the same name. `unseal` opens a workspace's key."""

    region: str
    trusted: Collection[str]
    unseal: Callable[[str, str], str | None]
    spend: Spend

    def of(self, workspace: str, chosen: AiEngine) -> Model | None:
        if chosen.engine not in (EngineKind.BEDROCK, EngineKind.OPENAI_COMPATIBLE):
            return None
        from chalicelib.adapters.models.metered import Metered  # cold start: every function makes a Models, few ask one

        return Metered(self._plain(workspace, chosen), workspace, chosen.model, chosen.daily_tokens, self.spend)

    def _plain(self, workspace: str, chosen: AiEngine) -> Model:
        if chosen.engine is EngineKind.BEDROCK:
            from chalicelib.adapters.models.bedrock import Bedrock  # cold start: a desk has one engine, or none

            return Bedrock(self.region, chosen.model)
        # cold start: a desk has one engine, or none
        from chalicelib.adapters.models.openai_compatible import OpenAiCompatible

        key = self.unseal(key_purpose(workspace), chosen.key) if chosen.key else ""
        return OpenAiCompatible(chosen.base_url, chosen.model, key or "", self.trusted)
