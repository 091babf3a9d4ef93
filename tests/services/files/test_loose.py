"""What is written before it is stored, and then isn't, goes a day later; what was stored stays, however late."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from chalicelib.adapters.s3 import Bucket
from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import Upload, text_key
from chalicelib.domain.loose import TEXT, UPLOAD, look_again
from chalicelib.domain.tickets.message import InternalNote
from chalicelib.domain.worklist import Work
from chalicelib.services.files import loose, uploads
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Room
from chalicelib.storage.table.records import BodyRecord
from chalicelib.storage.table.transactions import Transaction
from chalicelib.storage.tickets.loose import fit
from chalicelib.storage.tickets.tickets import Tickets
from tests.api.asking import TICKETS, new_ticket, portal_form, submitted
from tests.api.portal import PORTAL, refused
from tests.jobs.calling import items
from tests.support.cuts import counting, cut
from tests.support.desk import WORKSPACE, Answer, Desk
from tests.support.multipart import HEADERS, multipart

DAY = timedelta(hours=26)
LATER = timedelta(hours=2)
LOG = ("log.txt", "text/plain", b"502 Bad Gateway")
LONG = "Every word of it. " * 3000


def sent(desk: Desk, number: int | None = None) -> Upload:
    """A file of the admin's that was announced and sent."""
    with desk.ports.open(WORKSPACE) as room:
        offered = uploads.offer(desk.ports, room, desk.admin.id, "log.txt", "text/plain", len(LOG[2]), number).upload
    desk.ports.files.put(f"pending/{WORKSPACE}/{offered.id}", LOG[2], "text/plain")
    return offered


def take(desk: Desk, upload: Upload) -> None:
    with desk.ports.open(WORKSPACE) as room:
        uploads.accept_uploads(desk.ports, room, desk.admin.id, [upload.id], upload.number)


def reply(desk: Desk, upload: Upload, key: str = "k1", ref: str = "TKT-0001", verb: str = "replies") -> Answer:
    body = {"body": "Please see the log.", "attachments": [upload.id]}
    headers = {"idempotency-key": key}
    return desk.http("POST", f"{TICKETS}/{ref}/{verb}", json=body, headers=headers, token=desk.admin.token)


def is_there(desk: Desk, upload: Upload) -> bool:
    return desk.ports.files.size(file_key(WORKSPACE, upload.id)) is not None


def marks(desk: Desk, kind: str = UPLOAD) -> list[str]:
    found = [item["sk"]["S"].split("#", 1) for item in items(desk, "work")]
    return [rest for name, rest in found if name == kind]


def test_a_file_that_no_message_has_goes_in_every_version(desk: Desk) -> None:
    upload = sent(desk)
    take(desk, upload)
    desk.advance(timedelta(hours=24))
    assert is_there(desk, upload)
    desk.advance(DAY)
    desk.advance(LATER)
    assert not is_there(desk, upload)
    assert desk.ports.files.erase(file_key(WORKSPACE, upload.id)) == 0
    assert marks(desk) == []
    with pytest.raises(DeskError, match="isn't there"):
        take(desk, upload)


def test_one_whose_message_was_refused_goes_too(desk: Desk) -> None:
    new_ticket(desk)
    upload = sent(desk)
    body = {"body": "Late.", "attachments": [upload.id], "expected_version": 99}
    answer = desk.http("POST", f"{TICKETS}/TKT-0001/notes", json=body, token=desk.admin.token)
    assert answer.status in (409, 422), answer.text
    take(desk, upload)
    desk.advance(DAY)
    desk.advance(LATER)
    assert not is_there(desk, upload)


@pytest.mark.parametrize("verb", ["replies", "notes"])
def test_what_a_message_has_stays(desk: Desk, verb: str) -> None:
    new_ticket(desk)
    upload = sent(desk)
    assert reply(desk, upload, verb=verb).status == 201
    assert marks(desk) == []
    assert reply(desk, upload, verb=verb).status in (200, 201), "the same again"
    assert reply(desk, upload, "k2", verb=verb).status == 201, "in another message"
    desk.advance(DAY)
    desk.advance(LATER)
    assert is_there(desk, upload)


def test_what_a_new_ticket_has_stays(desk: Desk) -> None:
    upload = sent(desk)
    new_ticket(desk, attachments=[upload.id])
    assert marks(desk) == []
    sent_in = desk.http("POST", PORTAL, body=multipart(portal_form(desk), (LOG,)), headers=HEADERS)
    assert sent_in.status == 303
    path = submitted(desk)
    answer = multipart({"body": "", "nonce": "n1"}, (LOG,))
    assert desk.http("POST", f"{path}/replies", body=answer, headers=HEADERS).status == 303
    assert marks(desk) == []
    assert is_there(desk, upload)


