"""One mail and several workspaces: each files what is its own, nobody files what is another's, nothing is lost."""

from __future__ import annotations

import pytest

from chalicelib.services.settings.mail_domains import claim_mail_domain
from infra.local.aws import client
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT

SALES = "sales@acme.example"


@pytest.fixture
def two(post: Correspondence) -> Correspondence:
    """Beside the desk there is another one with an address in the same domain."""
    post.desk.create_workspace("sales", "Acme Sales", SALES)
    post.desk.sales = post.desk.add_member("Bo L.", "bo@acme.example", "admin", workspace="sales")  # type: ignore[attr-defined]
    return post


def refs(post: Correspondence, workspace: str) -> list[str]:
    with post.desk.ports.open(workspace) as room:
        from chalicelib.domain.tickets.filter import TicketFilter

        return sorted(f"{workspace} {ticket.number}" for ticket in room.tickets.list(TicketFilter(), 100, None).items)


def messages(post: Correspondence, workspace: str, number: int = 1) -> list[str]:
    with post.desk.ports.open(workspace) as room:
        now = post.desk.ports.clock.now()
        return [message.body for message in room.timeline.public_page(number, 100, None, now).items]


def unrouted(post: Correspondence) -> int:
    items = client("dynamodb").scan(TableName=post.desk.environment["TABLE_NAME"])["Items"]
    return sum(item["pk"]["S"] == "UNROUTED" for item in items)


def test_a_mail_to_two_desks_is_a_ticket_in_each(two: Correspondence) -> None:
    two.send(b"From: maya@example.com\r\nMessage-ID: <1@x.example>\r\nSubject: Hi\r\n\r\nHello", SUPPORT, SALES)
    assert refs(two, "acme") + refs(two, "sales") == ["acme 1", "sales 1"]
    assert len(two.desk.sent) == 2


def test_an_answer_to_the_shared_reply_address_goes_to_the_desk_whose_token_it_is(two: Correspondence) -> None:
    two.write()
    two.write(to=SALES)
    first, second = two.desk.sent
    two.write("To sales.", to=reply_address(second), Subject="x")
    two.write("To support.", to=reply_address(first), Subject="x")
    assert (messages(two, "acme"), messages(two, "sales")) == (["To support."], ["To sales."])


def test_the_reference_in_the_subject_files_an_answer_in_no_other_desk(two: Correspondence) -> None:
    """Both desks have a TKT-0001, and Maya is the customer of both."""
    two.write()
    two.write(to=SALES)
    first, _ = two.desk.sent
    two.write("To support.", to=reply_address(first), Subject=f"Re: {first.subject}")
    assert (messages(two, "acme"), messages(two, "sales")) == (["To support."], [])


def test_an_answer_with_a_worthless_token_to_the_shared_address_is_not_lost(two: Correspondence) -> None:
    two.write()
    two.write("Hello?", sender="jo@example.net", to="reply+1.abcdefgh.abcdefghabcdefgh@acme.example")
    assert (two.parked("acme"), two.parked("sales"), unrouted(two)) == ([], [], 1)
    assert messages(two, "acme") == []


def test_a_desks_own_mail_to_another_desk_is_a_request_there(two: Correspondence) -> None:
    two.write(sender=f"Acme Support <{SUPPORT}>", to=SALES)
    assert (refs(two, "acme"), refs(two, "sales")) == ([], ["sales 1"])


def test_a_message_id_of_one_desk_leads_nowhere_in_another(two: Correspondence) -> None:
    two.write()
    (first,) = two.desk.sent
    two.write("Hello", to=SALES, In_Reply_To=first.message_id)
    assert (messages(two, "acme"), refs(two, "sales")) == ([], ["sales 1"])


def test_two_desks_that_write_to_each_other_fall_silent(two: Correspondence) -> None:
    """A forged request makes one desk confirm to the other; the confirmation is answered by nobody."""
    two.write(sender=f"Acme Sales <{SALES}>", to=SUPPORT)
    (confirmation,) = two.desk.sent
    assert confirmation.to == (SALES,)
    two.send(confirmation.raw, SALES, sender=SUPPORT)
    assert len(two.desk.sent) == 1


def test_a_mail_to_no_mailbox_goes_to_the_desk_that_showed_the_domain_and_to_no_other(two: Correspondence) -> None:
    """As long as nobody showed it, either could be meant."""
    two.write(to="jobs@acme.example")
    assert (two.parked("acme"), two.parked("sales"), unrouted(two)) == ([], [], 1)
    claim_mail_domain(two.desk.ports, "sales", "acme.example")
    two.write(to="jobs@eu.acme.example")
    two.write("Hello?", sender="jo@example.net", to="reply+1.abcdefgh.abcdefghabcdefgh@acme.example")
    assert (two.parked("acme"), two.parked("sales"), unrouted(two)) == ([], ["unknown_address"], 2)
