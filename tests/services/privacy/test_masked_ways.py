"""What a desk masks comes in by no way: it is in no item of the table, no file, no mail and no answer of the desk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from chalicelib.services.mail.incoming import erasing
from chalicelib.services.mail.incoming.case import Received
from chalicelib.services.mail.incoming.receive import file_mail
from infra.local.aws import client
from tests.api.asking import FORM, hidden, mailed_path, portal_form, problem, tracking_path
from tests.api.portal import stored
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT, Desk

NUMBER, DIGITS = "5105 1051 0510 5100", "5105105105105100"
SAID = f"My card is {NUMBER}, thanks."
TOLD = "My card is •••• 5100, thanks."
MARKED = f"My card is {NUMBER[:4]} **{NUMBER[5:9]}** {NUMBER[10:]}, thanks."
HTML = f"<p title='{NUMBER}'>My card is 5105 <b>1051</b>&nbsp;0510 &#53;100, thanks.</p><!-- {DIGITS} -->"
ANA = "Ana K. <ana@acme.example>"
SPAM, PROVEN = {"spam": "FAIL"}, {"dmarc": "PASS"}


@pytest.fixture
def masking(post: Correspondence) -> Correspondence:
    """A desk that masks card numbers, with a ticket of Maya's."""
    assert post.call("PATCH", "/masking", {"kinds": ["card"]}).status == 200
    post.write()
    return post


def told_anywhere(desk: Desk) -> list[str]:
    """Where the number is, in whatever form: keys of items and files, subjects of mails."""
    items = {key: json.dumps(item, default=str, ensure_ascii=False) for key, item in stored(desk).items()}
    mails = {mail.subject: f"{mail.subject} {mail.text} {mail.html}" for mail in desk.sent}
    return [name for name, text in {**items, **_files(desk), **mails}.items() if DIGITS in _digits(text)]


def _files(desk: Desk) -> dict[str, str]:
    """Every version of every file, and of every mail as it came."""
    s3, found = client("s3"), {}
    for bucket in (desk.environment["FILES_BUCKET"], desk.environment["MAIL_BUCKET"]):
        for one in s3.list_object_versions(Bucket=bucket).get("Versions", []):
            body = s3.get_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])["Body"].read()
            found[f"{bucket}/{one['Key']}"] = body.decode("utf-8", "replace")
    return found


def _digits(text: str) -> str:
    return re.sub(r"[\s*\u00a0-]|=\n", "", re.sub(r"<[/\w][^>]*>", "", unescape(text)))


def raw_mails(desk: Desk) -> list[str]:
    found = client("s3").list_object_versions(Bucket=desk.environment["MAIL_BUCKET"])
    return [one["Key"] for one in (*found.get("Versions", []), *found.get("DeleteMarkers", []))]


def html_mail(to: str = SUPPORT, **headers: str) -> bytes:
    message = EmailMessage()
    usual = {"From": f'"{NUMBER}" <maya@example.com>', "To": to, "Subject": SAID, "Cc": f'"{NUMBER}" <ops@example.com>'}
    for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        message[name] = value
    message.set_content(f"{SAID}\n\nOn Monday Maya wrote:\n> {SAID}\n")
    message.add_alternative(HTML, subtype="html")
    return message.as_bytes()


def received(key: str) -> Received:
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    return Received(object_key=key, at=at, sender="maya@example.com", recipients=(SUPPORT,), verdicts={})


def _cut_off(*_: object) -> None:
    raise OSError("cut off")


def by_portal(post: Correspondence) -> None:
    form = {**portal_form(post.desk), "name": NUMBER, "title": SAID, "description": SAID}
    path = mailed_path(post.desk, tracking_path(post.desk.http("POST", "/portal/acme", form=form)))
    assert post.desk.http("POST", f"{path}/replies", form={"body": SAID}).status == 303


def by_widget(post: Correspondence) -> None:
    made = post.call("POST", "/widgets", {"name": "Shop", "origins": ["https://shop.example"]}).json()
    frame = f"/widget/{made['id']}"
    form = {**FORM, "title": SAID, "description": SAID, **hidden(post.desk.http("GET", frame))}
    assert post.desk.http("POST", frame, form=form).status == 303


def by_parked_form(post: Correspondence) -> None:
    form = {
        **portal_form(post.desk),
        "name": NUMBER,
        "title": SAID,
        "description": SAID,
        "website": "https://x.example",
    }
    post.desk.http("POST", "/portal/acme", form=form)


