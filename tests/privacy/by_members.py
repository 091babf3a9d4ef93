"""What members write: answers, notes, settings, and all that they note down of people."""

from __future__ import annotations

import json

from tests.adapters.model_server import ModelServer, says
from tests.privacy import letters
from tests.privacy.by_mail import send
from tests.privacy.marks import address, word
from tests.privacy.planted import MAIN, NOOR, SPAM, Planted
from tests.services.mail.correspondence import reply_address


def settings(planted: Planted) -> None:
    """A colleague, a label, a canned text, saved views, a macro, and that the admin hears of all in a browser."""
    planted.members["bo"] = planted.desk.add_member(f"Bo {word('member.name')}", "bo@acme.example", "agent")
    planted.call("PATCH", "/profile", {"signature": f"Yours, {word('member.signature')}"})
    invited = {"name": "Cy", "email": address("member.address"), "role": "agent"}
    planted.call("POST", "/members", invited)
    label = planted.call("POST", "/labels", {"name": word("settings.label"), "color": "#a13a00"})
    canned = {"name": "Hello", "body": f"Dear {{{{customer_name|you}}}}, {word('settings.canned')}"}
    planted.ids["label"], planted.ids["canned"] = label["id"], planted.call("POST", "/canned-responses", canned)["id"]
    for name in ("settings.view", "settings.view_of_maya"):
        planted.call("POST", "/views", {"name": word(name), "filters": {"status": "open"}, "shared": True})
    actions = [{"do": "note", "text": f"Ask {word('settings.macro_note')}"}, {"do": "assign", "member": "me"}]
    planted.call("POST", "/macros", {"name": word("settings.macro"), "shared": True, "actions": actions})
    planted.hear_in_a_browser()


def on_a_mail(planted: Planted) -> None:
    """Answers and notes, one worded anew, one taken back, one from a canned text, one to somebody outside."""
    planted.on("mail", "POST", "/replies", {"body": f"You say {word('member.reply')}?"})
    for name, more in (("member.former_note", ""), ("member.long_former_note", letters.LONG)):
        note = planted.on("mail", "POST", "/notes", {"body": f"{more}They mean {word(name)}."})
        planted.on("mail", "PATCH", f"/notes/{note['id']}", {"body": "Worded anew."})
    planted.on("mail", "POST", "/notes", {"body": f"They mean {word('member.note')}."})
    bo = planted.members["bo"].token
    planted.on("mail", "POST", "/notes", {"body": "I look into it."}, token=bo)
    planted.on("mail", "PUT", "/presence", {"state": "viewing"}, token=bo)
    undone = planted.on("mail", "POST", "/replies", {"body": f"No {word('member.undone')}", "undo_seconds": 30})
    planted.on("mail", "DELETE", f"/replies/{undone['id']}")
    canned = f"/canned-responses/{planted.ids['canned']}/render"
    text = planted.call("POST", canned, {"ref": planted.refs["mail"]})["text"]
    planted.on("mail", "POST", "/replies", {"body": text})
    planted.desk.settle()
    _forwarded(planted)


def _forwarded(planted: Planted) -> None:
    to = address("outsider.address")
    body = {"to": [to], "body": f"Where is {word('member.forward')}?", "messages": ["description"]}
    planted.on("mail", "POST", "/forward", body)
    planted.desk.settle()
    (letter,) = [one for one in planted.desk.sent if one.to == (to,)]
    answer = letters.mail("Re: Fwd", to, "Shop", text=f"It is {word('outsider.answer')}.")
    send(planted, answer, to=reply_address(letter), sender=to)


def on_a_request(planted: Planted) -> None:
    """Why it is urgent, how it was solved, what the assistant made of it."""
    planted.on("portal", "GET", "/assistant")
    planted.on("portal", "POST", "/escalate", {"reason": f"Since {word('member.escalation')}"})
    planted.on("portal", "PUT", f"/labels/{planted.ids['label']}")
    planted.on("portal", "PUT", "/presence", {"state": "writing"})
    planted.on("portal", "POST", "/replies", {"body": f"Perhaps {word('member.guess_in_draft')}", "undo_seconds": 10})
    planted.on("portal", "POST", "/resolve", {"resolution": f"By {word('member.resolution')}", "csat_estimate": 3})
    planted.desk.settle()


