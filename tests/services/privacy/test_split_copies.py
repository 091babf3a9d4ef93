"""What a split copied goes with what it was copied from, and the other way round; and each keeps what is its own."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.files import attachment_key
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import ticket_by_number
from tests.api.asking import TICKETS, new_ticket, problem
from tests.services.mail.correspondence import MAYA, Correspondence, reply_address
from tests.services.privacy.test_purge import ask, items, objects
from tests.services.privacy.test_redaction import contents
from tests.support import stock
from tests.support.desk import WORKSPACE, Desk

WORD = "zqxaribou"
ONE, TWO, THREE = (f"{TICKETS}/TKT-000{number}" for number in (1, 2, 3))
HTML = f"<p>And <b>{WORD}</b> again"


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """Ticket 1, of which Maya's mail with the word, a file and a second one was split into ticket 2. Ticket 3 is
    nobody's of them, and has the word as well."""
    post = Correspondence(desk)
    post.write("The shop is down.")
    address = reply_address(post.reply())
    bounds = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    parts = [f"Content-Type: text/html\r\n\r\n{HTML}"]
    parts += [
        f'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="{one}"\r\n\r\n{one} {WORD}'
        for one in ("one.txt", "two.txt")
    ]
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    post.send(f"From: {MAYA}\r\nTo: {address}\r\nMessage-ID: <h@x>\r\n{bounds}{body}".encode(), address)
    ask(desk, "POST", f"{ONE}/messages/{said(post)['id']}/split", {"title": f"Of {WORD}"})
    ask(desk, "POST", f"{TWO}/replies", {"body": f"Is it {WORD}?"})
    new_ticket(desk, title=f"Another {WORD}", contact={"email": "kim@example.com", "name": "Kim"})
    desk.settle()
    return post


def said(post: Correspondence) -> Any:
    return [one for one in post.entries() if one["kind"] == "customer_message"][-1]


def redact(desk: Desk, path: str, body: dict[str, Any]) -> Any:
    """What it said before that would go, and it is gone."""
    found = ask(desk, "POST", f"{path}/redactions?preview=true", body)
    job = ask(desk, "POST", f"{path}/redactions", body)
    for _ in range(5):
        desk.advance(timedelta(minutes=1))
    assert ask(desk, "GET", f"/v1/acme/jobs/{job['id']}")["state"] == "done"
    assert stock.differences(desk.ports) == []
    return found


def having(desk: Desk) -> set[str]:
    """Which items have the word, but for those of ticket 3 and the dictionary."""
    others = ("W#acme#T#0000000003", "#0000000003#")
    lines = {f"{one['pk']['S']} {one['sk']['S']}": one for one in items(desk) if one["type"]["S"] != "word"}
    found = {key: json.dumps(one, default=str).casefold() for key, one in lines.items()}
    return {key for key, text in found.items() if WORD in text and not any(other in key + text for other in others)}


@pytest.mark.parametrize("path", [ONE, TWO])
def test_words_go_from_both_whichever_is_asked(desk: Desk, post: Correspondence, path: str) -> None:
    found = redact(desk, path, {"words": [WORD]})
    assert found["tickets"] == ["TKT-0002" if path == ONE else "TKT-0001"]
    assert (found["places"] > 3, found["words"]) == (True, [{"word": WORD, "places": found["places"]}])
    assert having(desk) == set()
    assert WORD.encode() not in contents(desk)
    two = post.ticket("TKT-0002")
    assert (two["title"], "█████" in two["description"], two["has_html"]) == ("Of █████", True, False)
    assert [one["name"] for one in two["attachments"]] == ["one.txt", "two.txt"]
    assert [row["ref"] for row in ask(desk, "GET", f"{TICKETS}?q={WORD}")["items"]] == ["TKT-0003"]


def test_words_that_stand_in_one_of_them_alone_leave_the_other_as_it_is(desk: Desk, post: Correspondence) -> None:
    found = redact(desk, ONE, {"words": ["shop"]})
    assert found["tickets"] == []
    assert "ticket.redacted" in post.happened()
    assert "ticket.redacted" not in post.happened("TKT-0002")


@pytest.mark.parametrize("path", [ONE, TWO])
def test_a_message_goes_as_the_beginning_of_the_other_ticket_too(desk: Desk, post: Correspondence, path: str) -> None:
    found = redact(desk, path, {"entry_id": said(post)["id"] if path == ONE else "description"})
    other = "TKT-0002" if path == ONE else "TKT-0001"
    assert (found["entries"], found["files"], found["tickets"]) == (2, 4, [other])
    two = post.ticket("TKT-0002")
    assert (two["description"], two["attachments"], two["has_html"]) == ("█████", [], False)
    assert (said(post)["body_text"], said(post)["attachments"]) == ("█████", [])
    assert [one for one in objects(desk) if one.startswith(("attachments/", "html/"))] == []
    assert post.ticket()["description"].strip() == "The shop is down."
    assert post.said("TKT-0002")[-1][1] == f"Is it {WORD}?"


