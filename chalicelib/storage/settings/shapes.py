"""How each part of the settings lies in the table: its own item, and the items beside it that come and go with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar, cast

from chalicelib.domain.accounts.api_keys import ApiKey
from chalicelib.domain.people.people import Absence, Member, Role
from chalicelib.domain.settings.ai_engine import AiEngine, EngineKind
from chalicelib.domain.settings.macros import Macro
from chalicelib.domain.settings.mail_domains import ClaimedDomain
from chalicelib.domain.settings.masking import MaskedKind, Masking
from chalicelib.domain.settings.parts import Part, folded
from chalicelib.domain.settings.retention import Retention
from chalicelib.domain.settings.saved_views import View
from chalicelib.domain.settings.sign_in_rules import NewMembers, SecondFactor, SignInRules, SingleSignOn
from chalicelib.domain.settings.weekly_report import WeeklyReport
from chalicelib.domain.settings.widgets import Widget
from chalicelib.domain.settings.workspace import CannedResponse, General, Label, Mailbox
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.schedule import FormerZone, Holiday, Schedule
from chalicelib.domain.vocabulary import Priority, word
from chalicelib.storage.accounts.lookups import (
    domain_record,
    key_record,
    mailbox_record,
    reply_record,
    widget_of,
    widget_record,
)
from chalicelib.storage.table.documents import known
from chalicelib.storage.table.keys import GENERAL, Keys, digest, joined
from chalicelib.storage.table.reading import Range
from chalicelib.storage.table.records import DocumentRecord

P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Shape:
    """Items of `type` in the partition that `partition` gives for a scope; their sort keys are `prefix` and the id."""

    type: str
    partition: Callable[[Keys, str], str]
    prefix: str
    parse: Callable[[dict[str, Any]], Any]
    unique_names: bool = False

    def range(self, keys: Keys, scope: str) -> Range:
        return Range(self.partition(keys, scope), self.prefix)


def _root(keys: Keys, _scope: str) -> str:
    return keys.root


def _member(data: dict[str, Any]) -> Member:
    absence = data.get("absence")
    kept = {"role": word(Role, data["role"]), "absence": Absence(**known(Absence, absence)) if absence else None}
    return Member(**{**known(Member, data), **kept})


def _api_key(data: dict[str, Any]) -> ApiKey:
    return ApiKey(**{**known(ApiKey, data), "scopes": tuple(data["scopes"])})


def _policy(data: dict[str, Any]) -> SlaPolicy:
    return SlaPolicy(**{**known(SlaPolicy, data), "priority": word(Priority, data["priority"])})


def _schedule(data: dict[str, Any]) -> Schedule:
    days = {name: tuple(Holiday(*day[:2]) for day in data[name]) for name in ("holidays", "public_holidays")}
    zones = tuple(FormerZone(*zone[:2]) for zone in data.get("former_zones", ()))
    week = tuple(map(tuple, data["week"]))
    return Schedule(**{**known(Schedule, data), **days, "former_zones": zones, "week": week})


def ai_engine(data: dict[str, Any]) -> AiEngine:
    return AiEngine(**{**known(AiEngine, data), "engine": word(EngineKind, data["engine"])})


def _sign_in_rules(data: dict[str, Any]) -> SignInRules:
    words = {"second_factor": SecondFactor, "sso": SingleSignOn, "new_members": NewMembers}
    chosen = {name: word(kind, data[name]) for name, kind in words.items() if name in data}
    return SignInRules(**{**known(SignInRules, data), **chosen, "domains": tuple(data.get("domains", ()))})


def _weekly_report(data: dict[str, Any]) -> WeeklyReport:
    return WeeklyReport(**{**known(WeeklyReport, data), "members": tuple(data.get("members", ()))})


def _masking(data: dict[str, Any]) -> Masking:
    kinds = tuple(word(MaskedKind, one) for one in data.get("kinds", ()))
    return Masking(**{**known(Masking, data), "kinds": kinds, "patterns": tuple(data.get("patterns", ()))})


def _macro(data: dict[str, Any]) -> Macro:
    return Macro(**{**known(Macro, data), "actions": tuple(data["actions"])})


def _plain(kind: type[P]) -> Callable[[dict[str, Any]], P]:
    """The reader of a part whose fields are stored as they are."""
    return lambda data: kind(**known(kind, data))


SHAPES: Mapping[type[Any], Shape] = {
    General: Shape("workspace", _root, GENERAL, _plain(General)),
    Label: Shape("label", _root, joined("LABEL", ""), _plain(Label), unique_names=True),
    Mailbox: Shape("mailbox", _root, joined("MAILBOX", ""), _plain(Mailbox)),
    ClaimedDomain: Shape("mail_domain", _root, joined("DOMAIN", ""), _plain(ClaimedDomain)),
    Member: Shape("member", _root, joined("MEMBER", ""), _member),
    ApiKey: Shape("api_key", _root, joined("APIKEY", ""), _api_key),
    SlaPolicy: Shape("policy", _root, joined("POLICY", ""), _policy),
    Schedule: Shape("hours", _root, "HOURS", _schedule),
    AiEngine: Shape("ai_engine", _root, joined("AI", ""), ai_engine),
    SignInRules: Shape("sign_in_rules", _root, joined("SIGNIN", ""), _sign_in_rules),
    Masking: Shape("masking", _root, joined("MASKING", ""), _masking),
    WeeklyReport: Shape("weekly_report", _root, joined("WEEKLY", ""), _weekly_report),
    Retention: Shape("retention", _root, joined("RETENTION", ""), _plain(Retention)),
    Widget: Shape("widget", _root, joined("WIDGET", ""), widget_of),
    CannedResponse: Shape("canned", lambda keys, _scope: keys.canned, "", _plain(CannedResponse), unique_names=True),
    View: Shape("view", lambda keys, scope: keys.views(scope), "", _plain(View), unique_names=True),
    Macro: Shape("macro", lambda keys, scope: keys.macros(scope), "", _macro, unique_names=True),
}


def parsed(kind: type[P], record: DocumentRecord) -> P:
    """The part that an item of its own holds."""
    return cast(P, SHAPES[kind].parse(record.data))


def scope_of(part: Part) -> str:
    return part.scope if isinstance(part, View | Macro) else ""


def record_of(keys: Keys, part: Part) -> DocumentRecord:
    """The part's own item."""
    shape = SHAPES[type(part)]
    part_id = getattr(part, "id", "")
    pk = shape.partition(keys, scope_of(part))
    return DocumentRecord(pk, shape.prefix + part_id, type=shape.type, data=asdict(part))


def beside(keys: Keys, part: Part) -> list[DocumentRecord]:
    """Return the records of this part alone that lie elsewhere: the name it takes, or what finds its workspace."""
    match part:
        case Mailbox():
            return [mailbox_record(part.address, keys.workspace), reply_record(part, keys.workspace)]
        case ClaimedDomain() if part.shown_at:
            return [domain_record(part.domain, keys.workspace)]
        case ApiKey():
            return [key_record(part)]
        case Widget():
            return [widget_record(part)]
    shape = SHAPES[type(part)]
    if not shape.unique_names:
        return []
    names = keys.names(shape.type, scope_of(part))
    return [DocumentRecord(names, digest(folded(part.name)), type="name", data=getattr(part, "id", ""))]
