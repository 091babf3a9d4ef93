"""Random lives of tickets, lived through the desk's doors alone: HTTP and mail. No name inside the house is used here.

So the same script writes a desk with any release, and what it wrote can be read by all that come after.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from typing import Any

from tests.support.desk import MAIL_DOMAIN, PASSWORD, Answer, Desk, Person
from tests.support.signing_in import access_token

WORKSPACE = "lives"
HELP = f"help@{MAIL_DOMAIN}"
T = f"/v1/{WORKSPACE}/tickets"
WORDS = [
    "invoice",
    "login",
    "export",
    "502",
    "printer",
    "refund",
    "müller",
    "straße",
    "calendar",
    "sync",
    "token",
    "slow",
    "error",
    "page",
    "report",
    "Rechnung",
    "factura",
    "facture",
    "東京",
    "café",
    "timeout",
    "label",
    "order",
    "shipping",
    "password",
    "reset",
    "mobile",
    "crash",
]
STATUSES = ("open", "in_progress", "waiting", "resolved", "closed")
HELD_OVER = "held over"
PRIORITIES = ("urgent", "high", "medium", "low")
TYPES = ("support_ticket", "customer_request", "bug_report", "feature_request")
EXPECTED = {200, 201, 204, 303, 409, 412, 422}
"""A life tries what may be refused, too: resolving twice, merging what is merged."""
PAUSES = (timedelta(seconds=1), timedelta(minutes=3), timedelta(hours=5), timedelta(hours=20), timedelta(days=4))


@dataclass
class Lives:
    """A desk with its people, on which lives are lived one after the other."""

    desk: Desk
    chance: random.Random
    members: list[Person] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """Tracking pages by reference."""
    mails: int = 0
    lives: int = 0

    def move_in(self) -> None:
        """Make the workspace with its people and settings."""
        self.desk.create_workspace(WORKSPACE, "Lives", HELP)
        for name, role, can_delete in (("Uma", "admin", True), ("Vic", "agent", True), ("Wim", "agent", False)):
            email = f"{name.lower()}@lives.example"
            made = self.desk.add_member(name, email, role, can_delete=can_delete, workspace=WORKSPACE)
            self.members.append(made)
        for name, color in (("billing", "#a13a00"), ("vip", "#b3261e"), ("wish", "#7a5a00")):
            self.labels.append(self._settings("POST", "labels", {"name": name, "color": color})["id"])
        self._settings("POST", "canned-responses", {"name": "Hello", "body": "Hello {{customer_name|there}},"})
        self._settings("POST", "views", {"name": "Late", "shared": True, "filters": {"sla": "warning,breached"}})
        chosen = {"customer_replied": {"mine": ["inbox", "push"], "all": ["inbox"]}}
        hours = {"from": "22:00", "to": "07:00", "zone": "Europe/Berlin"}
        self._settings("PATCH", "preferences", {"assigned": "email", "notices": chosen, "quiet_hours": hours})

    def hold_replies(self, many: int) -> None:
        """Leave replies that are written and not sent yet, as a release finds them that takes over in between."""
        for ref in self.refs[-many:]:
            self._ask("POST", f"{ref}/replies", {"body": HELD_OVER, "undo_seconds": 10}, self.members[0])

    def sign_in_again(self) -> None:
        """Access tokens end; a long script needs new ones."""
        for place, person in enumerate(self.members):
            token = access_token(self.desk.ports, person.email, PASSWORD)
            self.members[place] = Person(person.id, person.name, person.email, PASSWORD, token)

    def live(self) -> None:
        """One ticket from its beginning through up to eight things that happen to it."""
        self.lives += 1
        customer = f"c{self.chance.randrange(400)}@customer.example"
        ref = self.chance.choice((self._by_form, self._by_mail, self._by_agent))(customer)
        if ref is None:
            return
        self.refs.append(ref)
        for _ in range(self.chance.randrange(9)):
            self._happen(ref, customer)

    def _happen(self, ref: str, customer: str) -> None:
        chance, who = self.chance, self.chance.choice(self.members)
        acts: list[tuple[int, Callable[[], object]]] = [
            (4, lambda: self._ask("POST", f"{ref}/replies", self._reply(), who)),
            (3, lambda: self._ask("POST", f"{ref}/notes", {"body": self._text()}, who)),
            (4, lambda: self._ask("PATCH", ref, self._changes(), who)),
            (3, lambda: self._answer_by_mail(ref, customer)),
            (2, lambda: self._answer_by_page(ref)),
            (2, lambda: self._ask("POST", f"{ref}/resolve", {"resolution": self._text(), "csat_estimate": 4}, who)),
            (1, lambda: self._ask("POST", f"{ref}/escalate", {"reason": self._text()}, who)),
            (1, lambda: self._ask("POST", f"{ref}/archive", None, self.members[0])),
            (1, lambda: self._ask("POST", f"{ref}/restore", None, self.members[0])),
            (2, lambda: self._merge(ref)),
            (1, lambda: self._unmerge(ref)),
            (1, lambda: self._take_back(ref, who)),
            (1, lambda: self._rate(ref)),
            (1, lambda: self._ask("PATCH", ref, {"participants": [f"p{chance.randrange(50)}@other.example"]}, who)),
            (2, lambda: self.desk.advance(chance.choice(PAUSES))),
        ]
        weights = [weight for weight, _ in acts]
        chance.choices([act for _, act in acts], weights)[0]()

    def _by_agent(self, customer: str) -> str | None:
        body: dict[str, Any] = {"title": self._title(), "description": self._text(), **self._fields()}
        body["contact"] = {"email": customer, "name": f"Customer {customer[1:4]}"}
        if self.chance.random() < 0.1:
            del body["contact"]
        answer = self._ask("POST", "", body, self.chance.choice(self.members))
        return str(answer.json()["ref"]) if answer.status == 201 else None

    def _by_form(self, customer: str) -> str | None:
        page = self.desk.http("GET", f"/portal/{WORKSPACE}", address=self._address())
        hidden = dict(re.findall(r'name="(nonce|opened)"[^>]*value="([^"]*)"', page.text))
        form = {"name": "Maya", "email": customer, "title": self._title(), "description": self._text()}
        form |= {**hidden, "type": self.chance.choice(TYPES)}
        answer = self.desk.http("POST", f"/portal/{WORKSPACE}", form=form, address=self._address())
        if answer.status != 303:
            return None
        link = answer.headers["location"].removeprefix("http://help.test").partition("?")[0]
        number = link.rpartition("/")[2].partition(".")[0]
        ref = f"TKT-{int(number):04d}"
        self.links[ref] = link
        return ref

    def _by_mail(self, customer: str) -> str | None:
        self._mail(customer, HELP, self._title(), self._text(), attached=self.chance.random() < 0.1)
        self.desk.settle()
        newest = self.desk.http("GET", f"{T}?limit=1", token=self.members[0].token).json()["items"]
        return str(newest[0]["ref"]) if newest and newest[0]["ref"] not in self.refs[-50:] else None

    def _answer_by_mail(self, ref: str, customer: str) -> None:
        sender = customer if self.chance.random() < 0.8 else "stranger@else.example"
        answered = "no" if self.chance.random() < 0.9 else "auto-replied"
        self._mail(sender, HELP, f"Re: [{ref}] {self._title()}", self._text(), automatic=answered)

    def _answer_by_page(self, ref: str) -> None:
        if link := self.links.get(ref):
            self._expect(
                self.desk.http("POST", f"{link}/replies", form={"body": self._text()}, address=self._address())
            )

    def _rate(self, ref: str) -> None:
        if link := self.links.get(ref):
            form = {"score": str(self.chance.randrange(1, 6)), "comment": self._text()}
            self._expect(self.desk.http("POST", f"{link}/rate", form=form, address=self._address()))

    def _merge(self, ref: str) -> None:
        other = self.chance.choice(self.refs[-12:])
        if other != ref:
            self._ask("POST", f"{ref}/merge", {"duplicate": other, "across_contacts": True}, self.members[0])

    def _unmerge(self, ref: str) -> None:
        for other in self._ask("GET", ref, None, self.members[0]).json()["duplicates"][:1]:
            self._ask("POST", f"{ref}/unmerge", {"duplicate": other}, self.members[0])

    def _take_back(self, ref: str, who: Person) -> None:
        held = self._ask("POST", f"{ref}/replies", {"body": self._text(), "undo_seconds": 10}, who)
        if held.status == 201:
            self._ask("DELETE", f"{ref}/replies/{held.json()['id']}", None, who)

    def _reply(self) -> dict[str, Any]:
        body: dict[str, Any] = {"body": self._text(), "undo_seconds": self.chance.choice([0, 10])}
        if self.chance.random() < 0.3:
            body["status"] = self.chance.choice(STATUSES)
        return body

    def _changes(self) -> dict[str, Any]:
        every = {"status": self.chance.choice(STATUSES), "title": self._title(), "description": self._text()}
        every |= self._fields()
        return dict(self.chance.sample(sorted(every.items()), self.chance.randrange(1, 4)))

    def _fields(self) -> dict[str, Any]:
        labels = self.chance.sample(self.labels, self.chance.randrange(3))
        assignee = self.chance.choice([None, *(person.id for person in self.members)])
        kind = {"type": self.chance.choice(TYPES), "priority": self.chance.choice(PRIORITIES)}
        return {**kind, "labels": labels, "assignee_id": assignee}

    def _title(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=3))

    def _text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randrange(1, 6)))

    def _address(self) -> str:
        """A visitor's address of this life alone, so that no limit is met."""
        return f"10.{self.chance.randrange(256)}.{self.chance.randrange(256)}.{self.chance.randrange(256)}"

    def _mail(
        self, sender: str, to: str, subject: str, text: str, *, attached: bool = False, automatic: str = "no"
    ) -> None:
        self.mails += 1
        message = EmailMessage(policy.default)
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-ID"] = f"<{self.mails}@mail.customer.example>"
        message["Auto-Submitted"] = automatic
        message.set_content(text)
        if attached:
            message.add_attachment(b"%PDF-1.4 small", maintype="application", subtype="pdf", filename="invoice.pdf")
        verdict = self.chance.choice(["PASS", "PASS", "PASS", "FAIL", "GRAY"])
        self.desk.receive(message.as_bytes(), sender, [to], {"dmarc": verdict})

    def _ask(self, method: str, path: str, body: Any, who: Person) -> Answer:
        where = f"{T}/{path}" if path else T
        return self._expect(self.desk.http(method, where, json=body, token=who.token, address=self._address()))

    def _settings(self, method: str, path: str, body: Any) -> Any:
        answer = self.desk.http(method, f"/v1/{WORKSPACE}/{path}", json=body, token=self.members[0].token)
        assert answer.status in (200, 201), answer.text
        return answer.json()

    def _expect(self, answer: Answer) -> Answer:
        assert answer.status in EXPECTED, f"{answer.status} {answer.text[:300]}"
        return answer
