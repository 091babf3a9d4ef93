"""Who was told to come back loses nothing: the same request is carried out once, a form keeps what was typed."""

from __future__ import annotations

import pytest

from tests.api.asking import FORM, TICKETS, hidden, new_ticket, problem
from tests.support.busy import TRANSACTIONS, WHATEVER, Busy
from tests.support.desk import Desk


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Busy:
    return Busy(monkeypatch)


def test_what_was_refused_is_done_by_the_same_request_once_there_is_room(desk: Desk, busy: Busy) -> None:
    new_ticket(desk)
    key, body = {"Idempotency-Key": "k1"}, {"body": "We look into it."}
    path = f"{TICKETS}/TKT-0001/replies"
    for raised in TRANSACTIONS.values():
        busy.with_(raised, "TransactWriteItems")
        problem(desk.http("POST", path, json=body, token=desk.admin.token, headers=key), 503, "unavailable")
    busy.with_(WHATEVER["throttled"])
    answers = [desk.http("POST", path, json=body, token=desk.admin.token, headers=key) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    timeline = desk.http("GET", f"{TICKETS}/TKT-0001/timeline", token=desk.admin.token)
    assert len([one for one in timeline.json()["items"] if body["body"] in str(one)]) == 1
    assert busy.times == 2 * len(TRANSACTIONS)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Your text is still here"),
        ("de", "Ihr Text ist noch da"),
        ("es", "Su texto sigue aquí"),
        ("fr", "Votre texte est toujours là"),
    ],
)
def test_a_form_that_finds_no_room_is_shown_again_with_what_was_typed(
    desk: Desk, busy: Busy, language: str, words: str
) -> None:
    empty = desk.http("GET", "/portal/acme", headers={"accept-language": language})
    typed = FORM | hidden(empty) | {"homepage": ""}
    typed["opened"] = ""
    busy.with_(TRANSACTIONS["cancelled for throttling"], "TransactWriteItems")
    answer = desk.http("POST", "/portal/acme", form=typed, headers={"accept-language": language})
    assert answer.status == 503
    assert answer.headers["retry-after"] == "5"
    assert words in answer.text
    assert FORM["description"] in answer.text
    assert FORM["title"] in answer.text
