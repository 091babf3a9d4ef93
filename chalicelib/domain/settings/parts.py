"""The parts that a desk's settings are made of: whatever has an id and is created, changed and deleted by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.accounts.api_keys import ApiKey
from chalicelib.domain.people.people import Member
from chalicelib.domain.settings.ai_engine import AiEngine
from chalicelib.domain.settings.macros import MOST_MACROS, Macro
from chalicelib.domain.settings.mail_domains import ClaimedDomain
from chalicelib.domain.settings.masking import Masking
from chalicelib.domain.settings.retention import Retention
from chalicelib.domain.settings.saved_views import View
from chalicelib.domain.settings.sign_in_rules import SignInRules
from chalicelib.domain.settings.weekly_report import WeeklyReport
from chalicelib.domain.settings.widgets import Widget
from chalicelib.domain.settings.workspace import CannedResponse, General, Label, Mailbox
from chalicelib.domain.sla.policies import SlaPolicy
from chalicelib.domain.sla.schedule import Schedule

Part = (
    Label
    | CannedResponse
    | View
    | Macro
    | Mailbox
    | ClaimedDomain
    | Member
    | ApiKey
    | Widget
    | AiEngine
    | SignInRules
    | WeeklyReport
    | Masking
    | Retention
    | SlaPolicy
    | Schedule
    | General
)

NAMES: Mapping[type[Any], str] = {
    Label: "label",
    CannedResponse: "canned response",
    View: "view",
    Macro: "macro",
    Mailbox: "mailbox",
    ClaimedDomain: "mail domain",
    Member: "member",
    ApiKey: "API key",
    Widget: "widget",
    SlaPolicy: "SLA policy",
    Schedule: "business hours",
    AiEngine: "AI engine",
    SignInRules: "sign in rules",
    WeeklyReport: "weekly report",
    Masking: "masking",
    Retention: "retention",
    General: "workspace",
}
"""The word for each kind of part in messages for people."""

MOST: Mapping[type[Any], int] = {
    Label: 200,
    CannedResponse: 200,
    View: 50,
    Macro: MOST_MACROS,
    Mailbox: 20,
    ClaimedDomain: 20,
    Member: 500,
    ApiKey: 50,
    Widget: 20,
    SlaPolicy: 5,  # one more than there are priorities: their ids see to it that each has one
}
"""The most a desk may have of each (views and macros: shared, and for each member), so that reading its settings stays
cheap."""


def folded(name: str) -> str:
    """Return a name's form to compare by: letter case, kinds of spaces and ways to write a letter don't count in it."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(text.split())
