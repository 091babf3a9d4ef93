"""Who a company's sign-on says that somebody is: known again by what stays theirs, believed in what it vouches for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.accounts.sso import Attempt, Identified, SsoError, SsoProblem, attempt_of, identified

ISSUER = "https://login.acme.example"
CLAIMS = {"sub": "kim-1", "email": "kim@acme.example", "email_verified": True, "name": "Kim K."}
ATTEMPT = Attempt(workspace="acme", issuer=ISSUER, state="s" * 43, nonce="n" * 43, verifier="v" * 43, until=1)


def who(issuer: str = ISSUER, **said: Any) -> Identified:
    return identified(issuer, CLAIMS | said)


def test_a_token_says_who_somebody_is() -> None:
    assert who() == Identified(issuer=ISSUER, subject="kim-1", email="kim@acme.example", verified=True, name="Kim K.")


@pytest.mark.parametrize("subject", [None, "", 5, ["kim-1"], "x" * 256])
def test_nobody_is_known_without_a_subject(subject: Any) -> None:
    with pytest.raises(SsoError) as refused:
        who(sub=subject)
    assert (refused.value.problem, refused.value.reason) == (SsoProblem.REFUSED, "subject")


@pytest.mark.parametrize(
    ("said", "verified"),
    [
        ({"email_verified": True}, True),
        ({"email_verified": False}, False),
        ({"email_verified": None}, False),
        ({"email_verified": "true"}, False),
        ({"email_verified": "false"}, False),
        ({"email_verified": 1}, False),
        ({}, None),
        ({"xms_edov": True}, True),
        ({"xms_edov": 1}, True),
        ({"xms_edov": "1"}, True),
        ({"xms_edov": "true"}, True),
        ({"xms_edov": False}, False),
        ({"xms_edov": "0"}, False),
        ({"xms_edov": "false"}, False),
        ({"xms_edov": ["1"]}, False),
        ({"xms_edov": None}, False),
        ({"xms_edov": True, "email_verified": False}, False),
    ],
)
def test_an_address_is_theirs_only_where_the_issuer_says_so(said: dict[str, Any], verified: bool | None) -> None:
    claims = {name: value for name, value in CLAIMS.items() if name != "email_verified"} | said
    assert identified(ISSUER, claims).verified is verified


@pytest.mark.parametrize("odd", [None, 5, ["a"], {"a": "b"}])
def test_what_is_no_text_is_left_out(odd: Any) -> None:
    assert (who(email=odd).email, who(name=odd).name) == ("", "")


def test_the_same_subject_of_the_same_issuer_is_the_same_person_whatever_else_changes() -> None:
    assert who(email="kim.married@acme.example", name="Kim M.").is_linked_by(who().link)
    assert not who(sub="kim-2").is_linked_by(who().link)
    assert not who("https://other.example").is_linked_by(who().link)
    assert not who().is_linked_by("")


def test_another_subject_is_kept_out_by_the_link_of_the_same_issuer_alone() -> None:
    assert who(sub="kim-2").is_kept_out_by(who().link)
    assert not who().is_kept_out_by(who().link)
    assert not who("https://other.example", sub="kim-2").is_kept_out_by(who().link)
    assert not who().is_kept_out_by("")


def test_no_two_pairs_of_issuer_and_subject_have_one_link() -> None:
    assert identified("https://a.example/b", {"sub": "c"}).link != identified("https://a.example", {"sub": "/b c"}).link
    assert who(sub="\ud800").link != who(sub="?").link


def test_a_link_tells_nothing_to_whoever_reads_it() -> None:
    assert "kim" not in who().link
    assert "acme" not in who().link


def test_an_attempt_comes_back_as_it_went() -> None:
    assert attempt_of(ATTEMPT.text()) == ATTEMPT


def test_what_a_later_release_keeps_besides_is_no_matter_and_less_is_no_attempt() -> None:
    said = json.loads(ATTEMPT.text())
    assert attempt_of(json.dumps(said | {"hint": "kim"})) == ATTEMPT
    assert attempt_of(json.dumps({name: value for name, value in said.items() if name != "nonce"})) is None


@pytest.mark.parametrize("state", ["", "s", "S" * 43, "s" * 44, "ß" * 43, "\udcff"])
def test_only_its_own_state_answers_an_attempt(state: str) -> None:
    assert ATTEMPT.is_answered_by("s" * 43)
    assert not ATTEMPT.is_answered_by(state)


def test_the_challenge_is_the_one_of_the_standard() -> None:
    """https://www.rfc-editor.org/rfc/rfc7636#appendix-B"""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    attempt = Attempt(workspace="acme", issuer=ISSUER, state="s", nonce="n", verifier=verifier, until=1)
    assert attempt.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_nothing_of_an_attempt_or_a_person_gets_into_a_fault() -> None:
    assert [one for one in ("sss", "nnn", "vvv") if one in repr(ATTEMPT)] == []