def by_rating(post: Correspondence) -> None:
    path = mailed_path(post.desk, tracking_path(post.desk.http("POST", "/portal/acme", form=portal_form(post.desk))))
    assert post.call("POST", "/tickets/TKT-0002/resolve", {"resolution": SAID}).status == 200
    for _ in range(2):
        rated = post.desk.http("POST", f"{path}/rate", form={"score": "4", "comment": SAID})
        assert rated.status == 303


def by_mail(post: Correspondence) -> None:
    post.send(html_mail())


def by_answer(post: Correspondence) -> None:
    post.send(html_mail(reply_address(post.desk.sent[-1])))


def by_automatic_answer(post: Correspondence) -> None:
    post.send(html_mail(reply_address(post.desk.sent[-1]), Auto_Submitted="auto-replied"))


def by_mail_of_a_member(post: Correspondence) -> None:
    post.call("PATCH", "/preferences", {"customer_replied": "email"})
    post.change(assignee_id=post.desk.admin.id)
    post.write("Hello?", Subject="Re: [TKT-0001] Checkout", verdicts=PROVEN)
    post.desk.advance(timedelta(seconds=17))
    address = next(reply_address(mail) for mail in reversed(post.desk.sent) if mail.to == ("ana@acme.example",))
    for words in (SAID, f"#note {SAID}", f"#nonsense {NUMBER}\n{SAID}"):
        post.write(f"{words}\n", sender=ANA, to=address, verdicts=PROVEN)


def by_forwarded_mail(post: Correspondence) -> None:
    old = f"---------- Forwarded message ---------\nFrom: {NUMBER} <noor@customer.example>\nSubject: {SAID}\n\n{SAID}\n"
    post.write(f"{SAID}\n\n{old}", sender=ANA, Subject="Fwd: Invoice twice")


def by_released_mail(post: Correspondence) -> None:
    post.desk.receive(html_mail(), "maya@example.com", [SUPPORT], SPAM)
    post.desk.settle()
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    assert DIGITS not in _digits(json.dumps(mail))
    assert post.call("POST", f"/suspended-mails/{mail['id']}/release").status == 200


def by_deleted_mail(post: Correspondence) -> None:
    post.desk.receive(html_mail(), "maya@example.com", [SUPPORT], SPAM)
    post.desk.settle()
    (mail,) = post.call("GET", "/suspended-mails").json()["items"]
    assert post.call("DELETE", f"/suspended-mails/{mail['id']}").status == 204
    post.desk.advance(timedelta(minutes=20))


def by_api(post: Correspondence) -> None:
    who = {"email": "noor@example.com", "name": NUMBER}
    new = {"title": SAID, "description": SAID, "contact": who}
    assert post.call("POST", "/tickets", new).status == 201
    for fields in ({"title": SAID, "description": SAID}, {"title": "Another"}, {"contact": who}):
        assert post.call("PATCH", "/tickets/TKT-0001", fields).status == 200
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": MARKED}).status == 201
    assert post.call("POST", "/tickets/TKT-0001/replies", {"body": SAID}).json()["body_text"] == TOLD
    assert post.call("POST", "/tickets/TKT-0001/escalate", {"reason": SAID}).status == 200


def by_note(post: Correspondence) -> None:
    note = post.call("POST", "/tickets/TKT-0001/notes", {"body": SAID}).json()
    for body in (f"More: {SAID}", f"Less: {MARKED}"):
        assert post.call("PATCH", f"/tickets/TKT-0001/notes/{note['id']}", {"body": body}).status == 200
    to = {"to": ["lee@carrier.example"], "body": SAID}
    assert post.call("POST", "/tickets/TKT-0001/forward", to).status == 201


def by_undoing(post: Correspondence) -> None:
    post.call("PATCH", "/tickets/TKT-0001", {"title": SAID, "description": SAID})
    post.call("PATCH", "/tickets/TKT-0001", {"title": "Another", "description": "Other"})
    last = next(one for one in reversed(post.entries()) if one["kind"] == "event")
    assert post.call("POST", f"/tickets/TKT-0001/actions/{last['id'].partition('.')[0]}/undo").status == 200


def by_contact(post: Correspondence) -> None:
    made = post.call("POST", "/contacts", {"email": "noor@example.com", "name": NUMBER, "company": SAID}).json()
    changes = {"notes": SAID, "name": f"N. {NUMBER}", "company": SAID}
    assert post.call("PATCH", f"/contacts/{made['id']}", changes).json()["notes"] == TOLD


