"""A blocked contact reads what was written, and writes nothing more, whichever way."""

from __future__ import annotations

import re
from typing import Any

import pytest

from infra.local.aws import client
from tests.api.asking import CONTACTS, FORM, TICKETS, hidden, new_ticket, submitted
from tests.api.portal import refused, stored
from tests.support.desk import Answer, Desk
from tests.support.multipart import HEADERS, multipart

FILE = ("log.txt", "text/plain", b"502 Bad Gateway")
OFFERED = {"name": "log.txt", "type": "text/plain", "size": "15"}
WAYS: dict[str, tuple[str, str, dict[str, str] | bytes | None, int]] = {
    "an answer": ("POST", "{open}/replies", {"body": "More", "nonce": "n1"}, 303),
    "an answer with nothing in it": ("POST", "{open}/replies", {"body": ""}, 422),
    "an answer with a file": ("POST", "{open}/replies", multipart({"body": "More", "nonce": "n2"}, [FILE]), 303),
    "a file before the answer": ("POST", "{open}/uploads", OFFERED, 200),
    "the page for large files": ("GET", "{open}/files", None, 200),
    "the page for large files, with one": ("GET", "{open}/files?key={key}", None, 200),
    "this is solved": ("POST", "{open}/resolved", {"nonce": "n3"}, 303),
    "a rating": ("POST", "{solved}/rate", {"score": "1", "comment": "Ha"}, 303),
    "a rating without a score": ("POST", "{solved}/rate", {"comment": "Ha"}, 422),
}

as_whom = pytest.mark.parametrize("participant", [False, True], ids=["contact", "participant"])
in_either_place = pytest.mark.parametrize("place", ["portal", "widget"])


class Case:
    """Two requests that Maya is on, the second one solved, at a portal or in a widget's frame."""

    def __init__(self, desk: Desk, place: str, *, participant: bool = False) -> None:
        self.desk = desk
        self.base = "/portal/acme"
        self.known = submitted(desk)
        if place == "widget":
            body = {"name": "Shop", "origins": ["https://shop.example"]}
            self.base = f"/widget/{self._ask('POST', '/v1/acme/widgets', body)['id']}"
        self.places = {"open": self._link(participant), "solved": self._link(participant)}
        solved = self._ref("solved")
        self._ask("POST", f"{TICKETS}/{solved}/resolve", {"resolution": "Done"})
        token = self.places["open"].rpartition("/")[2]
        number, recipient, _ = token.split(".")
        self.places["key"] = f"pending/acme/link.{number}.{recipient}/{'0' * 26}/log.txt"

    def block(self) -> None:
        (maya,) = [one for one in self._ask("GET", CONTACTS)["items"] if FORM["email"] in one["addresses"]]
        self._ask("PATCH", f"{CONTACTS}/{maya['id']}", {"blocked": True})

    def go(self, method: str, path: str, sent: dict[str, str] | bytes | None = None) -> Answer:
        path = path.format(**self.places)
        if isinstance(sent, bytes):
            return self.desk.http(method, path, body=sent, headers=HEADERS)
        return self.desk.http(method, path, form=sent)

    def submit(self, *files: tuple[str, str, bytes]) -> Answer:
        form = {**FORM, **hidden(self.go("GET", self.base))}
        return self.go("POST", self.base, multipart(form, files))

    def _link(self, participant: bool) -> str:
        who = {"contact": {"email": "noor@example.com"}, "participants": [FORM["email"]]}
        ref = new_ticket(self.desk, **(who if participant else {"contact": {"email": FORM["email"]}}))["ref"]
        self._ask("POST", f"{TICKETS}/{ref}/replies", {"body": "Hello"})
        self.desk.settle()
        mail = next(one for one in self.desk.sent[::-1] if one.to == (FORM["email"],) and ref in one.subject)
        found = re.search(r"/t/[\w.]+", mail.text)
        assert found is not None
        return self.base + found[0]

    def _ref(self, place: str) -> str:
        return f"TKT-{int(self.places[place].rpartition('/')[2].partition('.')[0]):04d}"

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.desk.http(method, path, json=body, token=self.desk.admin.token)
        assert answer.status in (200, 201), answer.text
        return answer.json()


@in_either_place
def test_whoever_is_not_blocked_has_all_these_ways(desk: Desk, place: str) -> None:
    """So that what is refused to the blocked is refused for no other reason."""
    case = Case(desk, place)
    for way, (method, path, sent, status) in WAYS.items():
        assert case.go(method, path, sent).status == status, way
    assert case.submit(FILE).status == 303


@in_either_place
@as_whom
def test_a_blocked_contact_is_refused_every_way_alike_and_nothing_is_kept(
    desk: Desk, place: str, participant: bool
) -> None:
    case = Case(desk, place, participant=participant)
    case.block()
    before = stored(desk)
    answers = {way: case.go(method, path, sent) for way, (method, path, sent, _) in WAYS.items()}
    assert {way: answer.status for way, answer in answers.items()} == dict.fromkeys(WAYS, 403)
    told = [way for way, answer in answers.items() if "accept requests from this email address" in answer.text]
    assert set(WAYS) - set(told) == {"a file before the answer"}, "which a script asks for, not a person"
    assert stored(desk) == before


@in_either_place
def test_what_a_blocked_contact_attaches_to_a_new_request_is_never_made_part_of_one(desk: Desk, place: str) -> None:
    case = Case(desk, place)
    case.block()
    page = case.submit(FILE)
    assert page.status == 403
    if place == "portal":
        refused(page, 403)
    kept = client("s3").list_objects_v2(Bucket=desk.environment["FILES_BUCKET"], Prefix="attachments/")
    assert kept["KeyCount"] == 0
