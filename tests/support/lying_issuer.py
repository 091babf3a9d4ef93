"""An issuer of OpenID Connect that lies in every way, over real connections."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from infra.local.gateway import LocalReply
from infra.local.oidc import Employee, Issuer, public_jwk, signing_key

CLIENT_ID = "desk:of/acme+1%"
CLIENT_SECRET = "sso:0123456789+/%=&~"
"""With all that has to be escaped on the way."""
KIM = Employee("kim-1", "kim@acme.example", "Kim K.")

Claims = dict[str, Any]


def _shifted(seconds: int) -> Callable[[Claims], Claims]:
    return lambda said: {**said, "iat": said["iat"] + seconds, "exp": said["exp"] + seconds}


def _says(**lies: Any) -> Callable[[Claims], Claims]:
    return lambda said: {**said, **lies}


def _without(*names: str) -> Callable[[Claims], Claims]:
    return lambda said: {name: value for name, value in said.items() if name not in names}


OF_CLAIMS: Mapping[str, Callable[[Claims], Claims]] = {
    "another issuer": _says(iss="https://evil.example"),
    "another audience": _says(aud="another client"),
    "no audience": _without("aud"),
    "several audiences and nobody it was issued to": _says(aud=[CLIENT_ID, "another client"]),
    "issued to another": _says(azp="another client"),
    "several audiences, issued to us": _says(aud=[CLIENT_ID, "another client"], azp=CLIENT_ID),
    "another nonce": _says(nonce="0" * 64),
    "no nonce": _without("nonce"),
    "nonce that is none": _says(nonce=["\ud800"]),
    "expired": _shifted(-3600),
    "expired a moment ago": _shifted(-330),
    "issued in the future": _shifted(3600),
    "issued in a moment": _shifted(30),
    "expires never": _without("exp"),
    "expires at no time": _says(exp=[]),
    "expires at infinity": _says(exp=float("inf")),
    "issued never": _without("iat"),
    "no subject": _without("sub"),
    "subject that is none": _says(sub=["kim-1"]),
    "subject without end": _says(sub="x" * 10_000),
    "no email_verified": _without("email_verified"),
    "email_verified false": _says(email_verified=False),
    "email_verified 'false'": _says(email_verified="false"),
    "email_verified 'true'": _says(email_verified="true"),
    "email_verified null": _says(email_verified=None),
    "no address": _without("email"),
    "address that is none": _says(email="kim@acme.example, eve@evil.example"),
    "address in a list": _says(email=["kim@acme.example"]),
    "another domain": _says(email="kim@evil.example"),
    "domain below": _says(email="kim@sub.acme.example"),
    "look-alike domain": _says(email="kim@аcme.example"),
    "domain owner verified": lambda said: {**_without("email_verified")(said), "xms_edov": True},
    "domain owner not verified": lambda said: {**_without("email_verified")(said), "xms_edov": False},
    "domain owner verified and address not": _says(xms_edov=True, email_verified=False),
    "strange name": _says(name="Kim\u202e\r\nK. \ud800" + "x" * 500),
    "no name": _without("name"),
    "name that is none": _says(name={"first": "Kim"}),
}
"""What the token says otherwise than it is; a few are true."""


class LyingIssuer(Issuer):
    """Tells the lie that `lie` names, the truth while it is empty."""

    lie = ""

    def document(self) -> dict[str, Any]:
        elsewhere: Mapping[str, dict[str, Any]] = {
            "another issuer in the document": {"issuer": "https://evil.example"},
            "token endpoint without TLS": {"token_endpoint": "http://evil.example/token"},
            "keys near the deployment": {"jwks_uri": "https://169.254.169.254/keys"},
            "sign-in page of a script": {"authorization_endpoint": "javascript:alert(1)"},
            "no token endpoint": {"token_endpoint": None},
            "client shown in no way we know": {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
        }
        return {**super().document(), **elsewhere.get(self.lie, {})}

    def keys(self) -> dict[str, Any]:
        if self.lie == "keys in no list":
            return {"keys": {"key-1": public_jwk("key-1")}}
        if self.lie == "key of another kind":
            return {"keys": [{"kty": "oct", "k": "AAAA", "kid": "key-1"}]}
        if self.lie == "key for encrypting":
            return {"keys": [public_jwk("key-1") | {"use": "enc"}]}
        if self.lie == "key that is broken":
            return {"keys": [public_jwk("key-1") | {"n": "AQ"}, 5, {"kid": 7}]}
        if self.lie == "key off its curve":
            return {"keys": [{"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43, "kid": "key-1"}]}
        return super().keys()

    def claims(self, granted: Any) -> Claims:
        honest: Claims = super().claims(granted)
        lie = OF_CLAIMS.get(self.lie)
        return lie(honest) if lie else honest

    def signed(self, claims: Mapping[str, Any]) -> str:
        import jwt  # as the desk does it: tests that need no tokens don't wait for it

        made = dict(claims)
        if self.lie == "alg none":
            return f"{_encoded({'alg': 'none', 'kid': self.key})}.{_encoded(made)}."
        if self.lie == "key off its curve":
            return f"{_encoded({'alg': 'ES256', 'kid': self.key})}.{_encoded(made)}.{'A' * 86}"
        if self.lie == "HS256 with the public key":
            return _signed_by_public_key(made, self.key)
        if self.lie in ("unknown key", "no key id"):
            headers = {"kid": "key-9"} if self.lie == "unknown key" else {}
            return jwt.encode(made, signing_key("key-9"), "RS256", headers=headers)
        if self.lie == "another's key":
            return jwt.encode(made, signing_key("key-9"), "RS256", headers={"kid": self.key})
        if self.lie == "another algorithm than the key's":
            return jwt.encode(made, signing_key(self.key), "PS256", headers={"kid": self.key})
        if self.lie == "changed after signing":
            header, _, signature = super().signed(made).split(".")
            return f"{header}.{_encoded(made | {'email': 'eve@acme.example'})}.{signature}"
        return super().signed(made)

    def exchange(self, form: Mapping[str, str], authorization: str) -> LocalReply:
        honest = super().exchange(form, authorization)
        told = json.loads(honest.body)
        bodies: Mapping[str, tuple[int, Any]] = {
            "token endpoint refuses": (400, {"error": "invalid_grant", "error_description": "<script>"}),
            "token endpoint refuses in words of its own": (403, {"error": "<script>alert(1)</script>"}),
            "token endpoint fails": (500, {"error": "server_error"}),
            "no id_token": (200, {name: value for name, value in told.items() if name != "id_token"}),
            "id_token in a list": (200, told | {"id_token": [told.get("id_token")]}),
            "id_token that is none": (200, told | {"id_token": "a.b.c"}),
            "id_token without end": (200, told | {"id_token": "x" * 200_000}),
            "token in a list": (200, [told]),
        }
        if self.lie in bodies:
            status, content = bodies[self.lie]
            return LocalReply(status, json.dumps(content).encode(), honest.headers)
        return _odd(self.lie, honest)


def _odd(lie: str, honest: LocalReply) -> LocalReply:
    if lie == "token endpoint without end":
        return LocalReply(200, b'{"x": "' + b"y" * 2_000_000 + b'"}', honest.headers)
    if lie == "token endpoint leads on":
        return LocalReply(307, b"", [("Location", "https://evil.example/token")])
    if lie == "token endpoint says no JSON":
        return LocalReply(200, b"<html>", [("Content-Type", "text/html")])
    if lie == "token endpoint is slow":
        time.sleep(1.5)
    return honest


def _encoded(said: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _signed_by_public_key(claims: Claims, key: str) -> str:
    """HMAC by the public key, which everybody has: PyJWT refuses to make such a token."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # as above

    public = signing_key(key).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    message = f"{_encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': key})}.{_encoded(claims)}"
    digest = hmac.new(public, message.encode(), hashlib.sha256).digest()
    return f"{message}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


