"""Whatever people type, however it comes in: console, API, the page and mails show it as it was typed."""

from __future__ import annotations

import base64
import re
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chalicelib.domain.mail.form_spam import looks_like_spam
from chalicelib.domain.tickets.links import contact_recipient_id
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import link_token, ticket_by_number
from tests.api.asking import FORM, TICKETS
from tests.mail.shown import Shown, as_lines
from tests.support.desk import SUPPORT, WORKSPACE, Answer, Desk

_people = count(1)
_TYPED = [
    *("15. Dezember", "2. ", "17", "007", "\\\\nas01\\_new\\*.log", "\\d+\\.", "**", "_", "`", "- ", "# ", "~~", "| "),
    *(
        "\n",
        "\n\n\n",
        "\r\n",
        "  ",
        "\t",
        "<b>",
        "&amp;",
        "[a](https://b.example)",
        "www.a.example.",
        "שלום",
        "😀",
        "a",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(_TYPED), min_size=1, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=60),
).filter(lambda text: re.search(r"\w", text) is not None)
WAYS = st.sampled_from(["portal", "widget", "mail", "api"])


class Ways:
    """How a text comes in. Each opens a ticket of somebody new, and returns its document."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.key = desk.api_key("tickets:read", "tickets:write")
        made = desk.http(
            "POST", "/v1/acme/widgets", json={"name": "Shop", "origins": ["https://a.example"]}, token=desk.admin.token
        )
        self.widget = made.json()["id"]

    def open(self, way: str, text: str) -> Any:
        number = next(_people)
        if number % 20 == 0:  # a key may only do so much a minute
            self.key = self.desk.api_key("tickets:read", "tickets:write")
        who = f"person{number}@example.com"
        {"portal": self._form, "widget": self._form, "mail": self._mail, "api": self._program}[way](way, who, text)
        newest = self.desk.http("GET", f"{TICKETS}?limit=1", token=self.key).json()["items"][0]
        ticket = self.desk.http("GET", f"{TICKETS}/{newest['ref']}", token=self.key).json()
        assert ticket["contact"]["email"] == who
        return ticket

    def _form(self, way: str, who: str, text: str) -> None:
        form = FORM | {"email": who, "description": text}
        path = "/portal/acme" if way == "portal" else f"/widget/{self.widget}"
        answer = self.desk.http("POST", path, form=form, address=self._somewhere())
        assert answer.status == 303, answer.text[:300]

    def _mail(self, _way: str, who: str, text: str) -> None:
        head = f"From: {who}\r\nTo: {SUPPORT}\r\nSubject: Help\r\nMessage-ID: <{who}>\r\nMIME-Version: 1.0\r\n"
        head += "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        self.desk.receive(head.encode() + base64.encodebytes(text.encode()), who, [SUPPORT], None)
        self.desk.settle()

    def _program(self, _way: str, who: str, text: str) -> None:
        body = {"title": "Help", "description": text, "contact": {"email": who}}
        self._created(self.desk.http("POST", TICKETS, json=body, token=self.key))

    def answer(self, ticket: Any, text: str) -> Any:
        """Answer by a program."""
        return self._created(
            self.desk.http("POST", f"{TICKETS}/{ticket['ref']}/replies", json={"body": text}, token=self.key)
        )

    def page(self, ticket: Any) -> list[str]:
        """The texts on the customer's page."""
        with self.desk.ports.open(WORKSPACE) as room:
            found = ticket_by_number(room, ticket["number"], Ticket)
            token = link_token(room, found, contact_recipient_id(ticket["contact"]["id"]), proven=True)
        page = self.desk.http("GET", f"/portal/acme/t/{token}", address=self._somewhere())
        assert page.status == 200
        return [Shown(html).text for html in re.findall(r'<div class="typed">(.*?)</div>', page.text, re.DOTALL)]

    def _somewhere(self) -> str:
        return f"2001:db8:{next(_people):x}::1"

    def _created(self, answer: Answer) -> Any:
        assert answer.status == 201, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def ways(standing_desk: Desk) -> Ways:
    return Ways(standing_desk)


def _same(text: str) -> str:
    return text


def _without_blank_ends(text: str) -> str:
    """Without the blank lines around a mail, and the blanks at its end: they are nobody's words."""
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text.rstrip())


def _check(ways: Ways, way: str, text: str) -> None:
    assume(way in ("mail", "api") or not looks_like_spam(text, by_machine=True))
    ticket, cut = ways.open(way, text), _without_blank_ends if way == "mail" else _same
    expected = cut(as_lines(text))
    assert cut(as_lines(ticket["description"])) == expected
    assert cut(Shown(ticket["description_html"]).text) == expected
    assert [cut(shown) for shown in ways.page(ticket)] == [expected]


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(WAYS, TEXTS)
def test_what_comes_in_is_shown_as_it_was_typed(ways: Ways, way: str, text: str) -> None:
    _check(ways, way, text)


@pytest.mark.sweep
@settings(max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(WAYS, TEXTS)
def test_much_that_comes_in_is_shown_as_it_was_typed(ways: Ways, way: str, text: str) -> None:
    _check(ways, way, text)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_what_goes_out_is_shown_as_it_was_typed(ways: Ways, text: str) -> None:
    ticket, expected = ways.open("api", "Hello"), as_lines(text)
    reply = ways.answer(ticket, text)
    assert (as_lines(reply["body_text"]), Shown(reply["body_html"]).text) == (expected, expected)
    assert ways.page(ticket) == ["Hello", expected]
    ways.desk.settle()
    mail = ways.desk.sent[-1]
    (html,) = re.findall(r'<div style="white-space:pre-wrap">(.*?)</div>', mail.html, re.DOTALL)
    assert Shown(html).text == expected
    assert as_lines(mail.text).startswith(_without_blank_ends(expected))
