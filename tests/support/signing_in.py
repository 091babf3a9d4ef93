"""Signing a person of a test in, without the limits that hold for people."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.accounts.sign_ins import Device, Method
from chalicelib.services.accounts import sign_ins

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def access_token(ports: Any, email: str, password: str, address: str = "203.0.113.9") -> str:
    """Return an access token of whoever has that password."""
    user_id = ports.identity.sign_in(email, password)
    assert isinstance(user_id, str), user_id
    return sign_ins.begin(ports, user_id, Method.PASSWORD, Device(address, BROWSER)).access
