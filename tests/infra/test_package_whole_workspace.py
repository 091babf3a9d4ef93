"""Handing over a whole workspace, and deleting one: all of it, none of its neighbour's, cut off wherever it may be."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.notices.push import PushSubscription
from chalicelib.services.files import uploads
from chalicelib.services.files.links import logo_key
from infra.deploy import workspace_delete, workspace_export
from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.api.asking import new_ticket
from tests.services.mail.correspondence import Correspondence
from tests.support.cuts import cut
from tests.support.deployed import run
from tests.support.desk import SUPPORT, Desk, Person

OTHER, OTHERS = "acme2", "support@acme2.example"
LONG = "Every word of it. " * 3000
Raw = dict[str, Any]


@pytest.fixture
def lived(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two workspaces whose names begin alike, with tickets, files, mails, people, keys, and what both have."""
    monkeypatch.setattr(workspace_delete, "SETTLED", (0.0, 0.0))
    desk.create_workspace(OTHER, "Acme Two", OTHERS)
    _lives(desk, "acme", SUPPORT)
    _lives(desk, OTHER, OTHERS)
    raw = b"From: maya@example.com\r\nMessage-ID: <both@x.example>\r\nSubject: To both\r\n\r\nHello both."
    desk.receive(raw, "maya@example.com", [SUPPORT, OTHERS])
    desk.settle()
    return desk


def _lives(desk: Desk, name: str, address: str) -> None:
    post, files = Correspondence(desk), desk.ports.files
    post.write("It broke.", to=address, Subject=f"Checkout of {name}", files=[("a.txt", "text/plain", b"x")])
    post.write("WIN A PRIZE", to=address, Subject="Prize", verdicts={"spam": "FAIL"})
    desk.api_key("tickets:read", workspace=name)
    desk.add_member(f"Bo of {name}", f"bo@{name}.example", "agent", workspace=name)
    desk.add_member("Kim in both", "kim@both.example", "agent", workspace=name)
    for _ in range(2):
        files.put(logo_key(name), b"logo", "image/png")
    files.put(f"text/{name}/1/long", LONG.encode(), "text/plain")
    with desk.ports.open(name) as room:
        uploads.offer(desk.ports, room, "m_bo", "log.txt", "text/plain", 5, None)
    for member in _members(desk, name):
        browser = PushSubscription(endpoint=f"https://push.example/{member}", p256dh="p", auth="a", seed="s")
        desk.ports.pushes.add(member, browser, 4_000_000_000)
    if name == "acme":
        new_ticket(desk, title="Long", description=LONG)
    desk.settle()


