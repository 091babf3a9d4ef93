"""The links of customers: whose they are, what they open, and what they never show."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.api.asking import TICKETS, new_ticket, submitted, tracking_path, walked
from tests.support.desk import Desk

SECRET = "the-router-password-is-plumtree"


def parts(path: str) -> list[str]:
    """Number, recipient and signature of the token at the end of a path."""
    return path.rpartition("/")[2].split(".")


def other(letter: str) -> str:
    """Another letter that a token may have."""
    return "a" if letter != "a" else "b"


def test_a_token_with_any_one_letter_changed_opens_nothing(desk: Desk) -> None:
    path = submitted(desk)
    base, token = path.rpartition("/")[0], path.rpartition("/")[2]
    for place, letter in enumerate(token):
        changed = f"{token[:place]}{'2' if letter.isdigit() else other(letter)}{token[place + 1 :]}"
        if changed != token:
            address = f"203.0.113.{place}"
            page = desk.http("GET", f"{base}/{changed}", address=address)
            assert page.status == 404, changed
            assert "Checkout returns 502" not in page.text
            assert desk.http("POST", f"{base}/{changed}/replies", form={"body": "x"}, address=address).status == 404
    assert desk.http("GET", path).status == 200


def test_what_is_no_token_opens_nothing(desk: Desk) -> None:
    submitted(desk)
    for token in ("", "1", "TKT-0001", "1..", "0.aaaaaaaa." + "a" * 32, "9" * 5000, "%00", "%ff", "a%2Fb"):
        assert desk.http("GET", f"/portal/acme/t/{token}").status == 404


def test_a_link_opens_its_own_ticket_in_its_own_workspace_for_its_own_recipient_alone(desk: Desk) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    mine, theirs = submitted(desk), submitted(desk, email="noor@example.com", title="Another matter")
    there = desk.http("GET", "/portal/globex")
    assert there.status == 200
    (number, recipient, mac), (other_number, other_recipient, other_mac) = parts(mine), parts(theirs)
    wrong = [
        f"/portal/globex/t/{number}.{recipient}.{mac}",
        f"/portal/acme/t/{other_number}.{recipient}.{mac}",
        f"/portal/acme/t/{number}.{other_recipient}.{mac}",
        f"/portal/acme/t/{number}.{recipient}.{other_mac}",
        f"/portal/acme/t/{other_number}.{other_recipient}.{mac}",
        f"/portal/acme/t/99.{recipient}.{mac}",
    ]
    pages = [desk.http("GET", path) for path in wrong]
    assert {page.status for page in pages} == {404}
    assert len({page.text for page in pages[1:]}) == 1
    assert "Another matter" in desk.http("GET", theirs).text


def test_the_address_for_answers_is_no_link(desk: Desk) -> None:
    submitted(desk)
    desk.settle()
    token = desk.sent[0].addresses("Reply-To")[0].partition("+")[2].partition("@")[0]
    assert desk.http("GET", f"/portal/acme/t/{token}").status == 404


def test_whoever_is_taken_off_a_ticket_loses_the_link_and_nobody_else_does(desk: Desk) -> None:
    people = {"contact": {"email": "maya@example.com"}, "participants": ["ops@example.com"]}
    new_ticket(desk, **people)
    desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": "Hello"}, token=desk.admin.token)
    desk.settle()
    links = {mail.to[0]: _link(mail.text) for mail in desk.sent}
    assert set(links) == {"maya@example.com", "ops@example.com"}
    assert desk.http("GET", links["ops@example.com"]).status == 200
    desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"participants": []}, token=desk.admin.token)
    assert desk.http("GET", links["ops@example.com"]).status == 404
    assert desk.http("POST", links["ops@example.com"] + "/replies", form={"body": "x"}).status == 404
    assert desk.http("GET", links["maya@example.com"]).status == 200


def test_an_empty_answer_is_refused_and_a_long_one_keeps_what_was_typed(desk: Desk) -> None:
    path = submitted(desk)
    for body in ("", " \r\n\t"):
        page = desk.http("POST", f"{path}/replies", form={"body": body})
        assert page.status == 422
        assert 'id="body-error"' in page.text
    typed = "x" * 1_000_000
    page = desk.http("POST", f"{path}/replies", form={"body": typed, "nonce": "n1"})
    assert page.status == 422
    assert typed in page.text
    assert 'value="n1"' in page.text
    assert desk.http("GET", f"{TICKETS}/TKT-0001", token=desk.admin.token).json()["message_count"] == 0


def test_an_answer_sent_twice_is_said_once(desk: Desk) -> None:
    path = submitted(desk)
    for nonce, body in (("n1", "Once"), ("n1", "Once"), ("n1", "Once more"), ("n2", "Once")):
        answer = desk.http("POST", f"{path}/replies", form={"body": body, "nonce": nonce})
        assert answer.status == 303
        assert tracking_path(answer) == path
    entries = walked(desk, f"{TICKETS}/TKT-0001/timeline", desk.admin.token, 100)
    said = [entry["body_text"] for entry in entries if entry["kind"] == "customer_message"]
    assert said == ["Once", "Once more", "Once"]


def test_an_answer_to_a_closed_request_opens_one_more_however_often_it_is_sent(desk: Desk) -> None:
    path = submitted(desk)
    desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"status": "closed"}, token=desk.admin.token)
    answers = [desk.http("POST", f"{path}/replies", form={"body": "Again", "nonce": "n1"}) for _ in range(3)]
    assert len({answer.headers["location"] for answer in answers}) == 1
    follow_up = tracking_path(answers[0])
    assert follow_up != path
    assert "Again" in desk.http("GET", follow_up).text
    assert [ticket["follow_up_of"] for ticket in walked(desk, TICKETS, desk.admin.token, 100)].count("TKT-0001") == 1


def test_a_link_that_would_run_a_script_is_text_on_the_page_and_in_the_mail(desk: Desk) -> None:
    path = submitted(desk)
    for target in ("javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "//evil.example"):
        body = {"body": f"[press here]({target}) https://good.example"}
        assert desk.http("POST", f"{TICKETS}/TKT-0001/replies", json=body, token=desk.admin.token).status == 201
    desk.settle()
    shown = [desk.http("GET", path).text, *(mail.html for mail in desk.sent)]
    assert sum("press here" in page for page in shown) == 5
    for page in shown:
        targets = re.findall(r'(?:href|src|action)="([^"]*)"', page)
        assert not [target for target in targets if re.match(r"(?i)\s*(javascript|data:text|//)", target)]


def test_a_note_is_in_no_byte_of_a_page_or_mail(desk: Desk) -> None:
    path = submitted(desk)
    base = f"{TICKETS}/TKT-0001"
    steps = [
        ("POST", f"{base}/notes", {"body": SECRET}),
        ("POST", f"{base}/replies", {"body": "Public one"}),
        ("POST", f"{base}/notes", {"body": f"> {SECRET} @Ana"}),
        ("PATCH", base, {"status": "waiting"}),
        ("POST", f"{base}/resolve", {"resolution": "Public two"}),
        ("POST", f"{base}/notes", {"body": SECRET}),
    ]
    pages = []
    for method, target, body in steps:
        assert desk.http(method, target, json=body, token=desk.admin.token).status in (200, 201)
        desk.settle()
        pages.append(desk.http("GET", path))
    pages.append(desk.http("POST", f"{path}/replies", form={"body": "Not solved", "nonce": "n1"}))
    pages.append(desk.http("POST", f"{path}/replies", form={"body": ""}))
    desk.settle()
    pages.append(desk.http("GET", path))

    public = b"".join(page.content + str(page.headers).encode() for page in pages)
    mailed = "".join(f"{mail.subject}{mail.text}{mail.html}{mail.raw.decode()}" for mail in desk.sent)
    assert b"Public one" in public
    assert b"Public two" in public
    assert "Public one" in mailed
    for part in (SECRET, "plumtree"):
        assert part.encode() not in public
        assert part not in mailed
    assert SECRET in desk.http("GET", f"{base}/timeline", token=desk.admin.token).text


def test_a_page_and_its_mails_name_no_member_and_no_inner_word_to_a_customer(desk: Desk) -> None:
    path = submitted(desk)
    body = {"priority": "urgent", "assignee_id": desk.admin.id}
    desk.http("PATCH", f"{TICKETS}/TKT-0001", json=body, token=desk.admin.token)
    desk.settle()
    page = desk.http("GET", path).text
    customer = "".join(mail.text for mail in desk.sent if mail.to == ("maya@example.com",))
    for word in (desk.admin.email, desk.admin.id, desk.admin.name, "urgent"):
        assert word not in page + customer


def test_a_link_to_somebody_elses_site_gives_it_no_readers_token_in_a_mail_or_on_a_page(desk: Desk) -> None:
    """However much it looks like a link of ours, a click on it would hand the request over to that site."""
    path = submitted(desk)
    theirs = path.replace(parts(path)[0] + ".", "9.", 1)
    hosts = (
        "https://evil.example",
        "http://help.test.evil.example",
        "http://help.test@evil.example",
        "http://help.test:81",
    )
    text = "\n\n".join([f"[status]({host}{theirs})" for host in hosts] + [f"Yours: http://help.test{theirs}"])
    answered = desk.http("POST", f"{TICKETS}/TKT-0001/replies", json={"body": text}, token=desk.admin.token)
    assert answered.status == 201
    solved = desk.http("POST", f"{TICKETS}/TKT-0001/resolve", json={"resolution": text}, token=desk.admin.token)
    assert solved.status == 200
    desk.advance(timedelta(seconds=12))
    assert desk.http("POST", f"{path}/replies", form={"body": text, "nonce": "n1"}).status == 303
    desk.settle()
    mails = [mail for mail in desk.sent if "Yours:" in mail.text]
    assert len(mails) == 2
    for shown in (desk.http("GET", path).text, *(mail.html for mail in mails), *(mail.text for mail in mails)):
        assert all(f"{host}/portal/acme/t/" in shown for host in hosts), "the links themselves are there"
        for address in re.findall(r"https?://[^\s\"<)]*/t/[\w.…%]+", shown):
            own = address.startswith("http://help.test/portal/acme/t/1.")
            assert own or not re.search(r"/t/[19]\.", address), address
        assert "http://help.test/portal/acme/t/1." in shown, "a link of ours is the reader's own"


def _link(text: str) -> str:
    found = next(line for line in text.split() if "/portal/acme/t/" in line)
    return found[found.index("/portal/") :].rstrip(").>")
