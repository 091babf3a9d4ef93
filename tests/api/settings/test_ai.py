"""Which engine the assistant runs on: chosen in the settings, tried, and used at tickets, over real connections."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.domain.settings.ai_engine import URL_LENGTH
from chalicelib.observability import log
from chalicelib.storage.table.records import DocumentRecord
from tests.adapters.model_server import ModelServer, answers, says
from tests.api.asking import TICKETS, fields, new_ticket, problem
from tests.support.desk import WORKSPACE, Answer, Desk

ENGINE = "/v1/acme/ai-engine"
KEY = "sk-0123456789abcdefghij"
USUAL = {"engine": "model_free", "model": "", "base_url": "", "has_key": False, "daily_tokens": 500_000} | {
    "price_in": None,
    "price_out": None,
    "today": [],
}
SUMMARY = {
    "wanted": "The export shall run again.",
    "done": "Nothing.",
    "open": "All.",
    "sources": {"wanted": ["s1"]},
}


def read(desk: Desk) -> dict[str, Any]:
    document: dict[str, Any] = desk.http("GET", ENGINE, token=desk.admin.token).json()
    return document


def change(desk: Desk, **given: Any) -> Answer:
    return desk.http("PATCH", ENGINE, json=given, token=desk.admin.token)


def choose(desk: Desk, at: ModelServer, **given: Any) -> None:
    wanted = {"engine": "openai_compatible", "model": "llama3.1", "base_url": at.url, "key": KEY, **given}
    assert change(desk, **wanted).status == 200


def trial(desk: Desk) -> Answer:
    return desk.http("POST", f"{ENGINE}/trial", token=desk.admin.token)


def summary(desk: Desk, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.http("GET", f"{TICKETS}/{ref}/assistant", token=desk.admin.token).json()["summary"]
    return found


def panel(desk: Desk, ref: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.http("GET", f"{TICKETS}/{ref}/assistant", token=desk.admin.token).json()
    return found


def test_a_new_desk_does_without_a_model(desk: Desk) -> None:
    assert read(desk) == USUAL
    assert trial(desk).json() == {"ok": True, "said": ""}


def test_every_member_knows_whether_a_model_is_chosen(desk: Desk) -> None:
    def told() -> bool:
        me = desk.http("GET", "/v1/me", token=desk.admin.token).json()
        return bool(me["workspaces"][0]["has_model"])

    assert not told()
    with ModelServer(says("Hello.")) as at:
        choose(desk, at)
    assert told()


def test_what_is_named_changes_and_the_key_is_never_told_again(desk: Desk) -> None:
    with ModelServer(says("Hello.")) as at:
        choose(desk, at)
        assert read(desk) == {**USUAL, "engine": "openai_compatible", "model": "llama3.1", "base_url": at.url} | {
            "has_key": True
        }
        answer = change(desk, daily_tokens=0)
        assert (answer.json()["has_key"], answer.json()["daily_tokens"]) == (True, 0)
        audit = desk.http("GET", "/v1/acme/audit", token=desk.admin.token)
    with desk.ports.enter(WORKSPACE):
        stored = DocumentRecord.get(f"W#{WORKSPACE}", "AI#engine").data
    for place in (answer.text, audit.text, json.dumps(stored)):
        assert KEY not in place
    assert "openai_compatible" in audit.text


def test_a_key_goes_to_its_own_server_alone(desk: Desk) -> None:
    with ModelServer(says("Hello.")) as at, ModelServer(says("Hello.")) as other:
        choose(desk, at)
        assert trial(desk).json() == {"ok": True, "said": "Hello."}
        assert change(desk, base_url=other.url).json()["has_key"] is False
        trial(desk)
        assert at.headers[0]["authorization"] == f"Bearer {KEY}"
        assert "authorization" not in other.headers[0]
        assert change(desk, key=KEY).json()["has_key"] is True
        assert change(desk, key=None).json()["has_key"] is False


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://models.globex.example/v1",
        "https://user:pass@models.globex.example/v1",
        "https://models.globex.example/v1?key=1",
        "https://models.globex.example/v1#x",
        "https://models.globex.example\\@evil.example/",
        "https://models.globex.example:99999/v1",
        "file:///etc/passwd",
        "gopher://models.globex.example/",
        "https://[::1]/v1",
        "https:///v1",
        "//models.globex.example/v1",
        "https://models.globex.example/v1\r\nHost: evil.example",
        "https://" + "a" * URL_LENGTH,
    ],
)
def test_an_address_that_may_not_be_is_refused_at_its_field(desk: Desk, url: str) -> None:
    refused = problem(change(desk, engine="openai_compatible", model="m", base_url=url), 422, "validation_failed")
    assert fields(refused) == ["base_url"]
    assert read(desk) == USUAL


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest",
        "https://10.0.0.1/v1",
        "https://0.0.0.0/v1",
        "https://2130706433/v1",
        "https://0x7f000001/v1",
        "https://127.1/v1",
    ],
)
def test_nothing_near_the_deployment_is_reached_however_it_is_written(desk: Desk, url: str) -> None:
    assert change(desk, engine="openai_compatible", model="m", base_url=url).status == 200
    refused = trial(desk)
    assert problem(refused, 502, "engine_failed")["detail"].startswith("The service refuses us.")


@pytest.mark.parametrize("given", [{"engine": "bedrock"}, {"engine": "openai_compatible"}, {"model": "a b"}])
def test_a_model_needs_a_name(desk: Desk, given: dict[str, Any]) -> None:
    refused = problem(
        change(desk, **{"engine": "bedrock", "base_url": "https://models.globex.example/v1", **given}),
        422,
        "validation_failed",
    )
    assert fields(refused) == ["model"]


@pytest.mark.parametrize(
    "given",
    [{"engine": "gpt"}, {"daily_tokens": -1}, {"daily_tokens": 1.5}, {"key": ""}, {"key": "a b"}, {"x": 1}]
    + [{name: value} for name in ("price_in", "price_out") for value in (-1, "1", True, 100_001, [], {})],
)
def test_what_can_t_be_is_refused_at_its_field(desk: Desk, given: dict[str, Any]) -> None:
    refused = problem(change(desk, **given), 422, "validation_failed")
    assert fields(refused) == list(given)


def test_the_chosen_model_sums_up_and_is_asked_again_only_for_a_changed_ticket(desk: Desk) -> None:
    ref = str(new_ticket(desk, title="Export is broken", description="It stops at line 1000.")["ref"])
    with ModelServer(says(json.dumps(SUMMARY))) as at:
        choose(desk, at)
        shown = [summary(desk, ref), summary(desk, ref)]
        assert [one["parts"][0]["text"] for one in shown] == ["The export shall run again."] * 2
        assert (shown[0]["engine"], shown[0]["fallback"]) == ("openai_compatible", None)
        assert len(at.requests) == 1
        desk.http("PATCH", f"{TICKETS}/{ref}", json={"priority": "high"}, token=desk.admin.token)
        assert summary(desk, ref)["version"] > shown[0]["version"]
        assert len(at.requests) == 2


def test_a_model_of_no_use_is_stood_in_for_and_that_is_said_and_not_kept(desk: Desk) -> None:
    ref = str(new_ticket(desk, title="Export is broken", description="It stops at line 1000.")["ref"])
    with ModelServer(answers(401, {"error": "no"}), says(json.dumps(SUMMARY))) as at:
        choose(desk, at)
        first = summary(desk, ref)
        assert (first["engine"], first["fallback"]) == ("model_free", "refused")
        assert first["parts"][0]["text"] == "It stops at line 1000."
        assert summary(desk, ref)["engine"] == "openai_compatible"


def test_beyond_the_day_s_tokens_nothing_is_asked(desk: Desk) -> None:
    ref = str(new_ticket(desk, title="Export is broken", description="It stops at line 1000.")["ref"])
    with ModelServer(says(json.dumps(SUMMARY))) as at:
        choose(desk, at, daily_tokens=10)
        assert summary(desk, ref)["fallback"] == "budget"
        assert problem(trial(desk), 502, "engine_failed")["detail"].startswith("Today's tokens are spent.")
        assert at.requests == []


def test_a_draft_and_a_sentence_go_to_the_model_without_notes_or_secrets(desk: Desk) -> None:
    told = "It stops. My password: hunter22"
    ref = str(new_ticket(desk, title="Export is broken", description=told)["ref"])
    noted = desk.http("POST", f"{TICKETS}/{ref}/notes", json={"body": "copper lantern"}, token=desk.admin.token)
    assert noted.status == 201
    said = json.dumps({"text": "Hello, we look into it.", "title": "Export is broken", "priority": "urgent"})
    with ModelServer(says(said)) as at:
        choose(desk, at)
        drafted = desk.http("POST", f"{TICKETS}/{ref}/assistant/draft", json={}, token=desk.admin.token).json()
        wished = desk.http(
            "POST", "/v1/acme/assistant", json={"message": "Ticket: export is broken"}, token=desk.admin.token
        ).json()
        sent = json.dumps(at.requests)
    assert (drafted["text"], drafted["engine"]) == ("Hello, we look into it.", "openai_compatible")
    assert (wished["title"], wished["priority"], wished["engine"]) == (
        "Export is broken",
        "urgent",
        "openai_compatible",
    )
    for hidden in ("copper lantern", "hunter22", KEY, "wtk_"):
        assert hidden not in sent


def test_what_was_asked_today_is_told_with_its_cost(desk: Desk) -> None:
    refs = [str(new_ticket(desk, title="Export", description="It stops at line 1000.")["ref"]) for _ in range(2)]
    with ModelServer(says(json.dumps(SUMMARY)), answers(500, b"")) as at:
        choose(desk, at)
        assert read(desk)["today"] == []
        summary(desk, refs[0])
        (used,) = read(desk)["today"]
        told = at.requests[0]["messages"]
        asked = max(120, sum(len(turn["content"]) for turn in told) // 6)
        answered = max(40, len(json.dumps(SUMMARY)) // 6)
        whole = {"engine": "openai_compatible", "asked": 1, "tokens_in": asked, "tokens_out": answered}
        assert used == whole | {"cost": None}
        assert change(desk, price_in=2.5).json()["today"] == [used]
        priced = change(desk, price_out=10).json()
        assert (priced["price_in"], priced["price_out"]) == (2.5, 10.0)
        cost = pytest.approx((asked * 2.5 + answered * 10) / 1_000_000, abs=0.0001)
        assert priced["today"] == [whole | {"cost": cost}]
        assert trial(desk).status == 502
        assert read(desk)["today"][0]["asked"] == 2
        assert read(desk)["today"][0]["tokens_in"] == asked
        assert change(desk, engine="model_free").json()["today"][0]["cost"] is None
        assert change(desk, price_in=None).json()["price_in"] is None
    assert '"price_out"' in desk.http("GET", "/v1/acme/audit", token=desk.admin.token).text


def test_what_is_kept_of_a_panel_is_not_asked_for_again(desk: Desk) -> None:
    """Summary and suggestions come by one request, and by none when the panel is opened again."""
    told = "The whole warehouse stands still. Billing has to look at this."
    ref = str(new_ticket(desk, title="Scanner", description=told)["ref"])
    label = desk.http("POST", "/v1/acme/labels", json={"name": "Accounts", "color": "#00c853"}, token=desk.admin.token)
    assert label.status == 201, label.text
    wanted = [
        {"do": "label", "value": "l1", "evidence": "Billing has to look at this.", "source": "s1"},
        {"do": "set_type", "value": "bug_report", "evidence": "The whole warehouse stands still.", "source": "s1"},
        {"do": "assign", "value": "m9", "evidence": told, "source": "s1"},
    ]
    with ModelServer(says(json.dumps({**SUMMARY, "suggestions": wanted}))) as at:
        choose(desk, at)
        shown = [panel(desk, ref) for _ in range(3)]
        assert len(at.requests) == 1
        assert shown[0]["suggestions"] == shown[1]["suggestions"] == shown[2]["suggestions"]
        by_model = [one for one in shown[0]["suggestions"] if one["engine"] == "openai_compatible"]
        by_rules = [one for one in shown[0]["suggestions"] if one["engine"] == "model_free"]
        assert shown[0]["suggestions"] == [*by_rules, *by_model]
        assert {one["do"] for one in by_rules} >= {"assign", "reply"}
        assert by_model[0] == {
            "do": "label",
            "value": label.json()["id"],
            "label": "Accounts",
            "reason": "model",
            "evidence": "Billing has to look at this.",
            "sources": ["description"],
            "engine": "openai_compatible",
        }
        assert desk.http("DELETE", f"/v1/acme/labels/{label.json()['id']}", token=desk.admin.token).status == 204
        assert [one["do"] for one in panel(desk, ref)["suggestions"] if one["engine"] != "model_free"] == ["set_type"]
        assert len(at.requests) == 1


def test_a_draft_is_given_the_desk_s_own_replies_and_no_notes(desk: Desk) -> None:
    maya, tom = ({"email": f"{name}@globex.example", "name": name.title()} for name in ("maya", "tom"))
    past = str(new_ticket(desk, title="Export leaves out lines", description="The export stops.", contact=tom)["ref"])
    for kind, body in (
        ("notes", "Copper lantern it was."),
        ("replies", "Ah Tom, that one! Try it now, it works again."),
    ):
        assert desk.http("POST", f"{TICKETS}/{past}/{kind}", json={"body": body}, token=desk.admin.token).status == 201
    resolved = desk.http(
        "POST", f"{TICKETS}/{past}/resolve", json={"resolution": "The export has no limit now."}, token=desk.admin.token
    )
    assert resolved.status == 200
    desk.settle()
    ref = str(new_ticket(desk, title="Export leaves out lines", description="The export stops.", contact=maya)["ref"])
    with ModelServer(says(json.dumps({"text": "Hello Maya, it works."}))) as at:
        choose(desk, at)
        drafted = desk.http("POST", f"{TICKETS}/{ref}/assistant/draft", json={}, token=desk.admin.token)
        assert drafted.json()["engine"] == "openai_compatible"
        sent = json.loads(at.requests[0]["messages"][1]["content"])
    assert sent["data"]["how_we_write"] == ["Try it now, it works again."]
    assert "antern" not in json.dumps(at.requests)


def test_what_is_logged_tells_cost_and_nothing_that_was_said(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    ref = str(new_ticket(desk, title="Zebra crossing", description="The zebra stops.")["ref"])
    with ModelServer(says(json.dumps({**SUMMARY, "wanted": "Save the zebra."}))) as at:
        choose(desk, at)
        caplog.clear()
        summary(desk, ref)
    logged = "".join(log.registered_formatter.format(record) for record in caplog.records)
    assert '"model asked"' in logged
    assert '"tokens_in":120' in logged
    for said in ("zebra", "Zebra", KEY):
        assert said not in logged
