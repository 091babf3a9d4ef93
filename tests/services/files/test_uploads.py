"""Files on their way in: where their forms and links lead, and that what was taken for a file stays that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.stub import Stubber

from chalicelib.adapters import s3
from chalicelib.adapters.s3 import Bucket
from chalicelib.domain.errors import DeskError
from chalicelib.domain.files import Beginning, Upload
from chalicelib.services.files import uploads
from chalicelib.services.files.links import file_key
from chalicelib.services.ports import Room
from tests.support.desk import WORKSPACE, Desk

FIRST, SECOND = b"first", b"other"


@pytest.mark.parametrize(
    ("region", "host"),
    [("us-east-1", "desk-files.s3.amazonaws.com"), ("eu-central-1", "desk-files.s3.eu-central-1.amazonaws.com")],
)
def test_forms_and_links_name_the_host_that_answers_without_redirecting(region: str, host: str) -> None:
    bucket = Bucket("desk-files", region)
    assert urlsplit(bucket.form("pending/acme/a_1", 5).url).netloc == host
    assert urlsplit(bucket.open_form("pending/acme/x", 5, "https://help.example.com").url).netloc == host
    assert urlsplit(bucket.link("attachments/acme/a_1", "a.png", "image/png")).netloc == host


@pytest.fixture
def room(desk: Desk) -> Iterator[Room]:
    with desk.ports.open(WORKSPACE) as opened:
        yield opened


@pytest.fixture
def upload(desk: Desk, room: Room) -> Upload:
    offered = uploads.offer(desk.ports, room, "m_ana", "log.txt", "text/plain", len(FIRST), None).upload
    send(desk, offered, FIRST)
    return offered


def send(desk: Desk, upload: Upload, content: bytes) -> None:
    desk.ports.files.put(f"pending/{WORKSPACE}/{upload.id}", content, "text/plain")


def take(desk: Desk, room: Room, upload: Upload) -> None:
    uploads.accept_uploads(desk.ports, room, "m_ana", [upload.id], None)


def kept(desk: Desk, upload: Upload) -> bytes:
    return desk.ports.files.get(file_key(WORKSPACE, upload.id))


def test_what_is_sent_again_after_a_file_was_taken_is_refused(desk: Desk, room: Room, upload: Upload) -> None:
    take(desk, room, upload)
    take(desk, room, upload)
    send(desk, upload, SECOND)
    with pytest.raises(DeskError, match="upload_differs"):
        take(desk, room, upload)
    assert kept(desk, upload) == FIRST


def test_of_two_contents_taken_for_one_file_at_once_only_one_is_kept(
    desk: Desk, room: Room, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither has arrived where it stays when the other is looked at."""

    def other_first(bucket: Bucket, key: str, to: str, etag: str) -> bool:
        send(desk, upload, SECOND)
        monkeypatch.setattr(Bucket, "copy", copy)
        with pytest.raises(DeskError, match="upload_differs"):
            take(desk, room, upload)
        send(desk, upload, FIRST)
        return copy(bucket, key, to, etag)

    copy = Bucket.copy
    monkeypatch.setattr(Bucket, "copy", other_first)
    take(desk, room, upload)
    assert kept(desk, upload) == FIRST


def test_only_the_content_that_was_checked_is_taken(
    desk: Desk, room: Room, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, beginning = Bucket.copy, Bucket.beginning

    def looked(bucket: Bucket, key: str, length: int) -> Beginning | None:
        found = beginning(bucket, key, length)
        if found:
            send(desk, upload, SECOND)
        return found

    monkeypatch.setattr(Bucket, "beginning", looked)
    monkeypatch.setattr(Bucket, "copy", as_s3_does(copy, beginning))
    with pytest.raises(DeskError, match="upload_differs"):
        take(desk, room, upload)
    assert desk.ports.files.size(file_key(WORKSPACE, upload.id)) is None


def as_s3_does(
    copy: Callable[[Bucket, str, str, str], bool], beginning: Callable[[Bucket, str, int], Beginning | None]
) -> Callable[[Bucket, str, str, str], bool]:
    """The condition, which the S3 of the tests leaves out."""

    def conditional(bucket: Bucket, key: str, to: str, etag: str) -> bool:
        found = beginning(bucket, key, 1)
        return found is not None and found.etag == etag and copy(bucket, key, to, etag)

    return conditional


def test_a_copy_is_made_only_of_the_content_that_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    client = boto3.client("s3")
    monkeypatch.setattr(s3, "client", lambda *_: client)
    asked = {"Bucket": "b", "Key": "to", "CopySource": {"Bucket": "b", "Key": "from"}, "CopySourceIfMatch": '"e"'}
    with Stubber(client) as store:
        store.add_client_error("copy_object", "PreconditionFailed", http_status_code=412, expected_params=asked)
        assert not Bucket("b", "us-east-1").copy("from", "to", '"e"')


def test_a_file_sent_twice_by_a_form_without_scripts_is_the_first(desk: Desk, room: Room) -> None:
    place = f"{'a' * 26}/log.txt"
    key = f"pending/{WORKSPACE}/form.n1/{place}"
    desk.ports.files.put(key, FIRST, "text/plain")
    first = uploads.arrived(desk.ports, room, "form.n1", place, None)
    desk.ports.files.put(key, SECOND + b"!", "text/plain")
    assert uploads.arrived(desk.ports, room, "form.n1", place, None) == first
    uploads.accept_uploads(desk.ports, room, "form.n1", [first.id], None)
    assert kept(desk, first) == FIRST