def _members(desk: Desk, name: str) -> list[str]:
    with desk.ports.open(name) as room:
        return sorted(room.workspace.members)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Somebody at the keyboard, and what they answer."""

    def answers(*given: str) -> None:
        left = list(given)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr("builtins.input", lambda _asked: left.pop(0))

    return answers


def table(desk: Desk) -> list[Raw]:
    found: list[Raw] = []
    for page in client("dynamodb").get_paginator("scan").paginate(TableName=desk.environment["TABLE_NAME"]):
        found += page["Items"]
    return found


def objects(desk: Desk, bucket: str) -> list[tuple[str, str]]:
    found = client("s3").list_object_versions(Bucket=desk.environment[bucket])
    return sorted(
        (one["Key"], one["VersionId"]) for one in (*found.get("Versions", ()), *found.get("DeleteMarkers", ()))
    )


def of_other(desk: Desk) -> tuple[list[str], list[tuple[str, str]]]:
    """All that there is of the other workspace, items and objects."""
    texts = (json.dumps(one, sort_keys=True) for one in table(desk))
    kept = sorted(text for text in texts if f'"{OTHER}' in text or f"#{OTHER}" in text)
    return kept, [one for one in objects(desk, "FILES_BUCKET") if f"/{OTHER}" in one[0]]


def named(desk: Desk, name: str) -> list[Raw]:
    """The items that name a workspace in a key or as what they are of."""
    found = []
    for item in table(desk):
        pk, sk, text = item["pk"]["S"], item["sk"]["S"], item.get("d", {}).get("S", "")
        if pk == f"W#{name}" or pk.startswith(f"W#{name}#") or sk == name or f'"{name}"' in text:
            found.append(item)
    return found


def signs_in(desk: Desk, person: Person | str) -> bool:
    return desk.ports.identity.find(person if isinstance(person, str) else person.email) is not None


def delete(desk: Desk, *more: str) -> None:
    run(desk, "workspace-delete", "--workspace", "acme", *more)


def test_nothing_of_it_is_left_and_all_of_its_neighbours(
    lived: Desk, typed: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    before, raw = of_other(lived), objects(lived, "MAIL_BUCKET")
    typed("y", "acme")
    delete(lived)
    said = capsys.readouterr().out
    assert "1 stay, which other workspaces have too" in said
    assert said.endswith("Nothing of acme is left.\n")
    assert named(lived, "acme") == []
    assert of_other(lived) == before
    assert not [key for key, _ in objects(lived, "FILES_BUCKET") if "/acme/" in key or key == logo_key("acme")]
    assert len(objects(lived, "MAIL_BUCKET")) == len(raw) - 2
    assert not signs_in(lived, "bo@acme.example")
    assert signs_in(lived, "bo@acme2.example")
    assert signs_in(lived, "kim@both.example")
    assert not signs_in(lived, lived.admin)
    with lived.ports.open(OTHER) as room:
        assert len(room.tickets.rows([1, 2])) == 2
        for member in room.workspace.members:
            assert lived.ports.pushes.of(member)
    assert len([one for one in table(lived) if one["type"]["S"] in ("push_owner", "push")]) == 4
    delete(lived)
    assert capsys.readouterr().out.endswith("There is nothing of acme.\n")


@pytest.mark.parametrize("answers", [("n",), ("y", "acme2"), ("y", "")])
def test_who_does_not_mean_it_loses_nothing(lived: Desk, typed: Callable[..., None], answers: tuple[str, ...]) -> None:
    before = sorted(json.dumps(one, sort_keys=True) for one in table(lived))
    typed(*answers)
    delete(lived)
    delete(lived, "--dry-run")
    assert sorted(json.dumps(one, sort_keys=True) for one in table(lived)) == before


def test_without_anybody_to_be_asked_nothing_goes(lived: Desk) -> None:
    with pytest.raises(DeployError, match="Nobody is here to be asked"):
        delete(lived)
    assert named(lived, "acme")


@pytest.mark.sweep
def test_cut_off_at_any_call_and_run_again_it_is_gone(lived: Desk, typed: Callable[..., None]) -> None:
    _cut_off_and_again(lived, typed, 1)


def test_cut_off_now_and_then_and_run_again_it_is_gone(lived: Desk, typed: Callable[..., None]) -> None:
    _cut_off_and_again(lived, typed, 7)


def _cut_off_and_again(desk: Desk, typed: Callable[..., None], step: int) -> None:
    """Each time a little further: what was done is not there the next time, so all is done in the end."""
    before, raw, number = of_other(desk), len(objects(desk, "MAIL_BUCKET")), 1
    while True:
        typed("y", "acme")
        with cut(after=number) as calls:
            delete(desk)
        if not calls.was_cut:
            break
        number += step
    assert number > 20
    assert named(desk, "acme") == []
    assert of_other(desk) == before
    assert len(objects(desk, "MAIL_BUCKET")) == raw - 2
    assert not signs_in(desk, "bo@acme.example")
    assert signs_in(desk, "kim@both.example")


def export(desk: Desk, to: str, *more: str) -> None:
    run(desk, "workspace-export", "--workspace", "acme", "--to", to, *more)


def exported(folder: Path) -> list[Raw]:
    lines = [line for path in sorted((folder / "items").iterdir()) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line)["Item"] for line in lines]


def in_order(items: list[Raw]) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in items)


def own(desk: Desk) -> list[Raw]:
    return [one for one in table(desk) if one["pk"]["S"] == "W#acme" or one["pk"]["S"].startswith("W#acme#")]


def test_an_export_has_every_item_file_and_mail(lived: Desk, tmp_path: Path) -> None:
    to = tmp_path / "out"
    export(lived, str(to))
    assert in_order(exported(to)) == in_order(own(lived))
    manifest = json.loads((to / "manifest.json").read_text())
    assert sum(manifest["items"].values()) == len(own(lived))
    assert manifest["items"]["ticket"] == 3
    assert manifest["mails"] | {"bytes": 0} == {"count": 3, "bytes": 0, "gone": 0}
    keys = {key for key, _ in objects(lived, "FILES_BUCKET") if "/acme/" in key or key == logo_key("acme")}
    there = {str(path.relative_to(to / "files")) for path in (to / "files").rglob("*") if path.is_file()}
    assert there == {key for key in keys if not key.startswith("pending/")}
    assert manifest["files"]["count"] == len(there)
    assert (to / "files/text/acme/1/long").read_text() == LONG
    assert len([path for path in (to / "mails").rglob("*") if path.is_file()]) == 3
    assert to.stat().st_mode & 0o077 == 0


def test_a_whole_export_is_not_written_over_nor_one_of_another_mixed_with_it(lived: Desk, tmp_path: Path) -> None:
    export(lived, str(tmp_path / "out"))
    with pytest.raises(DeployError, match="There is a whole export already"):
        export(lived, str(tmp_path / "out"))
    (tmp_path / "out/manifest.json").unlink()
    with pytest.raises(DeployError, match="part of an export of acme"):
        run(lived, "workspace-export", "--workspace", OTHER, "--to", str(tmp_path / "out"))
    export(lived, str(tmp_path / "none"), "--dry-run")
    assert not (tmp_path / "none").exists()


def test_cut_off_anywhere_an_export_goes_on(lived: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace_export, "PART_BYTES", 1)
    to, number = tmp_path / "out", 1
    while not (to / "manifest.json").exists():
        with cut(after=number):
            export(lived, str(to))
        number += 1
    assert number > 10
    assert in_order(exported(to)) == in_order(own(lived))
    assert len([path for path in (to / "mails").rglob("*") if path.is_file()]) == 3


def test_an_export_goes_to_a_bucket_as_well(lived: Desk, tmp_path: Path) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="handed-over")
    export(lived, "s3://handed-over/acme")
    export(lived, str(tmp_path / "out"))
    there = {one["Key"]: one["Size"] for one in s3.list_objects_v2(Bucket="handed-over")["Contents"]}
    out = tmp_path / "out"
    files = {f"acme/{path.relative_to(out)}": path.stat().st_size for path in out.rglob("*") if path.is_file()}
    assert there.keys() == files.keys()
    varying = ("acme/manifest.json", "acme/state.json")
    assert {key: size for key, size in there.items() if key not in varying} == {
        key: size for key, size in files.items() if key not in varying
    }
