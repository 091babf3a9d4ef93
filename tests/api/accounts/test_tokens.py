"""Access tokens and API keys: which are taken, and which are not."""

from __future__ import annotations

import time

import pytest

from chalicelib.adapters.secrets import Secrets
from infra.local import resources
from tests.api.accounts.tokens import altered, expired, resigned
from tests.api.asking import TICKETS, problem
from tests.support.desk import Desk


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


def test_a_token_that_the_desk_signed_again_is_taken(standing_desk: Desk) -> None:
    """So that the refusals below are for what was changed, not for how."""
    assert (
        standing_desk.http("GET", TICKETS, token=resigned(standing_desk.ports, standing_desk.admin.token)).status == 200
    )


def test_an_expired_token_is_refused(standing_desk: Desk) -> None:
    refused(standing_desk, expired(standing_desk.ports, standing_desk.admin.token))


WORDS = {
    "another person": (0, "0f8fad5b-d9cb-469f-a165-70867728950e"),
    "another sign-in": (1, "01KB9Z00000000000000000000"),
    "another way": (2, "factor"),
    "proved later": (3, int(time.time() * 1000) + 86_400_000),
    "good for longer": (4, int(time.time()) + 86_400),
    "nowhere": (5, "globex"),
    "one word more": (6, [True]),
}


@pytest.mark.parametrize(("place", "value"), WORDS.values(), ids=WORDS)
def test_a_token_whose_words_were_changed_is_refused(standing_desk: Desk, place: int, value: object) -> None:
    refused(standing_desk, altered(standing_desk.admin.token, place, value))


def test_a_token_that_was_altered_is_refused(standing_desk: Desk) -> None:
    payload, _, signature = standing_desk.admin.token.partition(".")
    last = "a" if signature[-1] != "a" else "b"
    for token in (
        f"{payload}.{signature[:-1]}{last}",
        f"{payload}.{signature.upper()}",
        f"{payload}.",
        payload,
        f"{payload}.{signature}.x",
        f"{payload}={'.'}{signature}",
        f"{payload}A.{signature}",
        payload.removeprefix("wta_") + f".{signature}",
        "wta_.",
        "wta_" + "[" * 5000,
        "wta_e30." + signature,
        "wta_bnVsbA." + signature,
    ):
        refused(standing_desk, token)


def test_a_signature_made_for_something_else_opens_nothing(standing_desk: Desk) -> None:
    """One of a link or a cursor over the very same words."""
    payload = standing_desk.admin.token.removeprefix("wta_").partition(".")[0]
    for purpose in ("refresh", "cursor", "account", "rate"):
        refused(standing_desk, f"wta_{payload}.{standing_desk.ports.secrets.sign(purpose, payload.encode())}")


def test_tokens_outlive_a_new_signing_key_and_end_with_the_one_that_signed_them(standing_desk: Desk) -> None:
    payload, _, signature = standing_desk.admin.token.removeprefix("wta_").partition(".")
    first, fresh = standing_desk.secrets["signing"]["keys"], {"k2": resources.new_secrets()["signing"]["keys"]["k1"]}
    for keys, found in (({**first, **fresh}, True), (fresh, False)):
        secrets = Secrets("", "", {"signing": {"current": "k2", "keys": keys}})
        assert secrets.verify("access", payload.encode(), signature) is found


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