class IssuerServer:
    """Listens on this machine. `asked` are the paths that were asked for."""

    def __init__(self, redirect_uri: str) -> None:
        self.asked: list[str] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._http.handle_error = lambda *_: None  # type: ignore[method-assign]
        url = f"http://127.0.0.1:{self._http.server_port}/tenant"
        self.issuer = LyingIssuer(url, CLIENT_ID, CLIENT_SECRET, redirect_uri, [KIM])
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def come_back(self, location: str, person: Employee = KIM, **given: str) -> str:
        """Return where the issuer sends somebody who was sent to `location`, and says to be that person."""
        asked = {name: values[-1] for name, values in parse_qs(urlsplit(location).query).items()}
        self.issuer.people = [person]
        reply = self.issuer.agree({**asked, "subject": person.subject, **given})
        assert reply.status == 302, reply.body
        return dict(reply.headers)["Location"]

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"])))

            def _answer(self, body: bytes) -> None:
                parts = urlsplit(self.path)
                path = parts.path.removeprefix("/tenant")
                server.asked.append(path)
                query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
                authorization = self.headers.get("Authorization", "")
                reply = server.issuer.answer(self.command, path, query, body, authorization)
                self.send_response(reply.status)
                for name, value in [*reply.headers, ("Content-Length", str(len(reply.body)))]:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: Any) -> None:
                return

        return Handler


def with_query(url: str, **given: str) -> str:
    """Return an address with other values for these parameters."""
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()} | given
    return parts._replace(query=urlencode({name: value for name, value in asked.items() if value})).geturl()
