"""Whom a mail named in copy, once its ticket is merged: they come along if the mail was its sender's for certain."""

from __future__ import annotations

import re

import pytest

from tests.services.mail.correspondence import Correspondence, reply_address

NOOR = "Noor Aziz <noor@example.com>"
LEE = "lee@example.net"
IN_COPY = {"Cc": f"Lee <{LEE}>", "Subject": "Checkout again"}


def merge(post: Correspondence, primary: str, duplicate: str) -> None:
    body = {"duplicate": duplicate, "across_contacts": True}
    assert post.call("POST", f"/tickets/{primary}/merge", body).status == 200
    post.desk.settle()


def told(post: Correspondence, ref: str, text: str) -> set[str]:
    """Who is mailed an agent's reply."""
    before = len(post.desk.sent)
    assert post.call("POST", f"/tickets/{ref}/replies", {"body": text}).status == 201
    post.desk.settle()
    return {mail.to[0] for mail in post.desk.sent[before:]}


def read_by_lee(post: Correspondence) -> str:
    """The page that the link in the first mail to Lee opens."""
    mail = next(mail for mail in post.desk.sent if mail.to == (LEE,))
    found = re.search(r"/portal/acme/t/[\w.]+", mail.text)
    assert found is not None
    return post.desk.http("GET", found[0]).text


@pytest.mark.parametrize("sender", ["Maya Osei <maya@example.com>", NOOR])
@pytest.mark.parametrize("dmarc", ["FAIL", "GRAY"])
@pytest.mark.parametrize(("primary", "duplicate"), [("TKT-0001", "TKT-0002"), ("TKT-0002", "TKT-0001")])
def test_whom_a_mail_that_may_be_forged_named_in_copy_reads_nothing_more_by_a_merge(
    post: Correspondence, sender: str, dmarc: str, primary: str, duplicate: str
) -> None:
    post.write("My account number is 4711.")
    post.write("Tell us both.", sender=sender, **IN_COPY, verdicts={"dmarc": dmarc})
    assert LEE in told(post, "TKT-0002", "An answer to the forged one")
    told(post, "TKT-0001", "An answer to Maya")
    merge(post, primary, duplicate)
    heard = told(post, primary, "An answer since")
    assert "maya@example.com" in heard
    assert (LEE in heard) == (primary == "TKT-0002"), "nobody but whoever was told of that ticket before is told of it"
    page = read_by_lee(post)
    assert "An answer to the forged one" in page
    assert not re.findall("An answer to Maya|An answer since|4711", page)
    assert post.ticket("TKT-0001")["participants"] == []


def test_undoing_such_a_merge_leaves_both_as_they_were(post: Correspondence) -> None:
    post.write()
    post.write(**IN_COPY, verdicts={"dmarc": "FAIL"})
    assert post.call("PATCH", "/tickets/TKT-0001", {"participants": [LEE]}).status == 200
    merge(post, "TKT-0001", "TKT-0002")
    assert post.call("POST", "/tickets/TKT-0001/unmerge", {"duplicate": "TKT-0002"}).status == 200
    assert [post.ticket(ref)["participants"] for ref in ("TKT-0001", "TKT-0002")] == [[LEE], [LEE]]


@pytest.mark.parametrize("how", ["a proven mail", "a later answer", "an agent"])
def test_whom_the_customer_or_an_agent_named_for_certain_comes_along_and_goes_back(
    post: Correspondence, how: str
) -> None:
    post.write("My account number is 4711.")
    if how == "a proven mail":
        post.write("Tell us both.", **IN_COPY)
    else:
        post.write("Tell us both.", **IN_COPY, verdicts={"dmarc": "FAIL"})
    told(post, "TKT-0002", "First answer")
    if how == "a later answer":
        to = reply_address(next(mail for mail in post.desk.sent[::-1] if mail.to == ("maya@example.com",)))
        post.write("Both, really.", to=to, **IN_COPY, verdicts={"dmarc": "FAIL"})
    if how == "an agent":
        for people in ([], [LEE]):
            assert post.call("PATCH", "/tickets/TKT-0002", {"participants": people}).status == 200
    merge(post, "TKT-0001", "TKT-0002")
    assert post.ticket("TKT-0001")["participants"] == [LEE]
    assert told(post, "TKT-0001", "An answer since") == {"maya@example.com", LEE}
    assert re.findall("An answer since|4711", read_by_lee(post)) == ["4711", "An answer since"]
    assert post.call("POST", "/tickets/TKT-0001/unmerge", {"duplicate": "TKT-0002"}).status == 200
    assert post.ticket("TKT-0001")["participants"] == []


def test_adding_somebody_else_makes_nobody_certain_who_was_not(post: Correspondence) -> None:
    """Consoles send the whole list."""
    post.write()
    post.write(**IN_COPY, verdicts={"dmarc": "FAIL"})
    people = [LEE, "kim@example.net"]
    assert post.call("PATCH", "/tickets/TKT-0002", {"participants": people}).status == 200
    merge(post, "TKT-0001", "TKT-0002")
    assert post.ticket("TKT-0001")["participants"] == ["kim@example.net"]
