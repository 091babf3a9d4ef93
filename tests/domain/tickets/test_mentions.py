"""Who is called by an `@name` in a note."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.tickets.mentions import MOST, mentioned


def member(name: str, **differing: object) -> Member:
    local = name.split()[0].casefold()
    made = Member(id=f"m_{name}", name=name, email=f"{local}.mail@acme.example", role=Role.AGENT)
    return replace(made, **differing)  # type: ignore[arg-type]


ANA, BO, WEISS, JOSE = member("Ana Kovač"), member("Bo Marsh"), member("Weiß"), member("José Núñez")
TEAM = (ANA, BO, WEISS, JOSE)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@Bo please look", [BO]),
        ("@bo marsh, and @ANA KOVAČ!", [BO, ANA]),
        ("(@Bo)", [BO]),
        ("@Bo.", [BO]),
        ("@Bo@Ana", [BO]),
        ("@bo.mail does it", [BO]),
        ("first\n@Bo", [BO]),
        ("@Weiß kommt", [WEISS]),
        ("@WEISS kommt", [WEISS]),
        ("@Weißer", []),
        ("@Jose\u0301 Nu\u0301n\u0303ez", [JOSE]),
        ("@Bo and again @Bo", [BO]),
        ("@Bob", []),
        ("@Bo-Lena", []),
        ("@Bo’Neil", []),
        ("@Bo - look", [BO]),
        ("@Bo-", [BO]),
        ("@Bo_x", []),
        ("bo@acme.example", []),
        ("@@Bo", []),
        ("@ Bo", []),
        ("@", []),
        ("", []),
    ],
)
def test_a_name_after_an_at_sign_calls_its_member(text: str, called: list[Member]) -> None:
    assert mentioned(text, TEAM) == tuple(one.id for one in called)


def test_what_stands_before_the_at_sign_of_an_address_calls_its_member_too() -> None:
    cy = member("Cy Moss", email="moss.c@acme.example")
    assert mentioned("@moss.c and @moss.cy", [cy, BO]) == (cy.id,)
    assert mentioned("@moss.cy", [cy, BO]) == mentioned("@acme.example", [cy, BO]) == ()


def test_the_longest_name_that_fits_is_meant() -> None:
    short, long = member("Ana"), member("Ana Lena", email="lena@acme.example")
    assert mentioned("@Ana Lena and @Ana K.", [short, long]) == (long.id,), "Ana alone may be either"
    assert mentioned("@Ana Lena", [long, short]) == (long.id,)


def test_a_first_name_of_two_calls_neither_and_their_whole_names_call_each() -> None:
    one, other = member("Ana Kovač", email="ak@acme.example"), member("Ana Lang", email="al@acme.example")
    assert mentioned("@Ana look", [one, other]) == ()
    assert mentioned("@Ana Lang look", [one, other]) == (other.id,)


def test_nobody_who_left_is_called() -> None:
    assert mentioned("@Bo", [replace(BO, active=False)]) == ()


def test_a_desk_without_members_calls_nobody() -> None:
    assert mentioned("@Bo", []) == ()


def test_a_long_note_full_of_at_signs_is_read_at_once() -> None:
    team = [member(f"Name{number} Other{number}") for number in range(500)]
    begun = time.process_time()
    assert mentioned("@nobody " * 12_000, team) == ()
    assert len(mentioned(" ".join(f"@Name{number}" for number in range(500)), team)) == MOST
    assert time.process_time() - begun < 2
