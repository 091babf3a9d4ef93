"""Every letter in every language, as the desk itself comes to write it: no sentence has a gap where a name belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

import pytest

from chalicelib import locales
from chalicelib.domain.people.people import Member, Role
from chalicelib.domain.people.permissions import SCOPES
from chalicelib.domain.tickets.links import news_token
from chalicelib.mail import letters
from chalicelib.mail.letters import Letter, Words
from chalicelib.mail.letters.kinds import LETTERS
from chalicelib.services import limits
from chalicelib.services.notices import unproven
from tests.api.asking import FORM, submitted
from tests.services.mail.correspondence import Correspondence, reply_address

A_MOMENT = timedelta(seconds=20)
"""Longer than a change can be undone, so that mails tell of it."""
PRINTABLE = re.compile(r"\w")
PASSWORD_LINK = re.compile(r"/account/password/([\w.-]+)")


@dataclass
class Watch:
    """What was written, in which language, and the texts that were left with a gap."""

    written: list[tuple[type, str]] = field(default_factory=list)
    gaps: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    seen = Watch()
    write, plain = letters.letter, locales.plain

    def watched_letter(words: Words, language: str = "en") -> Letter:
        seen.written.append((type(words), language))
        return write(words, language)

    def watched_plain(language: str) -> locales.Translate:
        translate = plain(language)

        def filled(key: str, /, **values: object) -> str:
            seen.gaps += [(key, name) for name, value in values.items() if not PRINTABLE.search(str(value))]
            return translate(key, **values)

        return filled

    monkeypatch.setattr(letters, "letter", watched_letter)
    monkeypatch.setattr(locales, "plain", watched_plain)
    return seen


def make_it_write_everything(post: Correspondence, language: str) -> None:
    """A day at the desk, of which every kind of letter tells."""

    def ask(method: str, path: str, **body: Any) -> Any:
        answer = post.call(method, path, body)
        assert answer.status < 300, answer.text
        post.desk.advance(A_MOMENT)
        return answer.json()

    ask("PATCH", "/settings", language=language)
    submitted(post.desk)
    person = post.desk.add_member("Ben A.", "ben@acme.example", "agent")
    wants, ben = {"customer_replied": "email", "mentioned": "email"}, person.id
    assert post.desk.http("PATCH", "/v1/acme/preferences", json=wants, token=person.token).status == 200
    asked = {"title": "Router", "contact": {"email": FORM["email"]}, "priority": "urgent"}
    opened = ask("POST", "/tickets", **asked, assignee_id=ben)["ref"]
    ask("PATCH", "/tickets/TKT-0001", assignee_id=ben)
    ask("POST", "/members", name="Cy L.", email="cy@acme.example", role="admin")
    ask("POST", "/api-keys", name="Shop", scopes=sorted(SCOPES))
    leaves = post.desk.add_member("Di M.", "di@acme.example", "admin")
    made = {"name": "CRM", "scopes": ["tickets:read"]}
    assert post.desk.http("POST", "/v1/acme/api-keys", json=made, token=leaves.token).status == 201
    ask("PATCH", f"/members/{leaves.id}", role="agent")
    for span in (timedelta(minutes=50), A_MOMENT, timedelta(hours=2), timedelta(days=2), A_MOMENT):
        post.desk.advance(span)
    proven = {"verdicts": {"dmarc": "PASS"}, "Subject": f"Re: [{opened}] Router"}
    post.write("The blue one.", sender=FORM["email"], **proven)
    post.desk.advance(A_MOMENT)
    post.write("#foo", sender=person.email, to=reply_address(post.desk.sent[-1]), **proven)
    token = news_token("acme", Member(id=ben, name=person.name, email=person.email, role=Role.AGENT))
    post.write("Yes.", sender=person.email, to=f"reply+{token}@acme.example", verdicts={"dmarc": "PASS"})
    ask("POST", f"/tickets/{opened}/notes", body="@Ben which one?")
    ask("POST", f"/tickets/{opened}/replies", body="Which router?")
    ask("POST", f"/tickets/{opened}/forward", to=["lee@carrier.example"], body="Which one was sent?")
    ask("PATCH", f"/tickets/{opened}", status="waiting")
    ask("POST", f"/tickets/{opened}/resolve", resolution="Restarted.")
    ask("POST", f"/tickets/{opened}/merge", duplicate="TKT-0001")
    post.desk.advance(timedelta(days=7))
    ask("POST", "/weekly-report/preview")
    headers = {"Accept-Language": language}
    found = post.desk.http("POST", f"/portal/acme/find?lang={language}", form={"email": FORM["email"]})
    forgotten = {"email": "ana@acme.example"}
    reset = post.desk.http("POST", "/v1/auth/forgot-password", json=forgotten, headers=headers)
    post.desk.settle()
    [token] = {one for mail in post.desk.sent[-3:] for one in PASSWORD_LINK.findall(mail.text)}
    changed = {"token": token, "password": "another horse battery 8"}
    assert post.desk.http("POST", "/v1/auth/reset-password", json=changed).status == 204
    guessed = post.desk.http("POST", "/v1/auth/sign-in", json=forgotten | {"password": "wrong horse battery 8"})
    assert (found.status, reset.status, guessed.status) == (303, 202, 401)
    post.desk.advance(A_MOMENT)


@pytest.mark.parametrize("language", sorted(locales.languages()))
def test_no_letter_has_a_gap_in_any_language(
    post: Correspondence, watch: Watch, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MANY_TRIES", 1)
    monkeypatch.setattr(unproven, "UNPROVEN_A_DAY", {"tickets": 0, "bytes": 0, "mails": 0})
    make_it_write_everything(post, language)
    assert {kind for kind, _ in watch.written} == set(LETTERS.values()), "the day had every kind of letter"
    assert {kind for kind, written in watch.written if written != language} == set()
    assert watch.gaps == []
    for mail in post.desk.sent:
        assert parseaddr(mail.headers["From"])[0], f"nobody wrote {mail.subject!r}"
        assert PRINTABLE.search(mail.text.rpartition("\n-- \n")[2]), f"nobody signed {mail.subject!r}"
