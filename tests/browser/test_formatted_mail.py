"""The words of a customer's HTML mail, in the console's thread and on their own page: drawn, and harmless."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.console import mail, sign_in
from tests.browser.portal_walk import mailed_link
from tests.mail.html.xss_vectors import VECTORS
from tests.support.local_desk import LocalDesk

HTML = (
    "<p dir=rtl>Not <strong style='color:red'>these</strong> 10<sup>6</sup>:</p>"
    "<table border=1><tr><th>Part<th>Qty<tr><td>Bolt<td>2</table><ol start=3><li>One<li>Two</ol>"
    "<a href=https://shop.example/ onclick=alert(1) target=_top>shop</a><br>"
)
_ODD = """root => [...root.querySelectorAll("*")].filter(element =>
  !["A", "B", "BLOCKQUOTE", "BR", "CODE", "I", "LI", "OL", "P", "PRE", "S", "SUB", "SUP", "TABLE", "TBODY", "TD", "TH",
    "TR", "U", "UL"].includes(element.tagName)
  || element.getAttributeNames().some(name => !["dir", "href", "rel", "start", "target"].includes(name))
  || (element.href !== undefined && !/^(https?|mailto|tel):/.test(element.href))
).map(element => element.outerHTML)"""


def _is_drawn(words: Locator) -> None:
    expect(words.locator("td")).to_have_text(["Bolt", "2"])
    expect(words.locator("th")).to_have_text(["Part", "Qty"])
    expect(words.locator("b")).to_have_text(["these"])
    expect(words.locator("sup")).to_have_text(["6"])
    assert words.locator("ol").get_attribute("start") == "3"
    assert words.locator("a").first.get_attribute("rel") == "noopener noreferrer nofollow"
    assert words.evaluate(_ODD) == []


def test_console_and_portal_draw_it_alike_and_nothing_else_of_it(page: Page, live: LocalDesk) -> None:
    ran: list[Any] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: ran.append(request.url) if "x.example" in request.url else None)
    ref = mail(live, "Formatted words", "", HTML + "<br>".join(VECTORS[:30]), "Fay Finch <fay@northpier.example>")
    sign_in(page, live, f"/console/tickets/{ref}")
    _is_drawn(page.locator(".message .text").first)
    page.goto(mailed_link(live, "fay@northpier.example"))
    _is_drawn(page.locator(".words .typed").first)
    assert ran == []
