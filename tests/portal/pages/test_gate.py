"""The public gate: every way in for people who aren't signed in, walked from the app's own table of routes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest

from chalicelib import portal
from chalicelib.api.serving.routes import Access, load
from chalicelib.domain.errors import DeskError
from chalicelib.services import limits
from chalicelib.services.limits import Limit
from chalicelib.services.tickets.public_gate import KINDS, Guest
from tests.api.asking import CONTACTS, FORM, TICKETS, hidden, mailed_path, new_ticket, portal_form, tracking_path
from tests.api.portal import refused, stored
from tests.api.serving.test_rate_limits import use_up
from tests.support.desk import SUPPORT, VISITOR, WORKSPACE, Answer, Desk

TYPED = "Typed with care"
OFFERED = {"name": "log.txt", "type": "text/plain", "size": "15", "nonce": "n0"}


@dataclass(frozen=True)
class Way:
    """What is sent to an address, and what becomes of it where nothing stands against it."""

    sent: dict[str, str]
    limit: Limit
    status: int = 303


WRITING = {
    "": Way({**FORM, "description": TYPED}, limits.SUBMIT),
    "/uploads": Way(OFFERED, limits.UPLOAD, 200),
    "/find": Way({"email": FORM["email"]}, limits.FIND),
    "/t/{token}/replies": Way({"body": TYPED}, limits.ANSWER),
    "/t/{token}/resolved": Way({}, limits.ANSWER),
    "/t/{token}/mine": Way({"mine": "yes"}, limits.ANSWER),
    "/t/{token}/rate": Way({"score": "1", "comment": TYPED}, limits.ANSWER),
    "/t/{token}/uploads": Way(OFFERED, limits.UPLOAD, 200),
}
READING = {"/requests"}
"""What is asked for by POST so that links and proofs stand in no address."""
NEW = ("", "/uploads")
"""What only a place does that takes new requests."""


class Place:
    """The portal or a widget's frame, with one request of Maya's that is open and one that is resolved, both known by
    the links that were mailed."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk, self.name, self.key = desk, name, ""
        sent = [tracking_path(desk.http("POST", f"/portal/{WORKSPACE}", form=portal_form(desk))) for _ in range(2)]
        self.shown = dict(zip(("open", "solved"), map(_token, sent), strict=True))
        self.tokens = {name: _token(mailed_path(desk, token)) for name, token in self.shown.items()}
        self.ask("POST", f"{TICKETS}/TKT-0002/resolve", {"resolution": "Done"})
        self.base = f"/portal/{WORKSPACE}"
        if name == "widget":
            self.key = self.ask("POST", "/v1/acme/widgets", {"name": "Shop", "origins": ["https://shop.example"]})["id"]
            self.base = f"/widget/{self.key}"
        self.form = hidden(desk.http("GET", self.base))
        desk.settle()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.desk.http(method, path, json=body, token=self.desk.admin.token)
        assert answer.status in (200, 201, 204), answer.text
        return answer.json() if answer.content else None

    def write(self, rest: str, address: str = VISITOR) -> Answer:
        path = self.path(rest)
        form = {**self.form, **WRITING[rest].sent} if rest == "" else WRITING[rest].sent
        return self.desk.http("POST", path, form=form, address=address)

    def path(self, rest: str) -> str:
        token = self.tokens["solved" if rest.endswith("/rate") else "open"]
        return self.base + rest.format(token=token, id="a_none")

    def writing_routes(self) -> list[str]:
        """What the app takes by POST here, but for what only reads."""
        parameter = "/portal/{workspace}" if self.name == "portal" else "/widget/{key}"
        posts = {path for method, path in _public_routes() if method == "POST" and path.startswith(parameter)}
        rests = {path.removeprefix(parameter) for path in posts} - READING
        assert rests == set(WRITING), "a new way to write is to be walked, too"
        return sorted(rests)


def _token(path: str) -> str:
    return path.rpartition("/")[2]


def _routes() -> Iterator[tuple[str, str]]:
    for path, methods in import_module("app").app.routes.items():
        yield from ((method, path) for method in methods if method != "HEAD")


