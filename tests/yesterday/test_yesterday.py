"""Yesterday's data: what an earlier release wrote is read, listed, changed and undone by this one."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.check import Difference
from chalicelib.services.sla.rekey import ask_for_rekeying
from chalicelib.services.tickets.pointers import ask_for_pointers
from tests.support import stock
from tests.support.desk import Answer, Desk, Person, Resources
from tests.support.quick_operations import QuickTables
from tests.yesterday import kept as kept_files
from tests.yesterday.kept import FILES, Kept, differences, put_back
from tests.yesterday.lives import HELP, WORKSPACE

TABS = ("open", "in_progress", "waiting", "resolved", "closed")


@dataclass
class Yesterday:
    """A desk of then under the app of today."""

    desk: Desk
    kept: Kept
    admin: Person

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        where = f"/v1/{WORKSPACE}/{path}"
        return self.desk.http(method, where, json=body, token=self.admin.token, headers=headers)

    def done(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.ask(method, path, body)
        assert answer.status in (200, 201), f"{method} {path}: {answer.status} {answer.text[:300]}"
        return answer.json()

    def ticket(self, ref: str) -> Any:
        return self.done("GET", f"tickets/{ref}")

    def said(self, ref: str) -> list[Any]:
        return list(self.done("GET", f"tickets/{ref}/timeline?limit=100&order=newest")["items"])


@cache
def _read(file: Any) -> Kept:
    return kept_files.read(file)


SMALL = 1_000_000  # bytes; what is larger takes a minute to load and ask


def _as_parameter(file: Path) -> Any:
    at_once = pytest.mark.xdist_group(file.name)  # by one process: it is loaded once
    marks = [pytest.mark.sweep, at_once] if file.stat().st_size > SMALL else []
    return pytest.param(file, id=file.name, marks=marks)


@pytest.fixture(scope="module", params=map(_as_parameter, FILES))
def yesterday(request: pytest.FixtureRequest, tables: QuickTables) -> Iterator[Yesterday]:
    """One desk for all tests of the file: what one changes, no other asks about."""
    from chalicelib import bootstrap, config

    with pytest.MonkeyPatch.context() as patch:
        kept = _read(request.param)
        with tables.made(quick=True):
            made = Resources(secret_values=kept.about["secrets"])
        for name, value in made.environment.items():
            patch.setenv(name, value)
        config.settings.cache_clear()
        bootstrap.desk.cache_clear()
        put_back(kept, made.environment)
        desk = Desk(importlib.import_module("app"), made, bootstrap.desk())
        admin = desk.add_member("Today", "today@acme.example", "admin", can_delete=True, workspace=WORKSPACE)
        yield Yesterday(desk, kept, admin)
        config.settings.cache_clear()
        bootstrap.desk.cache_clear()


def test_what_the_api_said_then_it_says_today(yesterday: Yesterday) -> None:
    key = yesterday.kept.about["key"]  # it finds no notes, so that lists are asked for with it alone
    readers = cycle((key, yesterday.admin.token))  # neither comes more often than it may
    assert len(yesterday.kept.answers) > 20
    wrong: list[str] = []
    for path, recorded in yesterday.kept.answers.items():
        token = next(readers) if path.startswith("tickets/") else key
        answer = yesterday.desk.http("GET", f"/v1/{WORKSPACE}/{path}", token=token)
        assert answer.status == 200, f"{path}: {answer.status} {answer.text[:300]}"
        wrong += differences(recorded, _as_then(answer.json(), yesterday.admin), path)
    assert wrong == []


def _as_then(answer: Any, newcomer: Person) -> Any:
    """Without the member who came today, and without what the log says of them."""
    if isinstance(answer, dict) and isinstance(answer.get("items"), list):
        return {**answer, "items": [one for one in answer["items"] if newcomer.email not in str(one)]}
    return answer


def test_every_ticket_of_then_is_in_exactly_the_list_it_belongs_to(yesterday: Yesterday) -> None:
    yesterday.desk.settle()
    counts = yesterday.done("GET", "tickets/counts")
    listed = {tab: _walk(yesterday, f"tickets?limit=100&status={tab}") for tab in TABS}
    assert {tab: len(refs) for tab, refs in listed.items()} == {tab: counts[tab] for tab in TABS}
    everywhere = [ref for refs in listed.values() for ref in refs]
    assert len(everywhere) == len(set(everywhere))
    archived = _walk(yesterday, "tickets?limit=100&archived=true")
    assert len(archived) == counts["archived"]
    assert set(archived).isdisjoint(everywhere)
    there = {one["ref"] for one in yesterday.kept.tickets if not one["merged_into"]}
    assert there <= {*everywhere, *archived}


@pytest.fixture(scope="module")
def found(yesterday: Yesterday) -> list[Difference]:
    """Go through the tickets of before, as an upgrade asks for, and mend what their own release had left behind.

    What changes a desk asks for this first: the tests of the file are shared among processes, so that none of them can
    rely on another.
    """
    ports = yesterday.desk.ports
    with ports.open(WORKSPACE) as room:
        ask_for_pointers(ports, room)
        ask_for_rekeying(ports, room)
    yesterday.desk.settle()
    yesterday.desk.advance(timedelta(minutes=2))
    return stock.differences(ports, WORKSPACE, mend=True)


@pytest.fixture
def today(yesterday: Yesterday, found: list[Difference]) -> Yesterday:
    """The same desk, once an upgrade went through its tickets. Each test has an admin of its own: what one may ask in a
    minute is soon used up."""
    email = f"{yesterday.desk.ports.new_id(yesterday.desk.ports.clock.now()).lower()}@acme.example"
    admin = yesterday.desk.add_member("Today", email, "admin", can_delete=True, workspace=WORKSPACE)
    return replace(yesterday, admin=admin)


def test_everything_of_then_follows_from_what_was_done_then(today: Yesterday, found: list[Difference]) -> None:
    assert {one.what for one in found} <= {"search", "indexes"}, [str(one) for one in found if one.what == "history"]
    assert [str(one) for one in stock.differences(today.desk.ports, WORKSPACE)] == []


def _walk(yesterday: Yesterday, path: str) -> list[str]:
    refs, cursor = [], ""
    while True:
        page = yesterday.done("GET", f"{path}{cursor}")
        refs += [one["ref"] for one in page["items"]]
        if not page["next_cursor"]:
            return refs
        cursor = f"&cursor={page['next_cursor']}"


def some_of_each(kept: Kept, many: int) -> list[Any]:
    """So many tickets of each status, channel and place."""
    kinds: dict[Any, list[Any]] = {}
    for ticket in kept.tickets:
        place = ticket["archived"], bool(ticket["merged_into"]), bool(ticket["duplicates"])
        kinds.setdefault((ticket["status"], ticket["channel"], place), []).append(ticket)
    return [ticket for tickets in kinds.values() for ticket in tickets[:many]]


def test_what_is_changed_and_taken_back_on_a_ticket_of_then_leaves_the_rest_as_it_was(today: Yesterday) -> None:
    chosen = [one for one in some_of_each(today.kept, 3) if not one["merged_into"] and not one["archived"]]
    assert chosen
    for before in chosen:
        ref, other = before["ref"], "low" if before["priority"] != "low" else "high"
        changed = today.done("PATCH", f"tickets/{ref}", {"priority": other, "title": "Changed today"})
        assert (changed["priority"], changed["title"]) == (other, "Changed today")
        held = today.done("POST", f"tickets/{ref}/replies", {"body": "Too early", "undo_seconds": 10})
        assert today.ask("DELETE", f"tickets/{ref}/replies/{held['id']}").status in (200, 204)
        assert "Too early" not in str(today.said(ref))
        today.done("PATCH", f"tickets/{ref}", {"priority": before["priority"], "title": before["title"]})
        same = {name: value for name, value in before.items() if name not in ("version", "updated_at")}
        assert differences(same, today.ticket(ref), ref) == []
    today.desk.settle()


def test_a_ticket_of_then_is_snoozed_woken_and_reminded_of_and_the_rest_is_as_it_was(today: Yesterday) -> None:
    """But for the SLA, which stood still meanwhile."""
    over = ("resolved", "closed")
    chosen = [one for one in some_of_each(today.kept, 3) if not one["merged_into"] and not one["archived"]]
    chosen = [one for one in chosen if one["status"] not in over]
    assert chosen
    at = (today.desk.ports.clock.now() + timedelta(days=3)).isoformat()
    for before in chosen:
        ref = before["ref"]
        assert today.done("PUT", f"tickets/{ref}/snooze", {"until_reply": True})["snoozed_until_reply"]
        assert today.done("PUT", f"tickets/{ref}/snooze", {"until": at})["snoozed_until"]
        today.done("DELETE", f"tickets/{ref}/snooze")
        same = {name: value for name, value in before.items() if name not in ("version", "updated_at", "sla")}
        assert differences(same, today.ticket(ref), ref) == []
    today.desk.settle()


def test_a_conversation_of_then_goes_on(today: Yesterday) -> None:
    for before in some_of_each(today.kept, 1):
        if before["merged_into"] or before["archived"]:
            continue
        ref = before["ref"]
        then = today.kept.answers[f"tickets/{ref}/timeline?limit=100"]["items"]
        today.done("POST", f"tickets/{ref}/notes", {"body": "A note of today"})
        today.done("POST", f"tickets/{ref}/replies", {"body": "A reply of today", "status": "waiting"})
        said = today.said(ref)
        assert {"A note of today", "A reply of today"} <= {entry["body_text"] for entry in said}
        assert {entry["id"] for entry in then} <= {entry["id"] for entry in said}
        assert today.ticket(ref)["status"] == "waiting"
    today.desk.settle()


def test_a_ticket_of_then_is_answered_later(today: Yesterday) -> None:
    refs = [one["ref"] for one in today.done("GET", "tickets?limit=100&status=waiting")["items"]]
    for ref in refs[:3]:
        send_at = today.desk.ports.clock.now() + timedelta(minutes=2)
        words = f"What we will have to say about {ref}"
        for body in (words, f"{words}, or not"):
            made = today.done("POST", f"tickets/{ref}/replies", {"body": body, "send_at": send_at.isoformat()})
        assert today.ask("DELETE", f"tickets/{ref}/scheduled/{made['id']}").status == 204
        assert [one["why"] for one in today.ticket(ref)["scheduled"]] == [None]
        today.desk.advance(timedelta(minutes=3))
        assert [one["body_text"] for one in today.said(ref) if words in (one["body_text"] or "")] == [words]
        assert today.ticket(ref)["scheduled"] == []


def test_messages_of_then_are_split_off_and_tickets_of_then_linked(today: Yesterday) -> None:
    whole = [one["ref"] for one in today.kept.tickets if not one["merged_into"] and not one["archived"]]
    assert {one for ref in whole[:20] for one in ("split_from", "links") if today.ticket(ref)[one]} == set()
    said = ((ref, one) for ref in whole for one in today.said(ref) if one["kind"] == "customer_message")
    own = ((ref, one) for ref, one in said if not one["merged_from"])
    for ref, message in islice(own, 5):
        made = today.done("POST", f"tickets/{ref}/messages/{message['id']}/split", {})
        assert (made["split_from"], made["description"].strip()) == (ref, (message["body_text"] or "").strip())
        assert [one["name"] for one in made["attachments"]] == [one["name"] for one in message["attachments"]]
        today.done("PUT", f"tickets/{ref}/links/{made['ref']}", {"kind": "report"})
        assert [one["ref"] for one in today.ticket(made["ref"])["links"]] == [ref]
        done = today.done("POST", f"tickets/{ref}/links/replies", {"body": "A reply of today"})
        assert {(one["ref"], one["ok"]) for one in done["results"]} >= {(made["ref"], True)}
    today.desk.settle()


def test_tickets_of_then_are_taken_through_a_macro_and_back(today: Yesterday) -> None:
    actions = [
        {"do": "set", "field": "priority", "value": "urgent"},
        {"do": "assign", "member": None},
        {"do": "snooze", "until": "reply"},
    ]
    macro = today.done("POST", "macros", {"name": "A macro of today", "shared": True, "actions": actions})
    refs = [one["ref"] for one in today.done("GET", "tickets?limit=100&status=open")["items"]][:20]
    assert refs
    before = [today.ticket(ref) for ref in refs]
    for ref in refs:
        done = today.done("POST", f"tickets/{ref}/macros/{macro['id']}")["ticket"]
        assert (done["priority"], done["assignee"], done["snoozed_until_reply"]) == ("urgent", None, True)
        today.done("POST", f"tickets/{ref}/actions/{done['action_id']}/undo")
    for ref, then in zip(refs, before, strict=True):
        now = today.ticket(ref)
        assert {name for name in then if now[name] != then[name]} <= {"updated_at", "version", "sla"}
    today.desk.settle()


def test_merges_and_archivings_of_then_are_undone_today(today: Yesterday) -> None:
    merged = [one for one in today.kept.tickets if one["duplicates"] and not one["merged_into"]]
    archived = [one for one in today.kept.tickets if one["archived"] and not one["merged_into"]]
    assert merged or archived
    for primary in merged[:8]:
        for duplicate in reversed(primary["duplicates"]):
            today.done("POST", f"tickets/{primary['ref']}/unmerge", {"duplicate": _ref(duplicate)})
            assert today.ticket(_ref(duplicate))["merged_into"] is None
        assert today.ticket(primary["ref"])["duplicates"] == []
    for ticket in archived[:8]:
        assert today.done("POST", f"tickets/{ticket['ref']}/restore")["archived"] is False
    today.desk.settle()


def _ref(duplicate: Any) -> str:
    return str(duplicate["ref"] if isinstance(duplicate, dict) else duplicate)


def test_links_and_mails_of_then_lead_to_their_tickets(today: Yesterday) -> None:
    links = [*today.kept.about["links"].items()][-60:]
    for number, (ref, link) in enumerate(links):
        page = today.desk.http("GET", link, address=f"192.0.2.{number}")
        assert page.status == 200, ref
        assert "Page not found" not in page.text


def test_answers_to_mails_of_then_land_on_their_tickets(today: Yesterday) -> None:
    by_ref: dict[str, Any] = {}
    for mail in today.kept.mails:
        ref = mail["subject"].partition("[")[2].partition("]")[0]
        if ref and mail.get("Reply-To"):
            by_ref[ref] = mail
    if not by_ref:
        pytest.skip("the last mails of this desk went to members, who can't answer them")
    for ref, mail in [*by_ref.items()][-15:]:
        words = f"An answer to the mail about {ref}"
        _answer(today.desk, mail, words)
        today.desk.settle()
        ticket = today.ticket(ref)
        where = _ref(ticket["merged_into"]) if ticket["merged_into"] else ref
        newest = today.done("GET", "tickets?limit=1")["items"][0]["ref"]  # that of a closed one opens another
        assert any(words in f"{today.said(one)}{today.ticket(one)}" for one in (where, newest)), ref


def test_everything_follows_from_what_was_done_then_and_today(today: Yesterday) -> None:
    """Last of all: everything above has been done to the same desk."""
    today.desk.settle()
    today.desk.advance(timedelta(minutes=2))
    assert [str(one) for one in stock.differences(today.desk.ports, WORKSPACE)] == []


def _answer(desk: Desk, mail: dict[str, Any], words: str) -> None:
    message = EmailMessage()
    (writer,) = mail["to"]
    to = parseaddr(mail["Reply-To"])[1] or HELP
    message["From"], message["To"], message["Subject"] = writer, to, f"Re: {mail['subject']}"
    message["Message-ID"] = f"<today-{abs(hash(words))}@customer.example>"
    message["In-Reply-To"] = mail["message_id"]
    message.set_content(words)
    desk.receive(message.as_bytes(), writer, [to], {"dmarc": "PASS"})
