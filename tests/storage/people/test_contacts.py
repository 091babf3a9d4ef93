"""Contacts are found by every address they have, which nobody else may have, and listed by name, all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.idempotency import ConflictError, TakenError
from chalicelib.domain.people.people import Contact
from chalicelib.services.ports import Room

MAYA = Contact(id="c_1", name="Maya Osei", addresses=("maya@example.com", "m.osei@example.com"), company="Osei Ltd")
NAMES = ["", "a", "Zoë", "zoe", "Ángel", "\x01odd", "!", "李", "\U0001f600", "x" * 200, "#", "~"]


def test_a_contact_is_found_by_each_address_and_by_id(room: Room) -> None:
    room.contacts.create(MAYA)
    assert room.contacts.get("c_1") == MAYA
    assert [room.contacts.by_address(address) for address in MAYA.addresses] == [MAYA, MAYA]
    assert (room.contacts.by_address("jo@example.com"), room.contacts.get("c_2")) == (None, None)


def test_an_address_is_one_contacts(room: Room) -> None:
    room.contacts.create(MAYA)
    with pytest.raises(ConflictError):
        room.contacts.create(Contact(id="c_2", name="Thief", addresses=("new@example.com", "m.osei@example.com")))
    assert (room.contacts.get("c_2"), room.contacts.by_address("new@example.com")) == (None, None)


def test_an_address_given_up_is_free_again(room: Room) -> None:
    room.contacts.create(MAYA)
    moved = replace(MAYA, addresses=("maya@new.example",))
    room.contacts.change(MAYA, moved)
    assert room.contacts.by_address("maya@new.example") == moved
    assert room.contacts.by_address("maya@example.com") is None
    room.contacts.create(Contact(id="c_2", name="Jo", addresses=("maya@example.com",)))


def test_a_change_of_what_changed_meanwhile_is_a_conflict_and_a_taken_address_is_named(room: Room) -> None:
    room.contacts.create(MAYA)
    room.contacts.create(Contact(id="c_2", name="Jo", addresses=("jo@example.com",)))
    room.contacts.change(MAYA, replace(MAYA, blocked=True))
    with pytest.raises(ConflictError):
        room.contacts.change(MAYA, replace(MAYA, name="Other"))
    with pytest.raises(TakenError):
        room.contacts.change(replace(MAYA, blocked=True), replace(MAYA, addresses=("jo@example.com",)))
    assert room.contacts.get("c_1") == replace(MAYA, blocked=True)


@pytest.mark.parametrize("limit", [1, 5, 100])
def test_walking_the_list_meets_everybody_once_whatever_they_are_called(room: Room, limit: int) -> None:
    for number, name in enumerate(NAMES):
        room.contacts.create(Contact(id=f"c_{number:02d}", name=name, addresses=(f"p{number}@example.com",)))
    found: list[str] = []
    position = None
    while True:
        page = room.contacts.list(limit, position)
        found += [contact.id for contact in page.items]
        position = page.position
        if position is None:
            break
    assert sorted(found) == [f"c_{number:02d}" for number in range(len(NAMES))]
    assert found.index("c_01") < found.index("c_03") < found.index("c_07")
