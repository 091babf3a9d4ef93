"""A parked mail that was thrown away goes for good, with what was stored of it; what somebody else has of it stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.events import SYSTEM
from chalicelib.services.mail.html_pages import keep
from chalicelib.services.mail.incoming import suspended
from chalicelib.services.seat import Seat
from infra.local.aws import client
from tests.api.asking import portal_form
from tests.services.mail.correspondence import Correspondence
from tests.support.cuts import cut
from tests.support.desk import SUPPORT, WORKSPACE

SOON = timedelta(minutes=20)
WEEKS = timedelta(days=16)
OTHERS = "help@globex.example"
BOTH = f"{SUPPORT}, {OTHERS}"


def raw_mails(post: Correspondence) -> list[str]:
    """Every object of the mail bucket."""
    found = client("s3").list_object_versions(Bucket=post.desk.environment["MAIL_BUCKET"])
    return [one["Key"] for one in found.get("Versions", ())]


def parked(post: Correspondence, workspace: str = WORKSPACE) -> list[str]:
    with post.desk.ports.open(workspace) as room:
        return [mail.id for mail in room.suspended.list(10, None).items]


def call(post: Correspondence, verb: str, path: str, key: str = "k") -> int:
    headers = {"idempotency-key": key}
    answer = post.desk.http(verb, f"/v1/acme/suspended-mails/{path}", headers=headers, token=post.desk.admin.token)
    return answer.status


def discard(post: Correspondence, workspace: str = WORKSPACE) -> None:
    (mail_id,) = parked(post, workspace)
    with post.desk.ports.open(workspace) as room:
        suspended.discard(Seat(post.desk.ports, room, SYSTEM), mail_id)


def test_the_mail_as_it_came_goes_for_good(post: Correspondence) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    (mail_id,) = parked(post)
    assert call(post, "DELETE", mail_id) == 204
    assert len(raw_mails(post)) == 1
    post.desk.advance(SOON)
    assert raw_mails(post) == []
    assert post.parked() == []


def test_so_does_a_form_that_looked_like_spam(post: Correspondence) -> None:
    form = portal_form(post.desk) | {"description": "https://spam.example/pills"}
    assert post.desk.http("POST", "/portal/acme", form=form).status in (200, 303)
    (mail_id,) = parked(post)
    (key,) = raw_mails(post)
    assert key.startswith("inbound/form-")
    assert call(post, "DELETE", mail_id) == 204
    post.desk.advance(SOON)
    assert raw_mails(post) == []


def test_what_was_stored_of_it_goes_too(post: Correspondence) -> None:
    """It was to be filed, and refused in the last moment."""
    post.write("I won!", verdicts={"spam": "FAIL"}, files=[("a.txt", "text/plain", b"x")])
    (key,) = raw_mails(post)
    (mail_id,) = parked(post)
    files = post.desk.ports.files
    with post.desk.ports.open(WORKSPACE) as room:
        html = keep(post.desk.ports, room, key, "<b>I won!</b>")
    assert html
    assert files.size(f"html/{WORKSPACE}/{html}")
    assert call(post, "DELETE", mail_id) == 204
    post.desk.advance(SOON)
    assert files.size(f"html/{WORKSPACE}/{html}") is None


@pytest.mark.parametrize("before", range(1, 9))
def test_cut_off_anywhere_and_asked_again_it_is_gone(post: Correspondence, before: int) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    with cut(before=before):
        discard(post)
    if parked(post):
        post.desk.advance(SOON)
        assert len(raw_mails(post)) == 1, "it may be let through still"
        discard(post)
    post.desk.advance(SOON)
    assert raw_mails(post) == []


def test_one_that_is_let_through_at_the_same_moment_stays(post: Correspondence) -> None:
    """Filed, and cut off before it was taken out; then thrown away."""
    post.write("I won!", verdicts={"spam": "FAIL"}, files=[("a.txt", "text/plain", b"x")])
    (mail_id,) = parked(post)
    with post.desk.ports.open(WORKSPACE) as room:
        for number in range(1, 60):
            with cut(after=number):
                call(post, "POST", f"{mail_id}/release")
            if room.tickets.rows([1, 2, 3]):
                break
    assert parked(post) == [mail_id]
    assert call(post, "DELETE", mail_id) == 204
    post.desk.advance(SOON)
    assert len(raw_mails(post)) == 1
    with post.desk.ports.open(WORKSPACE) as room:
        (ticket,) = room.tickets.rows(range(1, 60))
    answer = post.call("GET", f"/tickets/TKT-{ticket.number:04d}").json()
    (file,) = answer["attachments"]
    assert post.desk.ports.files.size(f"attachments/{WORKSPACE}/{file['id']}") == 1


@pytest.fixture
def shared(post: Correspondence) -> Correspondence:
    """A mail to two workspaces that is parked in both."""
    post.desk.create_workspace("globex", "Globex", OTHERS)
    raw = f"From: maya@example.com\r\nTo: {BOTH}\r\nMessage-ID: <m1@example.com>\r\nSubject: Prize\r\n\r\nYou won!"
    post.desk.receive(raw.encode(), "maya@example.com", [SUPPORT, OTHERS], {"spam": "FAIL"})
    post.desk.settle()
    assert len(raw_mails(post)) == 1
    assert len(parked(post)) == len(parked(post, "globex")) == 1
    return post


def test_another_workspace_may_let_it_through_still(shared: Correspondence) -> None:
    discard(shared)
    shared.desk.advance(SOON)
    assert len(raw_mails(shared)) == 1
    shared.desk.advance(WEEKS)
    assert len(raw_mails(shared)) == 1
    assert len(parked(shared, "globex")) == 1


def test_the_last_workspace_takes_it_away(shared: Correspondence) -> None:
    discard(shared)
    discard(shared, "globex")
    shared.desk.advance(SOON)
    assert len(raw_mails(shared)) == 1, "a third might be at it still"
    shared.desk.advance(WEEKS)
    assert raw_mails(shared) == []


def test_who_erases_finds_what_is_gone_already_gone(post: Correspondence) -> None:
    post.write("I won!", verdicts={"spam": "FAIL"})
    discard(post)
    (key,) = raw_mails(post)
    post.desk.ports.raw_mail.erase(key)
    post.desk.advance(SOON)
    assert raw_mails(post) == []
