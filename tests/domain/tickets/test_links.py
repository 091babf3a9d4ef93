"""Links and reply addresses: each is one recipient's, on one ticket, for one purpose."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.people.people import ContactRef, Participant
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.fields import FIELDS
from chalicelib.domain.tickets.links import Purpose, Token
from chalicelib.markdown import render
from tests.domain.making import MAYA, OPS, ticket

TICKET = ticket(participants=(OPS,))
CONTACT, PARTICIPANT = links.everybody(TICKET)


def token(recipient: str = CONTACT.id, purpose: Purpose = Purpose.SHOWN) -> Token:
    return links.token("acme", TICKET, recipient, purpose)


def test_a_token_says_whose_it_is() -> None:
    assert links.holder("acme", TICKET, token(), Purpose.SHOWN) == CONTACT
    assert links.holder("acme", TICKET, token(PARTICIPANT.id), Purpose.SHOWN) == PARTICIPANT


@pytest.mark.parametrize(("standing", "called"), [(Standing.UNPROVEN, "Somebody"), (Standing.PROVEN, CONTACT.name)])
def test_the_contact_is_called_as_they_called_themselves_until_they_are_known(standing: Standing, called: str) -> None:
    """Others on the ticket read that name."""
    asked = SenderIdentity(CONTACT.address, standing, Grounds.FORM, name="Somebody")
    assert links.everybody(replace(TICKET, requester=asked))[0].name == called


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_token_survives_being_written_down_in_any_case(purpose: Purpose) -> None:
    text = str(token(purpose=purpose))
    for written in (text, text.upper()):
        parsed = links.parse(written)
        assert parsed is not None
        assert links.holder("acme", TICKET, parsed, purpose) == CONTACT


@pytest.mark.parametrize(
    ("purpose", "written"),
    [
        (Purpose.SHOWN, "7.edp775yx.bbcn4x6cwsnn6ejmrm4vsi7tz6oz7wec"),
        (Purpose.MAILED, "7.edp775yx.beer2dx7hhlugx3jgu6gijnjszsrylga"),
        (Purpose.REPLY, "7.edp775yx.iise2o37wuj2eqwe"),
    ],
)
def test_the_links_and_reply_addresses_that_are_out_stay_good(purpose: Purpose, written: str) -> None:
    parsed = links.parse(written)
    assert parsed is not None
    assert links.holder("acme", TICKET, parsed, purpose) == CONTACT


@pytest.mark.parametrize("place", [0, 1])
def test_ids_are_issued_with_80_bits_and_those_of_half_as_many_are_the_same_persons(place: int) -> None:
    person, shorter = links.everybody(TICKET)[place], links.everybody(TICKET, 8)[place]
    assert (len(person.id), person.id[:8]) == (16, shorter.id)
    assert links.holder("acme", TICKET, token(shorter.id), Purpose.SHOWN) == person
    assert links.lasting_id(person.id) == links.lasting_id(shorter.id)


def test_a_contact_is_proven_and_a_participant_is_when_a_member_or_somebody_proven_named_him() -> None:
    people = (OPS, Participant("jo@example.com", proven=False), Participant(str(MAYA.email), proven=False))
    several = ticket(participants=people)
    proven = {person.address: links.is_proven(several, person) for person in links.everybody(several)}
    assert proven == {MAYA.email: True, OPS.address: True, "jo@example.com": False}


def test_a_token_is_worth_nothing_elsewhere() -> None:
    assert links.holder("other", TICKET, token(), Purpose.SHOWN) is None
    assert links.holder("acme", TICKET, token(), Purpose.REPLY) is None
    assert links.holder("acme", replace(TICKET, key=bytes(32)), token(), Purpose.SHOWN) is None
    assert links.holder("acme", None, token(), Purpose.SHOWN) is None


def test_a_token_of_one_recipient_or_ticket_is_not_another_ones() -> None:
    assert links.holder("acme", TICKET, replace(token(), recipient_id=PARTICIPANT.id), Purpose.SHOWN) is None
    assert links.holder("acme", replace(TICKET, number=8), replace(token(), number=8), Purpose.SHOWN) is None


def test_nobody_can_make_a_token_for_a_ticket_that_is_not_there() -> None:
    """The key that stands in for a missing ticket's is known to everybody who reads the code."""
    nobody = replace(TICKET, key=b"\0" * 32)
    assert links.holder("acme", None, links.token("acme", nobody, CONTACT.id, Purpose.SHOWN), Purpose.SHOWN) is None


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_letter_of_a_token_counts(purpose: Purpose) -> None:
    text = str(token(purpose=purpose))
    for place, letter in enumerate(text):
        if letter == ".":
            continue
        other = "3" if letter != "3" else "4"
        parsed = links.parse(text[:place] + other + text[place + 1 :])
        assert parsed is None or links.holder("acme", TICKET, parsed, purpose) is None, place