@pytest.mark.parametrize("path", [ONE, TWO])
def test_a_file_goes_with_its_copy_and_the_other_file_stays(desk: Desk, post: Correspondence, path: str) -> None:
    files = said(post)["attachments"] if path == ONE else post.ticket("TKT-0002")["attachments"]
    found = redact(desk, path, {"attachment_id": files[0]["id"]})
    assert (found["entries"], found["files"], len(found["tickets"])) == (0, 2, 1)
    left = [said(post)["attachments"], post.ticket("TKT-0002")["attachments"]]
    assert [[one["name"] for one in each] for each in left] == [["two.txt"], ["two.txt"]]
    there = [one for one in objects(desk) if one.startswith("attachments/")]
    assert sorted(there) == sorted(attachment_key(WORKSPACE, one["id"]) for each in left for one in each)
    again = redact(desk, path, {"attachment_id": (left[0] if path == ONE else left[1])[0]["id"]})
    assert again["files"] == 2
    assert [one for one in objects(desk) if one.startswith("attachments/")] == []


def test_it_is_followed_into_the_trash_and_past_what_is_gone(desk: Desk, post: Correspondence) -> None:
    ask(desk, "DELETE", TWO)
    assert redact(desk, ONE, {"words": [WORD]})["tickets"] == ["TKT-0002"]
    assert having(desk) == set()
    desk.advance(timedelta(days=31))
    desk.advance(timedelta(minutes=2))
    assert redact(desk, ONE, {"entry_id": said(post)["id"]})["tickets"] == []


def test_what_somebody_splits_off_meanwhile_is_followed(desk: Desk, post: Correspondence) -> None:
    post.write(f"And once more {WORD}", to=reply_address(desk.sent[0]))
    ask(desk, "POST", f"{ONE}/redactions", {"words": [WORD]})
    ask(desk, "POST", f"{ONE}/messages/{said(post)['id']}/split", {})
    for _ in range(5):
        desk.advance(timedelta(minutes=1))
    assert having(desk) == set()
    assert "█████" in post.ticket("TKT-0004")["description"]


@pytest.mark.parametrize("path", [ONE, TWO])
def test_nothing_goes_while_the_other_is_on_hold(desk: Desk, post: Correspondence, path: str) -> None:
    ask(desk, "PUT", f"{TWO if path == ONE else ONE}/hold", {"reason": "A lawsuit"})
    for query in ("", "?preview=true"):
        answer = desk.http("POST", f"{path}/redactions{query}", json={"words": [WORD]}, token=desk.admin.token)
        problem(answer, 409, "held")


def test_who_is_erased_goes_from_both(desk: Desk, post: Correspondence) -> None:
    contact = post.ticket()["contact"]["id"]
    ask(desk, "POST", f"/v1/acme/contacts/{contact}/erasure", {})
    for _ in range(8):
        desk.advance(timedelta(minutes=1))
    assert having(desk) == set()
    assert objects(desk) == []
    assert post.ticket("TKT-0002")["description"] == "█████"
    assert stock.differences(desk.ports) == []


def test_who_is_erased_goes_from_a_split_that_is_nobodys(desk: Desk, post: Correspondence) -> None:
    """Kim wrote on Maya's ticket, and took part in it no more when that was split off."""
    ask(desk, "PATCH", ONE, {"participants": ["kim@example.com"]})
    to_kim = post.reply("And you, Kim?")
    post.write("I am quondam.", sender="Kim <kim@example.com>", to=reply_address(to_kim))
    ask(desk, "PATCH", ONE, {"participants": []})
    made = ask(desk, "POST", f"{ONE}/messages/{said(post)['id']}/split", {})
    assert (made["contact"], made["description"]) == (None, "I am quondam.")
    contact = ask(desk, "GET", THREE)["contact"]["id"]
    ask(desk, "POST", f"/v1/acme/contacts/{contact}/erasure", {})
    for _ in range(10):
        desk.advance(timedelta(minutes=1))
    assert "quondam" not in json.dumps(items(desk), default=str)
    assert stock.differences(desk.ports) == []


@pytest.mark.parametrize(("gone", "stays"), [(ONE, "TKT-0002"), (TWO, "TKT-0001")])
def test_the_end_of_one_leaves_the_other_whole(desk: Desk, post: Correspondence, gone: str, stays: str) -> None:
    before = post.said(stays)
    ask(desk, "PUT", f"{ONE}/links/TKT-0003", {"kind": "report"})
    ask(desk, "PUT", f"{TWO}/links/TKT-0003", {"kind": "related"})
    ask(desk, "DELETE", gone)
    desk.advance(timedelta(days=31))
    for _ in range(3):
        desk.advance(timedelta(minutes=1))
    assert post.said(stays) == before
    theirs = post.ticket(stays)["attachments"] or said(post)["attachments"]
    assert sorted(one for one in objects(desk) if one.startswith("attachments/")) == sorted(
        attachment_key(WORKSPACE, one["id"]) for one in theirs
    )
    with desk.ports.open(WORKSPACE) as room:
        third = ticket_by_number(room, 3, Ticket)
    assert [one.number for one in third.links] == [int(stays[-1])]
    assert stock.differences(desk.ports) == []
