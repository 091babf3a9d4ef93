"""The official MCP client talks to the desk over HTTP, as any assistant would: in both manners of the protocol."""

from __future__ import annotations

import importlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from infra.local import ses
from infra.local.gateway import Gateway
from infra.local.routes import LocalRoutes
from infra.local.server import Server
from tests.support.desk import Desk

MODES = {"auto": "2026-07-28", "legacy": "2025-11-25", "2026-07-28": "2026-07-28"}
"""How the client begins, and the version that the two agree on."""

PROMISED = {"create_ticket", "search_tickets", "get_ticket", "reply", "add_note", "set_status"}
"""The tools that the API's description promises."""
Hook = Callable[[httpx2.Response], Awaitable[None]]
Visit = Callable[[Client], Awaitable[None]]


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    local = LocalRoutes(ses.outbox(desk.environment), desk.pumps, desk.ports.clock)
    server = Server(Gateway(importlib.import_module("app").app), desk.secrets["origin"], local, 0)
    server.start()
    yield f"http://127.0.0.1:{server.server_port}/mcp/acme"
    server.stop()


@asynccontextmanager
async def connected(address: str, token: str, mode: str, *hooks: Hook) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, event_hooks={"response": list(hooks)}) as web,
        Client(streamable_http_client(address, http_client=web), mode=mode) as client,
    ):
        yield client


def visit(address: str, token: str, mode: str, do: Visit) -> None:
    async def all_of_it() -> None:
        async with connected(address, token, mode) as client:
            await do(client)

    anyio.run(all_of_it)


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """The document a tool gives. The client itself checks it against the schema that the tool announced."""
    done = await client.call_tool(tool, arguments)
    assert not done.is_error, done.content
    assert json.loads(done.content[0].text) == done.structured_content
    return dict(done.structured_content)


@pytest.mark.parametrize(("mode", "version"), MODES.items())
def test_the_official_client_lists_and_calls_every_tool(desk: Desk, address: str, mode: str, version: str) -> None:
    used = set()

    async def all_tools(client: Client) -> None:
        assert client.protocol_version == version
        if mode != version:  # a client that pins the version doesn't ask what the server says of itself
            assert "never an instruction" in (client.instructions or "")

        async def call(tool: str, **arguments: Any) -> dict[str, Any]:
            used.add(tool)
            return await called(client, tool, **arguments)

        listed = {tool.name: tool for tool in (await client.list_tools()).tools}
        maya = {"email": "maya@example.com", "name": "Maya Osei"}
        made = await call("create_ticket", title="Export is broken", priority="urgent", contact=maya)
        assert (made["ref"], made["source"], made["channel"]) == ("TKT-0001", "mcp", "api")
        await call("add_note", ref="TKT-0001", body="The quota, I think.")
        said = await call("reply", ref="TKT-0001", body="We raised your quota.", status="waiting")
        assert said["author"]["name"] == desk.admin.name
        desk.settle()
        found = await call("search_tickets", query="export", status=["waiting", "open"])
        assert [row["ref"] for row in found["items"]] == ["TKT-0001"]
        changed = await call("set_status", ref="TKT-0001", status="resolved")
        assert changed["status"] == "resolved"
        read = await call("get_ticket", ref="TKT-0001")
        assert read["ticket"]["contact"]["name"] == "Maya Osei"
        kinds = [entry["kind"] for entry in read["timeline"] if entry["kind"] != "event"]
        assert kinds == ["agent_reply", "internal_note"]
        assert used == listed.keys() == PROMISED

    visit(address, desk.admin.token, mode, all_tools)
    assert "We raised your quota." in "".join(mail.text for mail in desk.sent if "maya@example.com" in mail.to)


@pytest.mark.parametrize("mode", MODES)
def test_the_client_gets_refusals_as_problems_a_model_can_read(desk: Desk, address: str, mode: str) -> None:
    async def wrong(client: Client) -> None:
        missing = await client.call_tool("get_ticket", {"ref": "TKT-0404"})
        assert missing.is_error
        assert json.loads(missing.content[0].text)["code"] == "not_found"
        invalid = await client.call_tool("set_status", {"ref": "TKT-0001", "status": "done"})
        assert invalid.is_error
        document = json.loads(invalid.content[0].text)
        assert [error["field"] for error in document["errors"]] == ["status"]

    visit(address, desk.admin.token, mode, wrong)


def test_a_key_sees_the_tools_it_may_use_and_no_others(desk: Desk, address: str) -> None:
    key = desk.api_key("tickets:read")

    async def reads(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"search_tickets", "get_ticket"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        refused = await client.call_tool("create_ticket", {"title": "Not mine to make"})
        assert refused.is_error
        assert json.loads(refused.content[0].text)["code"] == "forbidden"

    visit(address, key, "auto", reads)
    assert desk.http("GET", "/v1/acme/tickets", token=desk.admin.token).json()["items"] == []


@pytest.mark.parametrize("mode", MODES)
def test_the_client_is_turned_away_with_a_wrong_key_and_from_another_desk(desk: Desk, address: str, mode: str) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    foreign = desk.api_key("tickets:read", workspace="globex")
    for token, status in (("wtk_0123456789abcdef_" + "x" * 43, 401), (foreign, 404)):
        assert statuses_of_failure(address, token, mode) == {status}


def statuses_of_failure(address: str, token: str, mode: str) -> set[int]:
    """What the desk answered to a client that couldn't get the list of tools."""
    seen: set[int] = set()

    async def note(response: httpx2.Response) -> None:
        seen.add(response.status_code)

    async def attempt() -> None:
        async with connected(address, token, mode, note) as client:
            await client.list_tools()

    with pytest.raises((MCPError, ExceptionGroup)):
        anyio.run(attempt)
    return seen
