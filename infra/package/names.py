"""Logical names in the template, made the way Chalice makes them."""

from __future__ import annotations

from typing import Any

from chalice.utils import to_cfn_resource_name

TABLE_IN_USE: dict[str, Any] = {"Fn::If": ["OnRestoredTable", {"Ref": "RestoredTable"}, {"Ref": "Table"}]}
"""The name of the table that functions read and write: the stack's own, or one that was restored."""


def function_id(name: str) -> str:
    """`ingest_mail` → `IngestMail`; Chalice names the HTTP handler by itself."""
    return "APIHandler" if name == "api_handler" else camel(name)


def alias_id(function: str) -> str:
    """`IngestMail` → `IngestMailLive`."""
    return f"{function}Live"


def version_parameter(function: str) -> str:
    """`IngestMail` → `IngestMailVersion`: the template's parameter with the version that is called."""
    return f"{function}Version"


def queue_id(name: str) -> str:
    """`mail-in` → `MailInQueue`."""
    return camel(name) + "Queue"


def camel(name: str) -> str:
    result: str = to_cfn_resource_name(name)
    return result
