"""Who a site says its visitor is: a short-lived token that the site's own server signed with the widget's secret.

The token is a JWT (RFC 7519), signed with HS256 and nothing else, for this key (`aud`), with an `email` and an `exp` of
at most an hour ahead; `name` and `jti` may be there, and one with a `jti` opens once. It is exchanged for a pass of our
own, which is good for as long as the token would have been, for this key, and until the secret is renewed.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people.addresses import NAME_LENGTH, address
from chalicelib.domain.settings.widgets import Widget
from chalicelib.domain.text import one_line
from chalicelib.services.ports import Desk

LONGEST = 4_096
"""Characters of a token that are looked at."""
MOST_SECONDS = 3_600
_LEEWAY = 60
_SECRET, _PASS = "widget-secret", "widget-pass"
_MARK = "wp."


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A visitor whose site vouches for them. `proof` is what says so from now on."""

    email: str
    name: str
    proof: str


def secret_of(desk: Desk, seed: str) -> str | None:
    """The identity secret that grows from a widget's seed; None when the deployment's key for it was taken out."""
    grown = desk.secrets.grown(_SECRET, seed)
    return f"wis_{grown}" if grown else None


def signed_in(desk: Desk, widget: Widget, proof: str) -> SignedIn:
    """Return who comes with this token or pass. Raises `not_identified` for whatever is wrong with it, alike."""
    if len(proof) > LONGEST:
        raise _refused()
    return _by_pass(desk, widget, proof) if proof.startswith(_MARK) else _by_token(desk, widget, proof)


def _by_token(desk: Desk, widget: Widget, token: str) -> SignedIn:
    now = int(time.time())
    for seed in widget.seeds(now):
        secret = secret_of(desk, seed)
        claims = _claims(token, secret, widget.id) if secret else None
        if claims is not None:
            return _exchanged(desk, widget, seed, claims, now)
    raise _refused()


def _claims(token: str, secret: str, key: str) -> dict[str, Any] | None:
    import jwt  # cold start: few customers come signed in

    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=key,
            leeway=_LEEWAY,
            options={"require": ["exp", "aud", "email"], "strict_aud": True},
        )
    except jwt.InvalidTokenError:
        return None
    return claims


def _exchanged(desk: Desk, widget: Widget, seed: str, claims: dict[str, Any], now: int) -> SignedIn:
    expires, email, name = int(claims["exp"]), claims["email"], claims.get("name", "")
    if expires > now + MOST_SECONDS + _LEEWAY or not isinstance(email, str) or not isinstance(name, str):
        raise _refused()
    _spend(desk, widget, claims.get("jti"), expires)
    return _person(desk, widget, seed, expires, email, name)


def _spend(desk: Desk, widget: Widget, token_id: object, expires: int) -> None:
    """A token that has an id opens once; the counting that limits rates tells the first from the others."""
    if token_id is None:
        return
    uses = desk.rates.hit(f"widget-token|{widget.id}|{token_id}", 0, expires + 2 * _LEEWAY)
    if uses != 1:
        raise _refused()


def _person(desk: Desk, widget: Widget, seed: str, expires: int, email: str, name: str) -> SignedIn:
    try:
        checked = address(email)
    except DeskError as wrong:
        raise _refused() from wrong
    shown = one_line(name)[:NAME_LENGTH]
    content = base64.urlsafe_b64encode(json.dumps([seed, expires, checked, shown]).encode()).decode().rstrip("=")
    signature = desk.secrets.sign(_PASS, f"{widget.id}|{content}".encode())
    return SignedIn(checked, shown, f"{_MARK}{content}.{signature}")


def _by_pass(desk: Desk, widget: Widget, proof: str) -> SignedIn:
    content, _, signature = proof.removeprefix(_MARK).partition(".")
    if not desk.secrets.verify(_PASS, f"{widget.id}|{content}".encode(errors="replace"), signature):
        raise _refused()
    seed, expires, email, name = json.loads(base64.urlsafe_b64decode(content + "=" * (-len(content) % 4)))
    now = int(time.time())
    if now > expires + _LEEWAY or seed not in widget.seeds(now):
        raise _refused()
    return SignedIn(email, name, proof)


def _refused() -> DeskError:
    return DeskError("not_identified", "This token does not say who you are. It may be too old: load the page again.")
