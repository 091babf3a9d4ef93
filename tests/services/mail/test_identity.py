"""Who wrote a mail, and how surely: the writer equals the strict reading, or nobody's word is taken for them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.people.identity import Grounds, SenderIdentity, Standing
from chalicelib.domain.people.people import Contact, ContactRef
from chalicelib.domain.tickets import links
from chalicelib.domain.tickets.links import Purpose
from chalicelib.mail import SmtpEnvelope, parse
from chalicelib.services.mail.incoming.case import MailCase, Received
from chalicelib.services.mail.incoming.park import CAUSES
from chalicelib.services.mail.incoming.threads import ThreadMatch, find_thread
from tests.domain import making
from tests.services import memory
from tests.services.mail.test_writer import FORGED, forged

MAYA, EVIL = "maya@example.com", "x@evil.example"
DMARC = {
    "pass": "dmarc=pass header.from=evil.example;",
    "fail": "dmarc=fail (p=NONE) header.from={victim};",
    "none": "dmarc=none header.from=evil.example;",
}
"""What SES says where it reads the strict way, by which it's evil.example's own mail, or the other way."""
WAYS = ("new", "on a token", "on a reference")


class MayaAlone:
    """The contacts of a desk that knows nobody else."""

    def by_address(self, address: str) -> Contact | None:
        return Contact(id="c_maya", name="Maya Osei", addresses=(MAYA,)) if address == MAYA else None


@pytest.fixture(scope="module")
def opened() -> Any:
    ports, room, tickets, _ = memory.make()
    decision = making.opened(contact=ContactRef("c_maya", "Maya Osei", MAYA))
    tickets.commit([decision])
    return ports, replace(room, contacts=MayaAlone()), decision.ticket


def case_of(opened: Any, raw: bytes, dmarc: str, way: str) -> MailCase:
    ports, room, ticket = opened
    token = links.token("acme", ticket, links.everybody(ticket)[0].id, Purpose.REPLY)
    to = f"reply+{token}@acme.example" if way == "on a token" else "support@acme.example"
    results = f"spf=pass (ok) client-ip=1.2.3.4; envelope-from={EVIL}; helo=x;\r\n dkim=none;\r\n {dmarc}"
    block = f"Return-Path: <{EVIL}>\r\nAuthentication-Results: amazonses.com;\r\n {results}\r\n"
    mail = parse(block.encode() + raw, SmtpEnvelope(EVIL, (to, "support@acme.example"), {}))
    received = Received(
        object_key="m", at=memory.START, sender=EVIL, recipients=(to, "support@acme.example"), verdicts={}
    )
    return MailCase(ports, room, received, raw, mail)


def causes(case: MailCase, thread: ThreadMatch | None) -> list[str]:
    """Those that need no counting."""
    return [cause for cause, holds in CAUSES if cause not in ("rate", "loop") and holds(case, thread)]


@pytest.mark.parametrize("victim", [MAYA, "ana@acme.example"], ids=["a contact", "a member"])
@pytest.mark.parametrize("dmarc", DMARC)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("trick", FORGED)
def test_no_spelling_of_from_is_taken_for_somebody_else(
    opened: Any, trick: str, way: str, dmarc: str, victim: str
) -> None:
    subject = "[TKT-0007] Checkout" if way == "on a reference" else "Hello"
    said = DMARC[dmarc].format(victim=victim.rpartition("@")[2])
    case = case_of(opened, forged(trick, victim, Subject=subject, Cc="lee@example.net"), said, way)
    thread, found = find_thread(case), case.identity

    assert found.address in ("", EVIL) or found.standing is Standing.UNPROVEN, "the strict reading, or nobody's word"
    assert (found.standing is Standing.PROVEN) <= (found.address == EVIL and dmarc != "fail")
    assert (found.standing is Standing.CONTRADICTED) == (dmarc == "fail" and _speaks_of(found, victim))
    if way == "on a token":
        assert thread is not None
        assert not thread.identity.proven, "the token's holder didn't write it"
        assert thread.writer is None or thread.writer.address != MAYA
        assert thread.identity.why in (Grounds.OTHER_LINK, Grounds.DMARC_FAIL)
    else:
        assert thread is None, "a reference is known to anybody, and nobody who wrote this is on the ticket"
    taken_for_a_member = (thread is not None and thread.member is not None) or case.sender == "ana@acme.example"
    if taken_for_a_member:
        assert set(causes(case, thread)) & {"unclear_sender", "unverified_member", "dmarc", "own_address"}


def _speaks_of(found: SenderIdentity, victim: str) -> bool:
    """Whether a failure for the victim's domain is one for this writer: of nobody's mail any failure is."""
    return found.address in ("", victim)


BEHIND = ("Reply-To", "X-Original-From", "X-Original-Sender")


@pytest.mark.parametrize("victim", [MAYA, "ana@acme.example"], ids=["a contact", "a member"])
@pytest.mark.parametrize("dmarc", DMARC)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sender", ["support@acme.example", "wordpress@evil.example", "forms <list@evil.example>"])
@pytest.mark.parametrize("named_by", BEHIND)
def test_naming_somebody_as_the_writer_proves_nothing(
    opened: Any, named_by: str, sender: str, way: str, dmarc: str, victim: str
) -> None:
    """The victim is taken for the writer without proof, and on a ticket that is there only by their own token."""
    subject = "[TKT-0007] Checkout" if way == "on a reference" else "Hello"
    raw = f"From: {sender}\r\n{named_by}: {victim}\r\nSubject: {subject}\r\n\r\nHi".encode()
    case = case_of(opened, raw, DMARC[dmarc].format(victim="acme.example"), way)
    thread, found = find_thread(case), case.identity
    assert (case.sender, found.address, found.proven) == (victim, victim, False)
    assert found.why in (Grounds.RELAYED, Grounds.DMARC_FAIL)
    if way != "on a token":
        assert thread is None
    else:
        assert thread is not None
        assert thread.member is None
        assert (thread.writer is not None) == (victim == MAYA), "the token is Maya's"
        assert thread.identity.proven == (victim == MAYA and not found.contradicted)


@pytest.mark.parametrize(
    ("spf", "dmarc", "standing", "joins"),
    [
        ("envelope-from=a@example.com", "dmarc=none header.from=example.com", Standing.PROVEN, True),
        ("envelope-from=a@bounces.example.com", "dmarc=none header.from=example.com", Standing.PROVEN, True),
        ("envelope-from=a@elsewhere.example", "dmarc=none header.from=example.com", Standing.UNPROVEN, False),
        ("envelope-from=a@example.com", "dmarc=fail (p=NONE) header.from=example.com", Standing.CONTRADICTED, False),
    ],
)
def test_what_a_domain_says_decides_who_joins_and_whether_anything_leaves_by_itself(
    opened: Any, spf: str, dmarc: str, standing: Standing, joins: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.services.mail.incoming import file

    block = f"Return-Path: <a@b.example>\r\nAuthentication-Results: amazonses.com; spf=pass {spf}; {dmarc};\r\n"
    raw = f"From: {MAYA}\r\nCc: lee@example.net\r\nSubject: x\r\n\r\nHello".encode()
    mail = parse(block.encode() + raw)
    received = Received(object_key="m", at=memory.START, sender="", recipients=("support@acme.example",), verdicts={})
    monkeypatch.setattr(file, "gets_too_much", lambda *_: False)
    case = MailCase(*opened[:2], received, raw, mail)
    assert (case.identity.standing, case.identity.proven) == (standing, joins)
    assert file._quiet(case) == (standing is Standing.CONTRADICTED)


NAMES = st.sampled_from(["", "Maya ", '"Maya" ', '"a \\" <b@c.example>" ', "=?utf-8?q?M=40x?= ", "Maya, ", "(x) "])
BOXES = st.sampled_from([MAYA, EVIL, "ana@acme.example", "a@b@c.example", "@evil.example:maya@example.com", "", "x"])
PIECE = st.tuples(NAMES, BOXES, st.sampled_from(["<{}>", "{}", "<{}> (x)", "({})", "{}:", "Team: {};", '"{}"']))


@given(st.lists(PIECE, min_size=1, max_size=3), st.sampled_from([", ", " ", ",", "\r\n "]), st.sampled_from([*DMARC]))
def test_the_writer_equals_the_strict_reading_or_is_unproven(
    pieces: list[tuple[str, str, str]], joint: str, dmarc: str
) -> None:
    from email import message_from_bytes
    from email.policy import default

    value = joint.join(f"{name}{form.format(box)}" for name, box, form in pieces)
    raw = f"From: {value}\r\nSubject: x\r\n\r\nHello".encode()
    said = DMARC[dmarc].format(victim="example.com")
    block = f"Return-Path: <{EVIL}>\r\nAuthentication-Results: amazonses.com; {said}\r\n"
    found = parse(block.encode() + raw).identity
    if not found.proven:
        return
    strict = message_from_bytes(raw, policy=default)["from"].addresses
    whole = [one for one in strict if one.domain]  # what has no domain is nobody's address
    assert [f"{one.username}@{one.domain}".lower() for one in whole] == [found.address]


def test_all_cells_are_asked() -> None:
    assert len(list(itertools.product(FORGED, WAYS, DMARC, range(2)))) == 432
