"""Labels and canned responses over the API."""

from __future__ import annotations

from tests.api.asking import TICKETS, fields, new_ticket, problem, walked
from tests.api.settings.settings_kinds import CANNED, LABELS
from tests.support.desk import Desk


def test_a_name_is_given_once_however_it_is_written(desk: Desk) -> None:
    billing = LABELS.made(desk, name="Straße")
    shipping = LABELS.made(desk, name="Shipping")
    for same in ("straße", "  STRASSE ", "Straße\u00a0"):
        document = problem(LABELS.ask(desk, "POST", json=LABELS.new | {"name": same}), 409, "taken")
        assert fields(document) == ["name"]
        problem(LABELS.ask(desk, "PATCH", f"/{shipping['id']}", json={"name": same}), 409, "taken")
    assert LABELS.ask(desk, "PATCH", f"/{billing['id']}", json={"name": "STRASSE"}).json()["name"] == "STRASSE"
    CANNED.made(desk, name="Straße")


def test_a_name_that_was_given_up_is_free_again(desk: Desk) -> None:
    first = LABELS.made(desk)
    LABELS.ask(desk, "PATCH", f"/{first['id']}", json={"name": "Invoices"})
    second = LABELS.made(desk)
    LABELS.ask(desk, "DELETE", f"/{second['id']}")
    LABELS.made(desk)


def test_a_desk_has_so_many_labels_and_no_more(desk: Desk) -> None:
    from chalicelib.domain.settings.parts import MOST
    from chalicelib.domain.settings.workspace import Label

    with desk.ports.open("acme"):
        labels = [Label(f"l_{number}", f"Label {number}", "#000000") for number in range(MOST[Label])]
        desk.ports.settings.put("acme", *labels)
    problem(LABELS.ask(desk, "POST", json=LABELS.new), 409, "too_many")
    LABELS.ask(desk, "DELETE", "/l_7")
    LABELS.made(desk)


def test_a_label_shows_on_its_tickets_as_it_is_now_and_not_once_it_is_deleted(desk: Desk) -> None:
    label = LABELS.made(desk)
    ref = new_ticket(desk, labels=[label["id"]])["ref"]
    LABELS.ask(desk, "PATCH", f"/{label['id']}", json={"name": "Invoices", "color": "#ABCDEF"})
    shown = desk.http("GET", f"{TICKETS}/{ref}", token=desk.admin.token).json()["labels"]
    assert shown == [{"id": label["id"], "name": "Invoices", "color": "#abcdef"}]
    LABELS.ask(desk, "DELETE", f"/{label['id']}")
    assert desk.http("GET", f"{TICKETS}/{ref}", token=desk.admin.token).json()["labels"] == []
    refused = desk.http("PATCH", f"{TICKETS}/{ref}", json={"labels": [label["id"]]}, token=desk.admin.token)
    assert fields(problem(refused, 422, "validation_failed")) == ["labels"]


def _rendered(desk: Desk, body: str, ref: str, token: str = "") -> dict[str, object]:
    response = CANNED.made(desk, name="Text", body=body)
    answer = CANNED.ask(desk, "POST", f"/{response['id']}/render", json={"ref": ref}, token=token)
    assert answer.status == 200, answer.text
    document: dict[str, object] = answer.json()
    return document


def test_a_canned_response_is_filled_in_for_a_ticket_and_who_answers(desk: Desk) -> None:
    ticket = new_ticket(desk, contact={"email": "maya@example.com", "name": "Maya Osei"})
    agent = desk.add_member("Gil G.", "gil@acme.example", "agent")
    names = ("customer_name", "customer_email", "ticket_id", "ticket_title", "agent_name", "workspace_name")
    body = "\n".join(f"{{{{{name}}}}}" for name in names)
    assert _rendered(desk, body, ticket["ref"], agent.token) == {
        "text": "Maya Osei\nmaya@example.com\nTKT-0001\nCheckout returns 502\nGil G.\nAcme Support",
        "empty": [],
    }


def test_canned_responses_lie_in_folders_if_somebody_says_so(desk: Desk) -> None:
    plain = CANNED.made(desk)
    refund = CANNED.made(desk, name="Refund", folder="  Billing\n and money ")
    assert (plain["folder"], refund["folder"]) == ("", "Billing and money")
    moved = CANNED.ask(desk, "PATCH", f"/{plain['id']}", json={"folder": "Billing and money"}).json()
    assert moved == {**plain, "folder": "Billing and money"}
    assert CANNED.ask(desk, "PATCH", f"/{refund['id']}", json={"folder": ""}).json()["folder"] == ""
    assert {one["name"]: one["folder"] for one in CANNED.ask(desk, "GET").json()["items"]} == {
        "Hello": "Billing and money",
        "Refund": "",
    }


