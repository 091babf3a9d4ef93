"""A message that became a ticket of its own: both are whole, and neither can hurt the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.files import attachment_key
from chalicelib.domain.loose import COPIES
from infra.local.aws import client
from tests.api.asking import TICKETS, problem
from tests.jobs.calling import items
from tests.services.mail.correspondence import MAYA, Correspondence, reply_address
from tests.support import stock
from tests.support.cuts import cut
from tests.support.desk import WORKSPACE, Answer

LOG = ("log.txt", "text/plain", b"502 Bad Gateway")
SECRET = "the-router-password-is-plumtree"


def messages(post: Correspondence, ref: str = "TKT-0001", kind: str = "customer_message") -> list[Any]:
    return [one for one in post.entries(ref) if one["kind"] == kind]


def split(post: Correspondence, message_id: str, body: Any = None, key: str = "", ref: str = "TKT-0001") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    path = f"{TICKETS}/{ref}/messages/{message_id}/split"
    return post.desk.http("POST", path, json=body or {}, headers=headers, token=post.desk.admin.token)


def marks(post: Correspondence) -> list[str]:
    return [item["sk"]["S"] for item in items(post.desk, "work") if item["sk"]["S"].startswith(COPIES)]


@pytest.fixture
def second(post: Correspondence) -> str:
    """What Maya wrote on her ticket about something else, with a file."""
    post.write("The shop is down.")
    post.write("And my invoice is wrong.", to=reply_address(post.reply()), files=[LOG])
    message_id: str = messages(post)[-1]["id"]
    return message_id


def test_the_new_ticket_begins_with_the_message_and_the_old_one_keeps_it(post: Correspondence, second: str) -> None:
    mails = len(post.desk.sent)
    answer = split(post, second, {"title": "Wrong invoice"})
    assert answer.status == 201, answer.text
    assert answer.headers["location"].endswith("/tickets/TKT-0002")
    post.desk.settle()
    made, old = post.ticket("TKT-0002"), post.ticket()
    assert (made["title"], made["description"], made["split_from"]) == (
        "Wrong invoice", "And my invoice is wrong.", "TKT-0001",
    )  # fmt: skip
    assert made["contact"] == old["contact"]
    assert (made["source"], made["channel"], made["last_speaker"]) == ("email", "email", "customer")
    assert (made["opened_by"], made["status"], made["assignee"]) == (None, "open", None)
    assert messages(post)[-1]["split_into"] == "TKT-0002"
    assert messages(post)[-1]["body_text"] == "And my invoice is wrong."
    assert "ticket.split" in post.happened()
    assert post.happened("TKT-0002")[:2] == ["ticket.created", "ticket.split_from"]
    assert len(post.desk.sent) == mails, "nobody outside is told"


def test_an_answer_has_an_address_of_its_own_and_the_old_thread_goes_on(post: Correspondence, second: str) -> None:
    old = reply_address(post.desk.sent[-1])
    split(post, second)
    assert post.call("POST", "/tickets/TKT-0002/replies", {"body": "Here is a new one."}).status == 201
    post.desk.settle()
    answered = reply_address(post.desk.sent[-1])
    assert answered != old
    post.write("Thanks for the invoice.", to=answered)
    post.write("The shop is up.", to=old)
    assert post.said("TKT-0002")[-1][1] == "Thanks for the invoice."
    assert post.said()[-1][1] == "The shop is up."


def test_each_ticket_has_files_of_its_own(post: Correspondence, second: str) -> None:
    split(post, second)
    (theirs,) = messages(post)[-1]["attachments"]
    (copied,) = post.ticket("TKT-0002")["attachments"]
    assert theirs["id"] != copied["id"]
    assert (copied["name"], copied["size"]) == ("log.txt", len(LOG[2]))
    assert post.desk.ports.files.get(attachment_key(WORKSPACE, copied["id"])) == LOG[2]
    assert marks(post) == []
    assert post.call("DELETE", "/tickets/TKT-0001").status == 200
    post.desk.advance(timedelta(days=31))
    post.desk.advance(timedelta(days=1))
    assert post.desk.ports.files.size(attachment_key(WORKSPACE, theirs["id"])) is None
    assert post.desk.ports.files.get(attachment_key(WORKSPACE, copied["id"])) == LOG[2]
    assert post.ticket("TKT-0002")["description"] == "And my invoice is wrong."


def test_the_html_of_its_mail_is_shown_on_both(post: Correspondence, second: str) -> None:
    html = "Content-Type: text/html\r\n\r\n<p>My <b>invoice</b> is wrong.</p>"
    address = reply_address(post.desk.sent[-1])
    post.send(f"From: {MAYA}\r\nTo: {address}\r\nMessage-ID: <h@example.com>\r\n{html}".encode(), address)
    answer = split(post, messages(post)[-1]["id"])
    assert (answer.json()["has_html"], "invoice</" in answer.json()["description_html"]) == (True, True)
    page = post.call("GET", "/tickets/TKT-0002/messages/description/html")
    assert page.status == 200, page.text
    assert marks(post) == []


def test_a_strangers_message_is_their_own_ticket(post: Correspondence) -> None:
    post.write("The shop is down.")
    address = reply_address(post.reply())
    post.write("Mine, too!", sender="Noa <noa@example.com>", to=address)
    (stranger,) = [one for one in messages(post) if one["from_stranger"]]
    made = split(post, stranger["id"]).json()
    assert made["contact"]["email"] == "noa@example.com"
    assert made["participants"] == []


@pytest.mark.parametrize("kind", ["note", "reply", "held", "withdrawn", "nothing"])
def test_only_what_a_customer_wrote_is_split_off(post: Correspondence, second: str, kind: str) -> None:
    where, body = ("notes", {"body": SECRET}) if kind == "note" else ("replies", {"body": "x", "undo_seconds": 60})
    said = post.call("POST", f"/tickets/TKT-0001/{where}", body).json()["id"] if kind != "reply" else ""
    if kind == "withdrawn":
        assert post.call("DELETE", f"/tickets/TKT-0001/replies/{said}").status == 204
    wanted = {"reply": messages(post, kind="agent_reply")[0]["id"], "nothing": f"{second}0"}.get(kind, said)
    refused = (404, "not_found") if kind in ("note", "nothing") else (409, "nothing_to_split")
    problem(split(post, wanted), *refused)
    assert post.refs() == ["TKT-0001"]
    assert marks(post) == []


def test_a_message_is_split_once_and_a_repeated_request_is_the_same_one(post: Correspondence, second: str) -> None:
    first = split(post, second, key="once")
    again = split(post, second, key="once")
    assert (first.status, again.status, again.json()["ref"]) == (201, 201, "TKT-0002")
    problem(split(post, second, key="twice"), 409, "already_split")
    problem(split(post, second, {"title": "Other"}, key="once"), 422, "idempotency_mismatch")
    assert post.refs() == ["TKT-0001", "TKT-0002"]


def test_nothing_is_split_off_what_is_merged_spam_or_deleted(post: Correspondence, second: str) -> None:
    post.write("Another one.")
    assert post.call("POST", "/tickets/TKT-0002/merge", {"duplicate": "TKT-0001"}).status == 200
    problem(split(post, second), 409, "merged")
    problem(split(post, second, ref="TKT-0002"), 404, "not_found")
    post.call("POST", "/tickets/TKT-0002/unmerge", {"duplicate": "TKT-0001"})
    post.call("POST", "/tickets/TKT-0001/spam")
    problem(split(post, second), 409, "is_spam")
    post.call("DELETE", "/tickets/TKT-0001/spam")
    post.call("DELETE", "/tickets/TKT-0001")
    problem(split(post, second), 409, "in_trash")
    assert marks(post) == []


def test_cut_off_anywhere_and_given_again_it_is_whole(post: Correspondence, second: str) -> None:
    made = 0
    for number in range(1, 60):
        with cut(before=number) as calls:
            split(post, second, key="k")
        made = max(made, len(post.refs()) - 1)
        if not calls.was_cut:
            break
    assert made == 1
    assert split(post, second, key="k").status == 201
    assert len(post.refs()) == 2
    named = post.ticket(post.refs()[-1])["attachments"][0]["id"]
    post.desk.advance(timedelta(hours=26))
    assert marks(post) == []
    left = post.desk.ports.files.names(attachment_key(WORKSPACE, "y_"))
    assert left == [attachment_key(WORKSPACE, named)]


def test_a_split_is_taken_back_as_long_as_nobody_went_on_with_it(post: Correspondence, second: str) -> None:
    made = split(post, second, key="k").json()
    assert split(post, second, key="k").json()["action_id"] == made["action_id"]
    undone = f"/tickets/TKT-0002/actions/{made['action_id']}/undo"
    assert [post.call("POST", undone).status for _ in range(2)] == [200, 200]
    assert post.ticket("TKT-0002")["deleted_at"] is not None
    assert messages(post)[-1]["split_into"] is None
    assert post.happened()[-2:] == ["ticket.split", "ticket.undone"]
    again = split(post, second).json()
    assert (again["ref"], again["split_from"]) == ("TKT-0003", "TKT-0001")
    assert messages(post)[-1]["split_into"] == "TKT-0003"
    splitting = next(one for one in reversed(post.entries()) if one.get("event") and "split" in str(one["event"]))
    assert post.call("POST", f"/tickets/TKT-0001/actions/{splitting['id'].split('.')[0]}/undo").status == 200
    assert messages(post)[-1]["split_into"] is None
    assert post.call("POST", "/tickets/TKT-0003/restore").status == 200
    post.desk.settle()
    assert stock.differences(post.desk.ports) == []


@pytest.mark.parametrize("since", ["reply", "note", "change", "time", "somebody"])
def test_it_stays_once_somebody_went_on_with_it(post: Correspondence, second: str, since: str) -> None:
    made = split(post, second).json()
    token, code = post.desk.admin.token, "changed_since"
    if since == "time":
        post.desk.advance(timedelta(seconds=11))
        code = "too_late"
    elif since == "somebody":
        token, code = post.desk.add_member("Bo L.", "bo@acme.example", "agent").token, "forbidden"
    elif since == "change":
        post.call("PATCH", "/tickets/TKT-0002", {"priority": "high"})
    else:
        post.call("POST", f"/tickets/TKT-0002/{'replies' if since == 'reply' else 'notes'}", {"body": "Hello"})
    path = f"{TICKETS}/TKT-0002/actions/{made['action_id']}/undo"
    problem(post.desk.http("POST", path, json={}, token=token), 403 if since == "somebody" else 409, code)
    assert messages(post)[-1]["split_into"] == "TKT-0002"


def test_on_a_closed_or_archived_ticket_it_is_split_as_ever(post: Correspondence, second: str) -> None:
    post.call("PATCH", "/tickets/TKT-0001", {"status": "closed"})
    post.call("POST", "/tickets/TKT-0001/archive")
    assert split(post, second).status == 201
    made, old = post.ticket("TKT-0002"), post.ticket()
    assert (made["status"], made["archived"], old["status"], old["archived"]) == ("open", False, "closed", True)


def test_what_a_ticket_began_with_is_no_message_of_it(post: Correspondence, second: str) -> None:
    problem(split(post, "description"), 404, "not_found")
    assert split(post, second, {"title": "  "}).json()["title"] == post.ticket()["title"], "as if it were left out"
    problem(split(post, "description", ref="TKT-0002"), 404, "not_found")
    problem(split(post, second, ref="TKT-0002"), 404, "not_found")
    assert post.refs() == ["TKT-0001", "TKT-0002"]


@pytest.mark.parametrize("title", ["x" * 301, 7])
def test_a_title_that_cant_be_one_is_refused(post: Correspondence, second: str, title: object) -> None:
    problem(split(post, second, {"title": title}), 422, "validation_failed")
    assert marks(post) == []


def test_who_may_not_write_splits_nothing(post: Correspondence, second: str) -> None:
    viewer = post.desk.add_member("Vi", "vi@acme.example", "viewer").token
    asked = {"name": "k", "scopes": ["tickets:read", "notes:read"]}
    key = post.desk.http("POST", "/v1/acme/api-keys", json=asked, token=post.desk.admin.token).json()["key"]
    for token in (viewer, key):
        path = f"{TICKETS}/TKT-0001/messages/{second}/split"
        assert post.desk.http("POST", path, json={}, token=token).status == 403
    assert post.refs() == ["TKT-0001"]


def test_a_snoozed_ticket_stays_so_and_the_new_one_is_to_be_done(post: Correspondence, second: str) -> None:
    post.call("PUT", "/tickets/TKT-0001/snooze", {"until_reply": True})
    assert split(post, second).status == 201
    assert (post.ticket()["snoozed_until_reply"], post.ticket("TKT-0002")["snoozed_until_reply"]) == (True, False)


def test_stock_knows_of_splits(post: Correspondence, second: str) -> None:
    split(post, second)
    post.desk.settle()
    assert stock.differences(post.desk.ports) == []
    message = {"pk": {"S": "W#acme#T#0000000001"}, "sk": {"S": f"L#{second}"}}
    table = post.desk.environment["TABLE_NAME"]
    client("dynamodb").update_item(TableName=table, Key=message, UpdateExpression="REMOVE si")
    assert [one.what for one in stock.differences(post.desk.ports)] == ["history"]
