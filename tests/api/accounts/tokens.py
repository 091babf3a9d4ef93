"""Access tokens as the desk makes them, and others that nobody should take."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts.sign_ins import AccessToken, read_access, signed_access


def said_by(ports: Any, token: str) -> AccessToken:
    """What a good token says."""
    found = read_access(token, ports.secrets.verify, int(time.time()))
    assert found is not None
    return found


def resigned(ports: Any, token: str, **changed: Any) -> str:
    """The token with something else in it, signed by the desk's own key."""
    return signed_access(replace(said_by(ports, token), **changed), ports.secrets.sign)


def expired(ports: Any, token: str) -> str:
    """The token as it will be when its time is over."""
    return resigned(ports, token, expires_at=int(time.time()))


def altered(token: str, place: int, value: Any) -> str:
    """The token with other words and the signature of the former ones."""
    payload, _, signature = token.removeprefix("wta_").partition(".")
    words = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    words[place] = value
    return f"wta_{base64.urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip('=')}.{signature}"