def test_taking_somebody_off_a_ticket_takes_their_token_and_no_other() -> None:
    without = replace(TICKET, participants=())
    assert links.holder("acme", without, token(PARTICIPANT.id), Purpose.SHOWN) is None
    assert links.holder("acme", without, token(), Purpose.SHOWN) == CONTACT
    assert links.holder("acme", replace(TICKET, contact=None), token(), Purpose.SHOWN) is None


def test_the_contacts_links_end_with_the_address_they_were_mailed_to_and_nobody_elses() -> None:
    moved = FIELDS["contact"].put(TICKET, ContactRef(MAYA.id, MAYA.name, "maya@new.example"), TICKET.created_at)
    back = FIELDS["contact"].put(moved, TICKET.contact, TICKET.created_at)
    renamed = FIELDS["contact"].put(TICKET, ContactRef(MAYA.id, "Maya Bonsu", MAYA.email), TICKET.created_at)
    assert [links.holder("acme", one, token(), Purpose.SHOWN) is not None for one in (moved, back, renamed)] == [
        False,
        False,
        True,
    ]
    assert links.holder("acme", moved, token(PARTICIPANT.id), Purpose.SHOWN) == PARTICIPANT


def test_a_ticket_that_tells_its_customer_nothing_still_opens_by_its_link() -> None:
    silent = replace(TICKET, notify_customer=False)
    assert links.recipients(silent) == ()
    assert links.holder("acme", silent, token(), Purpose.SHOWN) == CONTACT


def test_the_contact_who_is_also_a_participant_is_one_person() -> None:
    both = ticket(participants=(Participant("maya@example.com", "Maya again"), OPS))
    assert [(person.address, person.is_contact) for person in links.everybody(both)] == [
        ("maya@example.com", True),
        ("ops@example.com", False),
    ]


def test_a_contact_without_an_address_holds_no_link() -> None:
    assert links.everybody(ticket(contact=ContactRef("c_1", "By phone", None))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "7.abcdefgh",
        "0.abcdefgh.abcdefghabcdefgh",
        "-7.abcdefgh.abcdefghabcdefgh",
        "12345678901.abcdefgh.abcdefghabcdefgh",
        "7.abcdefg1.abcdefghabcdefgh",
        "7.abcdefgh.abcdefghabcdefg",
        "7.abcdefgh." + "a" * 33,
        "7.abcdefgh.abcdefghabcdefgh\n",
        " 7.abcdefgh.abcdefghabcdefgh",
        "٧.abcdefgh.abcdefghabcdefgh",
        "7.abcdefgh.abcdefghabcdefgh" * 1000,
        "\0",
    ],
)
def test_what_is_no_token_is_none(text: str) -> None:
    assert links.parse(text) is None


def test_a_reply_address_fits_a_local_part_with_the_largest_number() -> None:
    text = str(links.token("acme", replace(TICKET, number=9_999_999_999), CONTACT.id, Purpose.REPLY))
    assert len(f"reply+{text}") <= 64
    assert re.fullmatch(r"[a-z0-9.]+", text)


def test_tokens_have_bits_enough() -> None:
    assert len(token(purpose=Purpose.SHOWN).mac) * 5 >= 160
    assert len(token(purpose=Purpose.REPLY).mac) * 5 >= 80


PORTAL = "https://desk.example"
THEIRS = str(token(PARTICIPANT.id, Purpose.MAILED))
OWN = str(token(purpose=Purpose.MAILED))
BROKEN = f"{THEIRS[:-12]}=\r\n> {THEIRS[-12:]}"
ENCODED, ESCAPED = THEIRS.replace(".", "%2e"), THEIRS.replace(".", "\\.")
PATH = f"/portal/acme/t/{THEIRS}"


