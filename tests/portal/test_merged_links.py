"""What a link opens once its request was merged: all of it to whoever is known to read the customer's mail, and only
what was in there before to whoever may have written it in their name."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

import jwt
import pytest

from tests.api.asking import FORM, TICKETS, hidden, tracking_path
from tests.support.desk import Answer, Desk

MAYA = "maya@example.com"
PORTAL = "/portal/acme"
SECRETS = ("Mayas account number is 4711", "We answer Maya", "Maya writes by mail", "Maya's solution", "bill.txt")
GONE_ON = "This request was merged with another"


@dataclass(frozen=True)
class Case:
    """A stranger's request in Maya's name, `theirs`, and hers, one merged into the other; the links of both, each as it
    was shown in the browser and as it was mailed to her."""

    desk: Desk
    widget: dict[str, Any]
    shown: dict[str, str]
    mailed: dict[str, str]

    @property
    def frame(self) -> str:
        return f"/widget/{self.widget['id']}"

    def listed(self, **form: str) -> Any:
        return self.desk.http("POST", f"{self.frame}/requests", form=form).json()["requests"]


INTO_HERS, INTO_THEIRS = ("hers", "theirs"), ("theirs", "hers")
either_way = pytest.mark.parametrize("case", [INTO_HERS, INTO_THEIRS], indirect=True, ids=["into hers", "into theirs"])
in_either_place = pytest.mark.parametrize("place", ["portal", "widget"])


@pytest.fixture
def case(request: pytest.FixtureRequest, desk: Desk) -> Case:
    """Merged as `request.param` says, the primary first; then answered, and answered by mail."""
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    widget = desk.http("POST", "/v1/acme/widgets", json=body, token=desk.admin.token).json()
    refs = {"hers": "TKT-0001", "theirs": "TKT-0002"}
    shown = {
        "hers": _sent(desk, PORTAL, "An old matter", SECRETS[0], files=SECRETS[4]),
        "theirs": _sent(desk, PORTAL, "A stranger's matter", "Please tell me all"),
    }
    _ask(desk, f"{refs['hers']}/replies", body=SECRETS[1])
    _ask(desk, f"{refs['theirs']}/replies", body="An answer to the stranger")
    desk.settle()
    primary, duplicate = request.param
    _ask(desk, f"{refs[primary]}/merge", duplicate=refs[duplicate])
    _ask(desk, f"{refs[primary]}/replies", body=f"{SECRETS[1]} again")
    desk.settle()
    mailed = {name: _mailed(desk, ref) for name, ref in refs.items()}
    assert desk.http("POST", f"{PORTAL}/t/{mailed['hers']}/replies", form={"body": SECRETS[2]}).status == 303
    _ask(desk, f"{refs[primary]}/resolve", resolution=SECRETS[3])
    assert (
        desk.http("POST", f"{PORTAL}/t/{mailed[primary]}/rate", form={"score": "2", "comment": SECRETS[3]}).status
        == 303
    )
    desk.settle()
    return Case(desk, widget, shown, mailed)


def _sent(desk: Desk, path: str, title: str, text: str, files: str = "") -> str:
    form = {**FORM, "title": title, "description": text, **hidden(desk.http("GET", path))}
    if not files:
        return tracking_path(desk.http("POST", path, form=form)).rpartition("/")[2]
    parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form.items()]
    parts.append(
        f'--b\r\nContent-Disposition: form-data; name="files"; filename="{files}"\r\n\r\nthe bill\r\n--b--\r\n'
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    return tracking_path(desk.http("POST", path, body="".join(parts).encode(), headers=headers)).rpartition("/")[2]


def _ask(desk: Desk, path: str, **body: Any) -> None:
    answer = desk.http("POST", f"{TICKETS}/{path}", json=body, token=desk.admin.token)
    assert answer.status in (200, 201), answer.text


def _mailed(desk: Desk, ref: str) -> str:
    """The link in the first mail to Maya about that ticket."""
    text = next(mail.text for mail in desk.sent if mail.to == (MAYA,) and ref in mail.subject)
    found = re.search(r"/portal/acme/t/([\w.]+)", text)
    assert found is not None
    return found[1]


def _page(case: Case, place: str, token: str, rest: str = "") -> Answer:
    return case.desk.http("GET", f"{PORTAL if place == 'portal' else case.frame}/t/{token}{rest}")


def _told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text.replace("&#39;", "'")]


@in_either_place
@either_way
def test_the_strangers_link_shows_his_own_request_as_it_was_and_says_so(case: Case, place: str) -> None:
    page = _page(case, place, case.shown["theirs"])
    assert page.status == 200
    assert _told(page.text) == []
    assert "Please tell me all" in page.text
    assert "An answer to the stranger" not in page.text
    assert GONE_ON in page.text
    assert "The conversation continues by email" in page.text


@in_either_place
@either_way
def test_the_link_that_maya_was_shown_shows_hers_as_it_was(case: Case, place: str) -> None:
    """Nothing tells her link from a stranger's: either may have been shown to anybody."""
    text = _page(case, place, case.shown["hers"]).text
    assert _told(text) == [SECRETS[0], SECRETS[4]]
    assert "Please tell me all" not in text
    assert GONE_ON in text


