"""The words of a customer's HTML mail are shown as they formatted them, to members and on the customer's own page."""

from __future__ import annotations

import re
from email.message import EmailMessage

from chalicelib.domain.tickets.links import Purpose, everybody, token
from chalicelib.domain.tickets.ticket import DescribedTicket
from tests.services.mail.correspondence import Correspondence, reply_address
from tests.support.desk import SUPPORT
from tests.support.drawn import png

LIST = "Not <b>these</b>:<ul><li>One<li>Two</ul>"
DRAWN = '<p dir="auto">Not <b>these</b>:</p><ul><li dir="auto">One</li><li dir="auto">Two</li></ul>'

SHOT = png(40, 30)


def send(
    post: Correspondence, html: str, to: str = SUPPORT, picture: str = "", content: bytes = SHOT, **verdicts: str
) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Maya Osei <maya@example.com>", to, "List"
    message.set_content(html, subtype="html")
    if picture:
        message.add_related(content, "image", "png", cid=f"<{picture}>", filename="shot.png")
    post.send(message.as_bytes(), to, verdicts=verdicts)


def link(post: Correspondence) -> str:
    """The way to the customer's own page."""
    with post.desk.ports.open("acme") as room:
        ticket = room.tickets.get(1, DescribedTicket)
        assert ticket is not None
        return f"/portal/acme/t/{token('acme', ticket, everybody(ticket)[0].id, Purpose.MAILED)}"


def page(post: Correspondence) -> str:
    return post.desk.http("GET", link(post)).text


def test_a_new_ticket_and_an_answer_are_drawn_for_members_and_customer(post: Correspondence) -> None:
    send(post, LIST)
    quoted = '<div class=gmail_attr>Acme wrote:</div><blockquote class="gmail_quote">Which?</blockquote>'
    send(post, f"<table><tr><td>Bolt<td>2</table>{quoted}", reply_address(post.desk.sent[0]))
    answer = next(entry for entry in post.entries() if entry["kind"] == "customer_message")
    cells = '<tr><td dir="auto"><p dir="auto">Bolt</p></td><td dir="auto"><p dir="auto">2</p></td></tr>'
    assert post.ticket()["description_html"] == DRAWN
    assert answer["body_html"] == f"<table><tbody>{cells}</tbody></table>"
    assert (answer["body_text"], answer["quoted_text"]) == ("Bolt\t2", "Acme wrote:\n\n> Which?")
    shown = page(post)
    assert DRAWN in shown
    assert answer["body_html"] in shown
    post.change(description="Not these: One, Two")
    assert post.ticket()["description_html"] == '<p dir="auto">Not these: One, Two</p>'
    assert DRAWN not in page(post)


def test_a_picture_is_the_messages_own_file_and_one_with_a_virus_is_none(post: Correspondence) -> None:
    html = "See <img src=cid:Shot alt='the <lamp>'>, <img src=cid:none> <img src=https://spy.example/p.gif>"
    send(post, html, picture="shot")
    (file,) = post.ticket()["attachments"]
    assert (file["mark"], post.ticket()["description_html"]) == ("[cid:shot]", '<p dir="auto">See [cid:shot], </p>')
    assert f'See <a class="picture" href="{link(post)}/pictures/{file["id"]}">' in page(post)
    send(post, html, reply_address(post.desk.sent[0]), "shot", virus="FAIL")
    parked = post.call("GET", "/suspended-mails").json()["items"][0]["id"]
    assert post.call("POST", f"/suspended-mails/{parked}/release").status == 200
    assert post.entries()[-1]["body_html"] == '<p dir="auto">See , </p>'


def test_what_is_called_a_picture_and_is_none_is_named_in_its_place(post: Correspondence) -> None:
    send(post, "See <img src=cid:shot>", picture="shot", content=b"<svg/>")
    assert post.ticket()["description_html"] == '<p dir="auto">See [image: shot.png]</p>'


def test_somebodys_link_in_it_is_shown_to_the_customer_as_in_the_text(post: Correspondence) -> None:
    send(post, "It broke.")
    mine = link(post).rpartition("/")[2]
    send(post, f"See <a href='http://portal.test/x/{mine}'>this</a>.", reply_address(post.desk.sent[0]))
    assert mine in post.entries()[-1]["body_html"]
    assert not re.search(rf"portal.test/x/{re.escape(mine)}", page(post))
    assert "portal.test/x/</a>…" in page(post)
