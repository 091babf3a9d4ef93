"""References of tickets, names of workspaces, API keys: what is one, and what only looks like one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.accounts.api_keys import ApiKey, secret_digest, split_api_key
from chalicelib.domain.errors import DeskError
from chalicelib.domain.settings.workspace import RESERVED, check_slug, is_slug
from chalicelib.domain.tickets.ticket import parse_reference, reference


@pytest.mark.parametrize(("number", "text"), [(1, "TKT-0001"), (9999, "TKT-9999"), (10000, "TKT-10000")])
def test_references_are_padded_to_four_and_grow(number: int, text: str) -> None:
    assert reference("TKT", number) == text


@given(st.integers(1, 9_999_999_999), st.sampled_from(["TKT", "HELP", "A1"]))
def test_a_reference_leads_back_to_its_number_in_any_case(number: int, prefix: str) -> None:
    text = reference(prefix, number)
    assert parse_reference(prefix, text) == parse_reference(prefix, f" {text.lower()} ") == number


@pytest.mark.parametrize(
    "text",
    [
        "", "TKT", "TKT-", "-1", "TKT-0", "TKT-0000", "OTHER-1", "TKT--1", "TKT-1a", "TKT-1.0", "TKT-+1", "TKT- 1",
        "TKT-١", "TKT-²", "TKT-12345678901", "1", "TKT_1", "TKT-1-2", "TKT-\x001",
    ],
)  # fmt: skip
def test_what_is_no_reference_of_this_desk_is_none(text: str) -> None:
    assert parse_reference("TKT", text) is None


@pytest.mark.parametrize("slug", ["a", "acme", "acme-2", "0", "x" * 40, "a--b"])
def test_a_workspace_may_be_called_so(slug: str) -> None:
    assert check_slug(slug) == slug


@pytest.mark.parametrize(
    "slug", ["", "-a", "a-", "A", "a b", "a#b", "a/b", "ä", "x" * 41, "a\n", "a.b", "a_b", "%61", *sorted(RESERVED)]
)
def test_a_workspace_may_not_be_called_so(slug: str) -> None:
    with pytest.raises(DeskError):
        check_slug(slug)


@given(st.text())
def test_nothing_that_would_part_a_key_is_a_slug(text: str) -> None:
    assert not is_slug(text) or not set(text) & set("#/\0 \n")


def test_an_api_key_is_told_apart_into_id_and_secret() -> None:
    secret = "s_-" + "S" * 40
    assert split_api_key(f"wtk_0123abcd_{secret}") == ("0123abcd", secret)


@pytest.mark.parametrize(
    "text", ["", "wtk_", "wtk_0123abcd", "wtk_0123abcd_short", "WTK_0123abcd_" + "s" * 40, "wtk_0123ABCD_" + "s" * 40]
)
def test_what_is_no_api_key_is_none(text: str) -> None:
    assert split_api_key(text) is None


def test_a_key_opens_with_its_own_secret_only() -> None:
    key, now = ApiKey(id="k", workspace="acme", name="n", scopes=(), digest=secret_digest("right")), datetime.now(UTC)
    assert key.opens_with("right", now)
    assert not key.opens_with("wrong", now)
    assert not key.opens_with(key.digest, now)


def test_a_key_opens_until_it_expires() -> None:
    end = datetime(2031, 1, 31, tzinfo=UTC)
    digest, until = secret_digest("right"), "2031-01-31T00:00:00Z"
    key = ApiKey(id="k", workspace="acme", name="n", scopes=(), digest=digest, expires_at=until)
    assert key.opens_with("right", end - timedelta(seconds=1))
    assert not key.opens_with("wrong", end - timedelta(seconds=1))
    assert not key.opens_with("right", end)