def test_the_link_is_the_customers_own_and_opens_the_request(desk: Desk) -> None:
    ticket = new_ticket(desk, contact={"email": "maya@example.com", "name": "Maya Osei"}, participants=["ops@x.test"])
    url = str(_rendered(desk, "{{ticket_url}}", ticket["ref"])["text"])
    page = desk.http("GET", url.removeprefix("http://help.test"))
    assert page.status == 200
    assert "Checkout returns 502" in page.text


def test_what_is_empty_is_named_unless_something_stands_in(desk: Desk) -> None:
    ticket = new_ticket(desk)
    assert _rendered(desk, "Hello {{customer_name|there}} {{customer_email}}{{ticket_url}}", ticket["ref"]) == {
        "text": "Hello there ",
        "empty": ["customer_email", "ticket_url"],
    }


def test_a_customer_called_like_a_variable_stays_called_so(desk: Desk) -> None:
    ticket = new_ticket(desk, contact={"email": "maya@example.com", "name": "{{agent_name}}"})
    assert _rendered(desk, "Hello {{customer_name}}", ticket["ref"])["text"] == "Hello {{agent_name}}"


def test_filling_in_changes_nothing(desk: Desk) -> None:
    ticket = new_ticket(desk)
    before = len(walked(desk, "/v1/acme/audit", desk.admin.token, 100))
    _rendered(desk, "Hello {{customer_name|there}}", ticket["ref"])
    assert len(walked(desk, "/v1/acme/audit", desk.admin.token, 100)) == before + 1
    assert desk.http("GET", f"{TICKETS}/{ticket['ref']}", token=desk.admin.token).json() == ticket


def test_only_who_reads_both_tickets_and_texts_has_one_filled_in(desk: Desk) -> None:
    ref = new_ticket(desk)["ref"]
    response = CANNED.made(desk)
    expected = {("settings:read",): 403, ("tickets:read",): 403, ("settings:read", "tickets:read"): 200}
    for scopes, status in expected.items():
        key = desk.api_key(*scopes)
        assert CANNED.ask(desk, "POST", f"/{response['id']}/render", {"ref": ref}, token=key).status == status
    viewer = desk.add_member("Vic V.", "vic@acme.example", "viewer").token
    problem(CANNED.ask(desk, "POST", f"/{response['id']}/render", {"ref": ref}, token=viewer), 403, "forbidden")


def test_a_ticket_that_is_not_there_is_wrong_at_its_field_and_a_text_not_found(desk: Desk) -> None:
    response = CANNED.made(desk)
    for ref in ("TKT-0404", "nonsense", "42"):
        answer = CANNED.ask(desk, "POST", f"/{response['id']}/render", json={"ref": ref})
        assert fields(problem(answer, 422, "validation_failed")) == ["ref"]
    ref = new_ticket(desk)["ref"]
    problem(CANNED.ask(desk, "POST", "/r_none/render", json={"ref": ref}), 404, "not_found")


def test_a_text_with_an_unknown_variable_or_a_bomb_is_not_kept(desk: Desk) -> None:
    good = CANNED.made(desk)
    bombs = ("{{customer_nam}}", "{{customer_name}}" * 1_000, "{{" * 10_000, "x" * 20_001, "")
    for body in bombs:
        for method, path in (("POST", ""), ("PATCH", f"/{good['id']}")):
            given = CANNED.new | {"name": "Bomb", "body": body} if method == "POST" else {"body": body}
            assert fields(problem(CANNED.ask(desk, method, path, json=given), 422, "validation_failed")) == ["body"]
    assert CANNED.ask(desk, "GET").json()["items"] == [good]


def test_long_texts_fill_their_lists_page_by_page(desk: Desk) -> None:
    from chalicelib.domain.settings.workspace import CannedResponse

    texts = [CannedResponse(f"r_{number:03}", f"Text {number}", "ä" * 20_000) for number in range(60)]
    with desk.ports.open("acme"):
        desk.ports.settings.put("acme", *texts)
    listed = walked(desk, "/v1/acme/canned-responses", desk.admin.token, 100)
    assert [item["id"] for item in listed] == [text.id for text in texts]
