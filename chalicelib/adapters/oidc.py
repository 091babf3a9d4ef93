"""Servers of companies that say who somebody is, by OpenID Connect.

https://openid.net/specs/openid-connect-core-1_0.html, https://openid.net/specs/openid-connect-discovery-1_0.html
"""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode

from chalicelib.adapters import http_out
from chalicelib.domain.accounts.sso import Attempt, Client, Identified, SsoError, SsoProblem, identified

_SECONDS = 4.0
_KEPT_SECONDS = 3600
_REFETCH_SECONDS = 60
_MOST_KEPT = 200
_LONGEST_TOKEN = 50_000
_LEEWAY = 60
"""Seconds that an issuer's clock may be ahead of ours, or behind."""
_ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"},
)
"""Those with a public key alone: who knows it can't sign by it. `none` and HS256 are not among them."""
_REQUIRED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
_TOLD = frozenset({"invalid_grant", "invalid_client", "invalid_request", "unauthorized_client"})
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@dataclass(slots=True)
class _Server:
    """An issuer's document and its keys by their ids, with when they were fetched and when fetched anew."""

    document: Mapping[str, Any]
    at: float
    keys: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    keys_at: float = float("-inf")
    again_at: float = float("-inf")


@dataclass(slots=True)
class Issuers:
    """Hosts that are `trusted` may be near, and spoken to without TLS.

    An issuer's document and keys are kept for an hour. A key that nobody has seen makes it ask again, at most once a
    minute: issuers change their keys without notice, and whoever makes up ids of keys can't have it ask without end.
    """

    trusted: Collection[str]
    _known: dict[str, _Server] = field(default_factory=dict, repr=False)

    def may_ask(self, issuer: str) -> bool:
        """Return whether an issuer's address is one to ask; it has neither query nor fragment."""
        return not {"?", "#"} & {*issuer} and self._may_go(issuer)

    def sign_in_url(self, client: Client, attempt: Attempt) -> str:
        """Return where somebody signs in. Raises SsoError for an issuer that can't be reached, or is another one."""
        endpoint = str(self._of(client.issuer).document["authorization_endpoint"])
        asked = {
            "response_type": "code",
            "client_id": client.id,
            "redirect_uri": client.redirect_uri,
            "scope": "openid email profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def person(self, client: Client, attempt: Attempt, code: str) -> Identified:
        """Return who came back with this code. Raises SsoError for all that isn't as it has to be."""
        known = self._of(client.issuer)
        claims = self._claims(known, client, _id_token(self._exchanged(known, client, attempt, code)))
        if not hmac.compare_digest(str(claims["nonce"]).encode(errors="surrogatepass"), attempt.nonce.encode()):
            raise SsoError(SsoProblem.REFUSED, "nonce")
        if not _is_for(claims, client.id):
            raise SsoError(SsoProblem.REFUSED, "authorized_party")
        return identified(client.issuer, claims)

    def _of(self, issuer: str) -> _Server:
        known = self._known.get(issuer)
        if known is None or time.monotonic() - known.at > _KEPT_SECONDS:
            known = _Server(self._discovered(issuer), time.monotonic())
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[issuer] = known
        return known

    def _discovered(self, issuer: str) -> Mapping[str, Any]:
        document = self._fetched(issuer.rstrip("/") + "/.well-known/openid-configuration", "discovery")
        if document.get("issuer") != issuer:
            raise SsoError(SsoProblem.UNREACHABLE, "discovery_issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(document.get(name), str) or not self._may_go(document[name]):
                raise SsoError(SsoProblem.UNREACHABLE, f"discovery_{name}")
        return document

    def _may_go(self, url: str) -> bool:
        return url.isascii() and "#" not in url and http_out.may_ask(url, self.trusted)

    def _exchanged(self, known: _Server, client: Client, attempt: Attempt, code: str) -> Mapping[str, Any]:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        headers, more = _shown(client, known.document.get("token_endpoint_auth_methods_supported"))
        body = urlencode(asked | more, errors="surrogatepass").encode()
        endpoint = str(known.document["token_endpoint"])
        try:
            answer = http_out.post(endpoint, body, {**_FORM, **headers}, _SECONDS, self.trusted)
        except http_out.OutgoingError as failure:
            raise SsoError(SsoProblem.UNREACHABLE, f"token_{failure.fault}") from failure
        if 400 <= answer.status < 500:
            raise SsoError(SsoProblem.REFUSED, f"token_{_refusal(answer)}")
        return _json(answer, "token")

    def _claims(self, known: _Server, client: Client, token: str) -> Mapping[str, Any]:
        import jwt  # cold start: few functions read tokens

        try:
            header = jwt.get_unverified_header(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key(known, header),
                algorithms=[header["alg"]],
                issuer=client.issuer,
                audience=client.id,
                leeway=_LEEWAY,
                options={"require": _REQUIRED},
            )
        except jwt.PyJWTError as refusal:
            raise SsoError(SsoProblem.REFUSED, f"id_token_{type(refusal).__name__}") from refusal
        return claims

    def _key(self, known: _Server, header: Mapping[str, Any]) -> Any:
        """Return the public key that a token says it is signed by, for the algorithm it says, which has to be one that
        only the holder of the private key can sign by."""
        import jwt  # cold start: few functions read tokens

        algorithm, key_id = header.get("alg"), header.get("kid")
        if algorithm not in _ALGORITHMS:
            raise SsoError(SsoProblem.REFUSED, "algorithm")
        if not isinstance(key_id, str):
            raise SsoError(SsoProblem.REFUSED, "key_id")
        found = self._keys(known, key_id).get(key_id)
        if found is None or found.get("alg", algorithm) != algorithm or found.get("use", "sig") != "sig":
            raise SsoError(SsoProblem.REFUSED, "key")
        return jwt.PyJWK(dict(found), algorithm=algorithm).key

    def _keys(self, known: _Server, key_id: str) -> Mapping[str, Mapping[str, Any]]:
        now = time.monotonic()
        old = now - known.keys_at > _KEPT_SECONDS
        if old or (key_id not in known.keys and now - known.again_at > _REFETCH_SECONDS):
            known.again_at = known.again_at if old else now
            known.keys, known.keys_at = self._fetched_keys(str(known.document["jwks_uri"])), now
        return known.keys

    def _fetched_keys(self, url: str) -> dict[str, Mapping[str, Any]]:
        listed = self._fetched(url, "keys").get("keys")
        keys = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        return {one["kid"]: one for one in keys if isinstance(one.get("kid"), str)}

    def _fetched(self, url: str, what: str) -> Mapping[str, Any]:
        try:
            answer = http_out.get(url, {"Accept": "application/json"}, _SECONDS, self.trusted)
        except http_out.OutgoingError as failure:
            raise SsoError(SsoProblem.UNREACHABLE, f"{what}_{failure.fault}") from failure
        return _json(answer, what)


def _json(answer: http_out.HttpResponse, what: str) -> Mapping[str, Any]:
    if answer.status != 200:
        raise SsoError(SsoProblem.UNREACHABLE, f"{what}_status")
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError) as fault:
        raise SsoError(SsoProblem.UNREACHABLE, f"{what}_json") from fault
    if not isinstance(document, dict):
        raise SsoError(SsoProblem.UNREACHABLE, f"{what}_json")
    return document


def _refusal(answer: http_out.HttpResponse) -> str:
    """Return the word for a refusal (RFC 6749 §5.2), if it is one of those there are: what else servers say isn't ours
    to tell."""
    try:
        word = json.loads(answer.body).get("error")
    except (ValueError, RecursionError, AttributeError):
        return "refused"
    return word if isinstance(word, str) and word in _TOLD else "refused"


def _id_token(answer: Mapping[str, Any]) -> str:
    token = answer.get("id_token")
    if not isinstance(token, str) or len(token) > _LONGEST_TOKEN:
        raise SsoError(SsoProblem.REFUSED, "no_id_token")
    return token


def _shown(client: Client, methods: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers, or the fields, by which the desk shows the issuer who it is: in the header, which an issuer
    takes that says nothing of it, else in the form (RFC 6749 §2.3.1)."""
    if methods is None or (isinstance(methods, list) and "client_secret_basic" in methods):
        pair = f"{quote_plus(client.id)}:{quote_plus(client.secret)}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}, {}
    if isinstance(methods, list) and "client_secret_post" in methods:
        return {}, {"client_id": client.id, "client_secret": client.secret}
    raise SsoError(SsoProblem.UNREACHABLE, "discovery_client_authentication")


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """Return whether a token with several audiences was issued to us; PyJWT has seen that we are among them.

    https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation, 4 and 5
    """
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    return claims.get("azp") == client_id if several or "azp" in claims else True
