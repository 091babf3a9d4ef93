"""Every canary is found, in places that somebody decided about and nowhere else."""

from __future__ import annotations

import pytest

from tests.privacy.marks import MARKS, Fate
from tests.privacy.places import PLACES
from tests.privacy.planted import Planted
from tests.privacy.planting import plant
from tests.privacy.scan import Scan
from tests.support.desk import Desk

AT_LEAST = {
    "portal.title": ("table ticket.t", "table posting.sk", "table word.sk", "table inbox.d.title", "pushed"),
    "portal.file": ("files attachments/ content",),
    "mail.plain": ("mail inbound/ content", "table body.b", "files html/ content"),
    "mail.header": ("mail inbound/ content",),
    "mail.cc_address": ("table pointer.pk", "table more.d.participants[][]", "table mail.d.address"),
    "long.ends": ("files text/ content", "table posting.sk"),
    "charset.zip": ("files attachments/ content", "mail inbound/ content"),
    "member.former_note": ("table former_note.b",),
    "member.undone": ("table message.b",),
    "held.reply": ("table message.b",),
    "contact.former_address": ("table audit.d.changes.addresses[][]",),
    "assistant.translation": ("table summary.d.text",),
    "parked.words": ("table suspended.d.preview", "mail inbound/ content"),
    "dead.subject": ("dead letter of ingest_mail",),
    "flight.subject": ("queue to ingest_mail",),
}
"""Some of the places of some, by which the scan itself is looked after."""


@pytest.fixture(scope="module")
def planted(standing_desk: Desk) -> Planted:
    return plant(standing_desk, on_its_way=True)


@pytest.fixture(scope="module")
def found(planted: Planted) -> Scan:
    return planted.scan()


def test_there_are_many_marks_and_every_one_is_found(found: Scan) -> None:
    assert len(MARKS) >= 60
    assert [name for name in MARKS if not found.of(name)] == []


def test_each_is_found_where_it_must_be(found: Scan) -> None:
    missing = {name: set(places) - found.of(name) for name, places in AT_LEAST.items()}
    assert {name: places for name, places in missing.items() if places} == {}


def test_words_are_where_somebody_decided_what_becomes_of_them_and_nowhere_else(found: Scan) -> None:
    by_place = found.by_place()
    assert {place: marks for place, marks in by_place.items() if place not in PLACES} == {}
    assert [place for place in PLACES if place not in by_place] == []


def test_no_line_of_the_log_has_any(found: Scan, planted: Planted) -> None:
    assert len(planted.witness.lines) > 100
    assert {place: marks for place, marks in found.by_place().items() if place.startswith("log")} == {}


def test_what_is_to_go_or_stay_is_somewhere_where_that_can_be_seen(found: Scan) -> None:
    decided = {Fate.GONE, Fate.STAYS}
    wanted = [name for name, mark in MARKS.items() if decided & {mark.erased, mark.trashed}]
    assert [name for name in wanted if not found.kept(name)] == []
