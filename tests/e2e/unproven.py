"""A customer with a history, and strangers who come in that customer's name by every way in: what they are let have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from infra.local.sent_mail import SentMail
from tests.e2e.crawl import Crawl
from tests.e2e.life import ask, done
from tests.e2e.test_life_files import reply as reply_with_files
from tests.e2e.test_life_files import uploaded
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import Desk

MAYA = "maya@example.com"
KNOWN_AS = "Saltmarsh"
"""How the desk calls that customer. Strangers call themselves otherwise."""
EVIL = "evil.example"
UNPROVEN = {"dmarc": "GRAY", "spf": "FAIL"}
HISTORY = ("quince-4711", "medlar-4712", "sorrel-4713", "tansy-4714", "yarrow-4715", "damson-4716", "bullace-4717")
"""Title, description, reply, solution, file, and the customer's own words, of what was there before."""
NOTE = "whisper-4790"
COLLEAGUES = ("ops@inner.example", "lee@inner.example")
CANNED = (
    "Dear {{customer_name|you}} ({{customer_email}}), about {{ticket_id}} “{{ticket_title}}”: {{ticket_url}} "
    "Yours, {{agent_name}} of {{workspace_name}}"
)
LINK = re.compile(r"http://help\.test(/(?:portal|widget)/[\w-]+/t/[\w.]+)")
TOKEN = re.compile(r"(?<![\w.])[1-9]\d*\.(?:[a-z2-7]{8}){1,2}\.[a-z2-7]{32}(?![a-z2-7])")
"""The token of a link, wherever it stands."""


@dataclass
class Life:
    """A desk on which all of it happens. `shown` are the paths of pages that strangers were shown in their browser,
    `refs` the tickets that they opened."""

    desk: Desk
    post: Correspondence
    widget: dict[str, Any]
    canned: str
    shown: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)

    def took(self, come_in: Callable[[], None]) -> str:
        """The ticket that somebody's coming in makes."""
        before = set(self.post.refs())
        come_in()
        self.desk.settle()
        (ref,) = set(self.post.refs()) - before
        self.refs.append(ref)
        return ref

    def by_form(self, base: str, **more: str) -> None:
        form = {"name": "Somebody", "email": MAYA, "title": "Refund me", "description": "Now, please."}
        sent = self.desk.http("POST", base, form={**form, "type": "support_ticket", **more}, address="203.0.113.5")
        assert sent.status == 303, sent.text
        self.shown.append(sent.headers["location"].partition("?")[0].removeprefix("http://help.test"))

    def by_mail(self, name: str = "Ghost", **headers: Any) -> None:
        usual = {"verdicts": UNPROVEN, "Subject": "Refund me", "sender": f"{name} <{MAYA}>", "text": "Now, please."}
        self.post.write(**{**usual, **headers})

    def mails_of_strangers(self) -> list[SentMail]:
        return [mail for mail in self.desk.sent if mail.to[0].endswith(EVIL)]

    def pages_of_strangers(self) -> list[str]:
        """What they may begin at: pages they were shown, and whatever their mails lead to."""
        mailed = [path for mail in self.mails_of_strangers() for path in LINK.findall(mail.text)]
        return list(dict.fromkeys([*self.shown, *mailed]))


def lived(desk: Desk, post: Correspondence) -> Life:
    """A desk with one known customer: three tickets of theirs, one in progress, one solved, one closed."""
    known = {"name": f"Maya {KNOWN_AS}", "email": MAYA}
    assert post.call("POST", "/contacts", known).status == 201
    widget = post.call("POST", "/widgets", {"name": "Shop", "origins": ["https://shop.example"]}).json()
    canned = post.call("POST", "/canned-responses", {"name": "Hello", "body": CANNED}).json()["id"]
    life = Life(desk, post, widget, canned)
    post.write(f"{HISTORY[5]} is my account.", sender=MAYA, Cc=COLLEAGUES[1], Subject=f"Refund me {HISTORY[0]}")
    body = {"title": f"Refund {HISTORY[6]}", "description": HISTORY[1], "contact": {"email": MAYA}}
    for _ in range(2):
        assert post.call("POST", "/tickets", {**body, "participants": [COLLEAGUES[0]]}).status == 201
    for ref in post.refs():
        done(ask(desk, "POST", f"{ref}/replies", {"body": f"We paid {HISTORY[2]} back."}))
        done(ask(desk, "POST", f"{ref}/notes", {"body": NOTE}))
        done(reply_with_files(desk, uploaded(desk, name=f"{HISTORY[4]}.png", ref=ref), ref=ref))
    for ref in ("TKT-0002", "TKT-0003"):
        done(ask(desk, "POST", f"{ref}/resolve", {"resolution": f"We sent the refund by {HISTORY[3]}."}))
    done(ask(desk, "PATCH", "TKT-0003", {"status": "closed"}))
    desk.settle()
    return life