def translated(planted: Planted) -> None:
    answer = json.dumps({"language": "de", "text": f"It is {word('assistant.translation')} again."})
    with ModelServer(says(answer)) as model:
        chosen = {"engine": "openai_compatible", "model": "m", "base_url": model.url}
        planted.call("PATCH", "/ai-engine", chosen)
        planted.on("mail", "POST", "/assistant/translate", {"entry": "description", "to": "en"})
        planted.call("PATCH", "/ai-engine", {"engine": "model_free"})


def split_off(planted: Planted) -> None:
    """What Maya wrote on a mail, in HTML, and what she wrote with a file on what Noor asked, as tickets of hers."""
    for ticket, mark, made in (("mail", "answer.html", "split"), ("noor", "taking_part.words", "split_from_noor")):
        said = planted.on(ticket, "GET", "/timeline?limit=100")["items"]
        (message,) = [one["id"] for one in said if word(mark) in json.dumps(one)]
        with planted.opening(made):
            planted.on(ticket, "POST", f"/messages/{message}/split", {"title": "One more thing"})
    planted.on("split", "POST", "/replies", {"body": f"As for {word('split.reply')}"})
    planted.on("split", "PUT", f"/links/{planted.refs['split_from_noor']}", {"kind": "related"})
    planted.desk.settle()


def by_the_api(planted: Planted) -> None:
    """Tickets of every making, and what was changed of them."""
    maya = {"email": MAIN}
    body = {"title": f"A {word('api.former_title')}", "description": f"It {word('api.former_description')}"}
    with planted.opening("api"):
        planted.call("POST", "/tickets", {**body, "contact": maya}, headers={"idempotency-key": MAIN})
    changed = {"title": f"B {word('api.title')}", "description": f"Now {word('api.description')}"}
    planted.on("api", "PATCH", body=changed)
    with planted.opening("wish"):
        wish = f"Create a support ticket for {MAIN}: {word('wish.words')} is broken since Monday, urgent"
        planted.call("POST", "/assistant", {"message": wish, "confirm": True})
    with planted.opening("mcp"):
        made = planted.tool("create_ticket", title=f"By {word('mcp.title')}", contact=maya)
    planted.tool("add_note", ref=made["ref"], body=f"Noted {word('mcp.note')}")
    with planted.opening("called"):
        contact = {"name": f"Lou {word('called.name')}", "phone": "+49 30 1234567"}
        planted.call("POST", "/tickets", {"title": "She called", "contact": contact})
    planted.call("GET", f"/tickets?q={word('asked.query')}")
    planted.desk.settle()


def life_of_tickets(planted: Planted) -> None:
    """One that is closed and asked about again, one that is spam, and a family of two customers'."""
    maya = {"contact": {"email": MAIN}}
    with planted.opening("closed"):
        planted.call("POST", "/tickets", {"title": "Old", "description": word("closed.description"), **maya})
    planted.on("closed", "PATCH", body={"status": "closed"})
    planted.desk.settle()
    with planted.opening("follow_up"):
        text = f"Once more {word('follow_up.words')}"
        send(planted, letters.mail("Re: Old", text=text), to=reply_address(planted.last_mail("closed", MAIN)))
    with planted.opening("spam"):
        planted.call(
            "POST", "/tickets", {"title": "Win", "description": word("spam.words"), "contact": {"email": SPAM}}
        )
    planted.on("spam", "POST", "/spam", {})
    with planted.opening("primary"):
        planted.call("POST", "/tickets", {"title": "Primary", **maya})
    with planted.opening("duplicate"):
        planted.call("POST", "/tickets", {"title": "Twice", "description": word("duplicate.description"), **maya})
    with planted.opening("other_duplicate"):
        told = {"description": word("other_duplicate.description"), "contact": {"email": NOOR}}
        planted.call("POST", "/tickets", {"title": "Me too", **told})
    for duplicate in ("duplicate", "other_duplicate"):
        merged = {"duplicate": planted.refs[duplicate], "across_contacts": True}
        planted.on("primary", "POST", "/merge", merged)
    planted.on("primary", "POST", "/replies", {"body": f"To all: {word('primary.reply')}"})
    planted.on("noor", "POST", "/notes", {"body": f"Ask {word('noor.note')}"})
    refs = [planted.refs["portal"], planted.refs["api"]]
    planted.call("POST", "/tickets/bulk", {"refs": refs, "set": {"priority": "high"}})
    planted.desk.settle()
