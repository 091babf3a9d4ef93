"""The demo's sign-on must let people in as they choose to be, over real connections, as a browser goes there."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import pytest

from infra.local.demo import people, sign_on
from infra.local.gateway import LocalReply
from infra.local.routes import LocalRoutes
from infra.local.server import Server
from tests.support.desk import Desk


class Demo:
    """The demo's workspace with its first admin, and the server that `make run` has."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.routes = LocalRoutes(SimpleNamespace(mails=[]), desk.pumps, desk.ports.clock)  # type: ignore[arg-type]
        self.server = Server(desk._gateway, desk.secrets["origin"], self.routes, 0)
        sign_on.mount(self.routes, desk.ports, sign_on.issuer(self.server.server_port, desk.ports.base_url))
        self.server.start()

    def offer(self, sso: str = "offered") -> LocalReply:
        return self.routes("POST", f"{sign_on.OFFER}?sso={sso}", b"")

    def page(self, url: str) -> tuple[int, str, str]:
        """Status, text and where it leads, of a page of the issuer."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer.headers.get("Location", "")

    def choose(self, subject: str) -> str:
        """Set out, press a button on the issuer's page, and come back: where the desk leads then."""
        begun = self.desk.http("GET", "/v1/auth/sso/acme")
        status, form, _ = self.page(begun.headers["location"])
        assert status == 200, form
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        pressed = {name: unescape(value) for name, value in fields.items() if name not in ("subject", "error")}
        pressed |= {"subject": subject} if subject else {"error": "access_denied"}
        action = re.findall(r'action="([^"]+)"', form)[0]
        _, _, back = self.page(f"{action}?{urlencode(pressed)}")
        kept = begun.cookies[0].partition(";")[0]
        return self.desk.http("GET", back.removeprefix("http://desk.test"), headers={"Cookie": kept}).headers[
            "location"
        ]


@pytest.fixture
def demo(desk: Desk) -> Iterator[Demo]:
    assert desk.admin.email == people.MEMBERS["ana"].email
    made = Demo(desk)
    yield made
    made.server.stop()


def test_people_come_in_as_whom_they_choose(demo: Demo) -> None:
    assert demo.offer().status == 204
    assert demo.choose("p-ana") == demo.choose("p-nia") == "http://desk.test/console/?workspace=acme"
    members = demo.desk.http("GET", "/v1/acme/members", token=demo.desk.admin.token).json()["items"]
    assert {(one["name"], one["role"]) for one in members} == {("Ana K.", "admin"), ("Nia Newton", "viewer")}
    assert demo.choose("p-eve").endswith("sign_in_problem=sso_domain")
    assert demo.choose("").endswith("sign_in_problem=sso_refused")


def test_the_demo_offers_requires_or_ends_it_as_it_is_told(demo: Demo) -> None:
    for sso in ("offered", "required", "off"):
        assert demo.offer(sso).status == 204
        rules = demo.desk.http("GET", "/v1/acme/sign-in-rules", token=demo.desk.admin.token).json()
        assert (rules["sso"], rules["break_glass"]) == (sso, demo.desk.admin.id)
    assert demo.offer("on").status == 422


def test_the_issuer_sends_nobody_elsewhere(demo: Demo) -> None:
    demo.offer()
    location = demo.desk.http("GET", "/v1/auth/sso/acme").headers["location"]
    for wrong in ("redirect_uri=https%3A%2F%2Fevil.example", "client_id=x", "response_type=token", "scope=email"):
        name = wrong.partition("=")[0]
        status, told, back = demo.page(re.sub(rf"{name}=[^&]*", wrong, location))
        assert (status, back) == (400, "")
        assert name in told