@in_either_place
@either_way
@pytest.mark.parametrize("whose", ["hers", "theirs"])
def test_a_link_that_was_mailed_to_maya_shows_everything(case: Case, place: str, whose: str) -> None:
    text = _page(case, place, case.mailed[whose]).text
    assert _told(text) == list(SECRETS)
    assert "Please tell me all" in text
    assert GONE_ON not in text


@in_either_place
@either_way
def test_files_of_the_other_request_are_for_mailed_links_alone(case: Case, place: str) -> None:
    address = re.search(r'/files/[^"]+(?="[^>]*>[^<]*<bdi>bill)', _page(case, place, case.mailed["theirs"]).text)
    assert address is not None, "the mailed link leads to it"
    assert _page(case, place, case.mailed["theirs"], address[0]).status == 302
    assert _page(case, place, case.shown["theirs"], address[0]).status == 404
    assert _page(case, place, case.shown["hers"], address[0]).status == 302


@in_either_place
@either_way
@pytest.mark.parametrize("rest", ["/rate", "/files"])
def test_the_pages_beyond_lead_a_shown_link_back_to_where_it_is_told(case: Case, place: str, rest: str) -> None:
    page = _page(case, place, case.shown["theirs"], rest)
    assert (page.status, page.text) == (303, "")
    assert page.headers["location"].endswith(f"/t/{case.shown['theirs']}")
    assert _page(case, place, case.mailed["theirs"], rest).status == 200


@in_either_place
@either_way
def test_nothing_can_be_done_by_a_shown_link_and_what_was_typed_is_given_back(case: Case, place: str) -> None:
    def timeline() -> str:
        return case.desk.http("GET", f"{TICKETS}/TKT-0001/timeline?limit=100", token=case.desk.admin.token).text

    before = timeline()
    base = f"{PORTAL if place == 'portal' else case.frame}/t/{case.shown['theirs']}"
    for rest, form in (
        ("/replies", {"body": "Send the bill to me", "nonce": "n1"}),
        ("/resolved", {"nonce": "n2"}),
        ("/rate", {"score": "5", "comment": "Send the bill to me"}),
    ):
        page = case.desk.http("POST", base + rest, form=form)
        assert page.status == 409, rest
        assert "This was not sent, because the request was merged with another" in page.text
        assert _told(page.text) == []
        assert ("Send the bill to me" in page.text) == ("nonce" not in form or "body" in form)
    offered = case.desk.http("POST", f"{base}/uploads", form={"name": "a.txt", "type": "text/plain", "size": "1"})
    assert (offered.status, offered.headers["content-type"]) == (409, "text/html; charset=utf-8")
    case.desk.settle()
    assert timeline() == before


@either_way
def test_the_widgets_list_tells_a_holder_of_shown_links_nothing_new(case: Case) -> None:
    (listed,) = case.listed(tokens=case.shown["theirs"])
    assert (listed["title"], listed["status"], listed["status_text"]) == ("A stranger's matter", "merged", "Merged")
    assert (listed["replied_at"], listed["token"]) == (None, case.shown["theirs"])


@either_way
def test_whoever_the_site_vouches_for_finds_everything(case: Case) -> None:
    claims = {"aud": case.widget["id"], "exp": int(time.time()) + 600, "email": MAYA}
    proof = jwt.encode(claims, case.widget["secret"], "HS256")
    own = [request for request in case.listed(proof=proof, tokens=case.shown["theirs"]) if request["own"]]
    assert [request["status"] for request in own] == ["resolved"]
    assert _told(_page(case, "widget", own[0]["token"]).text) == list(SECRETS)
    stranger = jwt.encode(claims | {"email": "sam@example.com"}, case.widget["secret"], "HS256")
    assert [one["status"] for one in case.listed(proof=stranger, tokens=case.shown["theirs"])] == ["merged"]


@either_way
def test_links_sent_again_are_mailed_ones(case: Case) -> None:
    assert case.desk.http("POST", f"{PORTAL}/find", form={"email": MAYA}).status == 303
    case.desk.settle()
    (token,) = re.findall(r"/portal/acme/t/([\w.]+)", case.desk.sent[-1].text)
    assert _told(_page(case, "portal", token).text) == list(SECRETS)


