"""An SMTP listener that takes mail where SES's would, and does with it what the receipt rule does."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.local.inbound import Inbound

SIZE = 40 * 1024 * 1024
"""Bytes of the largest mail that SES takes in: https://docs.aws.amazon.com/ses/latest/dg/quotas.html."""

log = logging.getLogger(__name__)


class _Smtp(SMTP):
    line_length_limit = SIZE  # some programs write a whole message into one line, and SES lets them


class _Receiver:
    """aiosmtpd's handler."""

    def __init__(self, inbound: Inbound, domain: str) -> None:
        self._inbound = inbound
        self._domain = domain.lower()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.rpartition("@")[2].lower() != self._domain:
            return f"550 5.1.1 This desk takes mail for {self._domain} only"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw, sender = envelope.original_content or b"", (envelope.mail_from or "").strip("<>")
        try:
            await asyncio.to_thread(self._inbound.receive, raw, sender, envelope.rcpt_tos)
        except Exception:
            log.exception("A mail could not be taken in")
            return "451 4.3.0 Please try again later"
        return "250 OK"


class SmtpListener:
    """Listens on 127.0.0.1. `port` 0 finds a free one. Making it raises OSError when the port is taken."""

    def __init__(self, inbound: Inbound, domain: str, port: int) -> None:
        self._receiver = _Receiver(inbound, domain)
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """End. A mail that was not answered by then is the sender's to send again."""
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._protocol, sock=self._socket)
        self._ready.set()
        await self._stopping.wait()
        server.close()

    def _protocol(self) -> Any:
        return _Smtp(self._receiver, hostname="localhost", data_size_limit=SIZE, enable_SMTPUTF8=True, loop=self._loop)
