"""A company's sign-on (OpenID Connect) on this machine: whoever comes chooses who they are.

https://openid.net/specs/openid-connect-core-1_0.html
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode

from infra.local.gateway import LocalReply

PATHS = ("/.well-known/openid-configuration", "/keys", "/authorize", "/agree", "/token")
CODE_SECONDS = TOKEN_SECONDS = 300
METHODS = ("client_secret_basic", "client_secret_post")
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Acme sign-on</title>
<body style="font: 16px/1.5 sans-serif; max-width: 30rem; margin: 4rem auto">
<h1>Acme sign-on</h1><p>This stands for a company's identity provider. Who are you?</p>
<form action="{action}">{hidden}{people}<p><button name="error" value="access_denied">Cancel</button></p></form>"""


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody of the company. The subject stays theirs, whatever becomes of name and address."""

    subject: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class _Granted:
    person: Employee
    asked: Mapping[str, str]
    until: float


@cache
def signing_key(_name: str) -> Any:
    """Return a private key of that name, made once a process: making one takes a tenth of a second."""
    from cryptography.hazmat.primitives.asymmetric import rsa  # cold start: nobody may come this way

    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public_jwk(name: str) -> dict[str, Any]:
    """Return the public part of a key as a JWKS has it."""
    from jwt.algorithms import RSAAlgorithm  # cold start: nobody may come this way

    jwk = RSAAlgorithm.to_jwk(signing_key(name).public_key(), as_dict=True)
    return {**jwk, "kid": name, "use": "sig", "alg": "RS256"}


@dataclass(slots=True)
class Issuer:
    """Says the truth. Tests make one that doesn't, by what is replaced here.

    `key` is the name of the one that it signs by, `redirect_uri` where alone it sends people back to.
    """

    url: str
    client_id: str
    client_secret: str
    redirect_uri: str
    people: Sequence[Employee]
    methods: Sequence[str] = METHODS
    key: str = "key-1"
    codes: dict[str, _Granted] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": list(self.methods),
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [public_jwk(self.key)]}

    def choose(self, asked: Mapping[str, str]) -> LocalReply:
        """Return the page on which somebody says who they are."""
        if wrong := self._wrong(asked):
            return _reply(400, f"<p>{escape(wrong)}</p>", "text/html")
        hidden = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
        )
        people = "".join(
            f'<p><button name="subject" value="{escape(one.subject)}">{escape(f"{one.name}, {one.email}")}</button>'
            for one in self.people
        )
        return _reply(200, _PAGE.format(action=f"{self.url}/agree", hidden=hidden, people=people), "text/html")

    def agree(self, asked: Mapping[str, str]) -> LocalReply:
        """Send somebody back, with a code for who they say they are, or with what went wrong."""
        if wrong := self._wrong(asked):
            return _reply(400, f"<p>{escape(wrong)}</p>", "text/html")
        person = next((one for one in self.people if one.subject == asked.get("subject")), None)
        told = {"state": asked.get("state", ""), "iss": self.url}
        if person is None:
            told |= {"error": asked.get("error", "access_denied")}
        else:
            told["code"] = secrets.token_urlsafe(16)
            self.codes[told["code"]] = _Granted(person, dict(asked), time.time() + CODE_SECONDS)
        return LocalReply(302, b"", [("Location", f"{self.redirect_uri}?{urlencode(told)}")])

    def exchange(self, form: Mapping[str, str], authorization: str) -> LocalReply:
        """Give out an ID token for a code, once, to whoever has the secret and what the code was asked for with."""
        if not self._is_client(form, authorization):
            return _json({"error": "invalid_client"}, 401)
        granted = self.codes.pop(form.get("code", ""), None)
        if granted is None or granted.until < time.time() or not self._is_for(granted, form):
            return _json({"error": "invalid_grant"}, 400)
        token = self.signed(self.claims(granted))
        return _json({"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": token})

    def claims(self, granted: _Granted) -> dict[str, Any]:
        """Return what the token says."""
        now, person = int(time.time()), granted.person
        return {
            "iss": self.url,
            "sub": person.subject,
            "aud": self.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": granted.asked.get("nonce"),
            "email": person.email,
            "email_verified": True,
            "name": person.name,
        }

    def signed(self, claims: Mapping[str, Any]) -> str:
        import jwt  # cold start: nobody may come this way

        return jwt.encode(dict(claims), signing_key(self.key), "RS256", headers={"kid": self.key})

    def answer(self, method: str, path: str, query: Mapping[str, str], body: bytes, authorization: str) -> LocalReply:
        """Answer a request; `path` is what comes behind the issuer's own address."""
        given = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        answers: dict[tuple[str, str], Callable[[], LocalReply]] = {
            ("GET", "/.well-known/openid-configuration"): lambda: _json(self.document()),
            ("GET", "/keys"): lambda: _json(self.keys()),
            ("GET", "/authorize"): lambda: self.choose(query),
            ("GET", "/agree"): lambda: self.agree(query),
            ("POST", "/token"): lambda: self.exchange(given, authorization),
        }
        found = answers.get((method, path))
        return found() if found else _json({"error": "not_found"}, 404)

    def _wrong(self, asked: Mapping[str, str]) -> str:
        wanted = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "code_challenge_method": "S256",
        }
        wrong = [name for name, value in wanted.items() if asked.get(name) != value]
        missing = [name for name in ("state", "nonce", "code_challenge") if not asked.get(name)]
        unasked = [] if "openid" in asked.get("scope", "").split() else ["scope"]
        return ", ".join([*wrong, *missing, *unasked])

    def _is_client(self, form: Mapping[str, str], authorization: str) -> bool:
        ours = (self.client_id, self.client_secret)
        if authorization and "client_secret_basic" in self.methods:
            pair = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":", 1)
            return tuple(map(unquote_plus, pair)) == ours
        return "client_secret_post" in self.methods and (form.get("client_id"), form.get("client_secret")) == ours

    def _is_for(self, granted: _Granted, form: Mapping[str, str]) -> bool:
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        same = form.get("redirect_uri") == self.redirect_uri and form.get("grant_type") == "authorization_code"
        return same and challenge == granted.asked.get("code_challenge")


def _json(content: Any, status: int = 200) -> LocalReply:
    return _reply(status, json.dumps(content), "application/json")


def _reply(status: int, text: str, kind: str) -> LocalReply:
    headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
    return LocalReply(status, text.encode(), headers)
