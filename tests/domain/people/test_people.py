"""Addresses as they are kept, and who may what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import DeskError
from chalicelib.domain.people import permissions
from chalicelib.domain.people.addresses import address, is_address, sign_in_address
from chalicelib.domain.people.people import Contact, Member, Role
from chalicelib.domain.people.permissions import SCOPES, Permission
from tests.domain.making import ANA, BO, CY, VI

GOOD = {
    "maya@example.com": "maya@example.com",
    "  Maya.Osei@Example.COM \n": "maya.osei@example.com",
    "o'brien+tag=1@sub.example.co.uk": "o'brien+tag=1@sub.example.co.uk",
    "müller@bücher.example": "müller@xn--bcher-kva.example",
    "i@Straße.example": "i@xn--strae-oqa.example",
    "i@bu\u0308cher。example": "i@xn--bcher-kva.example",
    "x" * 64 + "@example.com": "x" * 64 + "@example.com",
    "a@" + "b" * 63 + ".example": "a@" + "b" * 63 + ".example",
    "1@2.example": "1@2.example",
    "a@xn--bcher-kva.example": "a@xn--bcher-kva.example",
}
BAD = [
    "", " ", "maya", "@example.com", "maya@", "maya@localhost", "a@b@example.com", "maya example@example.com",
    "maya@example..com", "ma..ya@example.com", "maya@.example.com", "maya@example.com.", "maya@-example.com",
    "maya@example-.com", "x" * 65 + "@example.com", "a@" + "b" * 64 + ".example", "a@" + "b." * 130 + "example",
    '"a b"@example.com', "a,b@example.com", "a;b@example.com", "<maya@example.com>", "maya@example.com\r\nBcc: x@y.z",
    "ma\0ya@example.com", "ma\x7fya@example.com", "maya@exa_mple.c m", "maya@[127.0.0.1]", "a:b@example.com",
    "maya@ex\u2028ample.com", "maya@example.com, jo@example.com", "(maya)@example.com", "m\\aya@example.com",
]  # fmt: skip


@pytest.mark.parametrize(("given", "kept"), GOOD.items())
def test_an_address_is_kept_trimmed_and_in_lower_case(given: str, kept: str) -> None:
    assert address(given) == kept
    assert is_address(given)


@pytest.mark.parametrize("given", BAD)
def test_what_no_mail_could_reach_is_refused_at_its_field(given: str) -> None:
    with pytest.raises(DeskError) as refusal:
        address(given, "contact.email")
    assert [error.field for error in refusal.value.errors] == ["contact.email"]
    assert not is_address(given)


GOOD_TO_SIGN_IN = ["maya@example.com", " Maya.Osei@Example.COM", "o'brien+tag_1%a-b@sub.example.co.uk", "_@a.xn--p1ai"]
BAD_TO_SIGN_IN = ["0z|y='l6r^@mdb.n9lj0.io", "müller@example.com", "a@bücher.example", "a@b.c1", "+a@example.com",
                  "a.@example.com", "a@exa_mple.com", "x" * 60 + "@" + "b" * 60 + ".example"]  # fmt: skip


@pytest.mark.parametrize("given", GOOD_TO_SIGN_IN)
def test_plain_addresses_are_good_to_sign_in(given: str) -> None:
    assert sign_in_address(given) == given.strip().lower()


@pytest.mark.parametrize("given", [*BAD_TO_SIGN_IN, *BAD])
def test_what_no_pool_of_users_takes_is_refused_at_its_field(given: str) -> None:
    with pytest.raises(DeskError) as refusal:
        sign_in_address(given)
    assert [error.field for error in refusal.value.errors] == ["email"]


def test_mail_goes_to_a_contacts_first_address() -> None:
    assert Contact(id="c", name="Maya", addresses=("a@example.com", "b@example.com")).email == "a@example.com"
    assert Contact(id="c", name="By phone").email is None


def test_only_active_agents_and_admins_may_be_assigned() -> None:
    assert [member.may_be_assigned for member in (ANA, CY, VI)] == [True, True, False]


TABLE = {
    Permission.TICKETS_READ: {"viewer", "agent", "admin"},
    Permission.TICKETS_WRITE: {"agent", "admin"},
    Permission.TICKETS_DELETE: {"admin"},
    Permission.NOTES_READ: {"viewer", "agent", "admin"},
    Permission.CONTACTS_READ: {"viewer", "agent", "admin"},
    Permission.CONTACTS_WRITE: {"agent", "admin"},
    Permission.DESK_READ: {"agent", "admin"},
    Permission.MEMBERS_WRITE: {"admin"},
    Permission.SETTINGS_READ: {"admin"},
    Permission.SETTINGS_WRITE: {"admin"},
    Permission.RIGHTS_WRITE: {"admin"},
}


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("member", [ANA, CY, VI], ids=lambda member: str(member.role))
def test_members_may_what_their_role_may(permission: Permission, member: Member) -> None:
    assert (permission in permissions.of_member(member)) == (member.role in TABLE[permission])


def test_the_delete_permission_is_an_agents_extra_and_never_a_viewers() -> None:
    assert Permission.TICKETS_DELETE in permissions.of_member(replace(BO, can_delete=True))
    assert Permission.TICKETS_DELETE not in permissions.of_member(replace(VI, can_delete=True))


@pytest.mark.parametrize("role", list(Role))
def test_who_was_deactivated_may_nothing(role: Role) -> None:
    assert permissions.of_member(replace(ANA, role=role, active=False, can_delete=True)) == frozenset()


INCLUDED = {
    Permission.TICKETS_WRITE: {Permission.TICKETS_READ},
    Permission.CONTACTS_WRITE: {Permission.CONTACTS_READ},
    Permission.MEMBERS_WRITE: {Permission.DESK_READ},
    Permission.SETTINGS_READ: {Permission.DESK_READ},
}


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_key_may_what_its_scopes_say_and_no_more(scope: Permission) -> None:
    assert permissions.of_scopes([scope]) == {scope} | INCLUDED.get(scope, set())


def test_scopes_nobody_knows_grant_nothing() -> None:
    assert permissions.of_scopes(["tickets:*", "admin", "", "desk:read", "TICKETS:READ"]) == frozenset()


ROLES = st.builds(replace, st.just(BO), role=st.sampled_from(Role), can_delete=st.booleans(), active=st.booleans())
HELD = st.one_of(
    ROLES.map(permissions.of_member), st.frozensets(st.sampled_from(sorted(SCOPES))).map(permissions.of_scopes)
)


def refusal_of(held: frozenset[Permission], wanted: frozenset[Permission]) -> str:
    """The code with which giving is refused; empty if it isn't."""
    try:
        permissions.check_given(held, wanted)
    except DeskError as refusal:
        return refusal.code
    return ""


@given(held=HELD, wanted=HELD)
def test_whatever_is_given_is_at_most_what_its_giver_may_do(
    held: frozenset[Permission], wanted: frozenset[Permission]
) -> None:
    assert (refusal_of(held, wanted) == "") == (wanted <= held)


@given(scopes=st.frozensets(st.sampled_from(sorted(SCOPES))))
def test_no_key_makes_an_admin_whatever_its_scopes(scopes: frozenset[Permission]) -> None:
    assert refusal_of(permissions.of_scopes(scopes), permissions.of_member(CY)) == "signed_in_admin_only"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(DeskError, match=r"Missing: contacts:write, desk:read, tickets:write\.") as refusal:
        permissions.check_given(permissions.of_member(VI), permissions.of_member(ANA))
    assert refusal.value.code == "beyond_own_rights"
