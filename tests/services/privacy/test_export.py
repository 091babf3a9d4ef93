"""The export of a person has what they may read themselves, and nothing that others wrote for members alone."""

from __future__ import annotations

from typing import Any

from tests.services.mail.correspondence import Correspondence
from tests.services.privacy.exporting import Unpacked, exported

BO = "Bo Lind <bo@example.com>"


def contact_id(post: Correspondence, address: str) -> str:
    found = post.call("GET", f"/contacts?q={address}").json()["items"]
    return str(found[0]["id"])


def export(post: Correspondence, address: str = "maya@example.com") -> Unpacked:
    return exported(post.desk, contact_id(post, address))


def do(post: Correspondence, method: str, path: str, body: Any = None) -> Any:
    answer = post.call(method, path, body)
    assert answer.status in (200, 201), answer.text
    post.desk.settle()
    return answer.json()


def test_it_has_the_person_their_tickets_and_their_files(post: Correspondence) -> None:
    post.write("It broke.", files=[("log.txt", "text/plain", b"the log")])
    post.reply("Which cards?")
    do(post, "PATCH", f"/contacts/{contact_id(post, 'maya@example.com')}", {"company": "Osei", "phones": ["+49301234"]})
    do(post, "POST", "/tickets/TKT-0001/resolve", {"resolution": "A new proxy."})

    found = export(post)

    assert found.document["contacts"] == [
        {"name": "Maya Osei", "addresses": ["maya@example.com"], "phones": ["+49301234"], "company": "Osei"}
    ]
    (ticket,) = found.document["tickets"]
    assert (ticket["ref"], ticket["title"], ticket["role"]) == ("TKT-0001", "Checkout", "requester")
    assert (ticket["status"], ticket["resolution"]) == ("resolved", "A new proxy.")
    first, second = ticket["messages"]
    assert (first["own"], first["body"].strip(), second["own"], second["body"]) == (
        True,
        "It broke.",
        False,
        "Which cards?",
    )
    (file,) = first["files"]
    assert found.files[file["path"]] == b"the log"
    for text in ("Maya Osei", "+49301234", "It broke.", "Which cards?", "A new proxy.", file["path"]):
        assert text in found.page, text
    assert set(found.files) == {"index.html", "person.json", "files/TKT-0001/1-log.txt"}


def test_nothing_that_is_for_members_alone_gets_out(post: Correspondence) -> None:
    post.write("It broke.")
    maya = contact_id(post, "maya@example.com")
    do(post, "PATCH", f"/contacts/{maya}", {"notes": "CANARY notes"})
    do(post, "POST", "/tickets/TKT-0001/notes", {"body": "CANARY note"})
    do(post, "POST", "/tickets/TKT-0001/escalate", {"reason": "CANARY reason"})
    do(post, "POST", "/tickets/TKT-0001/forward", {"to": ["lee@carrier.example"], "body": "CANARY forwarded"})
    label = do(post, "POST", "/labels", {"name": "CANARY label", "color": "#a13a00"})
    do(post, "PUT", f"/tickets/TKT-0001/labels/{label['id']}")
    do(post, "POST", "/tickets/TKT-0001/resolve", {"resolution": "A proxy.", "csat_estimate": 2})

    found = export(post)

    assert "It broke." in found.everything
    for inner in ("CANARY", "lee@carrier.example", "estimate", "assignee", "priority"):
        assert inner not in found.everything, inner


def test_what_a_reply_said_that_was_taken_back_is_not_there(post: Correspondence) -> None:
    post.write("It broke.")
    reply = do(post, "POST", "/tickets/TKT-0001/replies", {"body": "Oops", "undo_seconds": 60})
    assert post.call("DELETE", f"/tickets/TKT-0001/replies/{reply['id']}").status in (200, 204)
    assert "Oops" not in export(post).everything


def test_links_of_others_in_a_text_open_nothing(post: Correspondence) -> None:
    post.write("It broke.")
    mail = post.reply("Which cards?")
    link = next(word for word in mail.text.split() if "/portal/acme/t/" in word)
    token = link.rpartition("/")[2]
    post.write(f"I followed {link} and it broke again.", Subject="Re: Checkout [TKT-0001]")
    found = export(post)
    assert "and it broke again." in found.everything
    assert token not in found.everything


def test_whoever_takes_part_gets_their_own_words_and_the_replies(post: Correspondence) -> None:
    post.write("MAYAS words", files=[("maya.txt", "text/plain", b"MAYAS file")])
    do(post, "PATCH", "/tickets/TKT-0001", {"participants": ["bo@example.com"]})
    reply = post.reply("ANSWER one")
    answered = reply.addresses("Reply-To")[0]
    post.write("BOS words", sender=BO, to=answered, files=[("bo.txt", "text/plain", b"BOS file")])
    post.write("MAYAS second", to=answered)
    bo = do(post, "POST", "/contacts", {"name": "Bo", "email": "bo@example.com"})["id"]

    found = exported(post.desk, bo)

    ticket = found.tickets["TKT-0001"]
    assert (ticket["role"], ticket["status"], ticket["title"]) == ("participant", None, "Checkout")
    assert [one["body"].strip() for one in ticket["messages"]] == ["ANSWER one", "BOS words"]
    assert "MAYAS" not in found.everything
    assert found.files["files/TKT-0001/1-bo.txt"] == b"BOS file"

    do(post, "PATCH", "/tickets/TKT-0001", {"participants": []})
    do(post, "PATCH", "/tickets/TKT-0001", {"title": "SECRET title"})
    found = exported(post.desk, bo)
    assert [one.strip() for one in found.said("TKT-0001")] == ["BOS words"], "they wrote it, and take part no more"
    assert found.tickets["TKT-0001"]["role"] == "writer"
    assert "SECRET" not in found.everything
    assert "MAYAS" in exported(post.desk, contact_id(post, "maya@example.com")).everything


