"""Browsers that somebody signed in with before: guesses from elsewhere don't slow their owner down there.

https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from __future__ import annotations

import re

from chalicelib.domain.accounts.sign_ins import Sign, Verify, name_of

DEVICE_SECONDS = 365 * 24 * 3600
_PURPOSE = "device"
_TOKEN = re.compile(r"(?P<id>[0-9A-Z]{26})\.(?P<signature>[A-Za-z0-9.-]{1,200})")


def signed_device(device_id: str, email: str, sign: Sign) -> str:
    """Return what a browser keeps in which the owner of an address signed in. It lets nobody in."""
    return f"{device_id}.{sign(_PURPOSE, _message(device_id, email))}"


def read_device(text: str, email: str, verify: Verify) -> str | None:
    """Return the id of a browser in which this address was signed in with; None for anything else."""
    match = _TOKEN.fullmatch(text)
    if match is None or not verify(_PURPOSE, _message(match["id"], email), match["signature"]):
        return None
    return match["id"]


def _message(device_id: str, email: str) -> bytes:
    return f"{device_id}|{name_of(email)}".encode()
