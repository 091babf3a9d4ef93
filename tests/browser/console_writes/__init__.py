"""Every call by which the console changes something: how a person makes it, and what must be seen when it fails."""

from __future__ import annotations

from tests.browser.console_writes import accounts, devices, later, making, sessions, settings, ticket, undoing
from tests.browser.console_writes.common import Write

WRITES: dict[str, Write] = {
    **ticket.WRITES,
    **later.WRITES,
    **undoing.WRITES,
    **making.WRITES,
    **settings.WRITES,
    **sessions.WRITES,
    **devices.WRITES,
    **accounts.WRITES,
}