@pytest.mark.parametrize("kind", ["shown", "mailed"])
def test_an_answer_leads_on_by_a_link_of_the_same_kind(desk: Desk, kind: str) -> None:
    """The request itself, and the one that an answer opens when it is closed."""
    token = _sent(desk, PORTAL, "A matter", "Please")
    desk.settle()
    token = token if kind == "shown" else _mailed(desk, "TKT-0001")
    for words in ("More", "Once more"):
        sent = desk.http("POST", f"{PORTAL}/t/{token}/replies", form={"body": words})
        assert sent.status == 303
        token = tracking_path(sent).rpartition("/")[2]
        desk.http("PATCH", f"{TICKETS}/TKT-0001", json={"status": "closed"}, token=desk.admin.token)
    assert token.startswith("2.")
    _sent(desk, PORTAL, "Another one", "Please")
    _ask(desk, "TKT-0003/merge", duplicate="TKT-0002")
    assert (GONE_ON in desk.http("GET", f"{PORTAL}/t/{token}").text) == (kind == "shown")


def test_a_mail_quoted_in_the_thread_gives_nobody_the_link_that_was_in_it(desk: Desk) -> None:
    """Maya answers the mail about what a stranger asked in her name, and her mail program quotes the link in there."""
    shown = _sent(desk, PORTAL, "A stranger's matter", "Please tell me all")
    desk.settle()
    link = f"http://help.test{PORTAL}/t/{_mailed(desk, 'TKT-0001')}"
    broken = f"{link[:-12]}\n> {link[-12:]}"
    for quoted in (link, link.upper(), broken):
        said = {"body": f"That was not me.\n\n> See {quoted}\n> or so", "nonce": quoted[-9:]}
        assert desk.http("POST", f"{PORTAL}/t/{_mailed(desk, 'TKT-0001')}/replies", form=said).status == 303
    for token in (shown, _mailed(desk, "TKT-0001")):
        text = desk.http("GET", f"{PORTAL}/t/{token}").text
        assert text.count("That was not me.") == (0 if token == shown else 3)
        others = {shown, _mailed(desk, "TKT-0001")} - {token}
        assert [other for other in others if other[-9:].lower() in text.lower()] == []


def test_undoing_the_merge_gives_the_shown_link_its_request_back(desk: Desk) -> None:
    shown = _sent(desk, PORTAL, "A matter", "Please")
    _sent(desk, PORTAL, "Another one", "Please")
    for primary, duplicate in (("TKT-0001", "TKT-0002"), ("TKT-0002", "TKT-0001")):
        _ask(desk, f"{primary}/merge", duplicate=duplicate)
        assert GONE_ON in desk.http("GET", f"{PORTAL}/t/{shown}").text
        _ask(desk, f"{primary}/unmerge", duplicate=duplicate)
        assert GONE_ON not in desk.http("GET", f"{PORTAL}/t/{shown}").text
        assert desk.http("POST", f"{PORTAL}/t/{shown}/replies", form={"body": "x"}).status == 303


@pytest.mark.parametrize(
    ("merges", "alone"),
    [([(2, 1), (3, 2)], 1), ([(1, 2), (3, 1)], 1), ([(2, 3), (1, 2)], 2)],
    ids=["up and up", "down and up", "down a chain"],
)
def test_in_a_chain_a_shown_link_ends_at_the_first_merge_that_its_request_took_part_in(
    desk: Desk, merges: list[tuple[int, int]], alone: int
) -> None:
    """Each merge of the first of three requests, and of the others, as (primary, duplicate). The first is one of those
    whose answers a shown link shows: sent by the widget, with an address that nobody had before."""
    body = {"name": "Shop", "origins": ["https://shop.example"]}
    frame = f"/widget/{desk.http('POST', '/v1/acme/widgets', json=body, token=desk.admin.token).json()['id']}"
    shown = _sent(desk, frame, "Matter 1", "text 1")
    for number in (2, 3):
        _sent(desk, PORTAL, f"Matter {number}", f"text {number}")
    open_ones = {1, 2, 3}
    for step, (primary, duplicate) in enumerate([*merges, (0, 0)]):
        for number in open_ones:
            _ask(desk, f"TKT-000{number}/replies", body=f"said on {number} in step {step}")
        if primary:
            _ask(desk, f"TKT-000{primary}/merge", duplicate=f"TKT-000{duplicate}")
        open_ones.discard(duplicate)
    text = desk.http("GET", f"{frame}/t/{shown}").text
    assert re.findall(r"said on [^<]*", text) == [f"said on 1 in step {step}" for step in range(alone)]
    assert re.findall(r"text \d", text) == ["text 1"]
    assert GONE_ON in text
