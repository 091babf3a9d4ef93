"""What customers put in by pages: the portal's form, the page of a request, the widget's frame."""

from __future__ import annotations

import re
import time
from html import unescape
from struct import pack
from zlib import crc32

import jwt
import requests

from tests.api.asking import hidden, mailed_path, portal_form, tracking_path
from tests.privacy.marks import word
from tests.privacy.planted import MAIN, Planted
from tests.support import drawn
from tests.support.multipart import HEADERS, multipart


def by_portal(planted: Planted) -> None:
    """A request with files, an answer with another, one that was too large for a form, and one that was never sent."""
    desk = planted.desk
    typed = {
        **portal_form(desk),
        "name": f"Maya {word('portal.name')}",
        "email": MAIN,
        "title": f"Broken {word('portal.title')}",
        "description": f"It is 🦊{word('portal.description')}🦊. Since today {word('assistant.summary')} is broken.",
    }
    files = [
        (f"log {word('portal.file_name')}.txt", "text/plain", f"It says {word('portal.file')}.".encode()),
        ("shot.png", "image/png", picture(word("portal.picture"))),
    ]
    _never_sent(planted)
    with planted.opening("portal"):
        sent = desk.http("POST", "/portal/acme", body=multipart(typed, files), headers=HEADERS)
        assert sent.status == 303, sent.text
    planted.pages["portal"] = mailed_path(desk, tracking_path(sent))
    planted.on("portal", "PATCH", body={"assignee_id": desk.admin.id})
    _answers(planted, planted.pages["portal"])


def _answers(planted: Planted, page: str) -> None:
    desk = planted.desk
    answer = {**hidden(desk.http("GET", page)), "body": f"And **{word('portal.reply')}**, too."}
    file = ("more.txt", "text/plain", word("portal.answer_file").encode())
    replied = desk.http("POST", f"{page}/replies", body=multipart(answer, [file]), headers=HEADERS)
    assert replied.status == 303, replied.text
    _large(planted, page)
    desk.settle()


def _never_sent(planted: Planted) -> None:
    """A form that is wrong keeps its files, and is left as it is."""
    name, content = f"{word('portal.name_never_sent')}.txt", word("portal.file_never_sent").encode()
    wrong = multipart({**portal_form(planted.desk), "email": "x"}, [(name, "text/plain", content)])
    assert planted.desk.http("POST", "/portal/acme", body=wrong, headers=HEADERS).status == 422


def _large(planted: Planted, page: str) -> None:
    """By the file store's own form, whose key has the file's name, as the address has that it leads back to."""
    form = planted.desk.http("GET", f"{page}/files")
    place = re.search(r'<form method="post" action="([^"]+)"', form.text)
    assert place
    name, content = f"{word('portal.large_name')}.bin", word("portal.large_file").encode()
    fields = {name: unescape(value) for name, value in _hidden(form.text)}
    sent = requests.post(
        unescape(place[1]), data=fields, files={"file": (name, content)}, timeout=5, allow_redirects=False
    )
    arrived = planted.desk.http("GET", sent.headers["location"].removeprefix("http://help.test"))
    answer = {name: unescape(value) for name, value in _hidden(arrived.text)}
    assert planted.desk.http("POST", f"{page}/replies", form={**answer, "body": ""}).status == 303


def _hidden(page: str) -> list[tuple[str, str]]:
    return re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)


def by_widget(planted: Planted) -> None:
    """A request of somebody whose name and address the site signed, and their answer."""
    desk = planted.desk
    widget = planted.call("POST", "/widgets", {"name": "Shop", "origins": ["https://shop.example"]})
    claims = {"aud": widget["id"], "exp": int(time.time()) + 600, "email": MAIN, "name": f"M {word('widget.name')}"}
    proof = jwt.encode(claims, widget["secret"], "HS256")
    frame = f"/widget/{widget['id']}"
    found = desk.http("POST", f"{frame}/requests", form={"proof": proof}).json()["person"]
    typed = {
        **hidden(desk.http("GET", frame)),
        "proof": found["proof"],
        "name": found["name"],
        "email": found["email"],
        "title": f"Lost {word('widget.title')}",
        "description": f"Where is {word('widget.description')}?",
    }
    with planted.opening("widget"):
        sent = desk.http("POST", frame, form=typed)
        assert sent.status == 303, sent.text
    page = tracking_path(sent)
    answer = {**hidden(desk.http("GET", page)), "body": f"Found {word('widget.reply')}.", "proof": found["proof"]}
    assert desk.http("POST", f"{page}/replies", form=answer).status == 303
    desk.settle()


def by_rating(planted: Planted) -> None:
    """What somebody says of how it went."""
    rated = {"score": "2", "comment": f"Too {word('csat.comment')}"}
    assert planted.desk.http("POST", f"{planted.pages['portal']}/rate", form=rated).status == 303
    planted.desk.settle()


def picture(said: str) -> bytes:
    """A picture with words in it that no browser shows (PNG specification, §11.3.3)."""
    text = b"Comment\0" + said.encode("latin-1")
    chunk = pack(">I", len(text)) + b"tEXt" + text + pack(">I", crc32(b"tEXt" + text))
    whole = drawn.png(20, 20)
    end = whole.index(b"IDAT") - 4
    return whole[:end] + chunk + whole[end:]
