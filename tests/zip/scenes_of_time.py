"""Scenes that are about what comes later: what is due, what is tried again, what a model is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.domain.loose import UPLOAD
from chalicelib.domain.worklist import SHARDS, Work
from chalicelib.services.files.links import file_key
from tests.api.asking import TICKETS, new_ticket, portal_form, problem, walked
from tests.services.privacy.exporting import unpacked
from tests.support.desk import SUPPORT, WORKSPACE
from tests.zip.deployment import Deployment
from tests.zip.scenes import LONG, asked, written


def a_target_is_crossed(on: Deployment) -> None:
    """Let the tick find a ticket that was promised an answer an hour ago: all who are to hear of it do."""
    with on.earlier(timedelta(hours=2)) as desk:
        made = new_ticket(desk, title="Still waiting", priority="urgent", description=LONG)
    on.desk.settle()
    events = walked(on.desk, f"{TICKETS}/{made['ref']}/timeline", on.desk.admin.token, 100)
    told = [one["event"]["type"] for one in events if one["kind"] == "event"]
    assert "ticket.sla_breached" in told, told


def hours_are_changed(on: Deployment) -> None:
    """Let the tick time a desk's tickets anew, a minute after its settings were changed."""

    def waiting() -> list[Work]:
        now = datetime.now(UTC)
        return [work for shard in range(SHARDS) for page in on.desk.ports.work.pages(shard, now) for work in page]

    with on.earlier(timedelta(hours=1)) as desk:
        asked(desk, "PATCH", "/v1/acme/settings", {"auto_close_days": 3})
    assert "retime" in [work.kind for work in waiting()]
    on.desk.settle()
    assert "retime" not in [work.kind for work in waiting()]


def a_person_is_exported(on: Deployment) -> None:
    """Let the tick put together what is kept of somebody, long texts included."""
    with on.earlier(timedelta(hours=1)) as desk:
        made = new_ticket(desk, title="Mine", description=LONG, contact={"email": "uma@example.com"})
        answer = desk.http("POST", f"/v1/acme/contacts/{made['contact']['id']}/export", token=desk.admin.token)
        assert answer.status == 202, answer.text
    on.desk.settle()
    found = unpacked(on.desk, answer.json())
    assert LONG.strip() in found.tickets[made["ref"]]["messages"][0]["body"]
    asked(on.desk, "GET", f"/v1/acme/jobs/{answer.json()['id']}/file")


def a_reaction_is_tried_again(on: Deployment) -> None:
    """Have the index refused once; the queue brings it again."""
    fault = ("index", "dynamodb:BatchWriteItem", "")
    on.recorder.faults.add(fault)
    made = new_ticket(on.desk, title="Rhubarb", description=LONG)
    on.desk.pumps.streams[1].step()
    on.recorder.faults.remove(fault)
    on.desk.settle()
    found = walked(on.desk, f"{TICKETS}?q=rhubarb", on.desk.admin.token, 100)
    assert [row["ref"] for row in found] == [made["ref"]]


def a_notice_is_tried_again(on: Deployment) -> None:
    """Have the queue of mails refused once; the other queue brings the action again, and its writer is answered."""
    fault = ("notify", "sqs:SendMessage", "-mail-out")
    on.desk.settle()
    on.recorder.faults.add(fault)
    sent = on.desk.http("POST", "/portal/acme", form=portal_form(on.desk) | {"email": "ty@example.com"})
    assert sent.status == 303, sent.text
    on.desk.pumps.streams[0].step()
    on.recorder.faults.remove(fault)
    on.desk.settle()
    assert on.desk.sent[-1].to == ("ty@example.com",)


def a_model_is_tried(on: Deployment) -> None:
    """Have the assistant run on Bedrock, which refuses here as it does where nobody was given access."""
    engine = {"engine": "bedrock", "model": "amazon.nova-micro-v1:0"}
    asked(on.desk, "PATCH", "/v1/acme/ai-engine", engine)
    answer = on.desk.http("POST", "/v1/acme/ai-engine/trial", token=on.desk.admin.token)
    assert problem(answer, 502, "engine_failed")["detail"].startswith("The service refuses us.")
    asked(on.desk, "PATCH", "/v1/acme/ai-engine", {"engine": "model_free"})


def a_file_that_no_message_has_is_erased(on: Deployment) -> None:
    """Let the tick find one whose upload was taken back an hour ago, in all its versions."""
    key = file_key(WORKSPACE, "u_nobody")
    for content in (b"one", b"another"):
        on.desk.ports.files.put(key, content, "text/plain")
    with on.desk.ports.enter(WORKSPACE):
        due = datetime.now(UTC) - timedelta(minutes=1)
        on.desk.ports.work.ask(Work(workspace=WORKSPACE, kind=UPLOAD, id="u_nobody", at=due, state={"closed": True}))
    on.desk.settle()
    assert on.desk.ports.files.erase(key) == 0


def a_parked_mail_is_thrown_away(on: Deployment) -> None:
    """Let the tick erase it, a while after an admin threw it away."""
    mail = written("ivy@example.com", "Prize", "You won!")
    key = on.desk.receive(mail, "ivy@example.com", [SUPPORT], {"spam": "FAIL"})
    on.desk.settle()
    [parked] = walked(on.desk, "/v1/acme/suspended-mails", on.desk.admin.token, 100)
    with on.earlier(timedelta(hours=1)) as desk:
        gone = desk.http("DELETE", f"/v1/acme/suspended-mails/{parked['id']}", token=desk.admin.token)
    assert gone.status == 204, gone.text
    on.desk.settle()
    assert on.desk.ports.raw_mail.size(key) is None
