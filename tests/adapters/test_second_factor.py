"""Second factors by way of the user pool's adapter: whose codes are taken, when, and how often."""

from __future__ import annotations

import base64
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.adapters.cognito import Cognito
from chalicelib.adapters.factor_sessions import LIFE
from chalicelib.adapters.secrets import Secrets
from chalicelib.domain.accounts.second_factor import FactorSetup
from chalicelib.domain.accounts.sign_ins import Challenge
from chalicelib.domain.errors import DeskError
from infra.local import resources
from infra.local.aws import REGION, client
from tests.adapters.pool import ANA, BEN, PASSWORD, START, Clock, asked, enrolled, refused
from tests.support.totp import totp


def test_the_codes_of_the_tests_are_those_of_the_rfc() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [totp(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_a_second_factor_is_asked_for_once_it_is_confirmed_and_lets_in(identity: Cognito, clock: Clock) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    assert isinstance(identity.sign_in(ANA, PASSWORD), str), "an unfinished setup locks nobody out"
    code = totp(setup.secret, clock.now)
    identity.confirm_factor(setup.session, ANA, f"{code[:3]} {code[3:]}")
    clock.now += 60
    session = asked(identity)
    assert isinstance(identity.answer("mfa", session, ANA, totp(setup.secret, clock.now)), str)
    assert isinstance(identity.sign_in(BEN, PASSWORD), str)


def test_every_setup_has_a_secret_of_its_own_that_is_long_enough(identity: Cognito) -> None:
    secrets = {identity.begin_factor(email, PASSWORD).secret for email in (ANA, ANA, BEN)}
    assert len(secrets) == 3
    assert all(len(base64.b32decode(secret + "====")) * 8 >= 160 for secret in secrets)


def test_only_the_last_of_two_setups_can_be_confirmed(identity: Cognito, clock: Clock) -> None:
    first, last = (identity.begin_factor(ANA, PASSWORD) for _ in range(2))
    wrong = lambda: identity.confirm_factor(first.session, ANA, totp(first.secret, clock.now))  # noqa: E731
    refused("validation_failed", wrong, "code")
    identity.confirm_factor(last.session, ANA, totp(last.secret, clock.now))


def test_a_wrong_password_or_a_stranger_begins_nothing(identity: Cognito) -> None:
    refused("bad_credentials", lambda: identity.begin_factor(ANA, "wrong horse battery 8"))
    refused("bad_credentials", lambda: identity.begin_factor("nobody@acme.example", PASSWORD))
    refused("bad_credentials", lambda: identity.begin_factor("no address", PASSWORD))


def test_a_factor_that_is_on_is_not_set_up_over_with_the_password_alone(identity: Cognito, clock: Clock) -> None:
    secret = enrolled(identity, clock)
    refused("second_factor_on", lambda: identity.begin_factor(ANA, PASSWORD))
    refused("bad_credentials", lambda: identity.begin_factor(ANA, "wrong horse battery 8"))
    assert isinstance(identity.answer("mfa", asked(identity), ANA, totp(secret, clock.now)), str)


@pytest.mark.parametrize("away", [-30, 0, 30])
def test_a_clock_half_a_minute_off_is_gone_along_with(identity: Cognito, clock: Clock, away: int) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    identity.confirm_factor(setup.session, ANA, totp(setup.secret, clock.now + away))
    clock.now += 90
    session = asked(identity)
    assert isinstance(identity.answer("mfa", session, ANA, totp(setup.secret, clock.now + away)), str)


@pytest.mark.parametrize("away", [-120, 120])
def test_a_clock_two_minutes_off_is_not(identity: Cognito, clock: Clock, away: int) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    off = totp(setup.secret, clock.now + away)
    refused("validation_failed", lambda: identity.confirm_factor(setup.session, ANA, off), "code")
    identity.confirm_factor(setup.session, ANA, totp(setup.secret, clock.now))
    clock.now += 90
    session, off = asked(identity), totp(setup.secret, clock.now + away)
    refused("validation_failed", lambda: identity.answer("mfa", session, ANA, off), "answer")


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\n", "-12345", "1" * 5000])
def test_what_can_be_no_code_is_a_wrong_one(identity: Cognito, code: str) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    refused("validation_failed", lambda: identity.confirm_factor(setup.session, ANA, code), "code")


def test_a_wrong_code_leaves_the_question_open_and_a_right_one_closes_it(identity: Cognito, clock: Clock) -> None:
    secret = enrolled(identity, clock)
    session, code = asked(identity), totp(secret, clock.now)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    refused("validation_failed", lambda: identity.answer("mfa", session, ANA, wrong), "answer")
    assert isinstance(identity.answer("mfa", session, ANA, code), str)
    clock.now += 30
    again = totp(secret, clock.now)
    refused("bad_credentials", lambda: identity.answer("mfa", session, ANA, again))


def test_a_code_is_used_once_even_the_one_that_switched_the_factor_on(identity: Cognito, clock: Clock) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    code = totp(setup.secret, clock.now)
    identity.confirm_factor(setup.session, ANA, code)
    session = asked(identity)
    refused("validation_failed", lambda: identity.answer("mfa", session, ANA, code), "answer")
    fresh = totp(setup.secret, clock.now + 30)
    assert isinstance(identity.answer("mfa", session, ANA, fresh), str)
    session = asked(identity)
    refused("validation_failed", lambda: identity.answer("mfa", session, ANA, fresh), "answer")


def test_the_code_of_another_person_lets_nobody_in(identity: Cognito, clock: Clock) -> None:
    mine, theirs = enrolled(identity, clock), enrolled(identity, clock, BEN)
    session = asked(identity)
    refused("validation_failed", lambda: identity.answer("mfa", session, ANA, totp(theirs, clock.now)), "answer")
    refused("bad_credentials", lambda: identity.answer("mfa", session, BEN, totp(theirs, clock.now)))
    assert isinstance(identity.answer("mfa", session, ANA, totp(mine, clock.now)), str)


def test_a_password_is_no_answer_to_the_question_for_a_code(identity: Cognito, clock: Clock) -> None:
    enrolled(identity, clock)
    session = asked(identity)
    refused("bad_credentials", lambda: identity.answer("new_password_required", session, ANA, "a better password 8"))
    refused("bad_credentials", lambda: identity.sign_in(ANA, "a better password 8"))


def test_a_question_is_open_for_three_minutes(identity: Cognito, clock: Clock) -> None:
    secret = enrolled(identity, clock)
    session = asked(identity)
    clock.now += 181
    refused("bad_credentials", lambda: identity.answer("mfa", session, ANA, totp(secret, clock.now)))


def test_a_stranger_answers_like_somebody_with_a_wrong_session(identity: Cognito) -> None:
    known = refused("bad_credentials", lambda: identity.answer("mfa", "x" * 40, ANA, "123456"))
    unknown = refused("bad_credentials", lambda: identity.answer("mfa", "x" * 40, "nobody@acme.example", "123456"))
    assert (known.code, known.detail) == (unknown.code, unknown.detail)


def test_a_setup_is_open_for_ten_minutes(identity: Cognito, clock: Clock) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    clock.now += LIFE
    identity.confirm_factor(setup.session, ANA, totp(setup.secret, clock.now))
    identity.remove_factor(ANA)
    setup = identity.begin_factor(ANA, PASSWORD)
    clock.now += LIFE + 1
    late = totp(setup.secret, clock.now)
    refused("validation_failed", lambda: identity.confirm_factor(setup.session, ANA, late), "session")
    assert isinstance(identity.sign_in(ANA, PASSWORD), str)


def test_a_setup_is_confirmed_for_the_account_alone_that_began_it(identity: Cognito, clock: Clock) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    code = totp(setup.secret, clock.now)
    refused("validation_failed", lambda: identity.confirm_factor(setup.session, BEN, code), "session")
    for email in (ANA, BEN):
        assert isinstance(identity.sign_in(email, PASSWORD), str)


def test_a_forged_setup_is_none(identity: Cognito) -> None:
    session = identity.begin_factor(ANA, PASSWORD).session
    key, _, sealed = session.partition(".")
    other = Secrets("unread", REGION, resources.new_secrets())
    forged = ["", "x", ".", f"{key}.", f"{key}.AAAA", f"{key}.é", f"{key}.{sealed[:-8]}AAAAAAA=", "k0." + sealed]
    forged += [other.seal("second-factor", json.dumps([ANA, START + 60, "token"])), session[:-1], session + "="]
    for session in forged:
        refused("validation_failed", lambda: identity.confirm_factor(session, ANA, "123456"), "session")  # noqa: B023


def test_a_setup_does_not_give_away_the_pools_token_nor_shows_in_what_is_logged(identity: Cognito) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    _, _, sealed = setup.session.partition(".")
    assert not re.search(rb"eyJ[\w-]{10,}", base64.b64decode(sealed))
    assert not re.search(r"eyJ[\w-]+\.", setup.session)
    assert repr(setup) == "FactorSetup()"
    assert setup != FactorSetup(setup.secret, identity.begin_factor(ANA, PASSWORD).session)


def test_a_setup_ends_when_the_password_is_changed(identity: Cognito, clock: Clock) -> None:
    setup = identity.begin_factor(ANA, PASSWORD)
    identity.set_password(ANA, "a better password 8")
    code = totp(setup.secret, clock.now)
    refused("validation_failed", lambda: identity.confirm_factor(setup.session, ANA, code), "session")


def test_a_new_password_leaves_the_second_factor_on(identity: Cognito, clock: Clock) -> None:
    secret = enrolled(identity, clock)
    identity.set_password(ANA, "a better password 8")
    challenge = identity.sign_in(ANA, "a better password 8")
    assert isinstance(challenge, Challenge)
    assert isinstance(identity.answer("mfa", challenge.session, ANA, totp(secret, clock.now)), str)


def test_a_removed_factor_is_not_asked_for_and_another_can_be_set_up(identity: Cognito, clock: Clock) -> None:
    old = enrolled(identity, clock)
    identity.remove_factor(ANA)
    identity.remove_factor(ANA)
    identity.remove_factor("nobody@acme.example")
    assert isinstance(identity.sign_in(ANA, PASSWORD), str)
    new = enrolled(identity, clock)
    session = asked(identity)
    refused("validation_failed", lambda: identity.answer("mfa", session, ANA, totp(old, clock.now)), "answer")
    assert isinstance(identity.answer("mfa", session, ANA, totp(new, clock.now)), str)


def test_whoever_has_to_choose_a_new_password_is_asked_for_a_code_all_the_same(identity: Cognito, clock: Clock) -> None:
    secret = enrolled(identity, clock)
    client("cognito-idp").admin_set_user_password(
        UserPoolId=identity.pool, Username=ANA, Password="first password 1", Permanent=False
    )
    first = identity.sign_in(ANA, "first password 1")
    assert isinstance(first, Challenge)
    assert first.name == "new_password_required"
    second = identity.answer("new_password_required", first.session, ANA, "a better password 8")
    assert isinstance(second, Challenge)
    assert second.name == "mfa"
    assert identity.answer("mfa", second.session, ANA, totp(secret, clock.now)) == "sub-0"


def test_of_two_who_have_the_same_code_at_once_one_gets_in(identity: Cognito, clock: Clock) -> None:
    code = totp(enrolled(identity, clock), clock.now)

    def attempt(session: str) -> bool:
        try:
            return identity.answer("mfa", session, ANA, code) == "sub-0"
        except DeskError:
            return False

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, [asked(identity) for _ in range(8)]))
    assert outcomes.count(True) == 1


def test_a_first_password_is_changed_before_a_factor_is_set_up(identity: Cognito) -> None:
    client("cognito-idp").admin_set_user_password(
        UserPoolId=identity.pool, Username=ANA, Password="first password 1", Permanent=False
    )
    refused("unsupported_challenge", lambda: identity.begin_factor(ANA, "first password 1"))
    challenge = identity.sign_in(ANA, "first password 1")
    assert isinstance(challenge, Challenge)
    answer = identity.answer("new_password_required", challenge.session, ANA, "a better password 8")
    assert isinstance(answer, str)