def _public_routes() -> set[tuple[str, str]]:
    signed_in = {(route.method, route.path) for route in load() if route.access is not Access.ANYBODY}
    return set(_routes()) - signed_in


@pytest.fixture(params=["portal", "widget"])
def place(request: pytest.FixtureRequest, desk: Desk) -> Place:
    return Place(desk, request.param)


def test_every_route_asks_who_calls_or_stands_at_the_gate(desk: Desk) -> None:
    pages = {(method, path) for method, path, _, kind in portal.PAGES if kind in KINDS}
    api = {(route.method, route.path) for route in load() if route.gate in KINDS}
    assert _public_routes() == pages | api
    assert all((route.gate is None) == (route.access is not Access.ANYBODY) for route in load())


def test_whatever_is_written_is_counted_and_whatever_a_link_opens_is_throttled() -> None:
    """Passwords are counted where the API sets them, too."""
    for method, path, view, kind in portal.PAGES:
        declared = KINDS[kind]
        writes = method == "POST" and not path.endswith(tuple(READING)) and not path.startswith("/account/")
        assert (declared.writes is not None) == writes, view
        looks = {"attachments.picture": limits.PICTURE, "tracking.news": limits.NEWS}.get(view, limits.TRACK)
        assert "{token}" not in path or declared.looks is looks, view


def test_whoever_may_write_passes_everywhere(place: Place) -> None:
    """So that what is refused below is refused for no other reason."""
    for rest in place.writing_routes():
        assert place.write(rest).status == WRITING[rest].status, rest


def _refused_alike(place: Place, statuses: dict[str, int]) -> dict[str, Answer]:
    """The answers to everything that can be written, which must be these and leave nothing behind."""
    before = stored(place.desk)
    answers = {rest: place.write(rest) for rest in place.writing_routes() if rest in statuses}
    assert {rest: answer.status for rest, answer in answers.items()} == statuses
    place.desk.settle()
    assert stored(place.desk) == before
    return answers


def _of(chosen: Callable[[str], bool], status: int) -> dict[str, int]:
    return {rest: status for rest in WRITING if chosen(rest)}


def _by_link(rest: str) -> bool:
    return "{token}" in rest


def test_a_blocked_contact_writes_nothing_and_reads_on(place: Place) -> None:
    """Who asks for links, or sends a file ahead of a request, gives no link; links are mailed to the blocked, too."""
    place.ask("POST", f"{TICKETS}/TKT-0001/replies", {"body": "Hello"})
    place.desk.settle()
    (maya,) = place.ask("GET", CONTACTS)["items"]
    place.ask("PATCH", f"{CONTACTS}/{maya['id']}", {"blocked": True})
    _refused_alike(place, _of(lambda rest: _by_link(rest) or rest == "", 403))
    for rest in ("", "/find", "/t/{token}", "/t/{token}/rate"):
        assert place.desk.http("GET", place.path(rest)).status == 200, rest
    assert "Hello" in place.desk.http("GET", place.path("/t/{token}")).text


def test_a_link_that_leads_no_further_since_a_merge_writes_nothing(place: Place) -> None:
    place.tokens = place.shown
    for primary in ("TKT-0001", "TKT-0002"):
        other = new_ticket(place.desk, contact={"email": FORM["email"]})["ref"]
        place.ask("POST", f"{TICKETS}/{primary}/merge", {"duplicate": other})
    place.desk.settle()
    _refused_alike(place, _of(_by_link, 409))
    assert place.desk.http("GET", place.path("/t/{token}")).status == 200


def test_a_place_that_was_switched_off_takes_nothing_new(desk: Desk) -> None:
    """What is there already is followed as before."""
    place = Place(desk, "portal")
    place.ask("PATCH", "/v1/acme/portal", {"on": False})
    answers = _refused_alike(place, dict.fromkeys(NEW, 403))
    assert len({refused(answer, 403) for answer in answers.values()} | {desk.http("GET", place.base).text}) == 1
    for rest in set(place.writing_routes()) - set(NEW):
        assert place.write(rest).status == WRITING[rest].status, rest


def test_a_widget_that_was_taken_away_takes_nothing_at_all(desk: Desk) -> None:
    place = Place(desk, "widget")
    place.ask("DELETE", f"/v1/acme/widgets/{place.key}")
    _refused_alike(place, _of(lambda _: True, 404))


