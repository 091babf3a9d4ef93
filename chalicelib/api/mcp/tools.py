"""The tools for AI assistants, each made of routes of the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from chalicelib.api.mcp import untrusted
from chalicelib.api.mcp.asking import Ask, ToolAnswer
from chalicelib.api.schemas.conversation import TimelineEntryOut
from chalicelib.api.schemas.mcp import (
    AddNote,
    CreateTicket,
    GetTicket,
    SearchTickets,
    SendReply,
    SetStatus,
    TicketWithTimeline,
)
from chalicelib.api.schemas.tickets import TicketOut, TicketsPage
from chalicelib.api.serving.routes import Schema
from chalicelib.domain.people.permissions import Permission


def _search(ask: Ask, given: SearchTickets) -> ToolAnswer:
    query = {
        "q": given.query,
        **{name: ",".join(getattr(given, name)) for name in ("status", "priority", "type")},
        **given.model_dump(include={"assignee", "contact", "limit", "cursor"}),
    }
    return ToolAnswer(ask("tickets.tickets.list_tickets", query=query))


def _get(ask: Ask, given: GetTicket) -> ToolAnswer:
    ticket = ask("tickets.tickets.read_ticket", ref=given.ref)
    query = {"order": "newest", "limit": given.limit, "cursor": given.cursor}
    page = ask("tickets.conversation.timeline", ref=given.ref, query=query)
    entries = [{**entry, "body_html": None} for entry in page["items"]]
    return ToolAnswer({"ticket": ticket, "timeline": entries, "next_cursor": page["next_cursor"]})


def _create(ask: Ask, given: CreateTicket) -> ToolAnswer:
    return ToolAnswer(ask("tickets.tickets.create_ticket", body=_named(given), headers=_once(given.idempotency_key)))


def _reply(ask: Ask, given: SendReply) -> ToolAnswer:
    body, headers = _named(given), _once(given.idempotency_key)
    return ToolAnswer(ask("tickets.conversation.reply", ref=given.ref, body=body, headers=headers))


def _note(ask: Ask, given: AddNote) -> ToolAnswer:
    body, headers = _named(given), _once(given.idempotency_key)
    return ToolAnswer(ask("tickets.conversation.note", ref=given.ref, body=body, headers=headers))


def _set_status(ask: Ask, given: SetStatus) -> ToolAnswer:
    headers = {"if-match": f'"{given.version}"'} if given.version else {}
    body = {"status": given.status}
    return ToolAnswer(ask("tickets.tickets.change_ticket", ref=given.ref, body=body, headers=headers))


def _named(given: Schema) -> Mapping[str, Any]:
    """Of a tool's arguments those that are fields of the route's body."""
    return given.model_dump(mode="json", exclude={"ref", "idempotency_key"}, exclude_unset=True)


def _once(key: str | None) -> Mapping[str, str]:
    return {"idempotency-key": key} if key else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """`destructive`: it changes what was there, or can't be taken back. `outward`: it reaches customers."""

    name: str
    title: str
    description: str
    permission: Permission
    arguments: type[Schema]
    answer: type[BaseModel]
    run: Callable[[Ask, Any], ToolAnswer]
    read_only: bool = False
    destructive: bool = False
    idempotent: bool = False
    outward: bool = False


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            name="search_tickets",
            title="Search tickets",
            description="Find tickets by words, reference, status, priority, type, assignee or customer.",
            permission=Permission.TICKETS_READ,
            arguments=SearchTickets,
            answer=TicketsPage,
            run=_search,
            read_only=True,
            idempotent=True,
        ),
        Tool(
            name="get_ticket",
            title="Read a ticket",
            description="A ticket with its description and the newest of what was said and what happened.",
            permission=Permission.TICKETS_READ,
            arguments=GetTicket,
            answer=TicketWithTimeline,
            run=_get,
            read_only=True,
            idempotent=True,
        ),
        Tool(
            name="create_ticket",
            title="Create a ticket",
            description="Make a ticket for a customer, or for nobody in particular.",
            permission=Permission.TICKETS_WRITE,
            arguments=CreateTicket,
            answer=TicketOut,
            run=_create,
            outward=True,
        ),
        Tool(
            name="reply",
            title="Reply to the customer",
            description="Send the customer a reply by email. It can't be undone: let a person see it first.",
            permission=Permission.TICKETS_WRITE,
            arguments=SendReply,
            answer=TimelineEntryOut,
            run=_reply,
            destructive=True,
            outward=True,
        ),
        Tool(
            name="add_note",
            title="Add an internal note",
            description="Write something on the ticket that only the team sees.",
            permission=Permission.TICKETS_WRITE,
            arguments=AddNote,
            answer=TimelineEntryOut,
            run=_note,
        ),
        Tool(
            name="set_status",
            title="Set the status",
            description="Set a ticket's status. The customer is notified by email.",
            permission=Permission.TICKETS_WRITE,
            arguments=SetStatus,
            answer=TicketOut,
            run=_set_status,
            destructive=True,
            idempotent=True,
            outward=True,
        ),
    )
}

Hint = Literal["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"]


@cache
def described(tool_name: str) -> Mapping[str, Any]:
    """A tool as `tools/list` shows it."""
    tool = TOOLS[tool_name]
    hints: Mapping[Hint, bool] = {
        "readOnlyHint": tool.read_only,
        "destructiveHint": tool.destructive,
        "idempotentHint": tool.idempotent,
        "openWorldHint": tool.outward,
    }
    return {
        "name": tool.name,
        "title": tool.title,
        "description": f"{tool.description} {untrusted.DESCRIPTION}",
        "inputSchema": tool.arguments.model_json_schema(),
        "outputSchema": tool.answer.model_json_schema(mode="serialization"),
        "annotations": {"title": tool.title, **hints},
    }
