"""Links sent again: to whoever they belong to, and nothing to be learnt for whoever asks."""

from __future__ import annotations

import re

from tests.api.asking import TICKETS, new_ticket, submitted
from tests.api.portal import MARKUP, PORTAL, refused, stored
from tests.support.cuts import counting
from tests.support.desk import VISITOR, Answer, Desk

FIND = f"{PORTAL}/find"


def _ask(desk: Desk, email: str = "maya@example.com", ref: str = "", *, address: str = VISITOR) -> Answer:
    return desk.http("POST", FIND, form={"email": email, "ref": ref}, address=address)


def _sent(desk: Desk) -> list[tuple[str, list[str]]]:
    """To whom mails about links went by now, and the paths in each."""
    desk.settle()
    mails = [mail for mail in desk.sent if "Your requests at Acme Support" in mail.subject]
    return [(mail.to[0], re.findall(r"http://help\.test(/portal/acme/t/\S+)", mail.text)) for mail in mails]


def _whose(path: str) -> str:
    """The request and the recipient of a link, whether it was shown or mailed."""
    return path.rpartition(".")[0]


def test_the_links_of_an_address_are_mailed_to_it_and_open_its_requests(desk: Desk) -> None:
    mine = [submitted(desk), submitted(desk, title="Another matter")]
    submitted(desk, email="noor@example.com")
    answer = _ask(desk, "Maya@Example.com")
    assert answer.status == 303
    assert answer.headers["location"] == f"http://help.test{FIND}?notice=links_sent"
    assert "Check your email" in desk.http("GET", f"{FIND}?notice=links_sent").text
    ((person, paths),) = _sent(desk)
    assert person == "maya@example.com"
    assert sorted(map(_whose, paths)) == sorted(map(_whose, mine))
    assert [desk.http("GET", path).status for path in paths] == [200, 200]


def test_with_a_reference_only_that_request_is_sent_also_to_who_takes_part_in_it(desk: Desk) -> None:
    mine = submitted(desk)
    submitted(desk, title="Another matter")
    new_ticket(desk, contact={"email": "noor@example.com"}, participants=["maya@example.com"])
    _ask(desk, ref=" tkt-1 ")
    _ask(desk, ref="TKT-0003")
    (_, first), (_, second) = _sent(desk)
    assert [_whose(path) for path in first] == [_whose(mine)]
    assert len(second) == 1
    assert second[0].startswith("/portal/acme/t/3.")
    assert desk.http("GET", second[0]).status == 200


def test_a_stranger_s_reference_gives_the_address_nothing_but_its_own(desk: Desk) -> None:
    submitted(desk)
    theirs = submitted(desk, email="noor@example.com")
    _ask(desk, "noor@example.com", ref="TKT-0001")
    ((person, (path,)),) = _sent(desk)
    assert (person, _whose(path)) == ("noor@example.com", _whose(theirs))


def test_who_asks_learns_nothing_from_words_headers_or_work_done(desk: Desk) -> None:
    submitted(desk)
    new_ticket(desk, contact={"email": "quiet@example.com"}, notify_customer=False)
    asked = (("maya@example.com", "TKT-0001"), ("nobody@example.com", "TKT-0001"), ("quiet@example.com", "TKT-0099"))
    seen = []
    for number, (email, ref) in enumerate(asked):
        with counting() as calls:
            answer = _ask(desk, email, ref, address=f"203.0.113.{number}")
        headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
        seen.append((answer.status, answer.content, headers, calls.made))
    assert seen[1:] == seen[:1] * 2


def test_an_address_without_requests_gets_no_mail(desk: Desk) -> None:
    new_ticket(desk, contact={"email": "quiet@example.com"}, notify_customer=False)
    for number, email in enumerate(("nobody@example.com", "quiet@example.com")):
        _ask(desk, email, address=f"203.0.113.{number}")
    assert _sent(desk) == []


def test_what_a_stranger_may_have_typed_is_not_mailed_to_anybody(desk: Desk) -> None:
    submitted(desk, title="Cheap watches at watches.example")
    _ask(desk)
    assert _sent(desk)
    assert all("watches" not in mail.text + mail.html + mail.subject for mail in desk.sent)
    desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Hello"}, token=desk.admin.token)
    _ask(desk)
    desk.settle()
    texts = [mail.text for mail in desk.sent if mail.subject == "Your requests at Acme Support"]
    assert "TKT-0001 · Cheap watches at watches.example · In progress" in texts[-1]


def test_nobody_s_mailbox_is_flooded(desk: Desk) -> None:
    submitted(desk)
    for number in range(8):
        assert _ask(desk, address=f"203.0.113.{number}").status == 303
    assert len(_sent(desk)) == 3


def test_the_fourth_asking_in_a_minute_has_to_wait_and_keeps_what_was_typed(desk: Desk) -> None:
    answers = [_ask(desk, f"maya{number}@example.com") for number in range(7)]  # the minute may end on the way
    assert [answer.status for answer in answers][:3] == [303] * 3
    assert 429 in {answer.status for answer in answers[3:]}
    late = next(answer for answer in answers if answer.status == 429)
    assert 'value="maya' in late.text
    assert int(late.headers["retry-after"]) <= 60


def test_what_is_typed_wrong_is_said_at_the_field_and_changes_nothing(desk: Desk) -> None:
    before = stored(desk)
    for email in ("", "maya", "a@example.com,b@example.com", "x" * 3000, MARKUP):
        page = refused(_ask(desk, email))
        assert 'id="email-error"' in page
        assert "<script" not in page
    for ref in ("42", "TKT", "TKT-" + "9" * 5000, MARKUP):
        page = refused(_ask(desk, ref=ref))
        assert 'id="ref-error"' in page
        assert 'value="maya@example.com"' in page
    assert stored(desk) == before


def test_a_blocked_customer_is_answered_like_anybody_and_gets_nothing(desk: Desk) -> None:
    submitted(desk)
    contact = desk.http("GET", "/v1/acme/contacts", token=desk.admin.token).json()["items"][0]["id"]
    blocked = desk.http("PATCH", f"/v1/acme/contacts/{contact}", json={"blocked": True}, token=desk.admin.token)
    assert blocked.status == 200
    assert _ask(desk).status == 303
    assert _sent(desk) == []


def test_a_link_that_opens_nothing_leads_to_where_links_are_sent_again(desk: Desk) -> None:
    path = submitted(desk)
    for wrong in (path[:-1], path + "a", f"{PORTAL}/t/x", f"{path[:-3]}abc/rate"):
        page = refused(desk.http("GET", wrong), 404)
        assert "This link does not work" in page
        assert f'href="{FIND}"' in page
    for page in (desk.http("GET", PORTAL), desk.http("GET", FIND)):
        assert page.status == 200
    assert f'href="{FIND}"' in desk.http("GET", PORTAL).text


def test_the_mail_speaks_the_language_of_the_page(desk: Desk) -> None:
    submitted(desk)
    form = {"email": "maya@example.com", "ref": ""}
    assert desk.http("POST", f"{FIND}?lang=de", form=form).status == 303
    desk.settle()
    assert "Ihre Anfragen bei Acme Support" in {mail.subject for mail in desk.sent}
