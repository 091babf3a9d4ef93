"""A workspace's settings: kept for half a minute, read anew when that matters, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.idempotency import ConflictError
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.settings.workspace import General, Label, Mailbox, Workspace
from chalicelib.services.ports import Room
from chalicelib.storage.settings import workspaces
from chalicelib.storage.settings.shapes import SHAPES
from chalicelib.storage.settings.workspaces import SettingsStore
from tests.support.cuts import counting
from tests.support.desk import Desk

ANA = Member(
    id="m_ana", name="Ana K.", email="ana@acme.example", role=Role.AGENT, preferences={"ticket.created": "none"}
)


def test_a_workspace_nobody_made_is_none_and_is_asked_for_again(bare_desk: Desk) -> None:
    store = SettingsStore()
    with bare_desk.ports.enter("acme"):
        assert store.load("acme") is None
        bare_desk.create_workspace("acme", "Acme Support", "support@acme.example")
        assert store.load("acme") is not None


def test_a_desk_from_before_it_could_say_so_sends_mails_of_20_megabytes() -> None:
    stored = {"name": "Acme", "prefix": "TKT", "auto_close_days": 3}
    assert SHAPES[General].parse(stored) == General(name="Acme", auto_close_days=3, max_mail_mb=20)


def test_settings_are_kept_for_half_a_minute(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    store, now = SettingsStore(), 1000.0
    monkeypatch.setattr(workspaces.time, "monotonic", lambda: now)
    store.load("acme")
    SettingsStore().put("acme", Label("l_1", "Billing", "#000000"))
    now += 29
    with counting() as calls:
        kept = store.load("acme")
    assert kept is not None
    assert (kept.labels, calls.made) == ({}, [])
    now += 2
    read = store.load("acme")
    assert read is not None
    assert set(read.labels) == {"l_1"}


def test_who_asks_for_fresh_settings_gets_them_and_so_does_everybody_after(room: Room) -> None:
    store = SettingsStore()
    store.load("acme")
    SettingsStore().put("acme", Label("l_1", "Billing", "#000000"))
    assert set((store.load("acme", fresh=True) or room.workspace).labels) == {"l_1"}
    assert set((store.load("acme") or room.workspace).labels) == {"l_1"}


def test_writing_forgets_what_was_kept(room: Room) -> None:
    store = SettingsStore()
    store.load("acme")
    store.put("acme", Label("l_1", "Billing", "#000000"))
    store.add_member("acme", "user-1", ANA)
    loaded = store.load("acme")
    assert loaded is not None
    assert (loaded.labels["l_1"].name, loaded.members) == ("Billing", {"m_ana": ANA})


def test_a_member_is_read_as_they_are_this_moment(room: Room) -> None:
    store = SettingsStore()
    store.add_member("acme", "user-1", ANA)
    store.load("acme")
    assert store.member("acme", "m_ana") == ANA
    assert store.member("acme", "m_nobody") is None


def test_nobody_is_a_member_twice(bare_desk: Desk, room: Room) -> None:
    SettingsStore().add_member("acme", "user-1", ANA)
    with pytest.raises(ConflictError):
        SettingsStore().add_member("acme", "user-1", replace(ANA, role=Role.ADMIN))
    assert SettingsStore().member("acme", "m_ana") == ANA
    assert bare_desk.ports.accounts.memberships("user-1") == {"acme": "m_ana"}


@pytest.mark.parametrize("other", [Workspace(id="acme", name="Again", mailboxes=(Mailbox("new@acme.example", "New"),))])
def test_a_workspaces_name_is_taken_once(room: Room, other: Workspace) -> None:
    with pytest.raises(ConflictError):
        SettingsStore().create(other)


def test_a_mailbox_is_one_workspaces(bare_desk: Desk, room: Room) -> None:
    thief = Workspace(id="thief", name="Thief", mailboxes=(Mailbox("support@acme.example", "Thief"),))
    with bare_desk.ports.enter("thief"):
        with pytest.raises(ConflictError):
            SettingsStore().create(thief)
        assert SettingsStore().load("thief") is None
    assert bare_desk.ports.accounts.mailbox_workspaces("support@acme.example") == ["acme"]


def test_workspaces_of_one_domain_share_its_reply_address(bare_desk: Desk, room: Room) -> None:
    bare_desk.create_workspace("sales", "Acme Sales", "sales@acme.example")
    assert sorted(bare_desk.ports.accounts.mailbox_workspaces("reply@acme.example")) == ["acme", "sales"]
    assert bare_desk.ports.accounts.mailbox_workspaces("reply@other.example") == []


def test_the_sequence_of_ticket_numbers_is_no_setting(room: Room) -> None:
    room.tickets.next_number()
    assert SettingsStore().load("acme") == room.workspace
