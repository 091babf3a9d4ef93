"""Whoever only says that they are a customer learns nothing of that customer, however they come in, and whatever agents
do about it. Shown pages aren't asked for what they have to show, only for what they must not."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pytest

from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.services.tickets.access import find_ticket
from tests.e2e.crawl import Crawl
from tests.e2e.life import ask, done, unmerge
from tests.e2e.unproven import (
    COLLEAGUES,
    EVIL,
    HISTORY,
    KNOWN_AS,
    LINK,
    MAYA,
    NOTE,
    Life,
    agents_work,
    lived,
    press_everything,
    resolve,
    tokens_in,
    ways_in,
    write_on_open_ones,
)
from tests.services.mail.correspondence import Correspondence
from tests.support.desk import Answer, Desk


@pytest.fixture
def life(desk: Desk) -> Life:
    return lived(desk, Correspondence(desk))


def secrets_in(text: str, allowed: tuple[str, ...] = ()) -> list[str]:
    hidden = (*HISTORY, NOTE, KNOWN_AS, *COLLEAGUES)
    return [one for one in hidden if one not in allowed and one.lower() in text.lower()]


def whose(life: Life, token: str) -> tuple[str, Purpose | None]:
    """The address that a link was made for, and its kind; nobody's if it opens nothing."""
    with life.desk.ports.open("acme") as room:
        parsed = links.parse(token)
        ticket = find_ticket(room, parsed.number, Ticket) if parsed else None
        for purpose in (Purpose.MAILED, Purpose.SHOWN):
            if parsed and (person := links.holder("acme", ticket, parsed, purpose)):
                return person.address, purpose
    return "", None


def learnt(life: Life, crawl: Crawl, allowed: tuple[str, ...] = ()) -> list[object]:
    """All that strangers have got of what isn't theirs, and links that are somebody else's or lead elsewhere."""
    found: list[object] = []
    for mail in life.mails_of_strangers():
        read = mail.raw.decode() + mail.text + mail.html + str(mail.headers) + mail.subject
        found += [(mail.to[0], mail.subject, secret) for secret in secrets_in(read, allowed)]
    for asked, answer in crawl.answers.items():
        found += [(asked, secret) for secret in secrets_in(unquote(answer.text + str(answer.headers)), allowed)]
    return [*found, *_misplaced_in_mails(life), *_misplaced_on_pages(life, crawl)]


def _misplaced_in_mails(life: Life) -> Iterator[object]:
    """Of every mail, those to the customer and to colleagues among them. What opens nothing any more is nobody's."""
    for mail in life.desk.sent:
        for token, before in tokens_in(mail.text + mail.html + mail.subject):
            if whose(life, token)[0] not in ("", mail.to[0]) or not _on_our_hosts(life, before):
                yield mail.to[0], mail.subject, before[-90:], token


def _misplaced_on_pages(life: Life, crawl: Crawl) -> Iterator[object]:
    for (path, posted), answer in crawl.answers.items():
        own = path.partition("/t/")[2].partition("/")[0].partition("?")[0]
        reader = whose(life, own)
        for token, before in tokens_in(answer.text + str(answer.headers)):
            known = token == own or token in posted
            if not (known or (own and whose(life, token) == reader)) or not _on_our_hosts(life, before):
                yield path, posted, before[-90:], token


def _on_our_hosts(life: Life, before: str) -> bool:
    bases = ("/portal/acme/t/", f"/widget/{life.widget['id']}/t/")
    ours = tuple(f"{start}{base}" for start in ("http://help.test", '"', "'") for base in bases)
    return before.endswith((*ours, '"token": "'))


@pytest.fixture
def busy(life: Life) -> Life:
    """All have come in by every way, written on what they could, and agents have answered."""
    for come_in in ways_in(life).values():
        agents_work(life, life.took(come_in))
    write_on_open_ones(life)
    life.desk.settle()
    for ref in life.refs:
        agents_work(life, ref)
    return life


def test_every_way_in_makes_a_ticket_that_nobody_vouches_for_and_lets_strangers_read_it(busy: Life) -> None:
    assert len(busy.refs) == 6
    for ref in busy.refs:
        ticket = done(ask(busy.desk, "GET", ref))
        assert (ticket["contact"]["email"], ticket["requester_verified"]) == (MAYA, False), ref
    assert len(busy.shown) == 2
    assert {mail.to[0] for mail in busy.mails_of_strangers()} >= {f"eve@{EVIL}", f"cc@{EVIL}", f"token@{EVIL}"}
    assert done(ask(busy.desk, "GET", "TKT-0001"))["participants_proposed"] == [f"reference@{EVIL}"]


def test_answers_drafts_canned_texts_and_solutions_tell_strangers_nothing(busy: Life) -> None:
    assert learnt(busy, press_everything(busy)) == []
    for ref in busy.refs:
        resolve(busy, ref)
    assert learnt(busy, press_everything(busy)) == []


@pytest.mark.parametrize("ticked", [False, True], ids=["nobody is ticked", "everybody is ticked"])
def test_neither_does_a_merge_whichever_way_and_its_undoing(busy: Life, ticked: bool) -> None:
    """Whom an agent ticks takes part in the customer's own ticket from then on, and so knows its title."""
    desk, title = busy.desk, (HISTORY[0],) if ticked else ()
    pairs = [("TKT-0001", busy.refs[2]), (busy.refs[4], "TKT-0002"), ("TKT-0001", busy.refs[0])]
    for primary, duplicate in pairs:
        people = done(ask(desk, "GET", duplicate))["participants"] if ticked else []
        done(ask(desk, "POST", f"{primary}/merge", {"duplicate": duplicate, "readers": people}))
        done(ask(desk, "POST", f"{primary}/replies", {"body": "To all who take part."}))
        desk.settle()
    assert learnt(busy, press_everything(busy), title) == []
    for primary, duplicate in pairs:
        resolve(busy, primary)
        unmerge(desk, primary, duplicate)
    assert learnt(busy, press_everything(busy), title) == []


def test_a_ticket_opened_for_a_stranger_with_the_customers_words_has_none_of_their_links(busy: Life) -> None:
    """An agent who pastes a mail of the customer's into a new ticket for somebody else."""
    theirs = next(mail for mail in busy.desk.sent if mail.to == (MAYA,))
    pasted = "\n".join(line for line in theirs.text.splitlines() if "http" in line)
    body = {"title": "For you", "description": pasted, "contact": {"email": f"new@{EVIL}"}}
    assert busy.post.call("POST", "/tickets", body).status == 201
    busy.desk.settle()
    assert any(mail.to == (f"new@{EVIL}",) for mail in busy.desk.sent)
    assert learnt(busy, press_everything(busy)) == []


def test_what_would_be_learnt_is_noticed(busy: Life) -> None:
    """The proof can fail: an agent tells a stranger, and a page or a mail shows links that aren't its reader's."""
    crawl = Crawl(busy.desk)
    for words in (f"They are {KNOWN_AS}.", f"See {HISTORY[2]}."):
        done(ask(busy.desk, "POST", f"{busy.refs[2]}/replies", {"body": words}))
    busy.desk.settle()
    assert {one[-1] for one in learnt(busy, crawl) if isinstance(one, tuple)} == {KNOWN_AS, HISTORY[2]}
    before, path = len(learnt(busy, crawl)), busy.shown[0]
    theirs = next(LINK.findall(mail.text)[0] for mail in busy.desk.sent if mail.to == (MAYA,))
    crawl.answers[path, ""] = Answer(200, {"location": f"http://evil.example{path}"}, f'"{theirs}"'.encode())
    assert len(learnt(busy, crawl)) == before + 2
