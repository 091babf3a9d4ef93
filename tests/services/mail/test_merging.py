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


UNPROVEN = {"dmarc": "GRAY", "spf": "FAIL"}


@pytest.mark.parametrize("sender", ["Maya Osei <maya@example.com>", NOOR])
@pytest.mark.parametrize("verdicts", [{"dmarc": "FAIL"}, UNPROVEN], ids=["contradicted", "unproven"])
@pytest.mark.parametrize(("primary", "duplicate"), [("TKT-0001", "TKT-0002"), ("TKT-0002", "TKT-0001")])
def test_whom_a_mail_that_may_be_forged_named_in_copy_hears_nothing_until_an_agent_lets_them_in(
    post: Correspondence, sender: str, verdicts: dict[str, str], primary: str, duplicate: str
) -> None:
    post.write("My account number is 4711.")
    post.write("Tell us both.", sender=sender, **IN_COPY, verdicts=verdicts)
    assert LEE not in told(post, "TKT-0002", "An answer to the forged one")
    told(post, "TKT-0001", "An answer to Maya")
    merge(post, primary, duplicate)
    assert LEE not in told(post, primary, "An answer since")
    assert [post.ticket(ref)["participants"] for ref in ("TKT-0001", "TKT-0002")] == [[], []]
    assert post.ticket("TKT-0002")["participants_proposed"] == [LEE]


def test_a_proposal_is_taken_or_declined(post: Correspondence) -> None:
    post.write(**IN_COPY | {"Cc": f"{LEE}, kim@example.net"}, verdicts=UNPROVEN)
    assert post.ticket()["participants_proposed"] == [LEE, "kim@example.net"]
    assert post.call("PATCH", "/tickets/TKT-0001", {"participants": [LEE]}).status == 200
    assert post.ticket()["participants_proposed"] == ["kim@example.net"]
    assert post.call("PATCH", "/tickets/TKT-0001", {"participants_proposed": ["eve@evil.example"]}).status == 200
    assert (post.ticket()["participants"], post.ticket()["participants_proposed"]) == ([LEE], [])
    assert post.happened()[-2:] == ["ticket.participants_changed", "ticket.proposal_declined"]


def test_undoing_such_a_merge_leaves_both_as_they_were(post: Correspondence) -> None:
    post.write()
    post.write(**IN_COPY, verdicts=UNPROVEN)
    assert post.call("PATCH", "/tickets/TKT-0001", {"participants": [LEE]}).status == 200
    merge(post, "TKT-0001", "TKT-0002")
    assert post.call("POST", "/tickets/TKT-0001/unmerge", {"duplicate": "TKT-0002"}).status == 200
    assert [post.ticket(ref)["participants"] for ref in ("TKT-0001", "TKT-0002")] == [[LEE], []]


@pytest.mark.parametrize("how", ["a proven mail", "a later answer", "an agent"])
def test_whom_the_customer_or_an_agent_named_for_certain_comes_along_and_goes_back(
    post: Correspondence, how: str
) -> None:
    post.write("My account number is 4711.")
    if how == "a proven mail":
        post.write("Tell us both.", **IN_COPY)
    else:
        post.write("Tell us both.", **IN_COPY, verdicts=UNPROVEN)
    told(post, "TKT-0002", "First answer")
    if how == "a later answer":
        to = reply_address(next(mail for mail in post.desk.sent[::-1] if mail.to == ("maya@example.com",)))
        post.write("Both, really.", to=to, **IN_COPY, verdicts=UNPROVEN)
    if how == "an agent":
        assert post.call("PATCH", "/tickets/TKT-0002", {"participants": [LEE]}).status == 200
    merge(post, "TKT-0001", "TKT-0002")
    assert post.ticket("TKT-0001")["participants"] == [LEE]
    assert told(post, "TKT-0001", "An answer since") == {"maya@example.com", LEE}
    read = re.findall("First answer|An answer since|4711", read_by_lee(post))
    assert read == (["First answer"] if how == "a proven mail" else []) + ["An answer since"]
    assert "4711" not in read, "what was said before they came by the merge wasn't said to them"
    assert post.call("POST", "/tickets/TKT-0001/unmerge", {"duplicate": "TKT-0002"}).status == 200
    assert post.ticket("TKT-0001")["participants"] == []


def test_a_merge_says_before_who_would_gain_access_and_takes_the_agents_word_for_each(post: Correspondence) -> None:
    post.write()
    post.write("Tell us both.", **IN_COPY)
    assert post.call("PATCH", "/tickets/TKT-0002", {"participants": [LEE, "kim@example.net"]}).status == 200
    found = post.call("GET", "/tickets/TKT-0001/merge?duplicate=TKT-0002").json()
    assert [(one["address"], one["usual"]) for one in found["readers"]] == [(LEE, True), ("kim@example.net", True)]
    assert (found["duplicate"], found["across_contacts"]) == ("TKT-0002", False)
    body = {"duplicate": "TKT-0002", "readers": ["kim@example.net"]}
    assert post.call("POST", "/tickets/TKT-0001/merge", body).json()["participants"] == ["kim@example.net"]
    assert {LEE} & told(post, "TKT-0001", "An answer since") == set()
