"""Asking over HTTPS as a browser does, but that no redirect is followed by itself: where it leads is looked at."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from infra.deploy.errors import DeployError

SECONDS = 35
"""The desk may take 29 for an answer."""


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request. Its address and headers may hold what opens something: neither is ever shown."""

    method: str
    url: str = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """An answer, whatever its status; names of headers are lower-case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        return json.loads(self.body)


Web = Callable[[WebRequest], WebAnswer]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def over_https(asked: WebRequest) -> WebAnswer:
    """Ask, and return whatever is answered. DeployError where nothing is."""
    wanted = Request(asked.url, asked.body or None, dict(asked.headers), method=asked.method)  # noqa: S310
    try:
        with build_opener(_Stay).open(wanted, timeout=SECONDS) as answer:
            return WebAnswer(answer.status, _lower(answer.headers), answer.read())
    except HTTPError as other:
        return WebAnswer(other.code, _lower(other.headers), other.read())
    except (URLError, TimeoutError) as fault:
        raise DeployError(f"no answer from {asked.url.partition('?')[0].split('/')[2]}: {fault}") from fault


def _lower(headers: Any) -> dict[str, str]:
    return {str(name).lower(): str(value) for name, value in headers.items()}


def form_with_file(fields: Mapping[str, str], name: str, content: bytes) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of a form that takes a file along, as the last of its fields: S3 reads no further."""
    edge = uuid.uuid4().hex
    opening = f"--{edge}\r\nContent-Disposition: form-data; name="
    parts = [f'{opening}"{key}"\r\n\r\n{value}\r\n'.encode() for key, value in fields.items()]
    parts.append(f'{opening}"file"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n")
    body = b"".join(parts) + f"--{edge}--\r\n".encode()
    return body, {"content-type": f"multipart/form-data; boundary={edge}"}
