"""Files of mails say whether they were checked for viruses; those that were found to have one go to nobody."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.storage.tickets import entries
from infra.local.aws import client
from tests.api.asking import problem
from tests.services.mail.correspondence import Correspondence
from tests.services.mail.test_release import PDF, release


def _file(post: Correspondence) -> Any:
    (file,) = post.ticket()["attachments"]
    return file


def _stored(post: Correspondence) -> str:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=post.desk.environment["TABLE_NAME"])
    return str([item for page in pages for item in page["Items"]])


def _tracking(post: Correspondence) -> str:
    return next(word for word in post.desk.sent[-1].text.split() if "/t/" in word).removeprefix("http://help.test")


def _page(post: Correspondence) -> str:
    return post.desk.http("GET", _tracking(post)).text


@pytest.mark.parametrize("verdict", ["PROCESSING_FAILED", "GRAY", "", "DISABLED"])
def test_files_of_a_mail_that_was_not_checked_say_so_and_can_be_had(post: Correspondence, verdict: str) -> None:
    post.write(files=[PDF], verdicts={"virus": verdict})
    file = _file(post)
    assert file["scanned"] == "unscanned"
    assert post.parked() == []
    assert post.call("GET", f"/tickets/TKT-0001/attachments/{file['id']}").status == 302


def test_files_of_a_mail_that_was_checked_are_stored_as_they_always_were(post: Correspondence) -> None:
    post.write(files=[PDF])
    assert _file(post)["scanned"] == "clean"
    assert "scanned" not in _stored(post)


def test_files_of_a_mail_with_a_virus_are_handed_to_nobody_once_it_is_released(post: Correspondence) -> None:
    post.write(files=[PDF], verdicts={"virus": "FAIL"})
    assert release(post).status == 200
    file = _file(post)
    assert file["scanned"] == "refused"
    told = problem(post.call("GET", f"/tickets/TKT-0001/attachments/{file['id']}"), 403, "file_withheld")
    assert "virus" in told["detail"]
    page = _page(post)
    assert "bill.pdf" in page
    assert "Blocked: contains a virus" in page
    assert f"/files/{file['id']}" not in page
    refused = post.desk.http("GET", f"{_tracking(post)}/files/{file['id']}")
    assert refused.status == 403
    assert "It contains a virus" in refused.text


@pytest.mark.parametrize("verdict", ["PASS", "GRAY"])
def test_of_a_file_that_can_be_had_the_customers_page_says_nothing_of_checks(
    post: Correspondence, verdict: str
) -> None:
    """It is for the agents to know what somebody sent them."""
    post.write(files=[PDF], verdicts={"virus": verdict})
    page = _page(post)
    assert "bill.pdf" in page
    assert "virus" not in page


def test_a_file_of_which_only_a_later_release_knows_the_outcome_is_handed_to_nobody() -> None:
    stored = {"id": "a_1", "name": "bill.pdf", "type": "application/pdf", "size": 8}
    states = ("quarantined", "refused", "unscanned", "clean")
    read = entries._attachments([{**stored, "scanned": state} for state in states])
    assert [file.withheld for file in read] == [True, True, False, False]
    assert not entries._attachments([stored])[0].withheld


def test_an_outcome_that_a_later_release_stored_is_kept_as_it_is() -> None:
    stored = {"id": "a_1", "name": "bill.pdf", "type": "application/pdf", "size": 8, "scanned": "quarantined"}
    (file,) = entries._attachments([stored])
    assert entries._file_data(file) == stored
