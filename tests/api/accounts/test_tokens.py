"""Access tokens and API keys: which are taken, and which are not."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.request import urlopen

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from chalicelib.adapters.access_tokens import AccessTokens
from tests.api.accounts.tokens import claims_of, expired, key_id, resigned, signed_with_public_key, unsigned
from tests.api.asking import TICKETS, problem
from tests.support.desk import Desk

OWN_KEY = rsa.generate_private_key(65537, 2048)


def refused(desk: Desk, token: str) -> None:
    for path in (TICKETS, "/v1/me"):
        answer = desk.http("GET", path, token=token)
        problem(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_the_right_token_is_taken_however_the_scheme_is_spelt(standing_desk: Desk) -> None:
    for header in (f"Bearer {standing_desk.admin.token}", f"bearer  {standing_desk.admin.token} "):
        assert standing_desk.http("GET", TICKETS, headers={"Authorization": header}).status == 200


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "Token x", "Bearer \u00fc"])
def test_a_header_that_is_no_bearer_token_is_refused(standing_desk: Desk, header: str) -> None:
    problem(standing_desk.http("GET", TICKETS, headers={"Authorization": header}), 401, "unauthenticated")


def test_a_token_signed_again_by_the_pool_is_taken(standing_desk: Desk) -> None:
    """So that the refusals below are for what was changed, not for how."""
    assert standing_desk.http("GET", TICKETS, token=resigned(standing_desk.admin.token)).status == 200


WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "an id token": {"token_use": "id"},
    "no use": {"token_use": None},
    "another client's": {"client_id": "another-client"},
    "no client": {"client_id": None},
    "another issuer's": {"iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other"},
    "an empty issuer": {"iss": ""},
    "issued tomorrow": {"iat": int(time.time()) + 86_400},
    "not valid yet": {"nbf": int(time.time()) + 86_400},
    "expiring at a word": {"exp": "soon"},
    "a subject that is no text": {"sub": 7},
}


@pytest.mark.parametrize("claims", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_token_with_other_claims_than_ours_is_refused(standing_desk: Desk, claims: dict[str, Any]) -> None:
    refused(standing_desk, resigned(standing_desk.admin.token, **claims))


def test_an_expired_token_is_refused(standing_desk: Desk) -> None:
    refused(standing_desk, expired(standing_desk.admin.token))


def test_a_token_that_was_altered_is_refused(standing_desk: Desk) -> None:
    header, payload, signature = standing_desk.admin.token.split(".")
    middle = len(payload) // 2
    letter = "A" if payload[middle] != "A" else "B"
    refused(standing_desk, f"{header}.{payload[:middle]}{letter}{payload[middle + 1 :]}.{signature}")
    refused(standing_desk, f"{header}.{payload}.{signature[:-8]}AAAAAAAA")
    refused(standing_desk, f"{header}.{payload}.")
    refused(standing_desk, f"{header}.{payload}")


def test_a_token_without_signature_or_signed_with_the_public_key_is_refused(standing_desk: Desk) -> None:
    refused(standing_desk, unsigned(standing_desk.admin.token))
    refused(standing_desk, signed_with_public_key(standing_desk.admin.token))


def test_a_token_signed_with_somebody_elses_key_is_refused(standing_desk: Desk) -> None:
    claims, known = claims_of(standing_desk.admin.token), key_id(standing_desk.admin.token)
    for headers in (
        {"kid": known},
        {"kid": "unknown"},
        {"kid": known, "jwk": jwt.algorithms.RSAAlgorithm.to_jwk(OWN_KEY.public_key(), as_dict=True)},
        {},
    ):
        refused(standing_desk, jwt.encode(claims, OWN_KEY, algorithm="RS256", headers=headers))


@pytest.mark.parametrize(
    "header", [b"[" * 5000, b'{"alg":' * 900, b"7", b"null", b'{"alg":"RS256","kid":["x"]}', b"\xff"]
)
def test_a_token_whose_header_is_nonsense_is_refused(standing_desk: Desk, header: bytes) -> None:
    refused(standing_desk, base64.urlsafe_b64encode(header).decode().rstrip("=") + ".e30.AAAA")


class Keys(ThreadingHTTPServer):
    """Serves the pool's public keys, and counts how often it was asked."""

    def __init__(self, document: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _KeyPage)
        self.document, self.asked = document, 0


class _KeyPage(BaseHTTPRequestHandler):
    server: Keys

    def do_GET(self) -> None:
        self.server.asked += 1
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.document)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def keys(standing_desk: Desk) -> Iterator[Keys]:
    with urlopen(standing_desk.environment["JWKS_URL"]) as answer:
        server = Keys(answer.read())
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_unknown_key_ids_make_the_desk_look_for_new_keys_at_most_once_a_minute(standing_desk: Desk, keys: Keys) -> None:
    claims = claims_of(standing_desk.admin.token)
    tokens = AccessTokens(claims["iss"], claims["client_id"], f"http://127.0.0.1:{keys.server_port}/")
    assert keys.asked == 0
    for number in range(20):
        assert tokens.user_of(jwt.encode(claims, OWN_KEY, algorithm="RS256", headers={"kid": f"k{number}"})) is None
    assert keys.asked == 1
    assert tokens.user_of(standing_desk.admin.token) == claims["sub"]
    assert keys.asked == 1
    tokens._fetched_at -= 61
    assert tokens.user_of(standing_desk.admin.token) == claims["sub"]
    assert keys.asked == 1
    assert tokens.user_of(jwt.encode(claims, OWN_KEY, algorithm="RS256", headers={"kid": "new"})) is None
    assert keys.asked == 2


def test_a_revoked_key_stops_at_once(standing_desk: Desk) -> None:
    from chalicelib.storage.table.records import DocumentRecord

    key, other = standing_desk.api_key("tickets:read"), standing_desk.api_key("tickets:read")
    assert standing_desk.http("GET", TICKETS, token=key).status == 200
    DocumentRecord(f"KEY#{key.split('_')[1]}", "KEY").delete()
    problem(standing_desk.http("GET", TICKETS, token=key), 401, "unauthenticated")
    assert standing_desk.http("GET", TICKETS, token=other).status == 200


def test_a_key_with_one_character_changed_is_refused(standing_desk: Desk) -> None:
    key = standing_desk.api_key("tickets:read")
    _, identity, secret = key.split("_", 2)
    swapped = standing_desk.api_key("tickets:read").split("_", 2)[2]
    last = "A" if secret[-1] != "A" else "B"
    wrong = [
        f"wtk_{identity}_{secret[:-1]}{last}",
        f"wtk_{identity}_{secret.swapcase()}",
        f"wtk_{identity}_{swapped}",
        f"wtk_{identity}_",
        f"wtk_{identity}",
        f"wtk_{identity}_{secret}x",
        f"WTK_{identity}_{secret}",
        f"wtk_{identity}#_{secret}",
        "wtk_" + "0" * 16 + f"_{secret}",
        "wtk_" + "\u0660" * 16 + f"_{secret}",
        "wtk_",
    ]
    for token in wrong:
        problem(standing_desk.http("GET", TICKETS, token=token), 401, "unauthenticated")


def test_a_key_is_nobody_who_could_be_signed_in(standing_desk: Desk) -> None:
    problem(standing_desk.http("GET", "/v1/me", token=standing_desk.api_key("tickets:read")), 401, "unauthenticated")
