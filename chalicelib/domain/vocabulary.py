"""The words that tickets are described with: status, priority, type, channel, source."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(StrEnum):
    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class TicketType(StrEnum):
    SUPPORT_TICKET = "support_ticket"
    CUSTOMER_REQUEST = "customer_request"
    BUG_REPORT = "bug_report"
    FEATURE_REQUEST = "feature_request"


class Channel(StrEnum):
    PORTAL = "portal"
    EMAIL = "email"
    PHONE = "phone"
    CHAT = "chat"
    API = "api"


class Source(StrEnum):
    CONSOLE = "console"
    PORTAL = "portal"
    EMAIL = "email"
    WIDGET = "widget"
    ASSISTANT = "assistant"
    MCP = "mcp"
    API = "api"
