"""A request from a form in the shape of a mail, so that it can be parked and let through like one."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 8232, 8233), " ") | dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)


def form_mail(*, name: str, address: str, to: str, title: str, text: str, message_id: str, at: datetime) -> bytes:
    """The mail that its writer could have sent instead. `message_id` has no brackets."""
    local, _, domain = address.rpartition("@")
    message = EmailMessage()
    message["From"] = Address(_line(name), local, domain)
    message["To"] = to
    message["Subject"] = _line(title)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{message_id}>"
    message.set_content(text.encode("utf-8", "replace").decode())
    return message.as_bytes()


def _line(text: str) -> str:
    return text.translate(_CONTROLS)
