"""Summaries and translations that were made of tickets, so that they are made once a version. They go by themselves."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.update import Action

from chalicelib.storage.table import keys as k
from chalicelib.storage.table.conditions import try_update
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.records import SummaryRecord

if TYPE_CHECKING:  # the functions that know nothing of the assistant load this module, too
    from chalicelib.assistant.answers import Summary, Translated

_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Summaries:
    """See the port of the same name."""

    keys: k.Keys

    def get(self, number: int, audience: str) -> tuple[int, Summary] | None:
        found = self._kept(number, audience)
        return (found[0], _summary(found[1])) if found else None

    def put(self, number: int, audience: str, version: int, summary: Summary) -> None:
        self._keep(number, audience, version, asdict(summary))

    def translation(self, number: int, name: str) -> tuple[int, Translated] | None:
        found = self._kept(number, k.TRANSLATION + name)
        return (found[0], _translated(found[1])) if found else None

    def put_translation(self, number: int, name: str, version: int, made: Translated) -> None:
        self._keep(number, k.TRANSLATION + name, version, asdict(made))

    def _kept(self, number: int, name: str) -> tuple[int, dict[str, Any]] | None:
        try:
            record = SummaryRecord.get(self.keys.ticket(number), k.SUMMARY + name)
        except SummaryRecord.DoesNotExist:
            return None
        return int(record.version), record.data

    def _keep(self, number: int, name: str, version: int, data: dict[str, Any]) -> None:
        record = SummaryRecord(self.keys.ticket(number), k.SUMMARY + name)
        older = SummaryRecord.version.does_not_exist() | (SummaryRecord.version <= version)
        changes: list[Action] = [
            SummaryRecord.type.set("summary"),
            SummaryRecord.version.set(version),
            SummaryRecord.data.set(data),
            SummaryRecord.expires_at.set(int(time.time()) + _KEPT_SECONDS),
        ]
        try_update(record, changes, older)


def _summary(data: dict[str, Any]) -> Summary:
    # cold start: only the assistant's routes load the assistant
    from chalicelib.assistant.answers import Do, Suggestion, Summary, SummaryPart

    made = (SummaryPart(**{**known(SummaryPart, part), "sources": tuple(part["sources"])}) for part in data["parts"])
    suggested = (
        Suggestion(**{**known(Suggestion, one), "do": Do(one["do"]), "sources": tuple(one["sources"])})
        for one in data.get("suggestions", ())
        if one["do"] in set(Do)
    )
    return Summary(**{**known(Summary, data), "parts": tuple(made), "suggestions": tuple(suggested)})


def _translated(data: dict[str, Any]) -> Translated:
    # cold start: only the assistant's routes load the assistant
    from chalicelib.assistant.answers import Translated

    return Translated(**known(Translated, data))
