"""Redaction: what is taken out is nowhere any more, and all else is as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import DeskError
from chalicelib.domain.events import Actor, ActorKind
from chalicelib.domain.privacy.redacting import Redaction
from chalicelib.domain.worklist import Work
from chalicelib.services.privacy import redaction
from chalicelib.services.seat import Seat
from chalicelib.services.tickets import agents, undo
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket, problem
from tests.services.mail.correspondence import Correspondence
from tests.services.privacy.test_purge import WORD, ask, items, long_mail, objects
from tests.support import stock
from tests.support.desk import Desk

ONE = f"{TICKETS}/TKT-0001"


@pytest.fixture
def post(desk: Desk) -> Correspondence:
    """A desk where a word was said in every way on ticket 1, and once on ticket 2."""
    correspondence = Correspondence(desk)
    correspondence.send(long_mail())
    for path, body in (
        ("", {"title": f"About {WORD}"}),
        ("/escalate", {"reason": f"They lose {WORD}"}),
        ("/replies", {"body": f"Try **{WORD}** again"}),
        ("/notes", {"body": f"They are {WORD} @Ana"}),
        ("/notes", {"body": "Nothing to see"}),
        ("/forward", {"to": ["lee@carrier.example"], "body": f"Look at {WORD}"}),
        ("/resolve", {"resolution": f"Restarted {WORD}"}),
    ):
        ask(desk, "PATCH" if not path else "POST", f"{ONE}{path}", body)
    note = next(one for one in correspondence.entries() if one["kind"] == "internal_note" and WORD in one["body_text"])
    ask(desk, "PATCH", f"{ONE}/notes/{note['id']}", {"body": f"They were {WORD.upper()}, quondam"})
    correspondence.write(f"No, still {WORD}", Subject=f"Re: [TKT-0001] {WORD}")
    new_ticket(desk, title=f"Another {WORD}", contact={"email": "kim@example.com", "name": "Kim"})
    desk.settle()
    return correspondence


def redact(desk: Desk, body: dict[str, Any]) -> Any:
    job = ask(desk, "POST", f"{ONE}/redactions", body)
    for _ in range(4):
        desk.advance(timedelta(minutes=1))
    done = ask(desk, "GET", f"/v1/acme/jobs/{job['id']}")
    assert done["state"] == "done", done
    return done


def kept(desk: Desk) -> str:
    """All that the table has but for what ticket 2 says, and is found by."""
    others = ("W#acme#T#0000000002", "#0000000002#")
    own = [one for one in items(desk) if not any(other in str(one) for other in others) and one["type"]["S"] != "word"]
    return json.dumps(own, default=str, ensure_ascii=False).casefold()


def test_words_go_from_everywhere_and_only_from_there(desk: Desk, post: Correspondence) -> None:
    found = ask(desk, "POST", f"{ONE}/redactions?preview=true", {"words": [WORD]})
    assert found["places"] > 3_000
    assert found["words"] == [{"word": WORD, "places": found["places"]}]
    said = [len(text) > 0 for _, text in post.said()]
    redact(desk, {"words": [WORD]})
    assert [line for line in kept(desk).split('{"') if WORD in line] == []
    # ticket 2 has the word still, and is found by it
    assert [row["ref"] for row in ask(desk, "GET", f"{TICKETS}?q={WORD}")["items"]] == ["TKT-0002"]
    assert WORD.encode() not in contents(desk)
    assert [len(text) > 0 for _, text in post.said()] == said, "each entry is there, with what else it said"
    assert "Nothing to see" in [text for _, text in post.said()]
    assert post.happened()[-1] == "ticket.redacted"
    assert stock.differences(desk.ports) == []
    assert ask(desk, "POST", f"{ONE}/redactions?preview=true", {"words": [WORD]})["places"] == 0


def contents(desk: Desk) -> bytes:
    """What was written, without the attachments: the words in them stay, as the page says."""
    found = b""
    for bucket in (desk.environment["FILES_BUCKET"], desk.environment["MAIL_BUCKET"]):
        for one in client("s3").list_object_versions(Bucket=bucket).get("Versions", ()):
            if not one["Key"].startswith("attachments/"):
                version = {"Bucket": bucket, "Key": one["Key"], "VersionId": one["VersionId"]}
                found += client("s3").get_object(**version)["Body"].read()
    return found.lower()


def test_an_entry_goes_with_its_files_and_its_mail(desk: Desk, post: Correspondence) -> None:
    entry = next(one for one in post.entries() if one["kind"] == "customer_message")
    before = len(objects(desk))
    redact(desk, {"entry_id": entry["id"]})
    assert next(one for one in post.entries() if one["id"] == entry["id"])["body_text"] == "█████"
    assert len(objects(desk)) < before
    redact(desk, {"entry_id": "description"})
    ticket = post.ticket()
    assert (ticket["description"], ticket["attachments"], ticket["has_html"]) == ("█████", [], False)
    assert [one for one in objects(desk) if one.startswith(("text/", "html/", "attachments/", "inbound/"))] == []
    assert stock.differences(desk.ports) == []


def test_a_note_goes_with_what_it_said_before(desk: Desk, post: Correspondence) -> None:
    note = next(one for one in post.entries() if one["kind"] == "internal_note" and "quondam" in one["body_text"])
    redact(desk, {"entry_id": note["id"]})
    assert "quondam" not in kept(desk)
    assert not [one for one in items(desk) if one["type"]["S"] == "former_note"]


def test_a_file_goes_and_the_text_stays(desk: Desk, post: Correspondence) -> None:
    (file,) = post.ticket()["attachments"]
    redact(desk, {"attachment_id": file["id"]})
    ticket = post.ticket()
    assert (ticket["attachments"], WORD in ticket["description"]) == ([], True)
    assert [one for one in objects(desk) if one.startswith("attachments/")] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "validation_failed"),
        ({"words": ["x"]}, "validation_failed"),
        ({"words": ["\u200b\u200b"]}, "validation_failed"),
        ({"words": ["one"], "entry_id": "description"}, "validation_failed"),
        ({"words": [f"word{number}" for number in range(51)]}, "validation_failed"),
        ({"entry_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}, "not_found"),
        ({"attachment_id": "a_none"}, "not_found"),
    ],
)
def test_what_cannot_be_taken_out_is_said(desk: Desk, post: Correspondence, body: Any, code: str) -> None:
    status = 404 if code == "not_found" else 422
    for query in ("", "?preview=true"):
        answer = desk.http("POST", f"{ONE}/redactions{query}", json=body, token=desk.admin.token)
        problem(answer, status, code)


def test_half_an_emoji_is_refused(desk: Desk, post: Correspondence) -> None:
    answer = desk.http("POST", f"{ONE}/redactions", body=b'{"words": ["\\ud83d\\ud83d"]}', token=desk.admin.token)
    assert answer.status == 422, answer.text


def test_undoing_what_came_before_brings_nothing_back(desk: Desk, post: Correspondence) -> None:
    with desk.ports.open("acme") as room:
        seat = Seat(desk.ports, room, Actor(ActorKind.AGENT, desk.admin.id, "Ana K."))
        changed = agents.change_ticket(seat, 1, {"title": f"Once {WORD}"})
        assert changed.action
        work = Work(workspace="acme", kind=redaction.KIND, id="j_1", at=desk.ports.clock.now(), state={})
        job = redaction.ask(seat, 1, Redaction(words=(WORD,)))
        begun = replace(work, id=job.id, state=desk.ports.work.find("acme", redaction.KIND, job.id).state)
        redaction.redact_on(desk.ports, room, begun)
        with pytest.raises(DeskError) as refusal:
            undo.undo(seat, 1, changed.action.id)
    assert refusal.value.code == "changed_since"
