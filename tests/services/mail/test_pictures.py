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
    (("far.jpg", "image/jpeg", jpeg(320, 200, bytes(65_000), bytes(65_000)) + bytes(1_000)), SIZE),
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
    far, cut = FILES[3][0][2], jpeg(320, 200, bytes(65_000), bytes(65_000))[:66_000]
    ids = [
        uploaded(post, name, content, kind="application/octet-stream")
        for name, content in (("shot.csv", SHOT), ("far.jpg", far), ("cut.jpg", cut), ("days.csv", b"1;8"))
    ]
    for kind in ("notes", "replies"):
        assert post.call("POST", f"/tickets/TKT-0001/{kind}", {"body": "See.", "attachments": ids}).status == 201
    said = [entry for entry in post.entries() if entry["attachments"]]
    assert [told(entry) for entry in said] == [
        {"shot.csv": SIZE, "far.jpg": SIZE, "cut.jpg": None, "days.csv": None}
    ] * 2


def links(post: Correspondence, *ids: str, token: str | None = None) -> dict[str, str]:
    asked = {"ids": list(ids)}
    path = "/v1/acme/tickets/TKT-0001/files/links"
    answer = post.desk.http("POST", path, json=asked, token=token or post.desk.admin.token)
    assert answer.status == 200, answer.text
    return {item["id"]: item["url"] for item in answer.json()["items"]}


def ids_of(entry: Any) -> list[str]:
    return [file["id"] for file in entry["attachments"]]


def test_links_to_pictures_of_opening_answers_and_notes_come_at_once_and_are_opened_as_what_they_are(
    post: Correspondence,
) -> None:
    post.write(files=[file for file, _ in FILES])
    post.write("And this.", to=reply_address(post.desk.sent[0]), files=[FILES[1][0]])
    note = uploaded(post, "shot", SHOT, kind="image/png")
    assert post.call("POST", "/tickets/TKT-0001/notes", {"body": "See.", "attachments": [note]}).status == 201
    first, answered = ids_of(post.ticket()), ids_of(post.entries()[-2])
    found = links(post, note, *first, *answered, "a_none")
    assert list(found) == [*first[:4], note, *answered]
    assert "response-content-disposition=inline" in found[first[1]]
    assert "response-content-type=image%2Fpng" in found[first[1]]
    blind = post.desk.api_key("tickets:read")
    assert links(post, note, *first, token=blind).keys() == {*first[:4]}


def test_no_link_leads_to_a_picture_of_another_ticket_or_to_one_with_a_virus(post: Correspondence) -> None:
    post.write()
    post.write("Mine.", sender="jo@example.net", files=[FILES[0][0]])
    assert links(post, *ids_of(post.ticket("TKT-0002"))) == {}
    post.write("Ill.", to=reply_address(post.desk.sent[0]), files=[FILES[0][0]], verdicts={"virus": "FAIL"})
    (parked,) = post.call("GET", "/suspended-mails").json()["items"]
    assert post.call("POST", f"/suspended-mails/{parked['id']}/release").status == 200
    ill = post.entries()[-1]
    assert (told(ill), ill["attachments"][0]["scanned"]) == ({"shot.png": SIZE}, "refused")
    assert links(post, *ids_of(ill)) == {}
