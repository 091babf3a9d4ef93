"""Whoever knows a request's reference and its customer's address, but has no link, learns nothing."""

from __future__ import annotations

import re
import time

import jwt
import pytest

from chalicelib.domain.tickets.links import everybody
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import link_token, ticket_by_number
from tests.api.asking import FORM, TICKETS, portal_form, submitted, tracking_path
from tests.api.portal import PORTAL, stored
from tests.support.cuts import counting
from tests.support.desk import Answer, Desk

LONG = "Every payment ends in a 502. " * 2000
WAYS_IN = (
    ("GET", "/t/{token}"),
    ("HEAD", "/t/{token}"),
    ("GET", "/t/{token}/rate"),
    ("GET", "/t/{token}/files"),
    ("GET", "/t/{token}/files/a_none"),
    ("POST", "/t/{token}/replies"),
    ("POST", "/t/{token}/resolved"),
    ("POST", "/t/{token}/mine"),
    ("POST", "/t/{token}/rate"),
    ("POST", "/t/{token}/uploads"),
)


def _told(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
    """All that an answer tells, but the number that every request gets."""
    return answer.status, answer.content, {name: it for name, it in answer.headers.items() if name != "x-request-id"}


@pytest.mark.parametrize(("method", "way"), WAYS_IN)
def test_a_link_that_was_guessed_is_answered_alike_after_the_same_work(desk: Desk, method: str, way: str) -> None:
    """With the right recipient and a guessed signature, of a request with a long text or of none."""
    mine = submitted(desk, description=LONG).rpartition("/")[2]
    desk.settle()
    before = stored(desk)
    recipient = mine.split(".")[1]
    seen = []
    for token in (f"1.{recipient}.{'a' * 32}", f"99.{recipient}.{'a' * 32}", f"1.aaaaaaaa.{mine.split('.')[2]}"):
        with counting() as calls:
            form = {"body": "x", "score": "5", "name": "a", "size": "1"} if method == "POST" else None
            answer = desk.http(method, PORTAL + way.format(token=token), form=form)
        assert answer.status == 404
        seen.append((_told(answer), calls.made))
    assert seen[1:] == seen[:1] * 2
    assert stored(desk) == before


def test_who_asks_in_somebody_s_name_is_not_told_what_that_is(desk: Desk) -> None:
    submitted(desk, name="Maya Osei-Bonsu", description="My own matter")
    form = portal_form(desk) | {"name": "x", "title": "Hello", "description": "Who am I?"}
    path = tracking_path(desk.http("POST", PORTAL, form=form))
    assert desk.http("POST", f"{path}/replies", form={"body": "Anybody there?"}).status == 303
    for page in (desk.http("GET", path).text, desk.http("GET", f"{path}/rate").text):
        assert "Osei-Bonsu" not in page
        assert "My own matter" not in page
    assert re.findall(r"<h3><bdi>([^<]*)", desk.http("GET", path).text) == ["You", "You"]


def test_whoever_takes_part_sees_who_said_what_and_is_called_you_themselves(desk: Desk) -> None:
    submitted(desk)
    body = {"participants": ["ops@example.com"]}
    assert desk.http("PATCH", f"{TICKETS}/TKT-0001", json=body, token=desk.admin.token).status == 200
    desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Hello"}, token=desk.admin.token)
    desk.settle()
    text = next(mail.text for mail in desk.sent if mail.to == ("ops@example.com",))
    path = re.findall(r"http://help\.test(/portal/acme/t/\S+)", text)[0]
    desk.http("POST", f"{path}/replies", form={"body": "From ops"})
    names = re.findall(r"<h3><bdi>([^<]*)", desk.http("GET", path).text)
    assert (names[0], names[-1]) == ("Maya Osei", "You")


@pytest.fixture
def two(desk: Desk) -> dict[str, dict[str, str]]:
    """Two desks with a widget and a request of the same customer each: its links, as shown and as mailed."""
    desk.create_workspace("globex", "Globex", "help@globex.example")
    boss = desk.add_member("Bo", "bo@globex.example", "admin", workspace="globex")
    found = {}
    for name, admin in (("acme", desk.admin), ("globex", boss)):
        body = {"name": "Shop", "origins": ["https://shop.example"]}
        widget = desk.http("POST", f"/v1/{name}/widgets", json=body, token=admin.token).json()
        form = {**portal_form(desk, name), "title": f"A matter for {name} alone"}
        shown = desk.http("POST", f"/portal/{name}", form=form).headers["location"]
        with desk.ports.open(name) as room:
            ticket = ticket_by_number(room, 1, Ticket)
            mailed = link_token(room, ticket, everybody(ticket)[0].id, proven=True)
        claims = {"aud": widget["id"], "exp": int(time.time()) + 600, "email": FORM["email"]}
        found[name] = {
            "key": widget["id"],
            "shown": re.findall(r"/t/([\w.]+)", shown)[0],
            "mailed": mailed,
            "signed": jwt.encode(claims, widget["secret"], "HS256"),
        }
    return found


@pytest.mark.parametrize("kind", ["shown", "mailed"])
@pytest.mark.parametrize(("method", "way"), WAYS_IN)
@pytest.mark.parametrize("place", ["portal", "widget"])
def test_a_link_of_another_desk_is_worth_what_nonsense_is(
    desk: Desk, two: dict[str, dict[str, str]], place: str, method: str, way: str, kind: str
) -> None:
    base = PORTAL if place == "portal" else f"/widget/{two['acme']['key']}"
    form = {"body": "x", "score": "5", "name": "a", "size": "1"} if method == "POST" else None
    before, seen = stored(desk), []
    for token in (two["globex"][kind], f"1.aaaaaaaa.{'a' * 32}"):
        with counting() as calls:
            answer = desk.http(method, base + way.format(token=token), form=form)
        assert answer.status == 404
        assert "set-cookie" not in answer.headers
        seen.append((_told(answer), calls.made))
    assert seen[0] == seen[1]
    assert stored(desk) == before
    own = desk.http("GET", f"{base}/t/{two['acme'][kind]}")
    assert "A matter for acme alone" in own.text
    assert "set-cookie" not in own.headers


@pytest.mark.parametrize("given", ["shown", "mailed", "signed"])
def test_the_widget_of_another_desk_lists_nothing_for_what_this_one_gave(
    desk: Desk, two: dict[str, dict[str, str]], given: str
) -> None:
    field = "proof" if given == "signed" else "tokens"

    def listed(key: str, value: str) -> Answer:
        return desk.http("POST", f"/widget/{key}/requests", form={field: value})

    assert "A matter for acme alone" in listed(two["acme"]["key"], two["acme"][given]).text
    foreign, nonsense = (listed(two["globex"]["key"], value) for value in (two["acme"][given], "nonsense"))
    assert _told(foreign) == _told(nonsense)
    assert "set-cookie" not in foreign.headers
    assert foreign.status == (403 if given == "signed" else 200)


def test_the_pass_of_one_desks_widget_opens_nothing_in_anothers(desk: Desk, two: dict[str, dict[str, str]]) -> None:
    own = desk.http("POST", f"/widget/{two['acme']['key']}/requests", form={"proof": two["acme"]["signed"]}).json()
    path = f"/widget/{two['globex']['key']}/requests"
    foreign, nonsense = (
        desk.http("POST", path, form={"proof": proof}) for proof in (own["person"]["proof"], "wp.nonsense.x")
    )
    assert (_told(foreign), foreign.status) == (_told(nonsense), 403)


@pytest.mark.parametrize("rest", ["", "/find", "/theme.css", "/portal", "/t/{mailed}", "/t/{mailed}/rate"])
def test_a_key_that_was_taken_away_is_worth_what_nonsense_is(
    desk: Desk, two: dict[str, dict[str, str]], rest: str
) -> None:
    key, mailed = two["acme"]["key"], two["acme"]["mailed"]
    assert desk.http("DELETE", f"/v1/acme/widgets/{key}", token=desk.admin.token).status == 204
    gone, nonsense = (
        desk.http("GET", f"/widget/{one}{rest.format(mailed=mailed)}") for one in (key, "w_00000000000000000000")
    )
    assert (_told(gone), gone.status) == (_told(nonsense), 404)
    assert "set-cookie" not in gone.headers
