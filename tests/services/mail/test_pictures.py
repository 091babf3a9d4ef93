"""Pictures of mails and uploads: known as such when they are taken in, by what they are."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.pictures import MOST_BYTES
from tests.services.mail.correspondence import Correspondence, File, reply_address
from tests.services.mail.test_files_sent import uploaded
from tests.support.drawn import jpeg, png

SHOT = png(320, 200)
SIZE = {"width": 320, "height": 200}
FILES: list[tuple[File, dict[str, int] | None]] = [
    (("shot.png", "image/png", SHOT), SIZE),
    (("shot.txt", "application/octet-stream", SHOT), SIZE),
    (("photo.jpg", "image/jpeg", jpeg(320, 200)), SIZE),
    (("drawing.png", "image/png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), None),
    (("large.png", "image/png", SHOT + bytes(MOST_BYTES)), None),
    (("bomb.png", "image/png", png(50_000, 50_000)), None),
]


def told(entry: Any) -> dict[str, dict[str, int] | None]:
    return {file["name"]: file["picture"] for file in entry["attachments"]}


def test_of_a_mails_files_those_are_pictures_that_are_some(post: Correspondence) -> None:
    post.write("", files=[file for file, _ in FILES])
    assert told(post.ticket()) == {file[0]: size for file, size in FILES}
    post.write("And again.", to=reply_address(post.desk.sent[0]), files=[FILES[0][0]])
    assert told(post.entries()[-1]) == {"shot.png": SIZE}


def test_of_uploads_those_are_that_are_some_and_stay_so_when_taken_again(post: Correspondence) -> None:
    post.write()
    ids = [uploaded(post, "shot.csv", SHOT, kind="application/octet-stream"), uploaded(post, "days.csv", b"1;8")]
    for kind in ("notes", "replies"):
        assert post.call("POST", f"/tickets/TKT-0001/{kind}", {"body": "See.", "attachments": ids}).status == 201
    said = [entry for entry in post.entries() if entry["attachments"]]
    assert [told(entry) for entry in said] == [{"shot.csv": SIZE, "days.csv": None}] * 2
