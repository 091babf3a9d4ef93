"""A picture in the midst of what an agent writes is there in the mail, too, and in the preview of it."""

from __future__ import annotations

import re
from email.message import Message
from html import unescape

import pytest

from infra.local.sent_mail import SentMail
from tests.services.mail.correspondence import Correspondence
from tests.services.mail.test_files_sent import uploaded
from tests.services.mail.test_preview import PNG

BILL = ("bill.pdf", b"%PDF-1.7 the bill")
REPLIES = "/tickets/TKT-0001/replies"


def replied(post: Correspondence, body: str, *files: str) -> SentMail:
    assert post.call("POST", REPLIES, {"body": body, "attachments": list(files)}).status == 201
    post.desk.settle()
    return post.desk.sent[-1]


def parts(mail: SentMail) -> list[tuple[str, str, str]]:
    return [(part.get_content_type(), _disposition(part), part.get_filename() or "") for part in mail.message.walk()]


def _disposition(part: Message) -> str:
    return part.get_content_disposition() or ""


def test_it_is_shown_where_it_is_named_and_nothing_else_is(post: Correspondence) -> None:
    post.write()
    shot, other, bill = (
        uploaded(post, "shot 1.png", PNG, kind="image/png"),
        uploaded(post, "other.png", PNG, kind="image/png"),
        uploaded(post, *BILL),
    )
    body = f"See *here*:\n\n[image: shot 1.png]\n\nand [image: {BILL[0]}] or [image: gone.png]"
    seen = post.call("POST", f"{REPLIES}/preview", {"body": body, "attachments": [shot, other, bill]}).json()
    mail = replied(post, body, shot, other, bill)
    cid = f"{shot}@picture.invalid"
    assert mail.html.count("<img") == 1
    assert f'<img src="cid:{cid}" alt="shot 1.png"' in mail.html
    assert seen["html"].count(f'src="cid:{cid}"') == 1
    assert parts(mail) == [
        ("multipart/mixed", "", ""),
        ("multipart/alternative", "", ""),
        ("text/plain", "", ""),
        ("multipart/related", "", ""),
        ("text/html", "", ""),
        ("image/png", "inline", "shot 1.png"),
        ("image/png", "attachment", "other.png"),
        ("application/pdf", "attachment", BILL[0]),
    ]
    (picture,) = (part for part in mail.message.walk() if part["Content-ID"])
    assert picture["Content-ID"] == f"<{cid}>"
    assert picture.get_payload(decode=True) == PNG


def test_the_desk_shows_it_there_too_in_a_reply_and_in_a_note(post: Correspondence) -> None:
    post.write()
    first, second = (uploaded(post, "shot.png", PNG, kind="image/png") for _ in range(2))
    replied(post, "[image: shot.png]", first)
    noted = {"body": "[image: shot.png]", "attachments": [second]}
    assert post.call("POST", "/tickets/TKT-0001/notes", noted).status == 201
    files = [file for entry in post.entries() for file in entry["attachments"]]
    assert [(file["id"], file["mark"]) for file in files] == [
        (first, "[image: shot.png]"),
        (second, "[image: shot.png]"),
    ]


@pytest.mark.parametrize("name", ["x' onerror=1.png", "a & b.png", "&lt;b&gt;.png", "$1 \\1.png"])
def test_no_name_gets_out_of_its_place(post: Correspondence, name: str) -> None:
    post.write()
    uploaded_as = post.call("POST", "/tickets/TKT-0001/attachments", {"name": name, "type": "image/png", "size": 1})
    kept = uploaded_as.json()["name"]
    mail = replied(post, f"[image: {kept}]", uploaded(post, name, PNG, kind="image/png"))
    (tag,) = re.findall(r"<img [^>]*>", mail.html)
    assert unescape(re.fullmatch(r'<img src="cid:[^"]*" alt="([^"<>]*)" style="max-width:100%">', tag)[1]) == kept