def by_mcp(post: Correspondence) -> None:
    for name, arguments in (
        ("create_ticket", {"title": SAID, "description": SAID}),
        ("reply", {"ref": "TKT-0001", "body": SAID}),
        ("add_note", {"ref": "TKT-0001", "body": SAID}),
    ):
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}
        answer = post.desk.http("POST", "/mcp/acme", json=asked, token=post.desk.admin.token)
        assert not answer.json()["result"].get("isError"), answer.text


def by_long_texts(post: Correspondence) -> None:
    """They lie in the file store."""
    long = f"{'word ' * 15_000}{SAID}"
    assert post.call("POST", "/tickets", {"title": "Long", "description": long}).status == 201
    note = post.call("POST", "/tickets/TKT-0001/notes", {"body": long}).json()
    assert post.call("PATCH", f"/tickets/TKT-0001/notes/{note['id']}", {"body": f"{long} again"}).status == 200
    post.write(f"{long}{'more ' * 10_000}")


WAYS = [
    *(by_portal, by_widget, by_parked_form, by_rating, by_mail, by_answer, by_automatic_answer, by_mail_of_a_member),
    *(
        by_forwarded_mail,
        by_released_mail,
        by_deleted_mail,
        by_api,
        by_note,
        by_undoing,
        by_contact,
        by_mcp,
        by_long_texts,
    ),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_leads_past_the_mask(masking: Correspondence, way: Callable[[Correspondence], None]) -> None:
    way(masking)
    masking.desk.settle()
    assert told_anywhere(masking.desk) == []
    answers = [masking.call("GET", f"/tickets/{ref}").text for ref in masking.refs()]
    answers += [masking.call("GET", f"/tickets/{ref}/timeline?limit=100").text for ref in masking.refs()]
    answers += [masking.call("GET", path).text for path in ("/inbox", "/contacts", "/suspended-mails", "/audit")]
    assert [text for text in answers if DIGITS in _digits(text)] == []


@pytest.mark.parametrize("way", [by_portal, by_mail, by_answer, by_note, by_long_texts], ids=lambda way: way.__name__)
def test_without_it_all_of_it_is_kept(post: Correspondence, way: Callable[[Correspondence], None]) -> None:
    """Else the test above would prove nothing."""
    post.write()
    way(post)
    assert told_anywhere(post.desk)


def test_what_is_masked_is_told_as_such_and_the_same_again_changes_nothing(masking: Correspondence) -> None:
    masking.change(title=SAID, description=SAID)
    first = masking.ticket()
    assert (first["title"], first["description"]) == (TOLD, TOLD)
    masking.change(title=SAID, description=SAID)
    assert masking.ticket()["version"] == first["version"]
    found = masking.call("GET", "/tickets?q=5100").json()["items"]
    assert [one["ref"] for one in found] == ["TKT-0001"]


def test_what_came_before_stays_as_it_is(post: Correspondence) -> None:
    post.write(SAID, Subject=SAID)
    post.call("PATCH", "/masking", {"kinds": ["card"]})
    post.change(priority="high")
    assert (post.ticket()["title"], SAID in post.ticket()["description"]) == (SAID, True)
    assert len(raw_mails(post.desk)) == 1


def test_an_answer_to_a_masked_mail_goes_on_from_it(masking: Correspondence) -> None:
    masking.write(SAID, Subject=SAID, Message_ID="<first@mail.example.com>")
    masking.call("POST", "/tickets/TKT-0002/replies", {"body": "Which one?"})
    masking.desk.settle()
    sent = masking.desk.sent[-1]
    assert sent.subject == f"Re: {TOLD} [TKT-0002]"
    assert "first@mail.example.com" in sent.headers["References"]
    masking.write(SAID, Subject=f"Re: {SAID} [TKT-0002]", In_Reply_To="<first@mail.example.com>")
    assert masking.refs() == ["TKT-0001", "TKT-0002"]
    assert masking.said("TKT-0002")[-1] == ("customer_message", TOLD)


class TestTheMailAsItCame:
    def test_it_is_erased_in_all_versions_once_it_is_filed_and_others_stay(self, masking: Correspondence) -> None:
        before = raw_mails(masking.desk)
        assert len(before) == 1
        by_mail(masking)
        assert raw_mails(masking.desk) == before

    def test_brought_again_it_was_filed_and_what_nobody_filed_is_lost(self, masking: Correspondence) -> None:
        key = masking.desk.receive(html_mail(), "maya@example.com", [SUPPORT])
        masking.desk.settle()
        assert file_mail(masking.desk.ports, received(key)) == ["repeated"]
        assert masking.refs() == ["TKT-0001", "TKT-0002"]
        with pytest.raises(RuntimeError, match="nothing says that it was filed"):
            file_mail(masking.desk.ports, received("inbound/none"))

    @pytest.mark.parametrize("cut_off", ["_note", "erase"])
    def test_cut_off_before_it_is_erased_it_is_erased_when_it_comes_again(
        self, masking: Correspondence, monkeypatch: pytest.MonkeyPatch, cut_off: str
    ) -> None:
        client("s3").put_object(Bucket=masking.desk.environment["MAIL_BUCKET"], Key="inbound/x", Body=html_mail())
        with monkeypatch.context() as patched:
            patched.setattr(erasing if cut_off == "_note" else type(masking.desk.ports.raw_mail), cut_off, _cut_off)
            with pytest.raises(OSError, match="cut off"):
                file_mail(masking.desk.ports, received("inbound/x"))
        assert "inbound/x" in raw_mails(masking.desk)
        assert file_mail(masking.desk.ports, received("inbound/x")) == ["repeated"]
        assert "inbound/x" not in raw_mails(masking.desk)
        assert masking.refs() == ["TKT-0001", "TKT-0002"]

    def test_whom_else_it_was_for_has_it_until_they_dealt_with_it(self, masking: Correspondence) -> None:
        desk = masking.desk
        desk.create_workspace("globex", "Globex", "help@globex.example")
        ben = desk.add_member("Ben", "ben@globex.example", "admin", workspace="globex")
        desk.http("POST", "/v1/globex/contacts", json={"email": "maya@example.com", "name": "Maya"}, token=ben.token)
        contacts = desk.http("GET", "/v1/globex/contacts", token=ben.token).json()["items"]
        blocked = desk.http(
            "PATCH", f"/v1/globex/contacts/{contacts[0]['id']}", json={"blocked": True}, token=ben.token
        )
        assert blocked.status == 200
        before = raw_mails(desk)
        desk.receive(html_mail(), "maya@example.com", [SUPPORT, "help@globex.example"])
        desk.settle()
        assert (len(masking.refs()), masking.parked("globex"), len(raw_mails(desk))) == (
            2,
            ["blocked"],
            len(before) + 1,
        )
        (mail,) = desk.http("GET", "/v1/globex/suspended-mails", token=ben.token).json()["items"]
        assert desk.http("DELETE", f"/v1/globex/suspended-mails/{mail['id']}", token=ben.token).status == 204
        desk.advance(timedelta(minutes=20))
        assert raw_mails(desk) == before

    def test_too_long_it_is_kept_without_what_is_masked(self, masking: Correspondence) -> None:
        masking.write(f"{SAID}\n{'word ' * 25_000}the end", files=[("a.txt", "text/plain", b"text")] * 102)
        (ticket,) = (masking.ticket("TKT-0002"),)
        whole = ticket["attachments"][-1]
        assert (len(ticket["attachments"]), whole["name"]) == (101, "original.zip")
        files = client("s3").list_objects_v2(Bucket=masking.desk.environment["FILES_BUCKET"])["Contents"]
        (key,) = (one["Key"] for one in files if one["Key"].endswith(whole["id"]))
        body = client("s3").get_object(Bucket=masking.desk.environment["FILES_BUCKET"], Key=key)["Body"].read()
        with ZipFile(BytesIO(body)) as archive:
            assert archive.namelist() == ["text.txt", "1-a.txt", "2-a.txt"]
            text = archive.read("text.txt").decode()
        assert TOLD in text
        assert text.rstrip().endswith("the end")

    def test_parked_it_stays_until_somebody_lets_it_through(self, masking: Correspondence) -> None:
        masking.desk.receive(html_mail(), "maya@example.com", [SUPPORT], SPAM)
        masking.desk.settle()
        assert len(raw_mails(masking.desk)) == 2
        (mail,) = masking.call("GET", "/suspended-mails").json()["items"]
        answer = masking.call("POST", f"/suspended-mails/{mail['id']}/release")
        assert answer.json() == {"ref": "TKT-0002"}
        assert len(raw_mails(masking.desk)) == 1
        problem(masking.call("POST", f"/suspended-mails/{mail['id']}/release"), 404, "not_found")