def test_what_was_forwarded_stays(desk: Desk) -> None:
    new_ticket(desk)
    first, second = sent(desk), sent(desk)
    assert reply(desk, first).status == 201
    path = f"{TICKETS}/TKT-0001/forward"
    body = {"to": ["else@example.com"], "body": "<p>See below.</p>", "messages": [], "attachments": [second.id]}
    answer = desk.http("POST", path, json=body, token=desk.admin.token)
    assert answer.status == 201, answer.text
    assert marks(desk) == []


def test_a_form_that_is_sent_at_last_has_those_of_its_files_that_it_kept(desk: Desk) -> None:
    """One lied about its type: the other was taken before the form was refused."""
    form, lie = portal_form(desk), ("shot.png", "image/png", b"<html>")
    page = refused(desk.http("POST", PORTAL, body=multipart(form, (LOG, lie)), headers=HEADERS))
    (kept,) = re.findall(r'name="upload" value="(\w+)" checked', page)
    fields = form | {"upload": [kept]}
    assert desk.http("POST", PORTAL, body=multipart(fields, ()), headers=HEADERS).status == 303
    assert marks(desk) == []


@pytest.mark.parametrize("after", [False, True])
def test_a_reply_cut_off_anywhere_and_given_again_keeps_its_file(desk: Desk, after: bool) -> None:
    new_ticket(desk)
    desk.settle()
    for number in range(1, 60):
        upload = sent(desk)
        with cut(after=number) if after else cut(before=number) as calls:
            reply(desk, upload, f"k{number}")
        if calls.was_cut:
            assert reply(desk, upload, f"k{number}").status in (200, 201)
        assert marks(desk) == [], calls.made
        assert is_there(desk, upload)
        if not calls.was_cut:
            break
    assert number > 5


def test_cut_off_anywhere_while_it_is_erased_it_goes_the_next_time(desk: Desk) -> None:
    for number in range(1, 10):
        upload = sent(desk)
        take(desk, upload)
        with desk.ports.open(WORKSPACE) as room:
            work: Work | None = look_again(WORKSPACE, UPLOAD, upload.id, desk.ports.clock.now())
            with cut(before=number) as calls:
                _carried_out(desk, room, work)
            _carried_out(desk, room, work)
        assert not is_there(desk, upload)
        if not calls.was_cut:
            break
    assert number > 2


def _carried_out(desk: Desk, room: Room, work: Work | None) -> None:
    while work:
        work = loose.erase_upload(desk.ports, room, work)


def test_stored_in_the_last_moment_it_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever found the upload before it was taken back has an hour to store the message."""
    new_ticket(desk)
    upload = sent(desk)
    take(desk, upload)
    desk.ports.clock.offset += DAY
    beginning = Bucket.beginning

    def ticked(bucket: Bucket, key: str, length: int) -> object:
        monkeypatch.setattr(Bucket, "beginning", beginning)
        desk.settle()
        return beginning(bucket, key, length)

    monkeypatch.setattr(Bucket, "beginning", ticked)
    assert reply(desk, upload).status == 201
    desk.advance(LATER)
    desk.advance(LATER)
    assert is_there(desk, upload)
    assert marks(desk) == []


def test_a_long_text_that_was_never_stored_goes_and_the_others_stay(desk: Desk) -> None:
    new_ticket(desk, description=LONG)

    def note() -> int:
        return desk.http("POST", f"{TICKETS}/TKT-0001/notes", json={"body": LONG}, token=desk.admin.token).status

    with counting() as calls:
        assert note() == 201
    assert marks(desk, TEXT) == []
    with cut(after=1 + calls.made.index("s3.PutObject")):
        note()
    (left,) = marks(desk, TEXT)
    assert desk.ports.files.size(text_key(WORKSPACE, left)) == len(LONG)
    desk.advance(DAY)
    assert marks(desk, TEXT) == []
    assert desk.ports.files.size(text_key(WORKSPACE, left)) is None
    with desk.ports.open(WORKSPACE) as room:
        said = [
            one for one in room.timeline.page(1, 10, None, newest_first=False).items if isinstance(one, InternalNote)
        ]
    assert [one.body.strip() for one in said] == [LONG.strip()]
    ticket = desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()
    assert ticket["description"].strip() == LONG.strip()


def test_each_try_to_store_a_long_text_has_a_name_of_its_own(desk: Desk) -> None:
    """Two commands on one version of a ticket: what the one wrote isn't in the place of the other's."""
    with desk.ports.open(WORKSPACE) as room:
        assert isinstance(room.tickets, Tickets)
        texts, names = room.tickets.texts, set()
        for _ in range(2):
            record = BodyRecord("W#acme#T#0000000001", "TICKET#TEXT")
            fit(Transaction(), texts, record, LONG, "1/description-1")
            names.add(record.stored)
    assert len(names) == 2
