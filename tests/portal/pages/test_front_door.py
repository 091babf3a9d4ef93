"""What is met at the bare address of either host: the console, the portal of the one workspace, or a plain page."""

from __future__ import annotations

import pytest

from infra.local.aws import client
from tests.support.cuts import counting
from tests.support.desk import Answer, Desk

METHODS = pytest.mark.parametrize("method", ["GET", "HEAD"])
NEUTRAL = "Please use the address you were given"


def at_portal(desk: Desk, method: str = "GET", path: str = "/", language: str = "") -> Answer:
    return desk.http(method, path, headers={"host": "help.test", "accept-language": language})


def opened_yesterday(desk: Desk) -> None:
    """Take away what workspaces were not written down in before."""
    dynamodb, table = client("dynamodb"), desk.environment["TABLE_NAME"]
    asked = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "WORKSPACES"}}}
    for item in dynamodb.query(TableName=table, **asked)["Items"]:
        dynamodb.delete_item(TableName=table, Key={"pk": item["pk"], "sk": item["sk"]})


@METHODS
def test_the_consoles_host_leads_to_the_console(desk: Desk, method: str) -> None:
    answer = desk.http(method, "/")
    assert (answer.status, answer.headers["location"]) == (302, "/console/")


@METHODS
@pytest.mark.parametrize("path", ["/", "/portal"])
def test_the_portals_host_leads_to_the_portal_of_the_one_workspace(desk: Desk, method: str, path: str) -> None:
    answer = at_portal(desk, method, path)
    assert (answer.status, answer.headers["location"]) == (302, "/portal/acme")
    assert at_portal(desk, method, answer.headers["location"]).status == 200


@METHODS
def test_with_several_workspaces_none_is_named(desk: Desk, method: str) -> None:
    desk.create_workspace("globex", "Globex", "help@globex.example")
    answer = at_portal(desk, method)
    assert (answer.status, answer.headers.get("location")) == (200, None)
    assert NEUTRAL in answer.text
    for name in ("acme", "globex"):
        assert name not in answer.text.lower()


def test_how_many_workspaces_there_are_changes_nothing_of_the_work(desk: Desk) -> None:
    at_portal(desk)  # reads the desk's secrets, once
    made = []
    for number in range(4):
        with counting() as calls:
            at_portal(desk)
        made.append(calls.made)
        desk.create_workspace(f"desk{number}", f"Desk {number}", f"help@desk{number}.example")
    assert made == [["dynamodb.Query"]] * 4


def test_the_page_that_names_none_speaks_the_visitors_language(bare_desk: Desk) -> None:
    assert NEUTRAL in at_portal(bare_desk).text
    for language, words in (("de", "Adresse"), ("es", "dirección"), ("fr", "adresse")):
        page = at_portal(bare_desk, language=language).text
        assert f'<html lang="{language}">' in page
        assert words in page


def test_a_desk_that_was_opened_before_workspaces_were_counted_takes_none_for_the_only_one(desk: Desk) -> None:
    opened_yesterday(desk)
    assert NEUTRAL in at_portal(desk).text
    desk.create_workspace("globex", "Globex", "help@globex.example")
    assert NEUTRAL in at_portal(desk).text
