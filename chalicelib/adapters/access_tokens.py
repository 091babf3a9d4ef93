"""Checking access tokens of the user pool, in-process.

Rules: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

_REFETCH_SECONDS = 60
_TIMEOUT_SECONDS = 3
_MOST_KNOWN = 1000


@dataclass(slots=True)
class AccessTokens:
    """Knows the pool's public keys. A key id nobody has seen makes it look again, at most once a minute."""

    issuer: str
    client_id: str
    jwks_url: str
    _keys: dict[str, Any] = field(default_factory=dict)
    _fetched_at: float = float("-inf")
    _known: dict[bytes, tuple[str, float]] = field(default_factory=dict, repr=False)

    def user_of(self, token: str) -> str | None:
        """The user's id; None for what isn't a valid access token of this pool and client.

        A token found good is known by its digest until it expires: checking an RSA signature is dearer than the rest
        of most requests. Whether its holder is still a member is asked anew each time, elsewhere.
        """
        digest = hashlib.sha256(token.encode(errors="surrogatepass")).digest()
        known = self._known.get(digest)
        if known and known[1] > time.time():
            return known[0]
        claims = self._claims(token)
        if claims is None:
            return None
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[digest] = (str(claims["sub"]), float(claims["exp"]))
        return str(claims["sub"])

    def _claims(self, token: str) -> dict[str, Any] | None:
        import jwt  # cold start: few functions read tokens

        try:
            key = self._key(jwt.get_unverified_header(token).get("kid"))
            if key is None:
                return None
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=["RS256"], issuer=self.issuer, options={"require": ["exp", "iss", "sub"]}
            )
        except jwt.InvalidTokenError:
            return None
        if claims.get("token_use") != "access" or claims.get("client_id") != self.client_id:
            return None
        return claims

    def _key(self, key_id: object) -> Any:
        if not isinstance(key_id, str):
            return None
        if key_id not in self._keys and time.monotonic() - self._fetched_at > _REFETCH_SECONDS:
            self._keys = self._fetch()
            self._fetched_at = time.monotonic()
        return self._keys.get(key_id)

    def _fetch(self) -> dict[str, Any]:

        import jwt  # cold start: few functions read tokens

        with urlopen(self.jwks_url, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - our own configuration
            document = json.load(answer)
        return {key["kid"]: jwt.PyJWK(key, algorithm="RS256").key for key in document["keys"]}