def test_merged_contacts_are_one_person_whichever_is_asked_for(post: Correspondence) -> None:
    post.write("From the first", Subject="First")
    post.write("From the second", sender="Maya <maya@home.example>", Subject="Second")
    first, second = contact_id(post, "maya@example.com"), contact_id(post, "maya@home.example")
    assert set(exported(post.desk, first).tickets) == {"TKT-0001"}
    do(post, "POST", f"/contacts/{first}/merge", {"other": second})
    for asked in (first, second):
        found = exported(post.desk, asked)
        assert set(found.tickets) == {"TKT-0001", "TKT-0002"}
        assert [one["addresses"] for one in found.document["contacts"]] == [["maya@example.com"], ["maya@home.example"]]


def test_merged_tickets_are_told_once(post: Correspondence) -> None:
    post.write("FIRST words", Subject="First")
    post.write("SECOND words", Subject="Second")
    do(post, "POST", "/tickets/TKT-0001/merge", {"duplicate": "TKT-0002"})
    found = export(post)
    assert set(found.tickets) == {"TKT-0001"}
    assert [one.strip() for one in found.said("TKT-0001")] == ["FIRST words", "SECOND words"]


def test_of_a_ticket_of_another_that_theirs_was_merged_into_they_get_the_replies_since(post: Correspondence) -> None:
    post.write("MAYAS words", Subject="First")
    post.write("BOS words", sender=BO, Subject="Second")
    do(post, "POST", "/tickets/TKT-0001/merge", {"duplicate": "TKT-0002", "across_contacts": True})
    post.reply("ANSWER for both")
    found = export(post, "bo@example.com")
    assert [one.strip() for one in found.said("TKT-0002")] == ["BOS words", "ANSWER for both"]
    assert "MAYAS" not in found.everything
    assert "BOS" not in export(post).everything


def test_somebody_without_tickets_is_told_so(post: Correspondence) -> None:
    noor = do(post, "POST", "/contacts", {"name": "Noor"})["id"]
    found = exported(post.desk, noor)
    assert (found.document["tickets"], found.document["contacts"][0]["name"]) == ([], "Noor")


def test_a_rating_is_the_customers_and_the_guess_at_it_is_not(post: Correspondence) -> None:
    post.write("It broke.")
    mail = post.reply("Done.")
    do(post, "POST", "/tickets/TKT-0001/resolve", {"resolution": "A proxy.", "csat_estimate": 2})
    path = next(word for word in mail.text.split() if "/portal/acme/t/" in word).removeprefix("http://help.test")
    answer = post.desk.http("POST", f"{path}/rate", form={"score": "4", "comment": "Quick!"})
    assert answer.status == 303, answer.text
    rating = export(post).tickets["TKT-0001"]["rating"]
    assert (rating["score"], rating["comment"]) == (4, "Quick!")


def test_what_was_asked_in_their_name_with_answers_elsewhere_is_not_theirs_to_read(post: Correspondence) -> None:
    post.write("FORGED words", Reply_To="eve@evil.example", verdicts={"dmarc": "none", "spf": "fail", "dkim": "none"})
    found = export(post)
    assert found.tickets["TKT-0001"]["hidden"]
    assert "FORGED" not in found.everything


HOSTILE = "<script>alert(1)</script>\u202e \"'& مرحبا 🦄"
LONG = ["🦄" * 60 + ".png", "n" * 300 + ".pdf"]
NAMES = ["../../x", "..", "a\x00b.txt", *LONG, "log.txt", "log.txt", "<b>&.html", "CON", "\u202egpj.exe"]


def test_hostile_names_and_words_stay_words(post: Correspondence) -> None:
    post.write(f"{HOSTILE} </main><img src=x onerror=alert(1)>", sender='"<i>Maya</i>" <maya@example.com>')
    title = HOSTILE.replace("\u202e", "")
    do(post, "PATCH", "/tickets/TKT-0001", {"title": title})
    uploads = [_uploaded(post, name) for name in NAMES]
    do(post, "POST", "/tickets/TKT-0001/replies", {"body": "Here", "attachments": uploads})

    found = export(post)

    paths = [path for path in found.files if path.startswith("files/")]
    assert len(paths) == len(set(map(str.casefold, paths))) == len(NAMES)
    for path in paths:
        assert path.count("/") == 2
        assert ".." not in path.split("/")
        assert not set(path) & set('\x00\\:*?"<>|\u202e'), path
        assert len(path.encode()) < 160
    assert "<script" not in found.page
    assert "<img" not in found.page
    assert "<i>" not in found.page
    assert "مرحبا 🦄" in found.page
    assert found.tickets["TKT-0001"]["title"] == title


def _uploaded(post: Correspondence, name: str) -> str:
    body = {"name": name[:255], "type": "application/octet-stream", "size": 3}
    offer = do(post, "POST", "/tickets/TKT-0001/attachments", body)
    post.desk.ports.files.put(f"pending/acme/{offer['id']}", b"abc", "application/octet-stream")
    return str(offer["id"])
