"""What decides whom the desk believes holds when two decide at the very same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from chalicelib.domain.files import Upload
from infra.local.name_server import NameServer
from tests.api.asking import submitted
from tests.api.settings.test_mail_domains import OURS, Admins, Records
from tests.dynamodb.racing import race
from tests.dynamodb.test_races_api import created, get, post, whole_timeline
from tests.e2e.life import mailed
from tests.e2e.test_life_files import PNG, reply, uploaded
from tests.support.desk import Answer, Desk

TOGETHER = 8
MAYA = {"email": "maya@example.com"}


@pytest.fixture
def admins(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Admins]:
    zone: Records = {}
    server = NameServer(zone)
    monkeypatch.setattr(desk.ports.dns, "server", server.address)
    yield Admins(desk, zone)
    server.stop()


@pytest.mark.parametrize("round_", range(3))
def test_of_two_workspaces_that_show_one_domain_at_once_one_gets_it(admins: Admins, round_: int) -> None:
    workspaces = ("acme", "globex")
    for workspace in workspaces:
        admins.publish(admins.add(workspace=workspace).json())
    answers = race(lambda number: admins.check(workspace=workspaces[number % 2]), TOGETHER)
    owner = admins.desk.ports.accounts.domain_owner(OURS)
    assert owner in workspaces
    for number, answer in enumerate(answers):
        if workspaces[number % 2] == owner:
            assert answer.status in (200, 409), answer.text  # 409: they checked it twice at once themselves
        else:
            assert answer.status in (409, 422), answer.text
    states = {one: admins.ask("GET", f"mail-domains/{OURS}", workspace=one).json()["state"] for one in workspaces}
    assert {one for one, state in states.items() if state == "shown"} == {owner}
    loser = next(one for one in workspaces if one != owner)
    assert admins.mailbox(f"support@{OURS}", loser).json()["code"] == "domain_of_another"
    assert admins.mailbox(f"support@{OURS}", owner or "").status == 201


def test_of_contents_taken_for_one_upload_at_once_one_is(desk: Desk) -> None:
    upload = Upload(id="a_one", name="shot.png", type="image/png", size=9, uploader="m_ana", number=None)
    contents = [f"content-{number % 4}" for number in range(TOGETHER)]

    def take(number: int) -> bool:
        with desk.ports.open("acme") as room:
            return room.uploads.bind(upload, contents[number], desk.ports.clock.now())

    with desk.ports.open("acme") as room:
        room.uploads.add(upload)
    taken = race(take, TOGETHER)
    with desk.ports.open("acme") as room:
        known = room.uploads.get("a_one")
    assert known is not None
    assert taken == [content == known.etag for content in contents]
    assert sum(taken) == TOGETHER // 4


def test_an_upload_named_by_replies_at_once_is_one_file_in_all_that_were_taken(desk: Desk) -> None:
    ref = created(desk)
    upload = uploaded(desk, PNG, ref=ref)
    answers = race(lambda _: reply(desk, upload, ref=ref), TOGETHER)
    taken = [answer.json()["attachments"] for answer in answers if answer.status == 201]
    assert Counter(answer.status for answer in answers).keys() <= {201, 409}
    assert taken
    assert all(files == taken[0] and [file["id"] for file in files] == [upload] for files in taken)
    said = [entry for entry in whole_timeline(desk, ref) if entry["kind"] == "agent_reply"]
    assert len(said) == len(taken)


@pytest.mark.parametrize("into", ["theirs", "another"])
def test_who_says_yes_while_an_agent_merges_is_believed_once_and_the_merge_holds(desk: Desk, into: str) -> None:
    link = mailed(desk, submitted(desk))
    theirs, another = "TKT-0001", created(desk, contact=MAYA)
    primary, duplicate = (theirs, another) if into == "theirs" else (another, theirs)

    def act(number: int) -> Answer:
        if number % 2:
            return post(desk, f"/{primary}/merge", {"duplicate": duplicate})
        return desk.http("POST", f"{link}/mine", form={"mine": "yes"}, address=f"203.0.113.{number}")

    answers = race(act, TOGETHER)
    said, merged = Counter(one.status for one in answers[::2]), Counter(one.status for one in answers[1::2])
    assert set(said) <= {303, 409}
    assert (merged[200], set(merged) <= {200, 409, 422}) == (1, True)
    if not said[303]:
        assert act(0).status == 303
    assert get(desk, f"/{theirs}")["requester_verified"] is True
    assert get(desk, f"/{duplicate}")["merged_into"] == primary
    events = Counter(one["event"]["type"] for one in whole_timeline(desk, theirs) if one["kind"] == "event")
    assert events["ticket.requester_verified"] == 1