def _told_to_wait(place: Place, answers: dict[str, Answer]) -> None:
    for rest, answer in answers.items():
        assert 1 <= int(answer.headers["retry-after"]) <= 60, rest
        assert (TYPED in answer.text) == (TYPED in WRITING[rest].sent.values()), rest


def test_whoever_writes_too_often_from_one_address_has_to_wait_and_nobody_else(place: Place) -> None:
    for limit in {way.limit for way in WRITING.values()}:
        use_up(place.desk, limit, f"{WORKSPACE}|{VISITOR}")
    _told_to_wait(place, _refused_alike(place, _of(lambda _: True, 429)))
    for rest in place.writing_routes():
        assert place.write(rest, "203.0.113.1").status == WRITING[rest].status, rest


@pytest.mark.parametrize("budget", [limits.PUBLIC_WRITES, limits.PUBLIC_UPLOADS, limits.PUBLIC_FINDS])
def test_a_workspace_has_a_budget_for_each_way_to_write_wherever_it_comes_from(place: Place, budget: Limit) -> None:
    """Used up, it takes nothing from the others."""
    use_up(place.desk, budget, WORKSPACE)
    spent = [rest for rest, way in WRITING.items() if way.limit.budget == budget]
    _told_to_wait(place, _refused_alike(place, dict.fromkeys(spent, 429)))
    for rest in set(place.writing_routes()) - set(spent):
        assert place.write(rest).status == WRITING[rest].status, rest


def test_six_hundred_files_from_one_network_keep_nobody_else_from_writing(desk: Desk, within_a_minute: None) -> None:
    place, taken = Place(desk, "portal"), 0
    with desk.ports.open(WORKSPACE) as room:
        for number in range(600):
            with suppress(DeskError):
                Guest(desk.ports, room, KINDS["new upload"], f"2001:db8::{number:x}", framed=False, seen=None).count()
                taken += 1
    assert taken == limits.UPLOAD.most
    assert place.write("/uploads", "2001:db8::ffff").status == 429
    assert place.write("/uploads", "2001:db8:0:1::1").status == 200
    assert place.write("", "203.0.113.1").status == 303
    desk.receive(b"From: bo@example.com\r\nMessage-ID: <1@example.com>\r\n\r\nHi.", "bo@example.com", [SUPPORT])
    desk.settle()
    assert place.ask("GET", f"{TICKETS}/TKT-0004")["contact"]["email"] == "bo@example.com"


def test_links_that_open_nothing_have_a_budget_of_their_own(desk: Desk) -> None:
    place = Place(desk, "portal")
    use_up(desk, limits.PUBLIC_TOKENS, WORKSPACE)
    assert desk.http("GET", f"{place.base}/t/1.aaaaaaaa.{'a' * 32}").status == 429
    for rest in place.writing_routes():
        assert place.write(rest).status == WRITING[rest].status, rest


def test_what_is_wrong_in_a_form_is_told_without_being_counted(place: Place) -> None:
    for limit in (limits.SUBMIT, limits.FIND, limits.ANSWER):
        use_up(place.desk, limit, f"{WORKSPACE}|{VISITOR}")
    for rest in ("", "/find", "/t/{token}/replies", "/t/{token}/rate"):
        assert place.desk.http("POST", place.path(rest), form={"email": "maya"}).status == 422, rest


def test_links_cannot_be_guessed_at_without_end_whichever_way(desk: Desk) -> None:
    """Neither in the portal nor in a frame, nor those in the mails about passwords."""
    place = Place(desk, "widget")
    for looks in (limits.TRACK, limits.PICTURE, limits.NEWS):
        use_up(desk, looks, VISITOR)
    places = {"workspace": WORKSPACE, "key": place.key, "token": f"1.aaaaaaaa.{'a' * 32}", "id": "a_none"}
    for method, path in _public_routes():
        if "{token}" in path or path.endswith(tuple(READING)):
            form = {"password": "short"} if method == "POST" else None
            answer = desk.http(method, path.format_map(places), form=form)
            assert answer.status == 429, (method, path)
            assert 1 <= int(answer.headers["retry-after"]) <= 60, (method, path)
