"""Searching, counting and following tickets over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from infra.local import template
from tests.api.asking import TICKETS, fields, new_ticket, pages, problem
from tests.support.capacity import Layout
from tests.support.desk import Answer, Desk
from tests.support.meter import metering


def ask(desk: Desk, token: str | None = None, **query: Any) -> Answer:
    return desk.http("GET", f"{TICKETS}?{urlencode(query)}", token=token or desk.admin.token)


def find(desk: Desk, token: str | None = None, **query: Any) -> list[int]:
    answer = ask(desk, token, **query)
    assert answer.status == 200, answer.text
    return [item["number"] for item in answer.json()["items"]]


def do(desk: Desk, method: str, path: str, body: Any = None) -> Any:
    answer = desk.http(method, TICKETS + path, json=body, token=desk.admin.token)
    assert answer.status in (200, 201, 204), answer.text
    return answer.json() if answer.content else None


def test_a_search_shows_rows_like_a_list_the_newest_ticket_first(desk: Desk) -> None:
    for title in ("Refund please", "Nothing", "Where is my refund?"):
        new_ticket(desk, title=title)
    do(desk, "PATCH", "/TKT-0001", {"priority": "high"})
    desk.settle()
    found = ask(desk, q="REFUND").json()
    listed = {item["number"]: item for item in ask(desk).json()["items"]}
    assert [item | {"snippet": None} for item in found["items"]] == [listed[3], listed[1]]
    assert found["next_cursor"] is None


@pytest.mark.parametrize("typed", ["TKT-0002", "tkt-2", " Tkt-2 ", "2", "0002"])
def test_a_reference_typed_whole_comes_first_whatever_the_filters(desk: Desk, typed: str) -> None:
    for title in ("About TKT-0002, number 2", "The one", "Also about 2 and 0002"):
        new_ticket(desk, title=title)
    do(desk, "POST", "/TKT-0002/archive")
    desk.settle()
    found = find(desk, q=typed)
    assert found[0] == 2
    assert found.count(2) == 1
    assert find(desk, q=typed, status="closed") == [2]


def test_other_tickets_follow_the_one_a_number_stands_for_on_every_page_size(desk: Desk) -> None:
    for title in ("Order 3", "Order 3", "The third", "Order 33"):
        new_ticket(desk, title=title)
    desk.settle()
    for limit in (1, 2, 100):
        walked = [
            item["number"] for page in pages(desk, f"{TICKETS}?q=3", desk.admin.token, limit) for item in page["items"]
        ]
        assert walked == [3, 2, 1]  # one letter or digit is no beginning of a word


def test_a_reference_of_nothing_finds_what_mentions_it(desk: Desk) -> None:
    new_ticket(desk, title="As in TKT-0077")
    new_ticket(desk, title="Checkout answers 502")
    desk.settle()
    assert find(desk, q="TKT-0077") == [1]
    assert find(desk, q="502") == [2]
    assert find(desk, q="TKT-0078") == []


def test_filters_apply_to_what_is_found(desk: Desk) -> None:
    new_ticket(desk, title="Refund", priority="high")
    new_ticket(desk, title="Refund", type="bug_report", contact={"email": "maya@example.com"})
    new_ticket(desk, title="Refund", assignee_id=desk.admin.id, channel="phone", status="waiting")
    desk.settle()
    contact = do(desk, "GET", "/TKT-0002")["contact"]["id"]
    for query, expected in (
        ({}, [3, 2, 1]),
        ({"priority": "high"}, [1]),
        ({"priority": "high,medium"}, [3, 2, 1]),
        ({"type": "bug_report"}, [2]),
        ({"channel": "phone"}, [3]),
        ({"status": "open"}, [2, 1]),
        ({"assignee": "me"}, [3]),
        ({"assignee": "none"}, [2, 1]),
        ({"contact": contact}, [2]),
        ({"status": "open", "assignee": "me"}, []),
        ({"label": "l_nothing"}, []),
        ({"archived": "true"}, []),
    ):
        assert find(desk, q="refund", **query) == expected, query


def test_archived_tickets_are_found_under_archived_alone(desk: Desk) -> None:
    for _ in range(2):
        new_ticket(desk, title="Refund")
    do(desk, "POST", "/TKT-0001/archive")
    desk.settle()
    assert find(desk, q="refund") == [2]
    assert find(desk, q="refund", archived="true") == [1]


def test_of_merged_tickets_the_primary_is_shown_once(desk: Desk) -> None:
    for title in ("Refund apple", "Refund pear", "Refund plum", "Other", "Refund fig"):
        new_ticket(desk, title=title)
    do(desk, "POST", "/TKT-0001/merge", {"duplicate": "TKT-0003"})  # its hit comes before the primary's own
    do(desk, "POST", "/TKT-0004/merge", {"duplicate": "TKT-0002"})  # the primary has no hit of its own
    desk.settle()
    assert find(desk, q="plum") == find(desk, q="apple") == [1]
    assert find(desk, q="pear") == [4]
    for limit in (1, 2, 3, 100):
        walked = [
            item["number"]
            for page in pages(desk, f"{TICKETS}?q=refund", desk.admin.token, limit)
            for item in page["items"]
        ]
        assert walked == [5, 1, 4], limit


def test_a_primary_that_matches_before_its_duplicate_isn_t_shown_again(desk: Desk) -> None:
    for _ in range(3):
        new_ticket(desk, title="Refund")
    do(desk, "POST", "/TKT-0003/merge", {"duplicate": "TKT-0001"})
    desk.settle()
    for limit in (1, 100):
        walked = [
            item["number"]
            for page in pages(desk, f"{TICKETS}?q=refund", desk.admin.token, limit)
            for item in page["items"]
        ]
        assert walked == [3, 2], limit


def test_notes_are_searched_for_members_alone(desk: Desk) -> None:
    new_ticket(desk, title="Router")
    do(desk, "POST", "/TKT-0001/notes", {"body": "Its password is plumtree"})
    desk.settle()
    viewer = desk.add_member("Vic O.", "vic@acme.example", "viewer")
    key = desk.api_key("tickets:read")
    assert find(desk, q="plumtree") == find(desk, viewer.token, q="plumtree") == [1]
    assert find(desk, key, q="plumtree") == []
    assert find(desk, key, q="router") == [1]


def test_a_program_that_may_reads_the_notes_of_a_ticket_as_members_do(desk: Desk) -> None:
    new_ticket(desk, title="Router")
    do(desk, "POST", "/TKT-0001/notes", {"body": "Its password is plumtree"})
    by_key, by_member = (
        [entry["kind"] for entry in desk.http("GET", f"{TICKETS}/TKT-0001/timeline", token=token).json()["items"]]
        for token in (desk.api_key("tickets:read", "notes:read"), desk.admin.token)
    )
    assert by_key == by_member == ["event", "internal_note"]


def test_what_programs_see_of_notes_is_in_the_api_s_description(desk: Desk) -> None:
    paths = desk.http("GET", "/v1/openapi.json").json()["paths"]
    assert "internal notes" in paths["/v1/{workspace}/tickets"]["get"]["description"]
    assert "internal_note" in paths["/v1/{workspace}/tickets/{ref}/timeline"]["get"]["description"]


def test_another_workspace_s_words_are_not_found(desk: Desk) -> None:
    desk.create_workspace("other", "Other", "help@other.example")
    new_ticket(desk, title="Refund")
    desk.settle()
    stranger = desk.add_member("Ben R.", "ben@other.example", "admin", workspace="other")
    answer = desk.http("GET", "/v1/other/tickets?q=refund", token=stranger.token)
    assert answer.json() == {"items": [], "next_cursor": None, "instead": None, "texts_cut": False}


def why(desk: Desk, q: str, token: str | None = None) -> list[tuple[int, str, str]]:
    """Number, source and text of each row found, with the hits in brackets."""
    answer = ask(desk, token, q=q)
    assert answer.status == 200, answer.text
    found = []
    for item in answer.json()["items"]:
        parts = [f"[{part['text']}]" if part["hit"] else part["text"] for part in item["snippet"]["parts"]]
        found.append((item["number"], item["snippet"]["source"], "".join(parts)))
    return found


def test_each_row_says_why_it_was_found(desk: Desk) -> None:
    new_ticket(desk, title="Router", description="The lamp is <b>red</b>, says the <manual>")
    new_ticket(desk, title="Red lamp", contact={"email": "maya@example.com", "name": "Maya Osei"})
    do(desk, "POST", "/TKT-0002/replies", {"body": "Please send the serial number"})
    do(desk, "POST", "/TKT-0001/resolve", {"resolution": "Exchanged the fuse"})
    desk.settle()
    assert why(desk, "red") == [
        (2, "title", "[Red] lamp"),
        (1, "description", "The lamp is <b>[red]</b>, says the <manual>"),
    ]
    assert why(desk, "osei") == [(2, "contact", "Maya [Osei] · maya@example.com")]
    assert why(desk, "serial num") == [(2, "message", "Please send the [serial] [number]")]
    assert why(desk, "fuse") == [(1, "resolution", "Exchanged the [fuse]")]
    assert ask(desk).json()["items"][0]["snippet"] is None


def test_one_typo_is_forgiven_when_nothing_has_the_word_and_the_answer_says_so(desk: Desk) -> None:
    for title in ("Where are my invoices", "Two invoices", "Nothing"):
        new_ticket(desk, title=title)
    desk.settle()
    with metering(Layout.of(template.table())) as meter:
        found = ask(desk, q="two invoces").json()
    assert meter.reads <= 1 + 10 + 2
    assert ([item["number"] for item in found["items"]], found["instead"]) == ([2], "two invoices")
    assert [
        [item["number"] for item in page["items"]] for page in pages(desk, f"{TICKETS}?q=invoces", desk.admin.token, 1)
    ] == [[2], [1]]
    assert ask(desk, q="invoices").json()["instead"] is None
    for typed in ("envoices", "invoixxs", "invoces two three"):
        assert find(desk, q=typed) == [], typed


def test_that_texts_are_longer_than_what_is_kept_is_said_when_nothing_is_found(desk: Desk) -> None:
    new_ticket(desk, title="Log", description=" ".join(f"line{number}" for number in range(2000)))
    assert ask(desk, q="quagga").json()["texts_cut"] is False
    desk.settle()
    assert ask(desk, q="quagga").json()["texts_cut"] is True
    assert ask(desk, q="line1999").json()["texts_cut"] is False


@pytest.mark.parametrize("typed", ["plumtree", "plumtre", "plumtrees", "router plumtree", "chairwomen", "blac"])
def test_what_members_tell_each_other_leads_a_program_nowhere_nor_does_any_hint_of_it(desk: Desk, typed: str) -> None:
    new_ticket(desk, title="Router")
    do(desk, "POST", "/TKT-0001/notes", {"body": "Its password is plumtree, on the blacklist"})
    do(desk, "POST", "/TKT-0001/escalate", {"reason": "The chairwoman waits"})
    desk.settle()
    assert [number for number, *_ in why(desk, typed)] == [1]
    found = ask(desk, desk.api_key("tickets:read"), q=typed)
    assert found.json() == {"items": [], "next_cursor": None, "instead": None, "texts_cut": False}


@pytest.mark.parametrize("typed", ["x" * 10_000, "the of and", "!!!", " ".join(f"w{n}" for n in range(17))])
def test_what_nothing_can_be_found_by_is_refused_at_its_field(desk: Desk, typed: str) -> None:
    assert fields(problem(ask(desk, q=typed), 422, "validation_failed")) == ["q"]


@pytest.mark.parametrize("typed", ["\0", "a\0b", "#", "refund#0000000001", "~", "\U0010ffff", "%", "'", "é" * 200])
def test_signs_that_keys_are_made_of_find_nothing_and_break_nothing(desk: Desk, typed: str) -> None:
    new_ticket(desk, title="Refund")
    desk.settle()
    answer = ask(desk, q=typed)
    assert answer.status in (200, 422), answer.text
    assert answer.status == 422 or answer.json()["items"] == []


def test_a_cursor_belongs_to_its_words(desk: Desk) -> None:
    for _ in range(2):
        new_ticket(desk, title="Refund order")
    desk.settle()
    cursor = ask(desk, q="refund", limit=1).json()["next_cursor"]
    assert find(desk, q="refund", limit=1, cursor=cursor) == [1]
    problem(ask(desk, q="order", limit=1, cursor=cursor), 400, "bad_cursor")
    problem(ask(desk, limit=1, cursor=cursor), 400, "bad_cursor")
    problem(ask(desk, q="refund", limit=1, cursor=cursor, status="open"), 400, "bad_cursor")


def test_a_filter_that_leaves_out_nearly_all_is_read_in_bounded_requests(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.services.search.find.MOST_ROWS", 3)
    for number in range(8):
        new_ticket(desk, title="Refund", priority="low" if number else "high")
    desk.settle()
    walked = list(pages(desk, f"{TICKETS}?q=refund&priority=high", desk.admin.token, 2))
    assert [[item["number"] for item in page["items"]] for page in walked] == [[], [], [1]]


def test_a_page_of_25_found_tickets_costs_at_most_30_read_units(desk: Desk) -> None:
    for number in range(30):
        new_ticket(desk, title=f"Refund of order {number}")
    desk.settle(60)
    for typed in ("refund", "refund order", "re", "of order"):
        with metering(Layout.of(template.table())) as meter:
            assert len(find(desk, q=typed)) == 25
        assert 0 < meter.reads <= 30, typed


def test_a_page_of_25_found_in_texts_that_have_to_be_read_costs_at_most_35_read_units(desk: Desk) -> None:
    for number in range(30):
        new_ticket(desk, title=f"Order {number}", description=f"Refund, please. {'Thank you. ' * 300}")
    desk.settle(60)
    with metering(Layout.of(template.table())) as meter:
        found = why(desk, "refund")
    assert len(found) == 25
    assert len([text for _, _, text in found if text.startswith("[Refund], please.")]) >= 8
    assert {source for _, source, _ in found} == {"description"}
    assert 0 < meter.reads <= 35


def counts(desk: Desk, token: str | None = None) -> dict[str, int]:
    answer = desk.http("GET", f"{TICKETS}/counts", token=token or desk.admin.token)
    assert answer.status == 200, answer.text
    found: dict[str, int] = answer.json()
    return found


def test_every_tab_has_its_count(desk: Desk) -> None:
    none = dict.fromkeys(
        ("all", "mine", "unassigned", "open", "in_progress", "waiting", "resolved", "closed", "archived"), 0
    )
    assert counts(desk) == none
    for status in ("open", "open", "waiting", "closed"):
        new_ticket(desk, status=status)
    new_ticket(desk, assignee_id=desk.admin.id, status="in_progress")
    do(desk, "POST", "/TKT-0001/archive")
    do(desk, "POST", "/TKT-0005/merge", {"duplicate": "TKT-0004"})
    desk.settle()
    expected = none | {"all": 3, "unassigned": 2, "open": 1, "in_progress": 1, "waiting": 1, "archived": 1}
    assert counts(desk) == expected | {"mine": 1}
    assert counts(desk, desk.api_key("tickets:read")) == expected


def test_counting_costs_two_reads_however_many_tickets_there_are(desk: Desk) -> None:
    for _ in range(5):
        new_ticket(desk)
    desk.settle()
    counts(desk)
    with metering(Layout.of(template.table())) as meter:
        counts(desk)
    assert meter.reads <= 2  # the caller's membership, and the two counters at half a unit each


def follow(desk: Desk, since: str | None = None, **query: Any) -> tuple[list[tuple[int, int]], str]:
    """Number and version of what changed, and the cursor to go on from."""
    path = f"{TICKETS}/changes?{urlencode({**query, **({'since': since} if since else {})})}"
    answer = desk.http("GET", path, token=desk.admin.token)
    assert answer.status == 200, answer.text
    document = answer.json()
    return [(item["number"], item["version"]) for item in document["items"]], document["next_cursor"]


def test_the_feed_starts_now_and_brings_what_changes_after(desk: Desk) -> None:
    new_ticket(desk, title="Old")
    desk.advance(timedelta(minutes=1))
    changed, cursor = follow(desk)
    assert changed == []
    assert follow(desk, cursor)[0] == []
    new_ticket(desk, title="New")
    do(desk, "PATCH", "/TKT-0001", {"priority": "high"})
    changed, cursor = follow(desk, cursor)
    assert changed == [(2, 1), (1, 2)]
    desk.advance(timedelta(minutes=1))
    assert follow(desk, follow(desk, cursor)[1])[0] == []


def test_the_feed_brings_tickets_that_leave_every_list(desk: Desk) -> None:
    for _ in range(3):
        new_ticket(desk)
    desk.advance(timedelta(minutes=1))
    _, cursor = follow(desk)
    do(desk, "POST", "/TKT-0001/archive")
    do(desk, "POST", "/TKT-0003/merge", {"duplicate": "TKT-0002"})
    assert {number for number, _ in follow(desk, cursor)[0]} == {1, 2, 3}


def test_the_feed_reads_its_last_seconds_again(desk: Desk) -> None:
    _, cursor = follow(desk)
    new_ticket(desk)
    first, cursor = follow(desk, cursor)
    second, cursor = follow(desk, cursor)
    assert first == second == [(1, 1)]
    desk.advance(timedelta(seconds=6))
    _, cursor = follow(desk, cursor)
    assert follow(desk, cursor)[0] == []


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_small_pages_of_the_feed_leave_nothing_out_and_come_to_an_end(desk: Desk, limit: int) -> None:
    _, cursor = follow(desk)
    for _ in range(5):
        new_ticket(desk)
    seen: list[int] = []
    for _ in range(6):
        changed, cursor = follow(desk, cursor, limit=limit)
        seen += [number for number, _ in changed]
    assert set(seen) == {1, 2, 3, 4, 5}
    desk.advance(timedelta(minutes=1))
    for _ in range(14):  # those that were new a minute ago come once more
        changed, cursor = follow(desk, cursor, limit=limit)
    assert changed == []


def test_a_ticket_stored_behind_what_was_read_already_is_not_missed(desk: Desk) -> None:
    """Two page reads, and between them a slower transaction ends whose ticket belongs before the first page's last."""
    new_ticket(desk)
    desk.advance(timedelta(seconds=60))
    _, cursor = follow(desk)
    desk.ports.clock.offset += timedelta(seconds=3)
    for _ in range(2):
        new_ticket(desk)
    changed, cursor = follow(desk, cursor, limit=1)
    assert changed == [(2, 1)]
    changed, cursor = follow(desk, cursor, limit=1)
    assert changed == [(3, 1)]
    desk.ports.clock.offset -= timedelta(seconds=1)
    do(desk, "PATCH", "/TKT-0001", {"priority": "high"})
    desk.ports.clock.offset += timedelta(seconds=20)
    seen = []
    for _ in range(4):
        changed, cursor = follow(desk, cursor, limit=1)
        seen += changed
    assert (1, 2) in seen


def test_a_feed_s_cursor_is_its_caller_s_own(desk: Desk) -> None:
    _, cursor = follow(desk)
    other = desk.add_member("Vic O.", "vic@acme.example", "agent")
    path = f"{TICKETS}/changes?since={quote(cursor)}"
    problem(desk.http("GET", path, token=other.token), 400, "bad_cursor")
    problem(desk.http("GET", f"{path}x", token=desk.admin.token), 400, "bad_cursor")
    problem(desk.http("GET", f"{TICKETS}?cursor={quote(cursor)}", token=desk.admin.token), 400, "bad_cursor")