def own(text: str) -> str:
    return links.with_own(text, OWN, PORTAL)


@pytest.mark.parametrize(
    "text",
    [
        f"{PORTAL}{PATH}",
        f"See {PORTAL}{PATH}/rate, please",
        f"Follow your request <{PORTAL}{PATH}>",
        f"Follow your request<{PORTAL}{PATH}> or [this one]({PORTAL}{PATH}).",
        f"[{PORTAL}{PATH}]({PORTAL}{PATH})",
        f"> Follow:\n>{PORTAL}{PATH}\n>> {PORTAL}{PATH}",
        f"([www.desk.example]({PORTAL}{PATH}))",
        f"{PORTAL}/widget/w_1a2b3c/t/{THEIRS}",
        f"HTTPS://Desk.Example{PATH.upper()}",
        f"{PORTAL}/portal/acme/t/{BROKEN}",
        f"{PORTAL}/portal/acme/t/{ENCODED}",
        f"{PORTAL}/portal/acme/t/{ESCAPED}",
    ],
)
def test_a_link_of_ours_becomes_the_readers_own(text: str) -> None:
    expected = text
    for written in (THEIRS, THEIRS.upper(), BROKEN, ENCODED, ESCAPED):
        expected = expected.replace(written, OWN)
    assert own(text) == expected != text


@pytest.mark.parametrize(
    "text",
    [
        f"https://evil.example{PATH}",
        f"https://desk.example.evil.example{PATH}",
        f"https://desk.example@evil.example{PATH}",
        f"https://me:desk.example@evil.example{PATH}",
        f"https://me@desk.example{PATH}",
        f"https://desk.example:8443{PATH}",
        f"https://desk.example.{PATH}",
        f"https://xdesk.example{PATH}",
        f"https://desk.examp\u0131e{PATH}",
        f"http://desk.example{PATH}",
        f"ftp://desk.example{PATH}",
        f"desk.example{PATH}",
        f"//desk.example{PATH}",
        rf"https:\\desk.example{PATH}",
        rf"https://desk.example\@evil.example{PATH}",
        rf"https://evil.example\{PORTAL}{PATH}",
        f"https://evil.example/{PORTAL}{PATH}",
        f"https://evil.example/?u={PORTAL}{PATH}",
        f"https://evil.example/?u=https%3A%2F%2Fdesk.example%2Fportal%2Facme%2Ft%2F{THEIRS}",
        f"https://evil.example/({PORTAL}{PATH})",
        f"https://evil.example/\u00a0{PORTAL}{PATH}",
        f"[x](<https://evil.example/? {PORTAL}{PATH}>)",
        rf"[x](<https://evil.example/? \> {PORTAL}{PATH}>)",
        rf"[x](<https://evil.example/? \< {PORTAL}{PATH}>)",
        f"mailto:eve@evil.example?body={PORTAL}{PATH}",
        f"javascript:{PORTAL}{PATH}",
        f"{PORTAL}?{PATH}",
        f"{PORTAL}/../{PATH}",
        THEIRS,
    ],
)
def test_a_token_that_is_not_in_a_link_of_ours_is_nobodys(text: str) -> None:
    """It must neither become the reader's nor stay that of whoever it was for."""
    assert own(text) == text.replace(THEIRS, "…")


PIECES = (
    f"{PORTAL}{PATH}",
    f"{PORTAL}/",
    "https://evil.example/",
    "//evil.example",
    THEIRS,
    "[x]",
    "https:",
    "mailto:",
)
SIGNS = " \n\t()<>[]\\\"'*_`?#&=%.:/@\u00a0\u3000"


@given(st.lists(st.sampled_from((*PIECES, *SIGNS)), max_size=14).map("".join))
def test_whatever_markdown_makes_of_a_text_no_link_hands_a_token_to_others(text: str) -> None:
    for target in map(unescape, re.findall(r'href="([^"]*)"', render(own(text)))):
        assert OWN not in target or target.startswith(f"{PORTAL}/")