def ways_in(life: Life) -> dict[str, Callable[[], None]]:
    """Every way to ask for something in a customer's name that proves nothing."""
    foreign = {"Reply_To": f"answers@{EVIL}", "Cc": f"cc@{EVIL}"}
    return {
        "the portal's form": lambda: life.by_form("/portal/acme"),
        "the widget's form": lambda: life.by_form(f"/widget/{life.widget['id']}"),
        "a mail without proof": lambda: life.by_mail(Cc=f"eve@{EVIL}, {MAYA}"),
        "a mail that its domain denies": lambda: life.by_mail(verdicts={"dmarc": "FAIL"}, Cc=f"denied@{EVIL}"),
        "a foreign Reply-To": lambda: life.by_mail(**foreign),
        "the reference of a closed ticket": lambda: life.by_mail(
            Subject="[TKT-0003] Hello again", Cc=f"closed@{EVIL}", Reply_To=f"answers@{EVIL}"
        ),
    }


def write_on_open_ones(life: Life) -> None:
    """On the customer's own ticket by its reference, and on a stranger's by the reply address of who takes part."""
    life.by_mail(Subject="[TKT-0001] Me too", Cc=f"reference@{EVIL}", text="Copy my friend in.")
    for mail in [one for one in life.mails_of_strangers() if one.to == (f"eve@{EVIL}",)][:1]:
        life.by_mail(to=reply_address(mail), Cc=f"token@{EVIL}", text="Copy this one in, too.")


def agents_work(life: Life, ref: str) -> None:
    """What agents do all day: they let in whom the mail names, answer with the customer's words quoted, by a canned
    text and by a draft, and write down what they think."""
    proposed = done(ask(life.desk, "GET", ref))["participants_proposed"]
    taking_part = done(ask(life.desk, "GET", ref))["participants"]
    done(ask(life.desk, "PATCH", ref, {"participants": [*taking_part, *proposed]}))
    canned = life.post.call("POST", f"/canned-responses/{life.canned}/render", {"ref": ref}).json()["text"]
    draft = done(ask(life.desk, "POST", f"{ref}/assistant/draft", {}))["text"]
    for text in (canned, draft, f"You wrote: {quoted(life)}"):
        done(ask(life.desk, "POST", f"{ref}/replies", {"body": text}))
    done(ask(life.desk, "POST", f"{ref}/notes", {"body": NOTE}))
    life.desk.settle()


def quoted(life: Life) -> str:
    """Links of everybody, as they stand in a quotation, and the same behind hosts that aren't ours."""
    theirs = [path for mail in life.desk.sent for path in LINK.findall(mail.text)]
    hosts = (
        "http://help.test",
        "https://evil.example",
        "http://help.test.evil.example",
        "http://help.test@evil.example",
    )
    return " ".join(f"{host}{path}" for path in dict.fromkeys([*theirs, *life.shown]) for host in hosts)


def resolve(life: Life, ref: str) -> None:
    """Once more, by a canned text, which has the customer's link in it."""
    done(ask(life.desk, "PATCH", ref, {"status": "in_progress"}))
    canned = life.post.call("POST", f"/canned-responses/{life.canned}/render", {"ref": ref}).json()["text"]
    done(ask(life.desk, "POST", f"{ref}/resolve", {"resolution": canned}))
    life.desk.settle()


def press_everything(life: Life) -> Crawl:
    """Open every page that strangers have come by, by GET and by HEAD, and send every form there is on it."""
    crawl = Crawl(life.desk)
    pages = life.pages_of_strangers()
    crawl.follow([*pages, "/portal/acme", f"/widget/{life.widget['id']}"])
    for path, _ in list(crawl.answers):
        crawl.head(path)
    tokens = [page.rpartition("/")[2] for page in pages]
    for start in range(0, len(tokens), 10):
        crawl.post(f"/widget/{life.widget['id']}/requests", {"tokens": " ".join(tokens[start : start + 10])})
    for page in pages:
        forms = {"/replies": {"body": "More."}, "/rate": {"score": "4"}, "/mine": {"mine": "perhaps"}, "/resolved": {}}
        for rest, form in forms.items():
            crawl.post(page + rest, form)
    crawl.post("/portal/acme/find", {"email": MAYA})
    life.desk.settle()
    crawl.follow([page for page in life.pages_of_strangers() if page not in pages])
    return crawl


def tokens_in(text: str) -> Iterator[tuple[str, str]]:
    """Each token of a link in a text, and what stands right before it."""
    for found in TOKEN.finditer(text):
        yield found[0], text[max(0, found.start() - 200) : found.start()]
