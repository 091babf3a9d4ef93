"""The workspaces of a desk: what they use, and what happens while one is closed."""

from __future__ import annotations

import itertools
import time
from datetime import timedelta

import pytest

from chalicelib.services.mail.incoming.park import SUSPENDED
from chalicelib.services.settings.suspending import kept_meanwhile
from chalicelib.storage.table.keys import Keys
from infra.deploy import workspaces
from infra.deploy.errors import DeployError
from infra.local.aws import client
from tests.api.asking import TICKETS, new_ticket
from tests.jobs.calling import items
from tests.services.mail.correspondence import Correspondence
from tests.support.cuts import cut
from tests.support.deployed import Deployed, run, wish
from tests.support.desk import Answer, Desk

MAYA = "maya@example.com"


@pytest.fixture
def lived(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of two workspaces, one with a ticket by mail that was confirmed and answered."""
    monkeypatch.setattr(workspaces, "KNOWN_EVERYWHERE", 0.0)
    desk.create_workspace("other", "Other Support", "support@other.example")
    Correspondence(desk).write("It broke.", Subject="Checkout")
    desk.settle()
    reply(desk)
    desk.settle()
    assert len(desk.sent) == 2
    return desk


def reply(desk: Desk) -> Answer:
    body = {"body": "We are looking into it."}
    return desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=body, token=desk.admin.token)


def refused(answer: Answer) -> bool:
    return answer.status == 403 and answer.json()["code"] == "workspace_suspended"


def test_the_list_says_what_each_uses(lived: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    new_ticket(lived)
    run(lived, "workspaces")
    said = capsys.readouterr().out
    month = f"{lived.ports.clock.now():%Y-%m}"
    assert f"  acme (Acme Support): 1 members, 2 tickets, 2 mails in {month}\n" in said
    assert f"  other (Other Support): 0 members, 0 tickets, 0 mails in {month}\n" in said
    assert said.endswith("Workspaces: 2.\n")


def test_a_closed_workspace_lets_nobody_in_and_says_so(lived: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    link = next(word for word in lived.sent[0].text.split() if "/portal/acme/t/" in word).removeprefix(
        "http://help.test"
    )
    key = lived.api_key("tickets:read")
    run(lived, "workspaces", "--suspend", "acme")
    assert refused(lived.http("GET", TICKETS, token=lived.admin.token))
    assert refused(lived.http("GET", TICKETS, token=key))
    assert refused(reply(lived))
    for path in ("/portal/acme", link):
        page = lived.http("GET", path)
        assert (page.status, "This help desk is currently closed" in page.text) == (403, True)
    form = {"name": "Maya", "email": MAYA, "title": "Checkout", "description": "It broke."}
    assert lived.http("POST", "/portal/acme", form=form).status == 403
    assert lived.http("GET", "/portal/other").status == 200
    run(lived, "workspaces")
    assert "2 mails in" in capsys.readouterr().out.split("acme (")[1].split("suspended since 20")[0]
    run(lived, "workspaces", "--resume", "acme")
    assert lived.http("GET", TICKETS, token=lived.admin.token).status == 200
    assert lived.http("GET", link).status == 200


def test_a_desk_whose_secrets_are_lost_gets_none_by_a_command(desk: Desk) -> None:
    lost = Deployed(desk.environment | {"SECRETS_PARAMETER": "/lost/secrets"})
    with pytest.raises(DeployError, match="There is no /lost/secrets"):
        workspaces.run(wish("workspaces"), lost)
    with pytest.raises(client("ssm").exceptions.ParameterNotFound):
        client("ssm").get_parameter(Name="/lost/secrets")


def kept_days(desk: Desk) -> list[float]:
    parked = [item for item in items(desk, "suspended") if item["pk"]["S"] == Keys("acme").suspended]
    return [(int(item["expires_at"]["N"]) - time.time()) / 86_400 for item in parked]


def test_what_was_to_go_out_waits_and_what_comes_in_is_kept_until_it_is_open_again(lived: Desk) -> None:
    answer = reply(lived)
    assert answer.status == 201
    run(lived, "workspaces", "--suspend", "acme")
    run(lived, "workspaces", "--suspend", "acme")
    post = Correspondence(lived)
    post.write("Something else broke.", Subject="Invoice")
    post.write("WIN A PRIZE", Subject="Prize", verdicts={"spam": "FAIL"})
    lived.settle()
    assert len(lived.sent) == 2
    with lived.ports.open("acme") as room:
        assert [mail.subject for mail in kept_meanwhile(room, SUSPENDED)] == ["Invoice"]
    assert sorted(round(days) for days in kept_days(lived)) == [14, 90]
    run(lived, "workspaces", "--resume", "acme")
    lived.pumps.advance(timedelta(minutes=16))
    lived.settle()
    assert len(lived.sent) == 4, "the reply that waited, and the confirmation of what came"
    tickets = lived.http("GET", TICKETS, token=lived.admin.token).json()["items"]
    assert {one["title"] for one in tickets} == {"Checkout", "Invoice"}
    with lived.ports.open("acme") as room:
        assert list(kept_meanwhile(room, SUSPENDED)) == []
    run(lived, "workspaces", "--resume", "acme")
    lived.settle()
    assert len(lived.sent) == 4


def test_cut_off_while_it_is_opened_and_run_again_each_mail_is_taken_in_once(lived: Desk) -> None:
    post = Correspondence(lived)
    for number in itertools.count(1, 5):
        run(lived, "workspaces", "--suspend", "acme")
        post.write("It broke.", sender=f"Maya <maya{number}@example.com>", Subject=f"Case {number}")
        lived.settle()
        with cut(after=number) as calls:
            run(lived, "workspaces", "--resume", "acme")
        run(lived, "workspaces", "--resume", "acme")
        titles = [one["title"] for one in lived.http("GET", TICKETS, token=lived.admin.token).json()["items"]]
        assert titles.count(f"Case {number}") == 1
        if not calls.was_cut or number > 30:
            break
    assert number > 10


def test_a_mail_that_cannot_be_taken_in_stays_and_is_told(lived: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    run(lived, "workspaces", "--suspend", "acme")
    Correspondence(lived).write("It broke.", Subject="Invoice")
    lived.settle()
    with lived.ports.open("acme") as room:
        [kept] = kept_meanwhile(room, SUSPENDED)
    client("s3").delete_object(Bucket=lived.environment["MAIL_BUCKET"], Key=kept.object_key)
    with pytest.raises(DeployError, match="Suspended mail"):
        run(lived, "workspaces", "--resume", "acme")
    assert "Mails: 0 taken in, 1 left." in capsys.readouterr().out


@pytest.mark.parametrize("wanted", [("--suspend", "acme"), ("--resume", "acme"), ()], ids=["suspend", "resume", "list"])
def test_a_dry_run_changes_nothing(lived: Desk, wanted: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    run(lived, "workspaces", *wanted, "--dry-run")
    assert "Nothing was done" in capsys.readouterr().out
    assert lived.http("GET", TICKETS, token=lived.admin.token).status == 200
