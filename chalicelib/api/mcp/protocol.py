"""MCP's envelope: JSON-RPC 2.0 over HTTP, in the two manners that clients have of speaking it.

Clients up to 2025-11-25 shake hands first; we keep no session, so their handshake binds nobody. From 2026-07-28 on each
request stands alone and says what it is about in headers as well, for whoever routes it; the two have to agree.
https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.api.serving.json_text import to_json
from chalicelib.api.serving.problems import Answer

HANDSHAKE = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
ALONE = ("2026-07-28",)
"""Versions of the protocol by their manner, the newest first."""

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
HEADER_MISMATCH, UNSUPPORTED_VERSION = -32020, -32022
_ID_LENGTH, _ID_BITS = 255, 64
_META = "io.modelcontextprotocol/"
_ENCODED = re.compile(r"=\?base64\?(.*)\?=")


@dataclass(eq=False)
class RpcError(Exception):
    """A refusal by the protocol itself, before any tool was tried."""

    code: int
    message: str
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class RpcMessage:
    """A request, or a notification when it has no id. `alone`: it is of the manner that has no handshake."""

    id: str | int | None
    method: str
    params: Mapping[str, Any]
    alone: bool


def read(content: object, headers: Mapping[str, str]) -> RpcMessage:
    """The message in a JSON body. Raises RpcError for what is none, and for several at once."""
    if not isinstance(content, dict) or content.get("jsonrpc") != "2.0" or not isinstance(content.get("method"), str):
        raise RpcError(INVALID_REQUEST, "Send one JSON-RPC 2.0 request or notification.")
    number = content.get("id")
    if "id" in content and not _is_id(number):
        raise RpcError(INVALID_REQUEST, f"The id of a request is a short text or a whole number of {_ID_BITS} bits.")
    params = content.get("params", {})
    if not isinstance(params, dict):
        raise RpcError(INVALID_REQUEST, "params is an object.")
    version = headers.get("mcp-protocol-version")
    return RpcMessage(number, content["method"], params, version is not None and version not in HANDSHAKE)


def _is_id(number: object) -> bool:
    """An id comes back in the answer, so it has to be one that JSON can hold and that is no load to carry."""
    if isinstance(number, str):
        return len(number) <= _ID_LENGTH and number.isprintable()
    return isinstance(number, int) and not isinstance(number, bool) and number.bit_length() < _ID_BITS


def check_standing_alone(message: RpcMessage, headers: Mapping[str, str]) -> None:
    """Raises RpcError for a request of the newer manner that doesn't say all it should, or says two things at once."""
    version = headers.get("mcp-protocol-version", "")
    if message.id is not None:
        meta = message.params.get("_meta")
        meta = meta if isinstance(meta, dict) else {}
        missing = [name for name in ("protocolVersion", "clientCapabilities") if _META + name not in meta]
        if missing and version in ALONE:
            raise RpcError(INVALID_PARAMS, f"params._meta lacks {', '.join(_META + name for name in missing)}.")
        _check_headers(message, headers, meta.get(_META + "protocolVersion", version))
    if version not in ALONE:
        raise unsupported(version)


def unsupported(version: str) -> RpcError:
    supported = {"supported": list(ALONE + HANDSHAKE), "requested": version[:100]}
    return RpcError(UNSUPPORTED_VERSION, "This version of MCP isn't spoken here.", supported)


def result(message: RpcMessage, content: Mapping[str, Any], server: Mapping[str, str]) -> Answer:
    if message.alone:
        meta = {**content.get("_meta", {}), _META + "serverInfo": server}
        content = {**content, "resultType": "complete", "_meta": meta}
    return _answer(200, {"id": message.id, "result": content})


def refusal(message: RpcMessage | None, error: RpcError) -> Answer:
    """To a client that shook hands, 404 would say that its session is over: it gets 200, the error in the body."""
    status = 404 if error.code == METHOD_NOT_FOUND else 400
    if message is not None and not message.alone:
        status = 200
    told: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.data is not None:
        told["data"] = error.data
    return _answer(status, {"id": message.id if message else None, "error": told})


def _check_headers(message: RpcMessage, headers: Mapping[str, str], version: object) -> None:
    said = {"mcp-protocol-version": version, "mcp-method": message.method}
    if message.method == "tools/call":
        said["mcp-name"] = message.params.get("name")
    for name, value in said.items():
        if value is None or _decoded(headers.get(name)) != value:
            raise RpcError(HEADER_MISMATCH, f"The header {name} doesn't say what the body says.")


def _decoded(value: str | None) -> str | None:
    """A header's value; what no header can hold comes as `=?base64?…?=`."""
    match = _ENCODED.fullmatch(value) if value else None
    if match is None:
        return value
    try:
        return base64.b64decode(match[1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _answer(status: int, content: Mapping[str, Any]) -> Answer:
    return Answer(status, to_json({"jsonrpc": "2.0", **content}))
